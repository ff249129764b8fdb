/** Keys in the list: move from row to row, select, reorder. */
import { mayWrite } from "web/model/rights.js";
import { canMove } from "web/model/job_state.js";
import { moveToTop, setPriority } from "web/model/job_actions.js";
import { takePlace } from "web/views/queue/dragging.js";

/** @param {boolean} ordered whether the list is in the order in which its jobs will run */
export function rowKeys(event, list, selection, ordered) {
  const row = event.target.closest("li");
  if (!row) return;
  const index = Number(row.dataset.index);
  const ids = list.ids.peek();
  const job = list.jobs.get(ids[index])?.peek();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!job) return;
  const held = event.target.matches(".grip") || (event.altKey && event.shiftKey);
  if (ordered && step && held) takePlace(list, job.id, index + step);
  else if (!event.target.matches("a.job-title") || !pressed(event, { index, ids, job, selection, list: row.parentElement })) return;
  event.preventDefault();
}

function pressed(event, { index, ids, job, selection, list }) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && event.altKey) return event.shiftKey ? false : reorder(job, -step);
  if (event.altKey && event.key === "Home") return canMove(job) && (moveToTop(job), true);
  if (step) {
    const selects = event.shiftKey && mayWrite.peek();
    if (selects) selection.reach(job.id, ids);
    const next = list.querySelector(`[data-index="${index + step}"] .job-title`);
    next?.focus();
    if (selects && next) selection.reach(ids[index + step], ids);
    return true;
  }
  if (event.key === " " && mayWrite.peek()) return selection.toggle(job.id), true;
  return false;
}

function reorder(job, by) {
  if (!canMove(job)) return false;
  const priority = Math.min(10, Math.max(0, job.priority + by));
  if (priority !== job.priority) setPriority(job, priority);
  return true;
}
