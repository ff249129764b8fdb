/** The time of day as a signal, for ages and countdowns: it ticks only while something reads it. */
import { signal } from "@preact/signals";

/** Unix milliseconds, moved once a second. */
export const now = signal(Date.now());
setInterval(() => {
  if (!document.hidden) now.value = Date.now();
}, 1000);
document.addEventListener("visibilitychange", () => (now.value = Date.now()));

/** The same, moved four times a minute. */
export const slowNow = signal(Date.now());
setInterval(() => {
  if (!document.hidden) slowNow.value = Date.now();
}, 15_000);
