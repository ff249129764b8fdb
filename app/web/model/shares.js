/** Share links of a job, or of all jobs: which there are, a new one, the end of one or of all. Who has one needs no key. */
import { batch, computed, signal } from "@preact/signals";
import { confirmed } from "web/model/confirm.js";
import { session } from "web/model/rights.js";
import { addressOf } from "web/model/route.js";
import { say, saying } from "web/model/toast.js";
import { del, get, post } from "web/net/api.js";
import { plural } from "web/format/number.js";

const PATH = "/api/v1/shares";
const DAY_MS = 86_400_000;

/** The open dialog, null while it is closed; `clip`: the index of a clip that is to be shared, `made`: one that people made. @type {import("@preact/signals").Signal<{clip?: number, made?: import("web/model/made_clips.js").MadeClip}|null>} */
export const sharing = signal(null);
/** Whether the operator allows links without a key. */
export const maySharePublicly = computed(() => session.value?.share_links ?? false);

/** Why a link opens nothing, in words. */
export const ENDS = {
  off: "opens nothing: links are off on this server",
  key_ended: "ended with the key that made it",
  expired: "expired",
  clip_gone: "its clip is gone: it was cut anew",
};

/** @typedef {{id: string, job_id: string, clip: number|null, clip_start: number|null, clip_end: number|null, video_title: string|null, url: string|null, state: "open"|"off"|"key_ended"|"expired"|"clip_gone", expires_at: string|null, created_at: string}} Share */

export class Shares {
  #id;
  #path;

  /** @param {string|null} jobId null for the links to all jobs */
  constructor(jobId = null) {
    this.#id = jobId;
    this.#path = jobId === null ? PATH : `${PATH}?job_id=${encodeURIComponent(jobId)}`;
    /** @type {import("@preact/signals").Signal<Share[]|null>} null until they are loaded */
    this.list = signal(null);
    /** The number of all, of which `list` has the newest. */
    this.total = signal(0);
    this.busy = signal(false);
  }

  async refresh() {
    const page = await saying(() => get(`${this.#path}${this.#id === null ? "?" : "&"}limit=200`));
    if (page) this.#show(page.items, page.total);
  }

  /** Make a link. @param {{clip: number|null, days: number}} order `days` until it expires, 0 for never @returns {Promise<Share|undefined>} */
  async make({ clip, days }) {
    this.busy.value = true;
    const expires_at = days ? new Date(Date.now() + days * DAY_MS).toISOString() : null;
    const made = await saying(() => post(PATH, { job_id: this.#id, clip, expires_at }));
    if (made) this.#show([made, ...(this.list.peek() ?? [])], this.total.peek() + 1);
    this.busy.value = false;
    return made;
  }

  /** Revoke a link, after a question. */
  async revoke(share) {
    const open = share.state === "open";
    if (open && !(await confirmed({ title: "Revoke this link?", text: "Who has it sees nothing any more, for good. A new link will be another one.", action: "Revoke" }))) return;
    const done = await saying(async () => (await del(`${PATH}/${encodeURIComponent(share.id)}`), true), open ? "Revoked." : "");
    if (done) this.#show(this.list.peek().filter(({ id }) => id !== share.id), this.total.peek() - 1);
    else await this.refresh();
  }

  /** Revoke all of them, after a question. */
  async revokeAll() {
    const which = this.#id === null ? "to all recordings" : "to this recording";
    if (!(await confirmed({ title: `Revoke all links ${which}?`, text: "Who has one of them sees nothing any more, for good.", action: "Revoke all" }))) return;
    this.busy.value = true;
    const done = await saying(() => del(this.#path));
    if (done) say(`${plural(done.revoked, "link")} revoked.`);
    await this.refresh();
    this.busy.value = false;
  }

  #show(list, total) {
    batch(() => {
      this.list.value = list;
      this.total.value = total;
    });
  }
}

/** The clip of a link among those of its job, where it may have another index by now. @param {Share} share @param {{start: number, end: number}[]} clips */
export const clipOf = (share, clips) => clips.find(({ start, end }) => same(start, share.clip_start) && same(end, share.clip_end));

const same = (seconds, others) => Math.round(seconds * 1000) === Math.round(others * 1000);

/** The address of a link, which begins at a moment if one is named. */
export const shareAddress = (share, at = "") => addressOf(share.url) + (at && `?t=${at}`);
