/** Two transcripts beside each other, passage by passage, with the words marked that one side lacks; drawn as far as the page is scrolled. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { html } from "web/html.js";
import { findPassages, wordDifferences } from "web/model/compare.js";
import { memo } from "web/parts/memo.js";
import { count, plural } from "web/format/number.js";
import { clock } from "web/format/time.js";

const MORE = 30;

export function Words({ jobs, players }) {
  const [all, setAll] = useState(false);
  const [found, setFound] = useState(null);
  const [limit, setLimit] = useState(MORE);
  useEffect(() => {
    setFound(null);
    return findPassages(jobs[0].lines, jobs[1].lines, setFound);
  }, [jobs]);
  const other = useMemo(() => found?.filter(({ same }) => !same) ?? [], [found]);
  if (!jobs.some(({ lines }) => lines.length)) return null;
  const shown = (all ? found : other) ?? [];
  const words = !found ? "Comparing…" : other.length ? `${count(other.length)} of ${plural(found.length, "passage")} differ` : "Both have the same words.";
  const turn = (event) => {
    setAll(event.target.checked);
    setLimit(MORE);
  };
  return html`<section class="card compare-words" aria-labelledby="compare-words-title">
    <header class="card-head"><h2 id="compare-words-title">Transcript</h2><span class="muted" role="status">${words}</span>
      <label class="check"><input type="checkbox" checked=${all} onChange=${turn} /><span>Also what is the same</span></label></header>
    <ol class="passages">${shown.slice(0, limit).map((passage) => html`<${Passage} key=${passage.start} passage=${passage} players=${players} />`)}</ol>
    ${limit < shown.length && html`<${More} key=${limit} onSeen=${() => setLimit(limit + MORE)} />`}
  </section>`;
}

/** The end of what is drawn: more follows when it is near the window. */
function More({ onSeen }) {
  const end = useRef(null);
  useEffect(() => {
    const seen = new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && onSeen(), { rootMargin: "800px" });
    seen.observe(end.current);
    return () => seen.disconnect();
  }, []);
  return html`<p ref=${end} class="muted">…</p>`;
}

const Passage = memo(function Passage({ passage, players }) {
  const words = useMemo(() => wordDifferences(passage), [passage]);
  return html`<li class=${passage.same ? "same" : "other"}>
    ${["a", "b"].map((side, n) => html`<div key=${side} class="passage">
      ${passage[side].length > 0 && html`<button type="button" class="num" aria-label="Play side ${side.toUpperCase()} from ${clock(passage[side][0].start)}" onClick=${() => players[n].seek(passage[side][0].start, { play: true })}>${clock(passage[side][0].start)}</button>`}
      <p dir="auto">${spans(words[side])}</p></div>`)}
  </li>`;
});

/** Words in runs, so that a passage has few elements. */
function spans(words) {
  const runs = [];
  for (const { text, own } of words) {
    const last = runs.at(-1);
    if (last?.own === own) last.text += ` ${text}`;
    else runs.push({ own, text });
  }
  return runs.map(({ own, text }, n) => html`${n > 0 && " "}${own ? html`<mark key=${n}>${text}</mark>` : text}`);
}
