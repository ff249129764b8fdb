/** Stores values in this browser, for good or as long as the tab. If storage is blocked, nothing is stored and nothing fails. */

/** @param {string} name @param {string} otherwise */
export const stored = (name, otherwise) => read(() => localStorage, name, otherwise);

/** @param {string} name @param {string} text empty deletes it */
export const store = (name, text) => write(() => localStorage, name, text);

/** The same, for this tab alone and until it is closed: a reloaded page finds it. */
export const keptInTab = (name, otherwise) => read(() => sessionStorage, name, otherwise);
export const keepInTab = (name, text) => write(() => sessionStorage, name, text);

function read(place, name, otherwise) {
  try {
    return place().getItem(name) ?? otherwise;
  } catch {
    return otherwise;
  }
}

function write(place, name, text) {
  try {
    if (text) place().setItem(name, text);
    else place().removeItem(name);
  } catch {
    // Blocked or full: the value lasts as long as the page.
  }
}
