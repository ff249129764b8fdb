/** The new file that an operation wrote: to play, and what it changed. */
import { useEffect, useState } from "preact/hooks";
import { html } from "web/html.js";
import { OPERATIONS } from "web/model/options.js";
import { get } from "web/net/api.js";
import { ButtonLink } from "web/parts/button.js";
import { resultRows } from "web/format/operation.js";
import { artifactOf, urlOf } from "web/views/job/artifact.js";

export const hasResult = (job) => job.job_type === "media_operation" && Boolean(artifactOf(job, "result"));

export function Result({ job, playback }) {
  const file = hasResult(job) ? artifactOf(job, "result") : null;
  const [facts, setFacts] = useState(null);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    if (!file) return undefined;
    const leaving = new AbortController();
    get(`/api/processing/status/${job.id}`, { signal: leaving.signal }).then(
      ({ result }) => setFacts(result),
      (refused) => leaving.signal.aborted || setProblem(refused.message),
    );
    return () => leaving.abort();
  }, [job.id, file?.id]);
  if (!file) return null;
  const kind = file.media_type.startsWith("audio/") ? "audio" : "video";
  const title = OPERATIONS[job.options.operation] ?? "Result";
  return html`<section id="result" class="card result" aria-labelledby="result-title" tabindex="-1">
    <header class="card-head"><h2 id="result-title">${title}</h2>
      <${ButtonLink} kind="quiet" icon="download" href=${urlOf(job, file)} download>Download<//>
    </header>
    <${kind} src=${urlOf(job, file, { inline: true })} aria-label="The new file" controls playsinline preload="metadata" onPlay=${() => playback.pause()}></${kind}>
    ${facts && html`<dl class="file-rows">${resultRows(facts).map(([label, words]) => html`<div key=${label}><dt>${label}</dt><dd class="num">${words}</dd></div>`)}</dl>`}
    ${problem && html`<p class="field-problem" role="alert">${problem}</p>`}
  </section>`;
}
