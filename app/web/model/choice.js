/** The last choice in the form, stored by this browser. */
import { stored, store } from "web/model/storage.js";
import { JOB_TYPES } from "web/model/plan.js";

const NAME = "new-job";
const FIRST = { jobType: "full_processing", priority: 5, options: {}, film: {} };

/** @returns {{jobType: string, priority: number, options: Record<string, unknown>, film: import("web/model/films.js").Film}} */
export function lastChoice() {
  try {
    const known = { ...FIRST, ...JSON.parse(stored(NAME, "{}")) };
    return known.jobType in JOB_TYPES ? known : FIRST;
  } catch {
    return FIRST;
  }
}

export function remember({ jobType, priority, options, film }) {
  store(NAME, JSON.stringify({ jobType, priority, options, film }));
}
