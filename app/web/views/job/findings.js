/** What could be wrong: the gravest first, to narrow by severity; a click plays what it is about. */
import { useMemo, useState } from "preact/hooks";
import { html } from "web/html.js";
import { SEVERITIES, aboutWords, counted, inOrder, playFinding, timesOf } from "web/model/findings.js";
import { Icon } from "web/parts/icon.js";
import { ButtonLink } from "web/parts/button.js";
import { urlOf } from "web/views/job/artifact.js";
import { useNow } from "web/views/job/now.js";
import { clock } from "web/format/time.js";
import { count, percent } from "web/format/number.js";

/** More rows than this take a browser long to lay out. */
const MANY = 300;
/** Shorter findings are shown at one time, seconds. */
const INSTANT_S = 1;

export function Findings({ job, playback }) {
  if (!job.findings) return null;
  const files = (job.artifacts ?? []).filter(({ kind }) => kind === "findings");
  return html`<section id="findings" class="card findings" aria-labelledby="findings-title" tabindex="-1">
    <header class="card-head"><h2 id="findings-title">Findings <span class="muted num">${count(job.findings.length)}</span></h2>
      ${files.map((file) => html`<${ButtonLink} key=${file.id} kind="quiet" href=${urlOf(job, file)} aria-label="Findings as ${endingOf(file)}" download>${endingOf(file)}<//>`)}
    </header>
    ${job.findings.length ? html`<${Found} findings=${job.findings} playback=${playback} />` : html`<p class="nothing-found"><${Icon} name="shield-check" />Nothing was found.</p>`}
  </section>`;
}

const endingOf = ({ filename }) => filename.split(".").at(-1);

function Found({ findings, playback }) {
  const [only, setOnly] = useState(null);
  const counts = counted(findings);
  const all = useMemo(() => inOrder(findings), [findings]);
  const timed = useMemo(() => timesOf(findings), [findings]);
  const now = useNow(timed, playback);
  const shown = only in counts ? all.filter(({ severity }) => severity === only) : all;
  return html`${Object.keys(counts).length > 1 &&
    html`<div class="severity-filter" role="group" aria-label="Findings by severity">
      ${Object.entries(counts).map(
        ([name, number]) => html`<button key=${name} type="button" class="chip severity ${name}" aria-pressed=${only === name} onClick=${() => setOnly(only === name ? null : name)}>
          <${Icon} name=${SEVERITIES[name].icon} />${SEVERITIES[name].label} <b class="num">${count(number)}</b>
        </button>`,
      )}
    </div>`}
    <ul class=${shown.length > MANY ? "many" : ""}>${shown.map((finding) => html`<${FindingRow} key=${finding.id} finding=${finding} now=${now.has(finding.id)} playback=${playback} />`)}</ul>`;
}

function FindingRow({ finding, now, playback }) {
  const { severity, start, message, evidence, confidence } = finding;
  const { icon, noun } = SEVERITIES[severity] ?? { icon: "info", noun: severity };
  const words = html`<span class="severity-mark ${severity}"><${Icon} name=${icon} /><span class="hidden">${noun}: </span></span>
    <span class="finding-time num">${timeWords(finding)}</span>
    <span class="finding-words"><span class="finding-message" dir="auto">${message}</span>
      <small class="muted">${aboutWords(finding)}${confidence < 1 && `, ${percent(confidence)} sure`}${evidence && html` <code dir="auto">${evidence}</code>`}</small>
    </span>`;
  if (start === null) return html`<li class="finding whole">${words}</li>`;
  return html`<li><button type="button" class="finding ${now ? "now" : ""}" aria-current=${now ? "true" : null} title="Go to ${clock(start)}" onClick=${() => playFinding(finding, playback)}>${words}</button></li>`;
}

function timeWords({ start, end }) {
  if (start === null) return "whole";
  return end - start >= INSTANT_S && clock(end) !== clock(start) ? `${clock(start)}–${clock(end)}` : clock(start);
}
