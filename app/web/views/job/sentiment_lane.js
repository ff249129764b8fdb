/** The mood of each line over time: up is positive, down is negative. */
import { useMemo } from "preact/hooks";
import { html } from "web/html.js";

export function SentimentLane({ job, segments, view: { from, to, span } }) {
  const moods = job.analysis_results?.segment_sentiments ?? [];
  const lines = segments.value;
  const timed = useMemo(() => withTimes(moods, lines), [moods, lines]);
  if (!moods.length) return null;
  const count = (label) => moods.filter((mood) => mood.label === label).length;
  const words = `Sentiment over time: ${count("positive")} lines positive, ${count("neutral")} neutral, ${count("negative")} negative`;
  const x = (time) => (1000 * (time - from)) / span;
  return html`<div class="lane sentiment" role="img" aria-label=${words}>
    <svg viewBox="0 0 1000 2" preserveAspectRatio="none" aria-hidden="true">
      <line x1="0" x2="1000" y1="1" y2="1" />
      ${timed
        .filter(({ start, end }) => end > from && start < to)
        .map(({ index, label, score, start, end }) => {
          const height = Math.max(0.06, Math.abs(score));
          return html`<rect key=${index} class=${label} x=${x(start)} width=${Math.max(1.5, x(end) - x(start) - 1)} y=${score >= 0 ? 1 - height : 1} height=${height} />`;
        })}
    </svg>
    <span class="lane-name" aria-hidden="true">Sentiment</span>
  </div>`;
}

function withTimes(moods, lines) {
  const byIndex = new Map(lines.map((line) => [line.index, line]));
  return moods.filter(({ index }) => byIndex.has(index)).map((mood) => ({ ...mood, start: byIndex.get(mood.index).start, end: byIndex.get(mood.index).end }));
}
