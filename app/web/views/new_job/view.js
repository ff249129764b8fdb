/** The form for new jobs: links, files, what to do with them, and how. */
import { useEffect, useMemo, useState } from "preact/hooks";
import { html } from "web/html.js";
import { Draft } from "web/model/draft.js";
import { onDropped } from "web/model/dropped.js";
import { byField, submit } from "web/model/submission.js";
import { go, jobHref } from "web/model/route.js";
import { say } from "web/model/toast.js";
import { useTitle } from "web/parts/title.js";
import { Button } from "web/parts/button.js";
import { LinksField } from "web/views/new_job/links_field.js";
import { FilesField } from "web/views/new_job/files_field.js";
import { TypePicker } from "web/views/new_job/type_picker.js";
import { OptionFields } from "web/views/new_job/option_fields.js";
import { PriorityField } from "web/views/new_job/priority_field.js";
import { plural } from "web/format/number.js";

export function NewJobView() {
  const draft = useMemo(() => new Draft(), []);
  const [problems, setProblems] = useState({});
  const [busy, setBusy] = useState(false);
  useTitle("New job");
  useEffect(() => () => draft.uploads.clear(), [draft]);
  useEffect(() => onDropped((files) => draft.uploads.add(files)), [draft]);
  useEffect(() => document.querySelector('.new-job [aria-invalid="true"]')?.focus(), [problems]);
  const send = async (event) => {
    event.preventDefault();
    if (draft.problem) return setProblems({ source: draft.problem });
    setBusy(true);
    setProblems(await outcomeOf(draft));
    setBusy(false);
  };
  const { jobType, priority, options } = draft.choice.value;
  const number = draft.number.value;
  return html`<form class="page new-job" onSubmit=${send} novalidate>
    <div class="page-head"><h1>New job</h1></div>
    <div class="new-job-grid">
      <section class="card sources" aria-label="Sources">
        <${LinksField} text=${draft.text.value} links=${draft.links.value} problem=${problems.source} onText=${(text) => (draft.text.value = text)} />
        <${FilesField} uploads=${draft.uploads} />
      </section>
      <section class="card choices" aria-label="What to do">
        <${TypePicker} value=${jobType} onChange=${(chosen) => draft.choose({ jobType: chosen })} />
        <${PriorityField} value=${priority} problem=${problems.priority} onChange=${(chosen) => draft.choose({ priority: chosen })} />
        <${OptionFields} jobType=${jobType} values=${options} problems=${problems} onChange=${draft.setOption} onReset=${() => draft.choose({ options: {} })} />
      </section>
    </div>
    <div class="submit-bar">
      <p class="field-problem" role="alert">${problems[""] ?? ""}</p>
      <${Button} kind="main" type="submit" icon="play" busy=${busy}>${busy ? "Sending…" : number > 1 ? `Start ${number} jobs` : "Start"}<//>
    </div>
  </form>`;
}

/** Send the draft, go to what was made; gives the problems by field for what was refused and stays. */
async function outcomeOf(draft) {
  try {
    await draft.uploads.settled();
    if (draft.problem) return { source: draft.problem };
    const outcomes = await submit(draft.sources(), draft.order(), draft.key.peek());
    draft.settle(outcomes);
    const made = outcomes.filter(({ job }) => job);
    const refused = outcomes.filter(({ problem }) => problem);
    if (made.length > 1) say(`${plural(made.length, "job")} queued.`);
    if (!refused.length) go(made.length === 1 ? jobHref(made[0].job.id).slice(1) : "/");
    return problemsOf(refused, made.length);
  } catch (problem) {
    return { "": problem.message };
  }
}

function problemsOf(refused, made) {
  if (!refused.length) return {};
  if (refused.length + made === 1) return byField(refused[0].problem);
  const lines = refused.map(({ source, problem }) => `${source.youtube_url ?? source.metadata.filename}: ${Object.values(byField(problem)).join(" ")}`);
  return { source: lines.join("\n"), "": made ? `${plural(made, "job")} queued, ${refused.length} refused.` : "Nothing was queued." };
}
