/** Files that edits were rendered to, remembered in this browser; and edits handed over to other editors. */
import { signal } from "@preact/signals";
import { file, post } from "web/net/api.js";
import { store, stored } from "web/model/storage.js";

const REMEMBERED = 20;

export class Exports {
  #name;

  /** @param {string} jobId whose source is edited */
  constructor(jobId) {
    this.#name = `exports ${jobId}`;
    /** Ids of the jobs that render, newest first. */
    this.ids = signal(this.#kept());
  }

  /** Render a timeline. @param {object} wishes name, quality, format, size @returns its job's id. Throws Problem. */
  async render(timeline, wishes) {
    const { job_id: id } = await post("/api/export/timeline", { timeline, ...wishes });
    this.#remember([id, ...this.ids.peek()].slice(0, REMEMBERED));
    return id;
  }

  forget(id) {
    this.#remember(this.ids.peek().filter((one) => one !== id));
  }

  #remember(ids) {
    this.ids.value = ids;
    store(this.#name, ids.join(" "));
  }

  #kept() {
    return stored(this.#name, "").split(" ").filter(Boolean);
  }
}

/** Download a cut list for another editor, which finds files by name. @param {object} of a timeline, an analysis or a job @param {"otio"|"edl"|"fcpxml"} format */
export const handOver = (of, format) => file("/api/export/interchange", { ...of, format, media: "files" });
