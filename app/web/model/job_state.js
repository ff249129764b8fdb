/** The six states of a job, in the words of the page, and the actions of each, for those whose key allows them. */
import { mayWrite } from "web/model/rights.js";

/** @type {Record<string, {label: string, icon: string}>} */
export const JOB_STATES = {
  processing: { label: "Processing", icon: "loader-circle" },
  queued: { label: "Queued", icon: "list" },
  pending: { label: "Waiting", icon: "clock" },
  completed: { label: "Completed", icon: "circle-check" },
  failed: { label: "Failed", icon: "circle-x" },
  cancelled: { label: "Cancelled", icon: "ban" },
};

const ACTIVE = ["processing", "queued", "pending"];
const FINISHED = ["completed", "failed", "cancelled"];
/** The states that allow an action, by its name. @type {Record<"cancel"|"retry"|"delete", string[]>} */
export const STATES_FOR = { cancel: ACTIVE, retry: ["failed", "cancelled"], delete: FINISHED };

export const isFinished = (job) => FINISHED.includes(job.status);
export const isWaiting = (job) => job.status === "queued" || job.status === "pending";
export const canCancel = (job) => mayWrite.value && STATES_FOR.cancel.includes(job.status);
export const canRetry = (job) => mayWrite.value && STATES_FOR.retry.includes(job.status);
export const canDelete = (job) => mayWrite.value && STATES_FOR.delete.includes(job.status);
export const canMove = (job) => mayWrite.value && isWaiting(job);
