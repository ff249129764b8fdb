/** What is said in a shared recording: playing marks line and word, a click on a word plays from it. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { html } from "web/html.js";
import { shownText } from "web/model/pieces.js";
import { Button } from "web/parts/button.js";
import { FirstSight } from "web/parts/first_sight.js";
import { memo } from "web/parts/memo.js";
import { LineLink, LinePlace } from "web/parts/moment_link.js";
import { PlaybackFollower } from "web/views/job/follow_playback.js";
import { clock } from "web/format/time.js";

/** More lines than this take a browser too long to lay out. */
const MANY = 1500;

export function ShareWords({ shared, recording, playback, addressOf }) {
  const box = useRef(null);
  const all = shared.segments.value;
  const follower = useMemo(() => new PlaybackFollower(shared.segments, playback), []);
  const place = useMemo(() => new LinePlace(), []);
  const sight = useMemo(() => new FirstSight(), []);
  useEffect(() => follower.attach(box.current), []);
  useEffect(() => place.attach(box.current), []);
  const click = ({ target }) => {
    const word = target.closest("[data-start]");
    if (!word) return;
    playback.seek(Number(word.dataset.start), { play: true });
    follower.back();
  };
  return html`<section class="card transcript" aria-labelledby="words-title">
    <header class="card-head"><h2 id="words-title">Transcript</h2></header>
    <div class="transcript-lines" ref=${box} lang=${recording.language} role="region" aria-label="Lines; up and down go from line to line" tabindex="0" onClick=${click} onKeyDown=${step}>
      <ol class=${all.length > MANY ? "many" : ""}>${all.map((segment, n) => html`<${Line} key=${segment.index} segment=${segment} goesOn=${n > 0 && all[n - 1].speaker === segment.speaker} sight=${sight} />`)}</ol>
      <${LineLink} place=${place} addressOf=${addressOf} />
    </div>
    ${!follower.following.value && follower.heard.value && html`<div class="to-playhead"><${Button} icon="locate" onClick=${follower.back}>Back to the playhead<//></div>`}
  </section>`;
}

/** Its words become elements, which can be pressed and marked, once it is in view: all those of three hours take seconds. */
const Line = memo(function Line({ segment, goesOn, sight }) {
  const { index, start, text, words, speaker } = segment;
  const line = useRef(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => sight.watch(line.current, () => setSeen(true)), []);
  return html`<li ref=${line} class="line ${goesOn ? "goes-on" : ""}" data-line=${index}>
    <button type="button" class="line-time num" tabindex="-1" data-start=${start} aria-label="Play from ${clock(start)}">${clock(start)}</button>
    ${speaker && html`<span class="line-speaker">${speaker}</span>`}
    <p dir="auto">${words.length && !seen ? shownText(segment) : words.length ? words.map((word, n) => html`${word.gap && " "}<span key=${n} class="word" data-start=${word.start}>${word.text}</span>`) : html`<span class="word" data-start=${start}>${text}</span>`}</p>
  </li>`;
});

/** Up and down go from line to line. */
function step(event) {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const on = event.target.closest(".line");
  const first = event.currentTarget.querySelector(".line.heard") ?? event.currentTarget.querySelector(".line");
  const to = !on ? first : event.key === "ArrowDown" ? on.nextElementSibling : on.previousElementSibling;
  to?.querySelector(".line-time")?.focus();
  event.preventDefault();
}
