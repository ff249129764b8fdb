/** Sends the draft: waits for the files, creates the jobs, and leaves the failed sources in the draft, with the reason. */
import { draft } from "web/model/draft.js";
import { sendShared } from "web/model/incoming_files.js";
import { byField, submit } from "web/model/submission.js";
import { follow } from "web/model/notices.js";
import { go, jobHref, route } from "web/model/route.js";
import { say } from "web/model/toast.js";
import { plural } from "web/format/number.js";
import { titleOf } from "web/format/source.js";

/** If another view is shown meanwhile, the result is a toast, and the view stays. */
export async function sendDraft() {
  if (draft.sending.peek()) return;
  if (!draft.films.peek() && !draft.number.peek()) sendShared(); // there is nothing else that could be meant
  if (draft.problem) {
    draft.problems.value = { source: draft.problem };
    return;
  }
  draft.sending.value = true;
  draft.problems.value = await outcome();
  draft.sending.value = false;
}

/** Problems by field; none if everything was accepted. */
async function outcome() {
  try {
    if (!draft.films.peek()) await draft.uploads.settled();
    if (draft.problem) return { source: draft.problem };
    const outcomes = await submit(draft.sources(), draft.order(), draft.key.peek());
    draft.settle(outcomes);
    const made = outcomes.flatMap(({ job }) => job ?? []);
    for (const { id } of made) follow(id);
    const refused = outcomes.filter(({ problem }) => problem);
    const files = draft.films.peek() ? 0 : draft.uploads.refused.peek().length;
    announce(made, refused.length + files);
    return problemsOf(refused, files, made.length);
  } catch (problem) {
    return { "": problem.message };
  }
}

/** Go to the created jobs, if nothing in the form needs attention. */
function announce(made, left) {
  const formShown = route.peek().view === "new";
  if (made.length > 1 || (made.length === 1 && (left || !formShown))) say(made.length > 1 ? `${plural(made.length, "job")} queued.` : `“${titleOf(made[0])}” is queued.`);
  if (left && !formShown) say(`${plural(left, "source")} could not be started: see New job.`, "bad");
  if (formShown && made.length && !left) go(made.length === 1 ? jobHref(made[0].id).slice(1) : "/");
}

function problemsOf(refused, files, made) {
  if (!refused.length && !files) return {};
  if (refused.length === 1 && !made && !files) return byField(refused[0].problem);
  const lines = refused.map(({ source, problem }) => `${source.youtube_url ?? source.metadata.filename}: ${Object.values(byField(problem)).join(" ")}`);
  const count = made ? `${plural(made, "job")} queued, ${refused.length + files} refused` : "Nothing was queued";
  return { source: lines.join("\n"), "": files ? `${count}; the reason stands beside each file.` : `${count}.` };
}
