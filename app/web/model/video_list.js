/**
 * The videos of a list, of which only a part is loaded: pages are fetched when their cards are shown, and requested again
 * when messages say that they changed. `ids` is as long as the list on the server, with holes for what was never shown.
 */
import { batch, signal } from "@preact/signals";
import { get } from "web/net/api.js";

const PAGE = 48;
/** The most that one request returns. */
const MOST = 200;
const SETTLE_MS = 800;

export class VideoList {
  #query;
  #seen = [0, PAGE];
  #timer = 0;
  #round = 0;
  #ended = false;
  /** The video of each job. */
  #videoOf = new Map();

  /** @param {{status?: string, q?: string, tags?: string[], sort?: string}} query */
  constructor(query) {
    this.#query = query;
    /** @type {Map<string, import("@preact/signals").Signal<object>>} */
    this.videos = new Map();
    /** @type {import("@preact/signals").Signal<(string|undefined)[]>} */
    this.ids = signal([]);
    /** @type {import("@preact/signals").Signal<"loading"|"ready"|"failed">} */
    this.phase = signal("loading");
    this.problem = signal(null);
    this.refresh();
  }

  close() {
    this.#ended = true;
    clearTimeout(this.#timer);
  }

  /** Cards `first` to `last` are shown: fetch the missing ones. */
  look = (first, last) => {
    this.#seen = [first, last];
    const ids = this.ids.peek();
    for (let at = first; at < Math.min(last, ids.length); at++) if (!ids[at]) return this.#soon(60);
  };

  /** Apply a message of the broadcast: a state, a name and tags at once, everything else with the next request. */
  take(message) {
    const { video_id: id, status, title, tags } = message.data ?? {};
    if (id && status) this.change(id, { status, ...(title && { title }), ...(tags && { tags }) });
    if (id || (message.id && this.#videoOf.has(message.job_id))) this.#soon(SETTLE_MS);
  }

  /** Show a change of a video before the list is requested again. */
  change(id, part) {
    const known = this.videos.get(id);
    if (known) known.value = { ...known.peek(), ...part };
  }

  #soon(waitMs) {
    if (!this.#timer && !this.#ended) this.#timer = setTimeout(() => this.refresh(), waitMs);
  }

  /** Request what is shown again, now. */
  async refresh() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    const round = ++this.#round; // of two requests at once the later one counts
    const [first, last] = this.#seen;
    const offset = Math.max(0, first - 24);
    try {
      const page = await get(`/api/v1/videos?${this.#search(Math.min(MOST, Math.max(PAGE, last - offset + 24)), offset)}`);
      if (!this.#ended && round === this.#round) this.#place(page, offset);
    } catch (problem) {
      if (this.#ended || round !== this.#round) return;
      this.problem.value = problem;
      if (this.phase.peek() === "loading") this.phase.value = "failed";
    }
  }

  /** The ids of all that match, loaded or not. */
  async everyId() {
    const ids = [];
    for (let total = Infinity; ids.length < total; ) {
      const page = await get(`/api/v1/videos?${this.#search(MOST, ids.length)}`);
      total = page.total;
      if (!page.items.length) break; // others were deleted meanwhile
      ids.push(...page.items.map(({ video_id: id }) => id));
    }
    return ids;
  }

  #place({ items, total }, offset) {
    batch(() => {
      for (const video of items) this.#keep(video);
      const before = this.ids.peek();
      const moved = before.length !== total || items.some(({ video_id: id }, n) => before[offset + n] && before[offset + n] !== id);
      const ids = moved ? new Array(total) : before.slice();
      items.forEach(({ video_id: id }, n) => (ids[offset + n] = id));
      this.ids.value = ids;
      this.problem.value = null;
      this.phase.value = "ready";
    });
    this.look(...this.#seen); // it may have been scrolled meanwhile
  }

  #keep(video) {
    for (const job of video.jobs) this.#videoOf.set(job, video.video_id);
    const known = this.videos.get(video.video_id);
    if (known && JSON.stringify(known.peek()) !== JSON.stringify(video)) known.value = video; // the same is not drawn again
    if (!known) this.videos.set(video.video_id, signal(video));
  }

  #search(limit, offset) {
    const { status, q, tags = [], sort } = this.#query;
    const search = new URLSearchParams({ limit, offset, fetched: true });
    for (const [name, value] of Object.entries({ status, q, sort })) if (value) search.set(name, value);
    for (const tag of tags) search.append("tag", tag);
    return search;
  }
}
