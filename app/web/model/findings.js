/** Findings: their severities and categories in the words of the page, counted and in order. */
import { plural } from "web/format/number.js";

/**
 * @typedef {{id: string, rule: string, category: string, severity: "info"|"warning"|"critical", start: number|null, end: number|null,
 *   message: string, evidence: string, confidence: number, source: string}} Finding
 */

/** The gravest first. @type {Record<string, {label: string, noun: string, icon: string}>} */
export const SEVERITIES = {
  critical: { label: "Critical", noun: "critical finding", icon: "octagon-alert" },
  warning: { label: "Warnings", noun: "warning", icon: "triangle-alert" },
  info: { label: "Notes", noun: "note", icon: "info" },
};

const CATEGORIES = { pii: "personal data", language: "language", flashing: "flashing", loudness: "loudness", black: "black picture", freeze: "frozen picture", silence: "silence", nudity: "nudity", custom: "own rule" };
const SOURCES = { speech: "in speech", screen: "on screen", sound: "in the sound", picture: "in the picture", file: "in the file" };

/** @param {Finding} finding "personal data, in speech" */
export function aboutWords({ category, source }) {
  return [CATEGORIES[category] ?? category, SOURCES[source] ?? source].join(", ");
}

const rank = ({ severity }) => Object.keys(SEVERITIES).indexOf(severity);

/** The gravest first, each severity in order of time; those about the whole come before those with a time. @param {Finding[]} findings */
export const inOrder = (findings) => [...findings].sort((a, b) => rank(a) - rank(b) || (a.start ?? -1) - (b.start ?? -1));

/**
 * Marks for a part of the timeline: one for each finding, or, of too many to be told apart, one for each stretch with findings,
 * as its gravest one. @param {Finding[]} findings those with a time @param {number} most marks @param {number} stretch seconds
 * @returns {(Finding & {count: number})[]}
 */
export function marksOf(findings, most, stretch) {
  const alone = findings.map((finding) => ({ ...finding, end: finding.end ?? finding.start, count: 1 }));
  if (alone.length <= most) return alone;
  const stretches = new Map();
  for (const finding of inOrder(alone)) {
    const place = Math.floor(finding.start / stretch);
    const known = stretches.get(place);
    if (known) known.count += 1;
    else stretches.set(place, { ...finding, end: finding.start });
  }
  return [...stretches.values()];
}

/** For how long the row of a finding without a length is marked, seconds. */
const INSTANT_S = 2;

/** When findings are at the playhead; only those with a time. @param {Finding[]} findings @returns {{key: string, from: number, to: number}[]} */
export function timesOf(findings) {
  return findings.filter(({ start }) => start !== null).map(({ id, start, end }) => ({ key: id, from: start, to: Math.max(end ?? start, start + INSTANT_S) }));
}

/** Play what a finding is about; words on screen can be read in a picture that stands still. @param {Finding} finding @param {import("web/model/playback.js").Playback} playback */
export function playFinding({ start, source }, playback) {
  if (source === "screen") playback.pause();
  playback.seek(start, { play: source !== "screen" });
}

/** How many of each severity; only those that there are. @param {Finding[]} findings @returns {Record<string, number>} */
export function counted(findings) {
  const of = (name) => findings.filter(({ severity }) => severity === name).length;
  return Object.fromEntries(Object.keys(SEVERITIES).map((name) => [name, of(name)]).filter(([, number]) => number > 0));
}

/** "1 critical finding, 2 warnings" @param {Record<string, number>} counts */
export const countWords = (counts) => Object.entries(counts).map(([name, number]) => plural(number, SEVERITIES[name].noun)).join(", ");
