/**
 * The new job in the form. It lives outside the view: links and files stay while another view is shown, and uploads
 * continue. Made of signals, so that sending reads the latest input, rendered or not.
 */
import { computed, effect, signal } from "@preact/signals";
import { lastChoice, remember } from "web/model/choice.js";
import { FILM, filmOrder } from "web/model/films.js";
import { linksIn } from "web/model/links.js";
import { chosenOptions } from "web/model/options.js";
import { keepInTab, keptInTab } from "web/model/storage.js";
import { Uploads } from "web/model/uploads.js";

const NAME = "draft";

export class Draft {
  constructor({ text = "", prompt = "", runAt = "", arrived = [] } = {}) {
    this.text = signal(text);
    /** What a film shall show. */
    this.prompt = signal(prompt);
    /** The start time, as a field for local time has it; "" for at once. */
    this.runAt = signal(runAt);
    this.choice = signal(lastChoice());
    /** Whether a film is to be made: of the prompt, not of the sources. */
    this.films = computed(() => this.choice.value.jobType === FILM);
    this.uploads = new Uploads(arrived);
    /** The job that is to run again with other options, if that is what the draft is. @type {import("@preact/signals").Signal<{id: string, title: string, jobType: string, options: object, rest: object, order: object, metadata: object}|null>} */
    this.basis = signal(null);
    /** Errors of the last attempt to send it, by field. */
    this.problems = signal({});
    /** True from Start until the server has responded. */
    this.sending = signal(false);
    this.links = computed(() => linksIn(this.text.value));
    /** Sent with a single job: sending the same draft again does not create a second job. */
    this.key = computed(() => [this.text.value, this.prompt.value, this.runAt.value, this.choice.value, this.uploads.arrived.value] && crypto.getRandomValues(new Uint32Array(4)).join("-"));
    /** The number of jobs that it would create. */
    this.number = computed(() => (this.films.value ? Number(Boolean(this.prompt.value.trim())) : this.sourceCount.value));
    this.sourceCount = computed(() => this.links.value.filter(({ problem }) => !problem).length + this.uploads.items.value.length - this.uploads.refused.value.length);
    /** True while closing the page would lose an upload. */
    this.busy = computed(() => this.uploads.busy.value || this.sending.value);
  }

  choose(part) {
    this.choice.value = { ...this.choice.peek(), ...part };
    if (!this.basis.peek()) remember(this.choice.peek()); // else it is one job's, and not what others are to begin with
  }

  /** Make a job that is not another one with other options: the sources stay, the choice is the last one. */
  leaveBasis = () => {
    if (!this.basis.peek()) return;
    this.basis.value = null;
    this.choice.value = lastChoice();
  };

  setOption = (name, value) => this.choose({ options: { ...this.choice.peek().options, [name]: value } });

  /** @param {string[]} urls added below the existing ones */
  addLinks(urls) {
    this.useSources();
    this.text.value = [this.text.peek().trimEnd(), ...urls].filter(Boolean).join("\n");
  }

  setFilm = (film) => this.choose({ film });

  /** Show the sources, which a film has none of. */
  useSources() {
    if (this.films.peek()) this.choose({ jobType: "full_processing" });
  }

  /** Why it cannot be sent yet, or "". */
  get problem() {
    if (this.films.peek()) return this.number.peek() ? "" : "Write what the film shall show.";
    const wrong = this.links.peek().find(({ problem }) => problem);
    if (wrong) return `${wrong.url}: ${wrong.problem}`;
    if (this.number.peek()) return "";
    return this.uploads.refused.peek().length ? "The files above were refused. Choose another, or paste a link." : "Paste a link or choose a file.";
  }

  /** The prompt; or links, then the files that have arrived. */
  sources() {
    if (this.films.peek()) return [{ prompt: this.prompt.peek().trim() }];
    const metadata = this.basis.peek()?.metadata;
    const named = ({ video, file }) => ({ video_id: video.video_id, metadata: { ...metadata, filename: file.name } });
    return [...this.links.peek().map(({ url }) => ({ youtube_url: url, ...(metadata && { metadata }) })), ...this.uploads.arrived.peek().map(named)];
  }

  order() {
    const { jobType, priority, options, film } = this.choice.peek();
    if (this.films.peek()) return { priority, ...filmOrder(film) };
    const runAt = this.runAt.peek();
    const basis = this.basis.peek();
    const rest = basis?.jobType === jobType ? basis.rest : {}; // options that the form does not show
    return { ...basis?.order, job_type: jobType, priority, options: { ...rest, ...chosenOptions(jobType, options) }, ...(runAt && { run_at: new Date(runAt).toISOString() }) };
  }

  /** Remove the sources that have become jobs. @param {import("web/model/submission.js").Outcome[]} outcomes */
  settle(outcomes) {
    if (this.films.peek()) {
      if (outcomes.some(({ job }) => job)) this.prompt.value = "";
      return;
    }
    const made = new Set(outcomes.filter(({ job }) => job).map(({ source }) => source.video_id ?? source.youtube_url));
    for (const { key, video } of this.uploads.arrived.peek()) if (made.has(video.video_id)) this.uploads.remove(key);
    this.text.value = this.links.peek().filter(({ url }) => !made.has(url)).map(({ url }) => url).join("\n");
    if (this.number.peek()) return;
    this.runAt.value = "";
    this.leaveBasis();
  }

  /** Discard the draft: cancel its uploads and clear it. */
  clear() {
    this.leaveBasis();
    this.uploads.clear();
    this.text.value = this.prompt.value = this.runAt.value = "";
    this.problems.value = {};
  }

  /** The parts that a reloaded page can restore. */
  get kept() {
    const arrived = this.uploads.arrived.value.map(({ file: { name, size }, video }) => ({ name, size, video }));
    return { text: this.text.value, prompt: this.prompt.value, runAt: this.runAt.value, arrived };
  }
}

/** The draft of this tab. */
export const draft = new Draft(keptDraft());

effect(() => {
  const { text, prompt, runAt, arrived } = draft.kept;
  keepInTab(NAME, text || prompt || runAt || arrived.length ? JSON.stringify({ text, prompt, runAt, arrived }) : "");
});

// The browser confirms closing only for a page with this listener, so it is set only while needed.
const ask = (event) => event.preventDefault();
effect(() => {
  if (draft.busy.value) addEventListener("beforeunload", ask);
  else removeEventListener("beforeunload", ask);
});

function keptDraft() {
  try {
    return JSON.parse(keptInTab(NAME, "{}"));
  } catch {
    return {};
  }
}
