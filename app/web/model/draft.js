/** A new job as it stands in the form. Signals, so that sending reads what was typed last, drawn already or not. */
import { computed, signal } from "@preact/signals";
import { lastChoice, remember } from "web/model/choice.js";
import { linksIn } from "web/model/links.js";
import { chosenOptions } from "web/model/options.js";
import { Uploads } from "web/model/uploads.js";

export class Draft {
  constructor() {
    this.text = signal("");
    this.choice = signal(lastChoice());
    this.uploads = new Uploads();
    /** Sent with a single job: sending the same draft again does not make a second job. */
    this.key = computed(() => [this.text.value, this.choice.value] && crypto.getRandomValues(new Uint32Array(4)).join("-"));
    this.links = computed(() => linksIn(this.text.value));
    /** How many jobs it would make. */
    this.number = computed(() => this.links.value.filter(({ problem }) => !problem).length + this.uploads.items.value.filter(({ phase }) => phase !== "failed").length);
  }

  choose(part) {
    this.choice.value = { ...this.choice.peek(), ...part };
    remember(this.choice.peek());
  }

  setOption = (name, value) => this.choose({ options: { ...this.choice.peek().options, [name]: value } });

  /** Why it cannot be sent yet, or "". */
  get problem() {
    const wrong = this.links.peek().find(({ problem }) => problem);
    if (wrong) return `${wrong.url}: ${wrong.problem}`;
    return this.number.peek() ? "" : "Paste a link or choose a file.";
  }

  /** Links, then the files that have arrived. */
  sources() {
    const videos = this.uploads.items.peek().filter(({ video }) => video);
    const named = ({ video, file }) => ({ video_id: video.video_id, metadata: { filename: file.name } });
    return [...this.links.peek().map(({ url }) => ({ youtube_url: url })), ...videos.map(named)];
  }

  order() {
    const { jobType, priority, options } = this.choice.peek();
    return { job_type: jobType, priority, options: chosenOptions(jobType, options) };
  }

  /** Take out what has become a job. @param {import("web/model/submission.js").Outcome[]} outcomes */
  settle(outcomes) {
    const made = new Set(outcomes.filter(({ job }) => job).map(({ source }) => source.video_id ?? source.youtube_url));
    for (const { key, video } of this.uploads.items.peek()) if (video && made.has(video.video_id)) this.uploads.remove(key);
    this.text.value = this.links.peek().filter(({ url }) => !made.has(url)).map(({ url }) => url).join("\n");
  }
}
