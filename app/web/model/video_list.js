/** The videos of the server, newest first: as many as were asked for, requested again when messages say that they changed. */
import { batch, signal } from "@preact/signals";
import { get } from "web/net/api.js";

const PAGE = 48;
/** The most that one request returns. */
const MOST = 200;
const SETTLE_MS = 800;

export class VideoList {
  #query;
  #wanted = PAGE;
  #timer = 0;
  #round = 0;
  #ended = false;

  /** @param {{status?: string, q?: string}} query */
  constructor(query) {
    this.#query = query;
    /** @type {import("@preact/signals").Signal<object[]>} */
    this.items = signal([]);
    this.total = signal(0);
    /** @type {import("@preact/signals").Signal<"loading"|"ready"|"failed">} */
    this.phase = signal("loading");
    this.problem = signal(null);
    this.refresh();
  }

  close() {
    this.#ended = true;
    clearTimeout(this.#timer);
  }

  more = () => {
    this.#wanted = this.items.peek().length + PAGE;
    return this.refresh();
  };

  /** Apply a message of the broadcast: a state at once, everything else with the next request. */
  take(message) {
    const { video_id: id, status } = message.data ?? {};
    const known = this.items.peek();
    if (id && status) this.items.value = known.map((video) => (video.video_id === id ? { ...video, status } : video));
    const isOurs = (jobId) => known.some(({ jobs }) => jobs?.includes(jobId));
    if (id || (message.id && message.job_id && isOurs(message.job_id))) this.#soon();
  }

  #soon() {
    if (!this.#timer && !this.#ended) this.#timer = setTimeout(() => this.refresh(), SETTLE_MS);
  }

  async refresh() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    const round = ++this.#round; // of two requests at once the later one counts
    try {
      const { items, total } = await this.#fetched();
      if (this.#ended || round !== this.#round) return;
      batch(() => {
        this.items.value = items;
        this.total.value = total;
        this.problem.value = null;
        this.phase.value = "ready";
      });
    } catch (problem) {
      if (this.#ended || round !== this.#round) return;
      this.problem.value = problem;
      if (this.phase.peek() === "loading") this.phase.value = "failed";
    }
  }

  async #fetched() {
    const items = [];
    let total = Infinity;
    while (items.length < Math.min(this.#wanted, total)) {
      const page = await get(`/api/v1/videos?${this.#search(items.length)}`);
      total = page.total;
      if (!page.items.length) break; // others were deleted meanwhile
      items.push(...page.items);
    }
    return { items, total: total === Infinity ? 0 : total };
  }

  #search(offset) {
    const search = new URLSearchParams({ limit: Math.min(MOST, this.#wanted - offset), offset });
    for (const name of ["status", "q"]) if (this.#query[name]) search.set(name, this.#query[name]);
    return search;
  }
}
