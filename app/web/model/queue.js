/** The queue as a whole: counts by state, workers, paused or draining. Updated by the broadcast, else requested. */
import { computed, signal } from "@preact/signals";
import { get } from "web/net/api.js";
import { broadcast, epoch } from "web/model/broadcast.js";

/** Response of `queue/status`, null before the first. */
export const queue = signal(null);
/** Jobs by state, all states; null before the first response. */
export const counts = computed(() => queue.value?.by_status ?? null);

const SETTLE_MS = 700;
let timer = 0;

epoch.subscribe(() => refresh());
broadcast.listen((message) => {
  const news = message.type === "queue_update" && isNews(queue.peek(), message.data);
  if (news) queue.value = { ...queue.peek(), ...message.data };
  if (news || (message.type === "job_update" && message.id)) soon();
});

/** The broadcast sends the queue more often than its counts change. */
export function isNews(known, data) {
  return !known || Object.keys(data).some((name) => name in known && known[name] !== data[name]);
}

/** What a worker serves that serves everything. */
const ALL = { queues: 3, resources: 4 };

/**
 * The worker processes of several machines, each with its workers and what it serves, in words; null where the server
 * runs the jobs itself. Processes of one host are told apart by their numbers.
 */
export function processes(workers) {
  if (!workers.some(({ id }) => id.includes("/"))) return null;
  const own = [...Map.groupBy(workers, ({ id }) => id.split("/")[0])];
  const hosts = own.map(([, [first]]) => first.host);
  return own.map(([id, rows]) => {
    const { host, queues, resources } = rows[0];
    const several = hosts.filter((other) => other === host).length > 1;
    return { id, host, number: several ? id.split("-").at(-2) : "", serves: serves(queues, resources), workers: rows };
  });
}

function serves(queues, resources) {
  const kinds = resources.filter((name) => name !== "remote"); // what waits for services of others, wherever downloads run
  const stages = kinds.length >= ALL.resources ? "all stages" : kinds.join(", ");
  const names = queues.map((name) => name.replace("_priority", ""));
  const jobs = queues.length >= ALL.queues ? "all jobs" : `${names.join(" and ")} priority`;
  return `${stages}; ${jobs}`;
}

function soon() {
  timer ||= setTimeout(refresh, SETTLE_MS);
}

export async function refresh() {
  clearTimeout(timer);
  timer = 0;
  try {
    queue.value = await get("/api/v1/queue/status");
  } catch ({ retryAfterS }) {
    // The banner shows the lost connection; the figures stay and are requested when it is back, or when there is room again.
    if (retryAfterS) timer ||= setTimeout(refresh, retryAfterS * 1000);
  }
}
