/** What can be done where the page is, for the palette: views add their commands while they are shown. */
import { computed, signal } from "@preact/signals";
import { folded } from "web/model/fold.js";

/** @typedef {{id: string, label: string, icon: string, words?: string, run: () => unknown}} Command `words`: other words for it */

/** @type {import("@preact/signals").Signal<{name: string, list: Command[]}[]>} */
const sets = signal([]);

/** Groups of commands, those of what is shown first. */
export const commands = sets;
/** All of them, by id. */
export const commandOf = computed(() => new Map(sets.value.flatMap(({ list }) => list.map((command) => [command.id, command]))));

/** Offer commands under the name of their group. @param {string} name @param {(Command|false)[]} list @returns {() => void} ends it */
export function offer(name, list) {
  const set = { name, list: list.filter(Boolean) };
  sets.value = [set, ...sets.peek()];
  return () => (sets.value = sets.peek().filter((one) => one !== set));
}

/** Words of labels that nobody means by typing them. */
const SMALL = new Set(["a", "all", "as", "in", "or", "the", "this", "to"]);
/** The words of a text, folded. */
export const wordsOf = (text) => folded(text).text.match(/[\p{L}\p{N}]+/gu) ?? [];

/** Whether each of the words begins one of the others. @param {string[]} typed @param {string[]} words */
export const beginsAll = (typed, words) => typed.every((part) => words.some((word) => word.startsWith(part)));

/** The commands that are meant by what is typed, those first whose label begins so. @param {string} text @returns {Command[]} */
export function meant(text) {
  const typed = wordsOf(text);
  if (!typed.length) return [];
  const first = ({ label }) => folded(label).text.startsWith(typed.join(" "));
  const also = (command) => !first(command) && beginsAll(typed, meaning(command));
  const all = sets.value.flatMap(({ list }) => list);
  return [...all.filter(first), ...all.filter(also)];
}

const known = new WeakMap();

/** The words that a command is found by. */
function meaning(command) {
  if (!known.has(command)) known.set(command, wordsOf(`${command.label} ${command.words ?? ""}`).filter((word) => !SMALL.has(word)));
  return known.get(command);
}
