/** The scenes of a job's film, as people choose among them. */
import { signal } from "@preact/signals";
import { get } from "web/net/api.js";

/** @typedef {{index: number, start: number, end: number, thumbnail: string|null}} Scene */

/** Scenes between the cuts that a job has found; none for sound alone. @returns {Scene[]} */
export function scenesBetween({ scenes, video_duration: duration }) {
  if (!scenes || !duration) return [];
  const borders = [0, ...scenes.cuts.map(({ start, end }) => (start + end) / 2), duration];
  return borders.slice(1).map((end, index) => ({ index, start: borders[index], end, thumbnail: null }));
}

/** The scenes of an analysis, with their pictures, as far as they are known. */
export class AnalysedScenes {
  #id;

  constructor(analysisId) {
    this.#id = analysisId;
    /** @type {import("@preact/signals").Signal<Scene[]>} */
    this.list = signal([]);
  }

  async refresh() {
    const found = await get(`/api/analysis/${encodeURIComponent(this.#id)}`).catch(() => null); // the next change of the job requests it again
    if (found) this.list.value = found.scenes.map(({ index, start, end, thumbnail_url: thumbnail }) => ({ index, start, end, thumbnail }));
  }
}
