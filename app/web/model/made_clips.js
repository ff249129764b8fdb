/** Clips that people made of a job's film, as this page knows them: each is cut by a job of its own. */
import { signal } from "@preact/signals";
import { confirmed } from "web/model/confirm.js";
import { isFinished } from "web/model/job_state.js";
import { say, saying } from "web/model/toast.js";
import { del, get, patch, post } from "web/net/api.js";

/**
 * @typedef {{id: string, title: string, start: number, end: number, aspect: string, position: number|null, captions: boolean, resolution: string,
 *   output_format: string, status: string, progress: number, url: string|null, thumbnail_url: string|null, error: object|null}} MadeClip
 */

export class MadeClips {
  #path;
  #jobId;

  /** @param {string} jobId whose film it is */
  constructor(jobId) {
    this.#jobId = jobId;
    this.#path = `/api/v1/jobs/${encodeURIComponent(jobId)}/clips`;
    /** @type {import("@preact/signals").Signal<MadeClip[]>} the first one first */
    this.list = signal([]);
    /** False until they were requested once. */
    this.known = signal(false);
  }

  refresh = async () => {
    const found = await get(this.#path).catch(() => null); // the next change requests them again
    if (found) [this.list.value, this.known.value] = [found.items, true];
  };

  /** Handle a broadcast: of the job whose clips they are, or of one that cuts one. */
  heard(message) {
    if (message.job_id === this.#jobId && message.type === "log" && message.data.clip_id) return void this.refresh();
    const clip = this.list.peek().find(({ id }) => id === message.job_id);
    if (!clip) return;
    const { status = clip.status, progress = clip.progress } = message.data;
    if (message.type === "job_deleted" || (status !== clip.status && isFinished({ status }))) return void this.refresh();
    if (message.type === "job_update") this.#put({ ...clip, status, progress: status === clip.status ? Math.max(clip.progress, progress) : progress });
  }

  /** Cut a clip. @param {object} order as the API takes it @returns {Promise<MadeClip>} Throws Problem. */
  async make(order) {
    const clip = await post(this.#path, order);
    this.#put(clip, order.replaces);
    return clip;
  }

  /** Change the title alone: nothing is cut again. Throws Problem. */
  async rename(id, title) {
    this.#put(await patch(`${this.#path}/${id}`, { title }));
  }

  async remove(clip) {
    const sure = await confirmed({ title: `Remove the clip “${clip.title}”?`, text: "Its file goes too. The recording stays as it is, so the clip can be cut again.", action: "Remove" });
    if (!sure) return false;
    const gone = await saying(async () => (await del(`${this.#path}/${clip.id}`), true));
    if (!gone) return false;
    this.list.value = this.list.peek().filter(({ id }) => id !== clip.id);
    say("Removed.");
    return true;
  }

  #put(clip, replaced = null) {
    const others = this.list.peek().filter(({ id }) => id !== replaced);
    this.list.value = others.some(({ id }) => id === clip.id) ? others.map((one) => (one.id === clip.id ? clip : one)) : [...others, clip];
  }
}

/** A clip as the lists of clips have it, with its number after those that were chosen by themselves. */
export const asClip = (clip, index) => ({ ...clip, index, reason: "", score: null, made: true });
