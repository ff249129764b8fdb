/** The six states of a job, in the words of the page, and what can be done in each. */

/** @type {Record<string, {label: string, icon: string}>} */
export const JOB_STATES = {
  processing: { label: "Processing", icon: "loader-circle" },
  queued: { label: "Queued", icon: "list" },
  pending: { label: "Waiting", icon: "clock" },
  completed: { label: "Completed", icon: "circle-check" },
  failed: { label: "Failed", icon: "circle-x" },
  cancelled: { label: "Cancelled", icon: "ban" },
};

export const isFinished = (job) => ["completed", "failed", "cancelled"].includes(job.status);
export const isWaiting = (job) => job.status === "queued" || job.status === "pending";
export const canCancel = (job) => !isFinished(job);
export const canRetry = (job) => job.status === "failed" || job.status === "cancelled";
export const canDelete = isFinished;
export const canMove = isWaiting;
