/** What is being dragged into the edit or within it. The browser carries the text of it; others see only that. */
const KIND = "application/x-edit";

/** @param {DragEvent} event @param {{stretch?: {start: number, end: number, label: string}, key?: number}} what */
export function carry(event, what) {
  event.dataTransfer.setData(KIND, JSON.stringify(what));
  event.dataTransfer.setData("text/plain", what.stretch?.label ?? "");
  event.dataTransfer.effectAllowed = what.stretch ? "copy" : "move";
}

export const isCarried = (event) => event.dataTransfer.types.includes(KIND);

/** @returns {{stretch?: object, key?: number}} */
export const carried = (event) => JSON.parse(event.dataTransfer.getData(KIND));
