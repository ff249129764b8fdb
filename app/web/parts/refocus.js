/** Keeps the focus near: a button that has done its work may be gone, and with it the place of who works by keys. */

/** Run `action`; when its button has gone meanwhile, focus `next()`. @param {() => unknown} action @param {() => HTMLElement|null|undefined} next */
export async function refocusing(action, next) {
  await action();
  await new Promise((resolve) => setTimeout(resolve, 150)); // the change is drawn with one of the next frames
  if (document.activeElement === document.body) next()?.focus();
}
