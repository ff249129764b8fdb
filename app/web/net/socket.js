/**
 * A WebSocket that reconnects by itself: after a cut with backoff and jitter, after silence (half-open connections
 * send nothing and never close), and at once when the machine wakes or the network returns.
 *
 * The owner keeps what was received: `address()` is called for each connection, so it can contain a cursor.
 */
import { signal } from "@preact/signals";
import { address } from "web/net/address.js";
import { delayMs } from "web/net/backoff.js";

const QUIET_MS = 15_000; // after this much silence a ping is sent
const SILENCE_MS = 35_000; // and after this much the connection counts as dead
const LOOK_MS = 4_000;
const PING = JSON.stringify({ type: "ping" });
const NORMAL = 1000;
const REFUSED = new Set([4401, 4403, 4404]);

/** @typedef {{phase: "idle"|"connecting"|"live"|"waiting"|"finished"|"refused", retryAt?: number, lostAt?: number, code?: number}} Link */

export class ResumingSocket {
  #address;
  #told;
  #lasting;
  #socket = null;
  #timer = 0;
  #watch = 0;
  #attempt = 0;
  #heardAt = 0;

  /**
   * @param {() => string} address path and query of the socket
   * @param {(message: object) => void} told called with each message, in order
   * @param {{lasting?: boolean}} more a lasting socket reconnects after a normal close too
   */
  constructor(address, told, { lasting = false } = {}) {
    this.#address = address;
    this.#told = told;
    this.#lasting = lasting;
    /** @type {import("@preact/signals").Signal<Link>} */
    this.link = signal({ phase: "idle" });
  }

  start() {
    addEventListener("online", this.retryNow);
    document.addEventListener("visibilitychange", this.#look);
    this.#watch = setInterval(this.#look, LOOK_MS);
    this.#attempt = 0;
    this.#connect();
  }

  stop() {
    removeEventListener("online", this.retryNow);
    document.removeEventListener("visibilitychange", this.#look);
    clearInterval(this.#watch);
    clearTimeout(this.#timer);
    this.#letGo();
    this.link.value = { phase: "idle" };
  }

  /** Do not wait any longer for the next attempt. */
  retryNow = () => {
    if (this.link.peek().phase !== "waiting") return;
    clearTimeout(this.#timer);
    this.#connect();
  };

  /** Close and reconnect: the owner detected a gap. */
  reconnect() {
    this.#letGo();
    this.#lost();
  }

  #connect() {
    const { lostAt } = this.link.peek();
    this.link.value = { phase: "connecting", lostAt };
    this.#heardAt = Date.now();
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}${address(this.#address())}`);
    this.#socket = socket;
    socket.onopen = () => setTimeout(() => socket === this.#socket && this.#live(), 250);
    socket.onmessage = (event) => {
      this.#live();
      this.#told(JSON.parse(event.data));
    };
    socket.onclose = (event) => this.#closed(event.code);
  }

  #live() {
    this.#heardAt = Date.now();
    this.#attempt = 0;
    if (this.link.peek().phase !== "live" && this.#socket?.readyState === WebSocket.OPEN) this.link.value = { phase: "live" };
  }

  #closed(code) {
    this.#socket = null;
    if (REFUSED.has(code)) this.link.value = { phase: "refused", code };
    else if (code === NORMAL && !this.#lasting) this.link.value = { phase: "finished" };
    else this.#lost();
  }

  #lost() {
    const waitMs = delayMs(this.#attempt++);
    const lostAt = this.link.peek().lostAt ?? Date.now();
    this.link.value = { phase: "waiting", retryAt: Date.now() + waitMs, lostAt };
    this.#timer = setTimeout(() => this.#connect(), waitMs);
  }

  #look = () => {
    const { phase } = this.link.peek();
    const silentMs = Date.now() - this.#heardAt;
    if ((phase === "live" || phase === "connecting") && silentMs > SILENCE_MS) this.reconnect();
    else if (phase === "live" && silentMs > QUIET_MS) this.#socket.send(PING);
    if (phase === "waiting" && !document.hidden && Date.now() > this.link.peek().retryAt + LOOK_MS) this.retryNow();
  };

  #letGo() {
    if (!this.#socket) return;
    this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null;
    this.#socket.close();
    this.#socket = null;
  }
}
