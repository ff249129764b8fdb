/** The queue as a whole: counts by state, workers, paused or draining. Told by the broadcast, asked for otherwise. */
import { computed, signal } from "@preact/signals";
import { get } from "web/net/api.js";
import { broadcast, epoch } from "web/model/broadcast.js";

/** Answer of `queue/status`, null before the first. */
export const queue = signal(null);
/** Jobs by state, all states; null before the first answer. */
export const counts = computed(() => queue.value?.by_status ?? null);

const SETTLE_MS = 700;
let timer = 0;

epoch.subscribe(() => refresh());
broadcast.listen((message) => {
  const news = message.type === "queue_update" && isNews(queue.peek(), message.data);
  if (news) queue.value = { ...queue.peek(), ...message.data };
  if (news || (message.type === "job_update" && message.id)) soon();
});

/** The broadcast tells of the queue more often than something about it is new. */
export function isNews(known, data) {
  return !known || Object.keys(data).some((name) => name in known && known[name] !== data[name]);
}

function soon() {
  timer ||= setTimeout(refresh, SETTLE_MS);
}

export async function refresh() {
  clearTimeout(timer);
  timer = 0;
  try {
    queue.value = await get("/api/v1/queue/status");
  } catch {
    // The banner tells of a lost connection; the figures stay as they were and are asked for when it is back.
  }
}
