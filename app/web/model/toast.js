/** Short messages about the last action; a live region reads them out. */
import { signal } from "@preact/signals";

/** @type {import("@preact/signals").Signal<{id: number, tone: "good"|"bad", text: string, action: {label: string, act: () => unknown}|null}[]>} */
export const toasts = signal([]);

let count = 0;

/** @param {string} text @param {"good"|"bad"} tone @param {{label: string, act: () => unknown}|null} action what can be done about it, such as undoing it */
export function say(text, tone = "good", action = null) {
  const toast = { id: ++count, tone, text, action };
  toasts.value = [...toasts.peek(), toast].slice(-3);
  setTimeout(() => dismiss(toast.id), action ? 12000 : tone === "bad" ? 9000 : 4500);
}

export function dismiss(id) {
  toasts.value = toasts.peek().filter((toast) => toast.id !== id);
}

/** Run an action; a refusal is shown, and undefined returned. @template T @param {() => Promise<T>} action */
export async function saying(action, done = "") {
  try {
    const result = await action();
    if (done) say(done);
    return result;
  } catch (problem) {
    say(problem.message, "bad");
    return undefined;
  }
}
