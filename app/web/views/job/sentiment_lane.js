/** The mood of each line over time: up is positive, down is negative. */
import { useMemo } from "preact/hooks";
import { html } from "web/html.js";

/** The least width of a bar, of a thousand; of the moods in one such place the strongest is drawn. */
const LEAST = 1.5;

export function SentimentLane({ job, segments, view }) {
  const moods = job.analysis_results?.segment_sentiments ?? NONE;
  const lines = segments.value;
  const timed = useMemo(() => withTimes(moods, lines), [moods, lines]);
  const words = useMemo(() => inWords(moods), [moods]);
  if (!moods.length) return null;
  return html`<div class="lane sentiment" role="img" aria-label=${words}>
    <svg viewBox="0 0 1000 2" preserveAspectRatio="none" aria-hidden="true">
      <line x1="0" x2="1000" y1="1" y2="1" />
      ${Object.entries(outlines(timed, view)).map(([label, path]) => html`<path key=${label} class=${label} d=${path} />`)}
    </svg>
    <span class="lane-name" aria-hidden="true">Sentiment</span>
  </div>`;
}

const NONE = [];

function inWords(moods) {
  const count = (label) => moods.filter((mood) => mood.label === label).length;
  return `Sentiment over time: ${count("positive")} lines positive, ${count("neutral")} neutral, ${count("negative")} negative`;
}

/** The moods in view, a path for each label: three thousand elements would hold up each step of the zoom. */
function outlines(timed, { from, to, span }) {
  const x = (time) => (1000 * (time - from)) / span;
  const strongest = new Map();
  for (const mood of timed) {
    if (mood.end <= from || mood.start >= to) continue;
    const place = Math.floor(x(mood.start) / LEAST);
    const there = strongest.get(place);
    if (!there || Math.abs(mood.score) > Math.abs(there.score)) strongest.set(place, mood);
  }
  const paths = { neutral: "", positive: "", negative: "" };
  for (const { label, score, start, end } of strongest.values()) {
    const height = Math.max(0.06, Math.abs(score)).toFixed(3);
    const wide = Math.max(LEAST, x(end) - x(start) - 1).toFixed(1);
    paths[label] += `M${x(start).toFixed(1)} 1v${score >= 0 ? "-" : ""}${height}h${wide}V1z`;
  }
  return paths;
}

function withTimes(moods, lines) {
  const byIndex = new Map(lines.map((line) => [line.index, line]));
  return moods.filter(({ index }) => byIndex.has(index)).map((mood) => ({ ...mood, start: byIndex.get(mood.index).start, end: byIndex.get(mood.index).end }));
}
