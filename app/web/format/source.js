/** A job's name and source. Titles have no file extension; links and names of files keep theirs. */

/** @param {object} job */
export function titleOf(job) {
  return job.video_title || fileNameOf(job.youtube_url) || job.prompt || stem(job.metadata?.filename) || (job.video_id ? "Uploaded file" : "Untitled");
}

/** @param {object} video */
export function titleOfVideo({ title, url, filename }) {
  return title || fileNameOf(url) || stem(filename) || "Untitled";
}

/** "example.org" for a link, "prompt" for a film made from one, "upload" for a file. */
export function placeOf(job) {
  if (job.prompt) return "prompt";
  if (!job.youtube_url) return "upload";
  try {
    return new URL(job.youtube_url).hostname.replace(/^www\./, "");
  } catch {
    return job.youtube_url;
  }
}

function fileNameOf(url) {
  if (!url) return "";
  try {
    const { hostname, pathname, searchParams } = new URL(url);
    const last = decodeURIComponent(pathname.split("/").filter(Boolean).at(-1) ?? "");
    return searchParams.get("v") || stem(last) || hostname;
  } catch {
    return url;
  }
}

/** Digits alone are no extension: "Talk v1.2" stays. */
const stem = (filename) => (typeof filename === "string" ? filename.replace(/(?<=.)\.(?=\d*[a-z])[a-z0-9]{2,5}$/i, "") : "");
