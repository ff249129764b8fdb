/** Calls back once for each element, when it comes into view; one observer for all. */
export class FirstSight {
  #seen = new Map();
  #observer = new IntersectionObserver((entries) => entries.forEach((entry) => entry.isIntersecting && this.#see(entry.target)));

  /** @param {Element} element @param {() => void} seen @returns {() => void} ends it */
  watch(element, seen) {
    this.#seen.set(element, seen);
    this.#observer.observe(element);
    return () => this.#drop(element);
  }

  #see(element) {
    const seen = this.#seen.get(element);
    this.#drop(element);
    seen?.();
  }

  #drop(element) {
    this.#seen.delete(element);
    this.#observer.unobserve(element);
  }
}
