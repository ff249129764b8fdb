/** The form for new jobs: links and files, or the prompt of a film; what to do with them, and how. What it shows is the draft's. */
import { useEffect } from "preact/hooks";
import { html } from "web/html.js";
import { draft } from "web/model/draft.js";
import { sendDraft } from "web/model/send_draft.js";
import { useTitle } from "web/parts/title.js";
import { Button } from "web/parts/button.js";
import { LinksField } from "web/views/new_job/links_field.js";
import { FilesField } from "web/views/new_job/files_field.js";
import { TypePicker } from "web/views/new_job/type_picker.js";
import { ScheduleField } from "web/views/new_job/schedule_field.js";
import { PromptField } from "web/views/new_job/prompt_field.js";
import { FilmFields } from "web/views/new_job/film_fields.js";
import { Basis } from "web/views/new_job/basis.js";
import { OptionFields } from "web/views/new_job/option_fields.js";
import { PresetField } from "web/views/new_job/preset_field.js";
import { PriorityField } from "web/views/new_job/priority_field.js";

export function NewJobView() {
  const problems = draft.problems.value;
  const busy = draft.sending.value;
  useTitle("New job");
  useEffect(() => document.querySelector('.new-job [aria-invalid="true"]')?.focus(), [problems]);
  const send = (event) => {
    event.preventDefault();
    sendDraft();
  };
  const choose = (chosen) => {
    draft.choose({ jobType: chosen });
    draft.problems.value = {};
  };
  const { jobType, priority, options, film } = draft.choice.value;
  const number = draft.number.value;
  const films = draft.films.value;
  const verb = draft.runAt.value && !films ? "Schedule" : "Start";
  const basis = draft.basis.value;
  return html`<form class="page new-job" onSubmit=${send} novalidate>
    <div class="page-head"><h1>${basis ? "Run again with…" : "New job"}</h1></div>
    ${basis && html`<${Basis} basis=${basis} />`}
    <div class="new-job-grid">
      <section class="card sources" aria-label="Sources">
        ${films
          ? html`<${PromptField} text=${draft.prompt.value} film=${film} problem=${problems.prompt ?? problems.source} others=${draft.sourceCount.value} onText=${(text) => (draft.prompt.value = text)} />`
          : html`<${LinksField} text=${draft.text.value} links=${draft.links.value} problem=${problems.source} onText=${(text) => (draft.text.value = text)} /><${FilesField} uploads=${draft.uploads} />`}
      </section>
      <section class="card choices" aria-label="What to do">
        ${!films && html`<${PresetField} choice=${draft.choice.value} onChoose=${(part) => draft.choose(part)} />`}
        <${TypePicker} value=${jobType} onChange=${choose} />
        ${films && html`<${FilmFields} film=${film} problems=${problems} onChange=${draft.setFilm} />`}
        <${PriorityField} value=${priority} problem=${problems.priority} onChange=${(chosen) => draft.choose({ priority: chosen })} />
        ${!films && html`<${ScheduleField} value=${draft.runAt.value} problem=${problems.run_at} onChange=${(chosen) => (draft.runAt.value = chosen)} />
        <${OptionFields} jobType=${jobType} values=${options} problems=${problems} basis=${basis?.jobType === jobType ? basis.options : null} onChange=${draft.setOption} onReset=${() => draft.choose({ options: basis?.jobType === jobType ? basis.options : {} })} />`}
      </section>
    </div>
    <div class="submit-bar">
      <p class="field-problem" role="alert">${problems[""] ?? ""}</p>
      <${Button} kind="main" type="submit" icon="play" busy=${busy}>${busy ? "Sending…" : number > 1 ? `${verb} ${number} jobs` : verb}<//>
    </div>
  </form>`;
}
