/** Looking through a video in a list: where its poster is scrubbed to, and what is shown there. */
import { signal } from "@preact/signals";
import { get } from "web/net/api.js";

/** Storyboards and waveforms that are remembered. */
const MOST = 300;
const known = new Map();

/** The JSON at an address, requested once; null where it cannot be had. */
function remembered(url) {
  if (!known.has(url)) {
    if (known.size >= MOST) known.delete(known.keys().next().value);
    known.set(url, get(url).catch(() => (known.delete(url), null))); // the poster stays
  }
  return known.get(url);
}

/** How the small pictures of a video are laid out; null without any. @returns {Promise<object|null>} */
export const storyboardOf = ({ storyboard_url: url }) => (url ? remembered(url) : Promise.resolve(null));

/** The loudness of a video's sound, as the waveform's drawing takes it; null without any. */
export async function waveOf({ waveform_url: url }) {
  const found = url && (await remembered(url));
  if (!found?.peaks) return null;
  return { peaks: found.peaks, rate: found.samples_per_second, loudest: Math.max(0.01, ...found.peaks.filter(Number.isFinite)) };
}

export class Scrub {
  constructor() {
    /** @type {import("@preact/signals").Signal<{id: string, part: number, by: "pointer"|"keys", board: object|null}|null>} */
    this.at = signal(null);
  }

  /** Show a video at a part of it, 0 to 1. */
  async show(video, part, by = "pointer") {
    const id = video.video_id;
    const place = Math.min(1, Math.max(0, part));
    const before = this.at.peek();
    this.at.value = { id, part: place, by, board: before?.id === id ? before.board : null };
    const board = await storyboardOf(video);
    if (board && this.at.peek()?.id === id && !this.at.peek().board) this.at.value = { ...this.at.peek(), board };
  }

  /** The next picture, or the one before. */
  async step(video, by) {
    const count = (await storyboardOf(video))?.count ?? 40;
    const at = this.at.peek();
    const tile = at?.id === video.video_id ? Math.min(count - 1, Math.floor(at.part * count)) : by > 0 ? -1 : count;
    await this.show(video, (Math.min(count - 1, Math.max(0, tile + by)) + 0.5) / count, "keys");
  }

  end(id) {
    if (!id || this.at.peek()?.id === id) this.at.value = null;
  }
}
