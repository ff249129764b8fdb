/** How a clip would look, as the server plans it: requested again a moment after each change. */
import { effect, signal } from "@preact/signals";
import { isSound } from "web/model/clip_draft.js";
import { post } from "web/net/api.js";

const SETTLE_MS = 250;

export class ClipPreview {
  #path;
  #draft;
  #timer = 0;
  #abort = null;

  /** @param {string} jobId @param {import("web/model/clip_draft.js").ClipDraft} draft */
  constructor(jobId, draft) {
    this.#path = `/api/v1/jobs/${encodeURIComponent(jobId)}/clips/preview`;
    this.#draft = draft;
    /** The server's plan of what was asked last; null before, and where nothing is cropped or drawn. */
    this.plan = signal(null);
    /** Why there is none. */
    this.problem = signal("");
  }

  /** Follow the draft for as long as the page is shown. @returns {() => void} ends it */
  start() {
    const end = effect(() => {
      const { start, end: to, aspect, position, captions, resolution, output_format: form } = this.#draft.look.value;
      clearTimeout(this.#timer);
      this.#abort?.abort();
      if (isSound({ output_format: form }) || (aspect === "source" && !captions)) return void (this.plan.value = null);
      this.#timer = setTimeout(() => this.#request({ start, end: to, aspect, position, captions, resolution }), SETTLE_MS);
    });
    return () => {
      clearTimeout(this.#timer);
      this.#abort?.abort();
      end();
    };
  }

  async #request(look) {
    const abort = (this.#abort = new AbortController());
    try {
      const plan = await post(this.#path, look, { signal: abort.signal });
      [this.plan.value, this.problem.value] = [plan, ""];
    } catch (problem) {
      if (!abort.signal.aborted) [this.plan.value, this.problem.value] = [null, problem.message];
    }
  }
}

/** Where the middle of the crop is at a time, 0..1. @param {{moves: {start: number, end: number, at: number, to: number}[]}} plan */
export function middleAt({ moves }, time) {
  const move = moves.find(({ end }) => time < end) ?? moves.at(-1);
  if (!move) return 0.5;
  const share = move.end > move.start ? Math.min(1, Math.max(0, (time - move.start) / (move.end - move.start))) : 0;
  return move.at + (move.to - move.at) * share;
}

/** The share of a picture that stays, and along which axis. @param {string} aspect `9:16` … @param {number} shape the picture's width divided by its height */
export function cropOf(aspect, shape) {
  const [wide, high] = aspect.split(":").map(Number);
  if (!high || !shape) return { axis: "x", share: 1 };
  const wanted = wide / high;
  return wanted <= shape ? { axis: "x", share: wanted / shape } : { axis: "y", share: shape / wanted };
}
