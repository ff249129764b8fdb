/** Every option of a job, in words, and whether it was chosen. */
import { OPTIONS, flat, optionsOf } from "web/model/options.js";
import { languageName } from "web/format/language.js";

/** @typedef {{name: string, group: string, label: string, words: string, chosen: boolean}} OptionRow */

/** Those that matter for this job type, and any that the page does not know. @returns {OptionRow[]} */
export function optionRows({ job_type: type, options = {} }) {
  const known = new Set(OPTIONS.map(({ name }) => name));
  const values = flat(options);
  const others = Object.entries(values).filter(([name, value]) => !known.has(name) && value !== null);
  return [
    ...optionsOf(type, values).map((option) => rowOf(option, values[option.name])),
    ...others.map(([name, value]) => ({ name, group: "Other", label: name.replaceAll("_", " "), words: plainWords(value), chosen: Boolean(value) })),
  ];
}

function rowOf(option, value) {
  const { name, group, label, standard, required } = option;
  const chosen = required || (value !== undefined && value !== null && value !== "" && value !== standard);
  return { name, group, label, words: valueWords(option, value ?? standard), chosen };
}

/** The value of an option, in words. */
export function valueWords({ name, unit, names }, value) {
  if (names?.[value]) return names[value];
  if (name === "language") return value ? languageName(value) : "found out by itself";
  if (name === "model_size" && !value) return "the server's";
  if (name === "fail_on" && !value) return "never";
  if (name === "operation_options.silence_threshold_db" && value === "") return "measured";
  return plainWords(value) + (unit ? ` ${unit}` : "");
}

function plainWords(value) {
  if (value === true) return "yes";
  if (value === false) return "no";
  if (value === null || value === undefined || value === "") return "none";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
