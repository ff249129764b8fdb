/** What a video looks like: its poster, an audio file's waveform, or an icon; looked through by pointer, touch and keys. */
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { html } from "web/html.js";
import { waveOf } from "web/model/scrub.js";
import { videoHref } from "web/model/route.js";
import { Icon } from "web/parts/icon.js";
import { BARS, outline } from "web/views/job/waveform_lane.js";
import { clock } from "web/format/time.js";

const isSound = ({ duration, video_codec: codec }) => Boolean(duration) && !codec;

export function Poster({ video, scrub }) {
  const at = useComputed(() => (scrub.at.value?.id === video.video_id ? scrub.at.value : null)).value;
  const dragged = useRef(false);
  const length = video.duration;
  const follow = (event) => {
    if (!length || (event.pointerType === "touch" && !event.buttons)) return;
    const { left, width } = event.currentTarget.getBoundingClientRect();
    if (event.pointerType === "touch") dragged.current ||= Math.abs(event.movementX) > 0;
    scrub.show(video, (event.clientX - left) / width);
  };
  const press = () => (dragged.current = false);
  const click = (event) => dragged.current && event.preventDefault(); // it was looked through, not opened
  const end = () => scrub.end(video.video_id);
  return html`<a class="video-poster" href=${videoHref(video.video_id)} tabindex="-1" aria-hidden="true" draggable="false"
    onPointerDown=${press} onPointerMove=${follow} onPointerLeave=${end} onPointerCancel=${end} onClick=${click}>
    ${isSound(video) ? html`<${Sound} video=${video} />` : html`<${Picture} video=${video} />`}
    ${at?.board && html`<i class="video-tile" style=${tileStyle(at)}></i>`}
    ${at && length && html`<u style=${{ left: `${100 * at.part}%` }}></u>`}
    ${length && html`<span class="num">${at ? `${clock(at.part * length)} / ` : ""}${clock(length)}</span>`}
  </a>`;
}

/** One small picture of the sheet, as large as fits. */
function tileStyle({ board: { url, columns, rows, count, tile_width: width, tile_height: height }, part }) {
  const tile = Math.min(count - 1, Math.floor(part * count));
  const share = (n, of) => (of > 1 ? (100 * n) / (of - 1) : 0);
  return {
    "--shape": width / height,
    backgroundImage: `url("${url}")`,
    backgroundSize: `${100 * columns}% ${100 * rows}%`,
    backgroundPosition: `${share(tile % columns, columns)}% ${share(Math.floor(tile / columns), rows)}%`,
  };
}

/** The poster; until there is one, and where its file is gone, an icon. */
function Picture({ video }) {
  const [gone, setGone] = useState(null);
  const url = video.poster_url;
  if (!url || gone === url) return html`<${Icon} name="film" />`;
  return html`<img src=${url} alt="" loading="lazy" draggable="false" onError=${() => setGone(url)} />`;
}

/** The waveform of a sound without picture; until there is one, an icon. */
function Sound({ video }) {
  const wave = useSignal(null);
  useEffect(() => {
    let ended = false;
    waveOf(video).then((found) => ended || (wave.value = found));
    return () => (ended = true);
  }, [video.waveform_url]);
  const path = useMemo(() => wave.value && outline(wave.value, { from: 0, to: video.duration, span: video.duration }), [wave.value, video.duration]);
  if (!path) return html`<${Icon} name="audio-lines" />`;
  return html`<svg class="video-wave" viewBox="0 0 ${BARS} 2" preserveAspectRatio="none"><path d=${path} /></svg>`;
}
