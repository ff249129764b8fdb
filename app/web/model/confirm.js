/** Asks for confirmation before an irreversible action. */
import { signal } from "@preact/signals";

/** @typedef {{title: string, text: string, action: string}} Question */
/** @type {import("@preact/signals").Signal<(Question & {answer: (yes: boolean) => void})|null>} */
export const question = signal(null);

/** @param {Question} asked @returns {Promise<boolean>} */
export function confirmed(asked) {
  return new Promise((resolve) => {
    question.value = {
      ...asked,
      answer(yes) {
        question.value = null;
        resolve(yes);
      },
    };
  });
}
