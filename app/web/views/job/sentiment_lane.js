/** The mood of each line over time: up is positive, down is negative. */
import { html } from "web/html.js";

export function SentimentLane({ job, segments, duration }) {
  const moods = job.analysis_results?.segment_sentiments ?? [];
  if (!moods.length) return null;
  const lines = segments.value;
  const count = (label) => moods.filter((mood) => mood.label === label).length;
  const words = `Sentiment over time: ${count("positive")} lines positive, ${count("neutral")} neutral, ${count("negative")} negative`;
  return html`<div class="lane sentiment" role="img" aria-label=${words}>
    <svg viewBox="0 0 1000 2" preserveAspectRatio="none" aria-hidden="true">
      <line x1="0" x2="1000" y1="1" y2="1" />
      ${moods.map(({ index, label, score }) => {
        const line = lines.find((segment) => segment.index === index);
        if (!line) return null;
        const height = Math.max(0.06, Math.abs(score));
        return html`<rect key=${index} class=${label} x=${(1000 * line.start) / duration} width=${Math.max(1.5, (1000 * (line.end - line.start)) / duration - 1)} y=${score >= 0 ? 1 - height : 1} height=${height} />`;
      })}
    </svg>
    <span class="lane-name" aria-hidden="true">Sentiment</span>
  </div>`;
}
