/** The loudness of the sound over time; the played part is coloured. */
import { useEffect, useMemo, useState } from "preact/hooks";
import { html } from "web/html.js";
import { artifactOf, urlOf } from "web/views/job/artifact.js";

export const BARS = 280;

export function WaveformLane({ job, view }) {
  const wave = useWave(job);
  const path = useMemo(() => (wave ? outline(wave, view) : ""), [wave, view]);
  if (!artifactOf(job, "waveform")) return null;
  return html`<div class="lane waveform" role="img" aria-label="Waveform">
    ${["", "played"].map((part) => html`<svg key=${part} class=${part} viewBox="0 0 ${BARS} 2" preserveAspectRatio="none" aria-hidden="true"><path d=${path} /></svg>`)}
  </div>`;
}

/** The peaks of a job's sound; null until they are loaded. */
export function useWave(job) {
  const artifact = artifactOf(job, "waveform");
  const [wave, setWave] = useState(null);
  useEffect(() => {
    if (!artifact) return undefined;
    const abort = new AbortController();
    fetch(urlOf(job, artifact), { signal: abort.signal })
      .then((answer) => answer.json())
      .then(({ peaks, samples_per_second: rate }) => setWave({ peaks, rate, loudest: Math.max(0.01, ...peaks.filter(Number.isFinite)) }))
      .catch(() => setWave(null)); // the lane stays empty; everything else works without it
    return () => abort.abort();
  }, [artifact?.id, artifact?.sha256]);
  return wave;
}

/** One bar for each stretch of time, as high as its loudest peak; relative to the loudest of all. Bars keep their times when scrolled. */
export function outline({ peaks, rate, loudest }, { from, to, span }) {
  const stretch = Math.max(span / BARS, 1 / rate);
  const wide = (BARS * stretch) / span;
  const bars = [];
  for (let n = Math.floor(from / stretch); n * stretch < to; n++) {
    const [first, end] = [Math.floor(n * stretch * rate + 1e-6), Math.ceil((n + 1) * stretch * rate - 1e-6)];
    const height = Math.max(0.02, Math.max(0, ...peaks.slice(first, Math.max(end, first + 1))) / loudest);
    const x = ((n * stretch - from) / span) * BARS;
    bars.push(`M${x.toFixed(2)} ${(1 - height).toFixed(3)}h${(0.66 * wide).toFixed(2)}v${(2 * height).toFixed(3)}h-${(0.66 * wide).toFixed(2)}z`);
  }
  return bars.join("");
}
