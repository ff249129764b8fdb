/** What two jobs have in common and in what they differ: options, words, clips, subjects, times. */
import { useMemo } from "preact/hooks";
import { html } from "web/html.js";
import { jobTypeLabel, stageLabel } from "web/model/plan.js";
import { Playback } from "web/model/playback.js";
import { jobHref } from "web/model/route.js";
import { StateBadge } from "web/parts/state_badge.js";
import { optionRows } from "web/views/job/option_rows.js";
import { playedOf, urlOf } from "web/views/job/artifact.js";
import { Words } from "web/views/compare/words.js";
import { titleOf } from "web/format/source.js";
import { clock, moment, roughly } from "web/format/time.js";

const SIDES = ["A", "B"];

export function ComparePage({ jobs }) {
  const players = useMemo(() => jobs.map(() => new Playback()), [jobs]);
  return html`<article class="page compare">
    <div class="page-head"><h1 dir="auto">${titleOf(jobs[0])}</h1></div>
    <div class="sides">${jobs.map((job, n) => html`<${Side} key=${job.id + n} job=${job} side=${SIDES[n]} playback=${players[n]} other=${players[1 - n]} />`)}</div>
    <${Rows} title="Options" rows=${optionDifferences(jobs)} none="Both have the same options." />
    <${Words} jobs=${jobs} players=${players} />
    <${Rows} title="Results" rows=${resultRows(jobs)} none="Neither has results." />
    <${Rows} title="Times" rows=${stageRows(jobs)} none="No stage has run." />
  </article>`;
}

function Side({ job, side, playback, other }) {
  const source = playedOf(job);
  const kind = source?.media_type.startsWith("audio/") ? "audio" : "video";
  return html`<section class="card side" aria-label="Side ${side}">
    <p><b class="side-name">${side}</b> <a href=${jobHref(job.id)}>${jobTypeLabel(job.job_type)}</a> <${StateBadge} status=${job.status} /> <span class="muted">${moment(job.created_at)}</span></p>
    ${source && html`<${kind} ref=${playback.attach} controls preload="metadata" playsinline aria-label="Side ${side}" src=${urlOf(job, source, { inline: true })} onPlay=${() => other.pause()}></${kind}>`}
  </section>`;
}

/** Rows of a name and what each side has; those that differ are marked. */
function Rows({ title, rows, none }) {
  const id = `compare-${title.toLowerCase()}`;
  return html`<section class="card compare-rows" aria-labelledby=${id}>
    <header class="card-head"><h2 id=${id}>${title}</h2></header>
    ${rows.length ? html`<table><thead><tr><th scope="col"><span class="hidden">What</span></th>${SIDES.map((side) => html`<th key=${side} scope="col">${side}</th>`)}</tr></thead>
      <tbody>${rows.map(({ name, values }) => html`<tr key=${name} class=${values[0] === values[1] ? "" : "differs"}><th scope="row">${name}</th>${values.map((value, n) => html`<td key=${n} dir="auto">${value || "–"}</td>`)}</tr>`)}</tbody></table>` : html`<p class="muted">${none}</p>`}
  </section>`;
}

function optionDifferences(jobs) {
  const [a, b] = jobs.map((job) => new Map(optionRows(job).map((row) => [row.name, row])));
  const names = [...new Set([...a.keys(), ...b.keys()])];
  const rows = names.map((name) => ({ name: (a.get(name) ?? b.get(name)).label, values: [a.get(name)?.words ?? "", b.get(name)?.words ?? ""] }));
  const types = { name: "Kind of job", values: jobs.map((job) => jobTypeLabel(job.job_type)) };
  return [types, ...rows].filter(({ values }) => values[0] !== values[1]);
}

const resultRows = (jobs) => [
  ["Language", ({ language }) => language],
  ["Lines", ({ lines }) => lines.length],
  ["Words", ({ lines }) => lines.reduce((sum, { text }) => sum + text.split(/\s+/).filter(Boolean).length, 0)],
  ["Sentiment", ({ analysis_results: found }) => found?.sentiment],
  ["Topics", ({ analysis_results: found }) => found?.topics?.join(", ")],
  ["Keywords", ({ analysis_results: found }) => found?.keywords?.map(({ text }) => text).join(", ")],
  ["Clips", ({ generated_clips: clips }) => clips?.map(({ start, end, title }) => `${clock(start)}–${clock(end)} ${title}`).join("; ")],
  ["Chapters", ({ chapters }) => chapters?.map(({ start, title }) => `${clock(start)} ${title}`).join("; ")],
].map(([name, of]) => ({ name, values: jobs.map((job) => String(of(job) ?? "")) })).filter(({ values }) => values.some((value) => value && value !== "0"));

function stageRows(jobs) {
  const names = [...new Set(jobs.flatMap(({ stages }) => stages.map(({ name }) => name)))];
  const words = (stage) => (!stage ? "" : stage.cached ? "from the record" : stage.seconds === null ? stage.status : roughly(stage.seconds));
  return names.map((name) => ({ name: stageLabel(name), values: jobs.map(({ stages }) => words(stages.find((stage) => stage.name === name))) }));
}
