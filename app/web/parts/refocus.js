/** Keeps the focus near: after its action a button may be gone, and with it the place of a keyboard user. */

/** Run `action`; when its button has gone meanwhile, focus `next()`. @param {() => unknown} action @param {() => HTMLElement|null|undefined} next */
export async function refocusing(action, next) {
  await action();
  await new Promise((resolve) => setTimeout(resolve, 150)); // the change is rendered with one of the next frames
  if (document.activeElement === document.body) next()?.focus();
}
