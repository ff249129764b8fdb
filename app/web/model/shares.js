/** Share links of a job: which there are, a new one, the end of one. Who has one needs no key. */
import { computed, signal } from "@preact/signals";
import { confirmed } from "web/model/confirm.js";
import { session } from "web/model/rights.js";
import { addressOf } from "web/model/route.js";
import { saying } from "web/model/toast.js";
import { del, get, post } from "web/net/api.js";

const PATH = "/api/v1/shares";
const DAY_MS = 86_400_000;

/** The open dialog, null while it is closed; `clip`: the index of a clip that is to be shared. @type {import("@preact/signals").Signal<{clip?: number}|null>} */
export const sharing = signal(null);
/** Whether the operator allows links without a key. */
export const maySharePublicly = computed(() => session.value?.share_links ?? false);

/** @typedef {{id: string, clip: number|null, url: string|null, expired: boolean, expires_at: string|null, created_at: string}} Share */

export class JobShares {
  #id;

  constructor(jobId) {
    this.#id = jobId;
    /** @type {import("@preact/signals").Signal<Share[]|null>} null until they are loaded */
    this.list = signal(null);
    this.busy = signal(false);
  }

  async refresh() {
    const page = await saying(() => get(`${PATH}?job_id=${encodeURIComponent(this.#id)}&limit=200`));
    if (page) this.list.value = page.items;
  }

  /** Make a link. @param {{clip: number|null, days: number}} order `days` until it expires, 0 for never @returns {Promise<Share|undefined>} */
  async make({ clip, days }) {
    this.busy.value = true;
    const expires_at = days ? new Date(Date.now() + days * DAY_MS).toISOString() : null;
    const made = await saying(() => post(PATH, { job_id: this.#id, clip, expires_at }));
    if (made) this.list.value = [made, ...(this.list.peek() ?? [])];
    this.busy.value = false;
    return made;
  }

  /** Revoke a link, after a question. */
  async revoke(share) {
    if (!share.expired && !(await confirmed({ title: "Revoke this link?", text: "Who has it sees nothing any more, for good. A new link will be another one.", action: "Revoke" }))) return;
    const done = await saying(async () => (await del(`${PATH}/${encodeURIComponent(share.id)}`), true), share.expired ? "" : "Revoked.");
    if (done) this.list.value = this.list.peek().filter(({ id }) => id !== share.id);
    else await this.refresh();
  }
}

/** The address of a link, which begins at a moment if one is named. */
export const shareAddress = (share, at = "") => addressOf(share.url) + (at && `?t=${at}`);
