/** The selected rows of a list: single ones, or all that match the filter (also those that are not loaded). */
import { signal } from "@preact/signals";

export class Selection {
  constructor() {
    /** @type {import("@preact/signals").Signal<Set<string>>} */
    this.ids = signal(new Set());
    this.allMatching = signal(false);
    this.last = null;
  }

  has(id) {
    return this.allMatching.value || this.ids.value.has(id);
  }

  toggle(id) {
    const ids = new Set(this.ids.peek());
    if (ids.has(id)) ids.delete(id);
    else ids.add(id);
    this.ids.value = ids;
    this.allMatching.value = false;
    this.last = id;
  }

  /** Select from the last one touched to `id`, as shift does. @param {(string|undefined)[]} order */
  reach(id, order) {
    const from = order.indexOf(this.last ?? id);
    const to = order.indexOf(id);
    if (from < 0) return this.toggle(id);
    const ids = new Set(this.ids.peek());
    for (const one of order.slice(Math.min(from, to), Math.max(from, to) + 1)) if (one) ids.add(one);
    this.ids.value = ids;
  }

  all() {
    this.allMatching.value = true;
    this.ids.value = new Set();
  }

  clear() {
    this.allMatching.value = false;
    this.ids.value = new Set();
  }
}
