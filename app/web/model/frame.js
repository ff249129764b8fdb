/** Defers work to the next frame, once, however often it is requested. In a hidden page frames stop; a timer is used instead. */
export class OncePerFrame {
  #work;
  #asked = false;

  /** @param {() => void} work */
  constructor(work) {
    this.#work = work;
  }

  ask() {
    if (this.#asked) return;
    this.#asked = true;
    if (document.hidden) setTimeout(this.#run, 500);
    else requestAnimationFrame(this.#run);
  }

  #run = () => {
    this.#asked = false;
    this.#work();
  };
}
