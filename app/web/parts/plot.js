/** A small plot over time in SVG: lines or bars, axes in round numbers, the values under the pointer. */
import { useState } from "preact/hooks";
import { html } from "web/html.js";

const WIDTH = 600;
const HEIGHT = 160;

/** @typedef {{name: string, label: string, values: (number|null)[]}} Series */

/**
 * @param {{title: string, times: number[], series: Series[], format: (value: number) => string, bars?: boolean,
 *   timeWords: (time: number) => string, least?: number}} props `times` in Unix milliseconds, one for each value; the scale reaches at least `least`
 */
export function Plot({ title, times, series, format, timeWords, least = 1, bars = false }) {
  const [at, setAt] = useState(null);
  const highest = bars ? Math.max(...times.map((_, n) => total(series, n)), 0) : Math.max(...series.flatMap(({ values }) => values.filter((value) => value !== null)), 0);
  const top = roundUp(Math.max(highest, least));
  const x = (n) => ((n + 0.5) / times.length) * WIDTH;
  const y = (value) => HEIGHT - (value / top) * HEIGHT;
  const look = (event) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    setAt(Math.min(times.length - 1, Math.max(0, Math.floor(((event.clientX - left) / width) * times.length))));
  };
  const ticks = [0, 0.5, 1].map((part) => part * top);
  return html`<figure class="plot">
    <figcaption><b>${title}</b>${series.map(({ name, label }) => html`<span key=${name} class="legend ${name}"><i></i>${label}</span>`)}</figcaption>
    <div class="plot-body">
      <div class="plot-scale num" aria-hidden="true">${ticks.toReversed().map((tick) => html`<span key=${tick}>${format(tick)}</span>`)}</div>
      <div class="plot-area" onPointerMove=${look} onPointerLeave=${() => setAt(null)}>
        <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label=${summary(title, series, format)}>
          ${ticks.map((tick) => html`<line key=${tick} class="grid" x1="0" x2=${WIDTH} y1=${y(tick)} y2=${y(tick)} />`)}
          ${bars ? stacked(series, times, x, y) : series.map((one) => html`<path key=${one.name} class="curve ${one.name}" d=${curve(one.values, x, y)} />`)}
          ${at !== null && html`<line class="pointer" x1=${x(at)} x2=${x(at)} y1="0" y2=${HEIGHT} />`}
        </svg>
        ${at !== null && html`<div class="plot-tip num ${at > times.length / 2 ? "to-left" : ""}" style=${{ left: `${(100 * x(at)) / WIDTH}%` }}>
          <b>${timeWords(times[at])}</b>${series.map(({ name, label, values }) => html`<span key=${name} class="legend ${name}"><i></i>${label} ${values[at] === null ? "–" : format(values[at])}</span>`)}
        </div>`}
        <div class="plot-times num" aria-hidden="true">${[0, Math.floor((times.length - 1) / 2), times.length - 1].map((n) => html`<span key=${n}>${timeWords(times[n])}</span>`)}</div>
      </div>
    </div>
  </figure>`;
}

const total = (series, n) => series.reduce((sum, { values }) => sum + (values[n] ?? 0), 0);

function stacked(series, times, x, y) {
  const width = Math.max(1, (WIDTH / times.length) * 0.7);
  return times.map((time, n) => {
    let below = 0;
    return series.map(({ name, values }) => {
      const value = values[n] ?? 0;
      below += value;
      return value > 0 && html`<rect key=${name + time} class="bar ${name}" x=${x(n) - width / 2} width=${width} y=${y(below)} height=${y(0) - y(value)} />`;
    });
  });
}

/** A line with gaps where nothing was measured; a lone value is a dot. */
function curve(values, x, y) {
  return values
    .map((value, n) => {
      if (value === null) return "";
      const alone = values[n - 1] == null && values[n + 1] == null;
      if (alone) return `M${x(n) - 4} ${y(value)}h8`;
      return `${values[n - 1] == null ? "M" : "L"}${x(n)} ${y(value)}`;
    })
    .join("");
}

/** The next number that is easy to halve. */
function roundUp(value) {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 6, 8, 10].map((step) => step * power).find((step) => step >= value);
}

function summary(title, series, format) {
  const parts = series.map(({ label, values }) => {
    const known = values.filter((value) => value !== null);
    return known.length ? `${label} up to ${format(Math.max(...known))}` : `${label}: nothing yet`;
  });
  return `${title}: ${parts.join(", ")}`;
}
