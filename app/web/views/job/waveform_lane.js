/** The loudness of the sound over time; what has been played is coloured. */
import { useEffect, useState } from "preact/hooks";
import { html } from "web/html.js";
import { artifactOf, urlOf } from "web/views/job/artifact.js";

const BARS = 280;

export function WaveformLane({ job }) {
  const artifact = artifactOf(job, "waveform");
  const [path, setPath] = useState("");
  useEffect(() => {
    if (!artifact) return undefined;
    const abort = new AbortController();
    fetch(urlOf(job, artifact), { signal: abort.signal })
      .then((answer) => answer.json())
      .then(({ peaks }) => setPath(outline(peaks)))
      .catch(() => setPath("")); // the lane stays empty; everything else works without it
    return () => abort.abort();
  }, [artifact?.id]);
  if (!artifact) return null;
  return html`<div class="lane waveform" role="img" aria-label="Waveform">
    ${["", "played"].map((part) => html`<svg key=${part} class=${part} viewBox="0 0 ${BARS} 2" preserveAspectRatio="none" aria-hidden="true"><path d=${path} /></svg>`)}
  </div>`;
}

/** One bar for each stretch, as high as its loudest peak; relative to the loudest of all. */
function outline(peaks) {
  const loudest = Math.max(0.01, ...peaks.filter(Number.isFinite));
  const bars = Array.from({ length: BARS }, (_, n) => {
    const stretch = peaks.slice(Math.floor((n * peaks.length) / BARS), Math.max(1, Math.ceil(((n + 1) * peaks.length) / BARS)));
    return Math.max(0.02, Math.max(0, ...stretch) / loudest);
  });
  return bars.map((bar, n) => `M${n} ${(1 - bar).toFixed(3)}h.66v${(2 * bar).toFixed(3)}h-.66z`).join("");
}
