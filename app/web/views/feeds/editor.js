/** The form for a feed, with what it would find. */
import { useEffect, useMemo } from "preact/hooks";
import { html } from "web/html.js";
import { FeedForm, INTERVALS } from "web/model/feed_form.js";
import { loadPresets, presets } from "web/model/presets.js";
import { FILM } from "web/model/films.js";
import { mayRule } from "web/model/rights.js";
import { say } from "web/model/toast.js";
import { Button } from "web/parts/button.js";
import { OptionFields } from "web/views/new_job/option_fields.js";
import { PriorityField } from "web/views/new_job/priority_field.js";
import { TypePicker } from "web/views/new_job/type_picker.js";
import { FeedPreview } from "web/views/feeds/preview.js";
import { span } from "web/format/time.js";

export function FeedEditor({ feed, onEnd }) {
  const form = useMemo(() => new FeedForm(feed), [feed]);
  useEffect(() => {
    loadPresets();
    document.getElementById(feed ? "feed-name" : "feed-where")?.focus();
    return () => form.close();
  }, [form]);
  const problems = form.problems.value;
  useEffect(() => document.querySelector('.feed-form [aria-invalid="true"]')?.focus(), [problems]);
  const send = async (event) => {
    event.preventDefault();
    const made = await form.send();
    if (!made) return;
    say(feed ? `“${made.name}” is changed.` : `“${made.name}” is checked from now on.`);
    onEnd();
  };
  const leave = (event) => event.key === "Escape" && !event.target.closest("select") && onEnd();
  return html`<form class="card feed-form" aria-label=${feed ? `Change ${feed.name}` : "New feed"} onSubmit=${send} onKeyDown=${leave} novalidate>
    <div class="feed-form-grid">
      <div class="feed-part">${!feed && html`<${Where} form=${form} />`}
        <${Field} id="feed-name" label="Name" about=${feed ? "" : "Empty: as its site calls it"}><input id="feed-name" type="text" maxlength="200" value=${form.name.value} onInput=${(event) => (form.name.value = event.target.value)} placeholder=${form.preview.value.found?.title ?? ""} /><//>
        <${Schedule} form=${form} />
        ${!feed && html`<${FeedPreview} form=${form} />`}
      </div>
      <div class="feed-part"><${Does} form=${form} problems=${problems} /></div>
    </div>
    <p class="field-problem" role="alert">${problems[""] ?? ""}</p>
    <div class="dialog-actions"><${Button} onClick=${onEnd}>Cancel<//><${Button} kind="main" type="submit" icon=${feed ? "check" : "rss"} busy=${form.sending.value}>${feed ? "Save" : "Add feed"}<//></div>
  </form>`;
}

function Where({ form }) {
  const problem = form.problems.value.source;
  const ways = mayRule.value ? "A podcast (RSS), a channel, a playlist, or a folder of the server such as /srv/recordings" : "A podcast (RSS), a channel or a playlist";
  return html`<${Field} id="feed-where" label="Link${mayRule.value ? " or folder" : ""}" about=${ways} problem=${problem}>
    <input id="feed-where" type="text" inputmode="url" autocomplete="off" autocapitalize="off" spellcheck=${false} placeholder="https://…" value=${form.where.value} onInput=${(event) => form.setWhere(event.target.value)} aria-describedby="feed-where-about feed-where-problem" aria-invalid=${Boolean(problem)} />
  <//>`;
}

function Schedule({ form }) {
  const { every, last, max_new: most, at } = form.problems.value;
  const interval = form.interval.value;
  const choices = interval in INTERVALS ? INTERVALS : { [interval]: `every ${span(Number(interval))}`, ...INTERVALS };
  return html`<div class="feed-schedule">
    <${Field} id="feed-interval" label="Checked" problem=${every ?? at}><div class="preset-row">
      <select id="feed-interval" value=${interval} onChange=${(event) => (form.interval.value = event.target.value)}>${Object.entries(choices).map(([value, words]) => html`<option key=${value} value=${value}>${words}</option>`)}</select>
      ${interval === "at" && html`<input type="time" aria-label="Time of day" value=${form.at.value} onInput=${(event) => (form.at.value = event.target.value)} required />`}
    </div><//>
    <${Field} id="feed-most" label="New jobs a check" problem=${most}><input id="feed-most" type="number" min="1" max="100" value=${form.maxNew.value} onInput=${(event) => (form.maxNew.value = Number(event.target.value))} /><//>
    ${!form.feed && html`<${Field} id="feed-last" label="Also of what is there" problem=${last}><div class="preset-row"><input id="feed-last" type="number" min="0" max="100" value=${form.last.value} onInput=${(event) => (form.last.value = Number(event.target.value))} aria-describedby="feed-last-about" /><span id="feed-last-about" class="about">${form.last.value ? `the newest ${form.last.value}` : "nothing: only what comes from now on"}</span></div><//>`}
  </div>`;
}

function Does({ form, problems }) {
  const { jobType, options, priority } = form.choice.value;
  const all = presets.value ?? [];
  return html`<${Field} id="feed-preset" label="Options" about=${form.preset.value ? "Read at each check: a change of the preset holds from the next one on" : ""}>
      <select id="feed-preset" value=${form.preset.value} onChange=${(event) => (form.preset.value = event.target.value)}>
        <option value="">Its own, as below</option>${all.map(({ id, name }) => html`<option key=${id} value=${id}>Preset: ${name}</option>`)}
      </select>
    <//>
    ${!form.preset.value && html`<${TypePicker} value=${jobType} without=${FILM} onChange=${(chosen) => form.choose({ jobType: chosen })} />
      <${PriorityField} value=${priority} problem=${problems.priority} onChange=${(chosen) => form.choose({ priority: chosen })} />
      <${OptionFields} jobType=${jobType} values=${options} problems=${problems} onChange=${form.setOption} onReset=${() => form.choose({ options: {} })} />`}`;
}

function Field({ id, label, about, problem, children }) {
  return html`<div class="field"><label for=${id}>${label}</label>${children}${about && html`<p id="${id}-about" class="about">${about}</p>`}${problem && html`<p id="${id}-problem" class="field-problem" role="alert">${problem}</p>`}</div>`;
}
