/**
 * The corrections of a transcript that this page has made: each for the state that it was made for (`If-Match`), so that
 * they can be taken back and made again as long as nobody else's came after them.
 */
import { batch, signal } from "@preact/signals";
import { say } from "web/model/toast.js";
import { exchange } from "web/net/api.js";

const TRIES = 5;

export class MadeCorrections {
  #path;
  #tag = null;

  /** @param {string} path of the transcript */
  constructor(path) {
    this.#path = path;
    this.busy = signal(false);
    /** How many of the last corrections are this page's, and can be undone. */
    this.depth = signal(0);
    /** How many of those that were taken back can be made again. */
    this.undone = signal(0);
  }

  undo = () => this.#turn("undo", this.depth, this.undone);

  redo = () => this.#turn("redo", this.undone, this.depth);

  async #turn(way, from, to) {
    if (!from.peek()) return;
    await this.working(async () => {
      try {
        const { tag } = await exchange("POST", `${this.#path}/${way}`, { headers: { "If-Match": this.#tag } });
        batch(() => ([this.#tag, from.value, to.value] = [bare(tag), from.peek() - 1, to.peek() + 1]));
      } catch (problem) {
        batch(() => (this.depth.value = this.undone.value = 0));
        if (problem.status !== 412) throw problem;
        say("Somebody else has corrected this transcript since. Correct the line once more instead.", "bad");
      }
    });
  }

  /**
   * Make a correction for the state that `read` finds, and again when others were faster; null if that finds none. One
   * that has changed nothing, as its ETag says, cannot be taken back: that would take back the one before it, whose ever.
   */
  async retried(read, request) {
    for (let tries = 0; tries < TRIES; tries++) {
      const tag = bare(await read());
      if (tag === null) return null;
      const done = await request({ "If-Match": tag }).catch((problem) => {
        if (problem.status !== 412) throw problem;
      });
      if (!done) continue;
      if (bare(done.tag) !== tag) batch(() => ([this.depth.value, this.#tag, this.undone.value] = [tag === this.#tag ? this.depth.peek() + 1 : 1, bare(done.tag), 0]));
      return done;
    }
    throw new Error("Others are correcting this transcript all the time. Try again.");
  }

  /** Run an action; a refusal is shown. */
  async working(action) {
    this.busy.value = true;
    try {
      return await action();
    } catch (problem) {
      say(problem.message, "bad");
      return null;
    } finally {
      this.busy.value = false;
    }
  }
}

/** An ETag as it is of an answer that was not compressed. */
const bare = (tag) => tag && tag.replace(/^W\//, "");
