/** Uploads of files, two at a time, each with its progress and its result. */
import { computed, signal } from "@preact/signals";
import { memoryOf } from "web/model/unfinished.js";
import { upload } from "web/net/upload.js";

const AT_ONCE = 2;

/** @typedef {{key: number, file: File|{name: string, size: number}, reached: number, video: object|null, problem: string, held: string, phase: "waiting"|"sending"|"ready"|"failed"}} Upload */

export class Uploads {
  #count = 0;
  #running = new Map();
  #settled = [];

  /** @param {{name: string, size: number, video: object}[]} arrived files that are uploaded already */
  constructor(arrived = []) {
    /** @type {import("@preact/signals").Signal<Upload[]>} */
    this.items = signal(arrived.map(({ name, size, video }) => ({ key: ++this.#count, file: { name, size }, reached: 1, video, problem: "", held: "", phase: "ready" })));
    /** True while a file is being uploaded, or waits for its turn. */
    this.busy = computed(() => this.items.value.some(({ phase }) => phase === "waiting" || phase === "sending"));
    this.arrived = computed(() => this.items.value.filter(({ video }) => video));
    this.refused = computed(() => this.items.value.filter(({ phase }) => phase === "failed"));
  }

  /** @param {Iterable<File>} files */
  add(files) {
    const fresh = [...files].map((file) => ({ key: ++this.#count, file, reached: 0, video: null, problem: "", held: "", phase: "waiting" }));
    this.items.value = [...this.items.peek(), ...fresh];
    this.#next();
  }

  /** Add a video that the server already has, once. @param {{name: string, size: number}} file @param {{video_id: string}} video */
  arrive(file, video) {
    const known = this.items.peek();
    if (known.some((item) => item.video?.video_id === video.video_id)) return;
    this.items.value = [...known, { key: ++this.#count, file, reached: 1, video, problem: "", held: "", phase: "ready" }];
  }

  remove(key) {
    this.#running.get(key)?.abort();
    this.#running.delete(key);
    this.items.value = this.items.peek().filter((item) => item.key !== key);
    this.#next();
  }

  again(key) {
    this.#change(key, { phase: "waiting", problem: "", held: "" });
    this.#next();
  }

  /** Resolves when no upload runs any more. */
  settled() {
    if (!this.busy.peek()) return Promise.resolve();
    return new Promise((resolve) => this.#settled.push(resolve));
  }

  clear() {
    for (const { key } of this.items.peek()) this.remove(key);
  }

  #next() {
    const waiting = this.items.peek().filter(({ phase }) => phase === "waiting");
    for (const { key, file } of waiting.slice(0, Math.max(0, AT_ONCE - this.#running.size))) this.#send(key, file);
    if (!this.busy.peek()) for (const resolve of this.#settled.splice(0)) resolve();
  }

  async #send(key, file) {
    const memory = memoryOf(file);
    const sending = upload(file, memory, (change) => this.#change(key, change));
    this.#running.set(key, sending);
    this.#change(key, { phase: "sending" });
    try {
      this.#change(key, { video: await sending.done, reached: 1, phase: "ready" });
    } catch (problem) {
      if (problem.name !== "AbortError") this.#change(key, { problem: problem.message, phase: "failed" });
    }
    memory.release();
    this.#running.delete(key);
    this.#next();
  }

  #change(key, change) {
    this.items.value = this.items.peek().map((item) => (item.key === key ? { ...item, ...change } : item));
  }
}
