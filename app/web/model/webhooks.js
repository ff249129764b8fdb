/** Webhooks of this server, with what was delivered to them. */
import { signal } from "@preact/signals";
import { del, get, post } from "web/net/api.js";
import { confirmed } from "web/model/confirm.js";
import { saying } from "web/model/toast.js";

const PATH = "/api/v1/webhooks";
const SHOWN = 20;
/** What can be subscribed to, in the words of the page. */
export const EVENTS = {
  "job.completed": "a job is completed",
  "job.failed": "a job has failed",
  "job.cancelled": "a job was cancelled",
  "clip.ready": "a clip is ready",
  "video.completed": "all jobs on a video are completed",
};

const path = (hook) => `${PATH}/${encodeURIComponent(hook.id)}`;

export class Webhooks {
  constructor() {
    /** @type {import("@preact/signals").Signal<object[]|null>} null until they are loaded */
    this.list = signal(null);
    /** The webhook whose log is open, its newest deliveries, and the secret of the one just made. */
    this.open = signal(null);
    this.log = signal(null);
    this.made = signal(null);
  }

  async refresh() {
    const page = await get(`${PATH}?limit=200`).catch(() => null); // the next refresh may succeed
    if (page) this.list.value = page.items;
  }

  /** Throws Problem. */
  async create(url, events) {
    this.made.value = await post(PATH, { url, events });
    await this.refresh();
  }

  async remove(hook) {
    const sure = await confirmed({ title: "Delete this webhook?", text: `${hook.url} receives nothing any more, and its log is gone.`, action: "Delete" });
    if (!sure) return;
    await saying(() => del(path(hook)), "Deleted.");
    if (this.open.peek()?.id === hook.id) this.close();
    await this.refresh();
  }

  async show(hook) {
    if (this.open.peek()?.id !== hook.id) this.log.value = null;
    this.open.value = hook;
    const page = await saying(() => get(`${path(hook)}/deliveries?limit=${SHOWN}`));
    if (page && this.open.peek()?.id === hook.id) this.log.value = page.items;
  }

  close() {
    this.open.value = this.log.value = null;
  }

  async ping(hook) {
    await saying(() => post(`${path(hook)}/ping`), "A ping is on its way.");
    await this.show(hook);
  }

  async redeliver(hook, delivery) {
    await saying(() => post(`${path(hook)}/deliveries/${encodeURIComponent(delivery.id)}/redeliver`), "It is delivered again.");
    await this.show(hook);
  }
}
