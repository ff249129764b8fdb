/** Advice about a failure. The server's message comes first; advice by the code is added only if the message has none. */
const ADVICE = {
  invalid_source: "Check the link.",
  unsupported_media: "Convert the file, or try another source.",
  source_unavailable: "Open the link in a browser to see whether the video is there.",
  needs_login: "Download the file yourself and upload it here.",
  rate_limited: "Leave it some time: trying again at once makes it worse.",
  too_large: "Try a smaller version, or let the operator raise the limit.",
  too_long: "Try a part of it, or let the operator raise the limit.",
  no_audio: "Choose a source with sound; clips can be made without.",
  model_unavailable: "On the server, python main.py models lists and fetches weights.",
  out_of_memory: "Choose a smaller Whisper model, or give the server more memory.",
  disk_full: "Free space on the server's disk.",
  timeout: "Choose a smaller model, or let the operator raise the limit.",
  crashed: "Convert the file and upload it, or report it.",
  findings: "Open the findings; without fail_on the job completes with them.",
  provider_failed: "Run the job again to order it anew, or choose another engine or provider.",
  content_refused: "Write another prompt.",
  budget: "The operator can raise PROVIDER_DAILY_BUDGET_USD.",
  internal: "If it comes again, report it with the server's log.",
};
/** Matches a second sentence, in which the message states what to do, or why nothing is needed. */
const SECOND_SENTENCE = /[.!?]["”»)]?\s+\S/;

/** At most one piece of advice, never one beside the server's. @param {{code: string, message: string}} error */
export function adviceFor({ code, message }) {
  return SECOND_SENTENCE.test(message ?? "") ? "" : (ADVICE[code] ?? "");
}
