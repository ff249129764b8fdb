/** The results of the analysis: mood, topics, keywords, names, and their models. */
import { html } from "web/html.js";
import { Icon } from "web/parts/icon.js";

const FACES = { positive: "smile", neutral: "meh", negative: "frown" };

/** Whether the analysis found anything to show. */
export function hasMeaning({ analysis_results: found }) {
  return Boolean(found && (found.sentiment || found.topics?.length || found.keywords?.length || found.entities?.length));
}

export function Meaning({ job, find }) {
  if (!hasMeaning(job)) return null;
  const { sentiment, sentiment_scores: scores, topics, keywords, entities = [], models = {} } = job.analysis_results;
  return html`<section id="meaning" class="card meaning" aria-labelledby="meaning-title" tabindex="-1">
    <header class="card-head"><h2 id="meaning-title">Meaning</h2></header>
    <dl>
      ${sentiment && html`<div><dt>Sentiment</dt><dd><${Mood} sentiment=${sentiment} scores=${scores ?? {}} /></dd></div>`}
      ${topics?.length > 0 && html`<div><dt>Topics</dt><dd class="chips">${topics.map((topic) => html`<span key=${topic} class="chip" dir="auto">${topic}</span>`)}</dd></div>`}
      ${keywords?.length > 0 && html`<div><dt>Keywords</dt><dd class="chips"><${Keywords} keywords=${keywords} find=${find} /></dd></div>`}
      ${entities.length > 0 && html`<div><dt>Names</dt><dd class="chips">${entities.map(({ text, label, count }) => html`<span key=${text + label} class="chip"><bdi>${text}</bdi><small>${label.toLowerCase()}${count > 1 ? ` ×${count}` : ""}</small></span>`)}</dd></div>`}
    </dl>
    ${Object.keys(models).length > 0 && html`<p class="muted made-by">Made by ${Object.entries(models).map(([part, model]) => `${model} (${part})`).join(", ")}</p>`}
  </section>`;
}

function Mood({ sentiment, scores }) {
  return html`<span class="mood ${sentiment}"><${Icon} name=${FACES[sentiment]} />${sentiment}</span>
    <span class="mood-bar" role="img" aria-label=${Object.entries(scores).map(([label, score]) => `${label} ${Math.round(score * 100)} %`).join(", ")}>
      ${["positive", "neutral", "negative"].map((label) => html`<i key=${label} class=${label} style=${{ flexGrow: scores[label] ?? 0 }} title="${label} ${Math.round((scores[label] ?? 0) * 100)} %"></i>`)}
    </span>`;
}

/** A click on a keyword finds it in the transcript; another click ends that. */
function Keywords({ keywords, find }) {
  const most = Math.max(...keywords.map(({ score }) => score), 0.001);
  const turn = (text) => {
    find.look(find.text.peek() === text ? "" : text);
    document.getElementById("transcript")?.scrollIntoView({ block: "nearest" });
  };
  return keywords.map(
    ({ text, score }) => html`<button key=${text} type="button" class="chip keyword" aria-pressed=${find.text.value === text} title="Weight ${score.toFixed(2)}; find it in the transcript" onClick=${() => turn(text)}>
      <bdi>${text}</bdi><i style=${{ transform: `scaleX(${score / most})` }}></i>
    </button>`,
  );
}
