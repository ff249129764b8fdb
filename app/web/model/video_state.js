/** The four states of a video, in the words of the page. */

/** @type {Record<string, {label: string, icon: string, tone: string}>} `tone` is that of the job's state that looks the same */
export const VIDEO_STATES = {
  UPLOADED: { label: "Taken in", icon: "upload", tone: "queued" },
  PROCESSING: { label: "Processing", icon: "loader-circle", tone: "processing" },
  COMPLETED: { label: "Completed", icon: "circle-check", tone: "completed" },
  FAILED: { label: "Failed", icon: "circle-x", tone: "failed" },
};

/** Whether no job on it is active, as far as its state says. */
export const isIdle = ({ status }) => status === "COMPLETED" || status === "FAILED";
