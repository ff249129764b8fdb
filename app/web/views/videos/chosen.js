/** Select videos, and what is done with the selected ones: tags for all of them, and a new job. */
import { useState } from "preact/hooks";
import { html } from "web/html.js";
import { saying } from "web/model/toast.js";
import { newJobOn } from "web/model/video_actions.js";
import { Button } from "web/parts/button.js";
import { refocusing } from "web/parts/refocus.js";
import { TagLine } from "web/parts/tag_line.js";
import { count, plural } from "web/format/number.js";

export function Chosen({ desk, filtered }) {
  const { selection, list } = desk;
  const total = list.ids.value.length;
  const all = selection.allMatching.value;
  const ids = [...selection.ids.value];
  const number = all ? total : ids.length;
  const [busy, setBusy] = useState(false);
  const tag = async (what) => {
    setBusy(true);
    const chosen = await saying(desk.chosen);
    if (chosen) await desk.tag(chosen, what);
    setBusy(false);
  };
  const turn = () => (all ? selection.clear() : selection.all());
  const tags = tagsOf(list, all ? list.ids.value : ids);
  const loaded = ids.map((id) => list.videos.get(id)?.value).filter(Boolean);
  return html`<div class="bulk video-bulk">
    <label class="check"><input type="checkbox" checked=${all} disabled=${!total} onChange=${turn} /><span>${filtered ? "All matches" : "All"} <span class="muted num">${count(total)}</span></span></label>
    ${number > 0 &&
    html`<div class="bulk-actions" role="group" aria-label="Selected videos" aria-busy=${busy}>
      <span class="chosen-count" role="status">${plural(number, "video")} selected</span>
      <${TagLine} tags=${[...tags.keys()]} words=${(name) => (tags.get(name) < number ? `${name} ${count(tags.get(name))}` : name)} of="the selected videos" editing autofocus=${false}
        onAdd=${(wanted) => tag({ add: wanted })} onRemove=${(name) => tag({ remove: [name] })} />
      ${!all && loaded.length === number && html`<${Button} icon="plus" onClick=${() => loaded.forEach(newJobOn)}>New job<//>`}
      <${Button} kind="quiet" onClick=${() => refocusing(() => selection.clear(), () => document.querySelector(".video-bulk input:enabled"))}>Clear<//>
    </div>`}
  </div>`;
}

/** The tags of these videos, as far as they are loaded, with how many of them have each. */
function tagsOf(list, ids) {
  const found = new Map();
  for (const id of ids) for (const tag of list.videos.get(id)?.value.tags ?? []) found.set(tag, (found.get(tag) ?? 0) + 1);
  return new Map([...found].sort(([a], [b]) => a.localeCompare(b)));
}
