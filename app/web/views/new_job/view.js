/** The form for new jobs: links, files, what to do with them, and how. */
import { useEffect, useMemo, useState } from "preact/hooks";
import { html } from "web/html.js";
import { lastChoice, remember } from "web/model/choice.js";
import { linksIn } from "web/model/links.js";
import { Uploads } from "web/model/uploads.js";
import { chosenOptions } from "web/model/options.js";
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
  const [choice, setChoice] = useState(lastChoice);
  const [text, setText] = useState("");
  const [fields, setFields] = useState({});
  const [busy, setBusy] = useState(false);
  const uploads = useMemo(() => new Uploads(), []);
  const key = useMemo(() => crypto.randomUUID?.() ?? String(Math.random()), [text, choice]);
  useTitle("New job");
  useEffect(() => remember(choice), [choice]);
  const change = (part) => setChoice((before) => ({ ...before, ...part }));
  const setOption = (name, value) => setChoice((before) => ({ ...before, options: { ...before.options, [name]: value } }));
  const links = linksIn(text);
  const files = uploads.items.value.filter(({ phase }) => phase !== "failed");
  const number = links.length + files.length;

  const send = async (event) => {
    event.preventDefault();
    const wrong = links.find(({ problem }) => problem);
    if (!number || wrong) return setFields({ source: wrong ? `${wrong.url}: ${wrong.problem}` : "Paste a link or choose a file." });
    setBusy(true);
    setFields({});
    try {
      await uploads.settled();
      settle(await submit(sourcesOf(links, uploads), orderOf(choice), key));
    } catch (problem) {
      setFields({ "": problem.message });
    }
    setBusy(false);
  };

  /** Go to what was made; what was refused stays in the form, with the reason. */
  const settle = (outcomes) => {
    const made = outcomes.filter(({ job }) => job);
    const refused = outcomes.filter(({ problem }) => problem);
    for (const item of uploads.items.peek()) if (made.some(({ source }) => source.video_id === item.video?.video_id)) uploads.remove(item.key);
    setText(refused.map(({ source }) => source.youtube_url).filter(Boolean).join("\n"));
    if (made.length && !refused.length) go(made.length === 1 ? jobHref(made[0].job.id).slice(1) : "/");
    if (made.length > 1) say(`${plural(made.length, "job")} queued.`);
    if (refused.length) setFields(wordsFor(refused, made.length));
  };

  return html`<form class="page new-job" onSubmit=${send} novalidate>
    <div class="page-head"><h1>New job</h1></div>
    <div class="new-job-grid">
      <section class="card sources" aria-label="Sources">
        <${LinksField} text=${text} links=${links} problem=${fields.source} onText=${setText} />
        <${FilesField} uploads=${uploads} />
      </section>
      <section class="card choices" aria-label="What to do">
        <${TypePicker} value=${choice.jobType} onChange=${(jobType) => change({ jobType })} />
        <${PriorityField} value=${choice.priority} problem=${fields.priority} onChange=${(priority) => change({ priority })} />
        <${OptionFields} jobType=${choice.jobType} values=${choice.options} problems=${fields} onChange=${setOption} onReset=${() => change({ options: {} })} />
      </section>
    </div>
    <div class="submit-bar">
      <p class="field-problem" role="alert">${fields[""] ?? ""}</p>
      <${Button} kind="main" type="submit" icon="play" busy=${busy}>${busy ? "Sending…" : number > 1 ? `Start ${number} jobs` : "Start"}<//>
    </div>
  </form>`;
}

function sourcesOf(links, uploads) {
  const videos = uploads.items.peek().filter(({ video }) => video);
  return [...links.map(({ url }) => ({ youtube_url: url })), ...videos.map(({ video }) => ({ video_id: video.video_id }))];
}

const orderOf = ({ jobType, priority, options }) => ({ job_type: jobType, priority, options: chosenOptions(jobType, options) });

function wordsFor(refused, made) {
  const first = byField(refused[0].problem);
  if (refused.length + made === 1) return first;
  const lines = refused.map(({ source, problem }) => `${source.youtube_url ?? "File"}: ${Object.values(byField(problem)).join(" ")}`);
  return { source: lines.join("\n"), "": made ? `${plural(made, "job")} queued, ${refused.length} refused.` : "Nothing was queued." };
}
