/** The one socket that every view shares: updates of all jobs, and whether the server responds. */
import { signal } from "@preact/signals";
import { needsKey } from "web/net/api.js";
import { ResumingSocket } from "web/net/socket.js";

const listeners = new Set();

const socket = new ResumingSocket(
  () => "/ws/jobs/broadcast",
  (message) => {
    for (const listener of listeners) listener(message);
  },
  { lasting: true },
);

/** Counts the connections: shown data may be out of date after each. */
export const epoch = signal(0);

let before = "idle";
socket.link.subscribe((link) => {
  if (link.phase === "live" && before !== "live") epoch.value = epoch.peek() + 1;
  if (link.phase === "refused" && link.code === 4401) needsKey.value = true;
  before = link.phase;
});

export const broadcast = {
  link: socket.link,
  start: () => socket.start(),
  retryNow: () => socket.retryNow(),
  restart() {
    socket.stop();
    socket.start();
  },
  /** @param {(message: object) => void} listener @returns {() => void} ends it */
  listen(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
