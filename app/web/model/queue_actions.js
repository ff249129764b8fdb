/** Pause, resume and drain the whole queue. */
import { confirmed } from "web/model/confirm.js";
import { refresh } from "web/model/queue.js";
import { saying } from "web/model/toast.js";
import { post } from "web/net/api.js";

async function command(name, done) {
  await saying(() => post(`/api/v1/jobs/queue/${name}`), done);
  await refresh();
}

export const pauseQueue = () => command("pause", "Paused: running jobs go on, no new one is taken.");
export const resumeQueue = () => command("resume", "The queue goes on.");

export async function drainQueue() {
  const sure = await confirmed({
    title: "Drain the queue?",
    text: "Jobs that run are finished, no new ones are taken: for an update or a shutdown. Resume ends it.",
    action: "Drain",
  });
  if (sure) await command("drain", "Draining: no new job is taken.");
}
