/** What is looked for in the transcript. */
import { signal } from "@preact/signals";

export class Find {
  constructor() {
    this.text = signal("");
  }

  /** @param {{text: string}[]} segments */
  matches(segments) {
    const wanted = this.text.value.trim().toLowerCase();
    return wanted ? segments.filter(({ text }) => text.toLowerCase().includes(wanted)) : segments;
  }
}
