/** The film of a prompt: what was ordered, who made it and for how much, and the way on. */
import { html } from "web/html.js";
import { FILM, SHAPES, dollars, serviceTitle } from "web/model/films.js";
import { mayWrite } from "web/model/rights.js";
import { newJobOn } from "web/model/video_actions.js";
import { Button } from "web/parts/button.js";
import { CopyButton } from "web/parts/copy_button.js";
import { artifactOf } from "web/views/job/artifact.js";
import { titleOf } from "web/format/source.js";
import { span } from "web/format/time.js";

export function Film({ job }) {
  if (job.job_type !== FILM) return null;
  const film = job.result?.videos[0];
  const use = () => newJobOn({ video_id: film.video_id, title: titleOf(job), duration: film.duration, size_bytes: artifactOf(job, "film")?.size_bytes });
  return html`<section id="film" class="card film" aria-labelledby="film-title" tabindex="-1">
    <header class="card-head"><h2 id="film-title">Film</h2>${film && mayWrite.value && html`<${Button} icon="plus" onClick=${use}>New job on it<//>`}</header>
    <blockquote class="film-prompt" dir="auto">${job.prompt}</blockquote><${CopyButton} text=${job.prompt} label="Copy the prompt" />
    <dl class="file-rows">${rowsOf(job, film).map(([label, words]) => html`<div key=${label}><dt>${label}</dt><dd class="num">${words}</dd></div>`)}</dl>
  </section>`;
}

function rowsOf(job, film) {
  const { duration_seconds: length, aspect, resolution, seed } = job.options;
  const wanted = [length && `${length} s`, SHAPES[aspect], resolution !== "source" && resolution, seed != null && `seed ${seed}`].filter(Boolean);
  const rows = [
    ["Wanted", wanted.join(", ") || "as is usual"],
    ["Provider", job.used_provider && [serviceTitle(job.used_provider), job.used_model].filter(Boolean).join(", ")],
    ["Picture", film && `${film.width}×${film.height}, ${span(film.duration)}`],
    ["Cost", job.result && dollars(job.result.cost_usd)],
    ["Made in", job.generation_time_ms && span(job.generation_time_ms / 1000)],
    ["Tries", job.attempt > 0 && `${job.attempt}; each order is in the log`],
  ];
  return rows.filter(([, words]) => words);
}
