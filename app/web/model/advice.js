/** What a person can do about a failure, by its code. */
export const ADVICE = {
  invalid_source: "Check the link: it leads to nothing that can be processed.",
  blocked_address: "The link leads into a private network. The operator can allow that with ALLOW_PRIVATE_NETWORKS=true.",
  unsupported_media: "The file is damaged or no video or audio that this server reads. Convert it, or try another source.",
  source_unavailable: "The site does not give the video: removed, private, or down. Open the link in a browser; retry later.",
  needs_login: "The site wants a login. Download the file yourself and upload it here.",
  rate_limited: "The site asks us to slow down. It is tried again later; retrying by hand now makes it worse.",
  too_large: "Larger than this server allows. The operator can raise MAX_DOWNLOAD_BYTES.",
  too_long: "Longer than this server allows. The operator can raise MAX_VIDEO_SECONDS.",
  no_audio: "The source has no sound, so nothing can be transcribed.",
  model_unavailable: "The model is not here and cannot be fetched. On the server, python main.py models lists and fetches weights.",
  out_of_memory: "Choose a smaller Whisper model, or give the server more memory.",
  disk_full: "Free space on the server's disk, or set RETENTION_DAYS; then retry.",
  timeout: "It took longer than JOB_TIMEOUT allows. Choose a smaller model, or raise the limit. Finished stages are kept.",
  crashed: "A tool crashed on this source more than once. Convert the file and upload it, or report it.",
  internal: "A fault of this server. Retry; if it comes again, report the id in the message.",
};
