/** Who makes a film, and how it shall be: within the limits of the chosen service, with its price. */
import { useMemo } from "preact/hooks";
import { html } from "web/html.js";
import { SHAPES, choices, dollars, fitting, lengths, modelsFor, modelsOf, price, serviceTitle } from "web/model/films.js";
import { usePolled } from "web/model/poll.js";

const CHECK_MS = 30_000;
const STATES = { degraded: "fails at times", unhealthy: "fails at the moment" };

export function FilmFields({ film, problems, onChange }) {
  const { value } = usePolled("/api/v1/providers/status", CHECK_MS);
  const usable = useMemo(() => (value?.providers ?? []).filter(({ status }) => status !== "disabled"), [value]);
  const names = usable.map(({ provider }) => provider);
  const set = (part) => onChange(fitting({ ...film, ...part }, names));
  const models = modelsFor(film, names);
  const field = { film, problems, set };
  return html`<fieldset class="option-group film-options"><legend>Film</legend>
    <${Field} name="provider" label="Provider" about=${film.provider ? "Only this one: no other steps in" : "The first that can make it; the next steps in if one fails"} ...${field}
      choices=${[["", names.length === 1 ? `the server's: ${serviceTitle(names[0])}` : "the first that can"], ...usable.map(({ provider, status }) => [provider, [serviceTitle(provider), STATES[status]].filter(Boolean).join(", ")])]} />
    ${film.provider && html`<${Field} name="model" label="Model" about="Of this provider" choices=${modelsOf(film.provider).map(({ name }, n) => [n ? name : "", name])} ...${field} />`}
    <${Length} model=${film.provider ? models[0] : null} ...${field} />
    <${Field} name="aspect" label="Shape" about="Of the picture" choices=${withUsual(choices(models, "aspects"), SHAPES)} ...${field} />
    <${Field} name="resolution" label="Height" about="Of the picture" choices=${withUsual(choices(models, "resolutions"))} ...${field} />
    <${Field} name="seed" label="Seed" about="A number; the same one draws the same film again, where the provider can" input=${{ min: 0, step: 1, placeholder: "any" }} ...${field} />
    <p class="about film-price" role="status">${prices(film, names)}</p>
  </fieldset>`;
}

function Length({ model, ...field }) {
  const only = model && lengths(model, field.film.resolution);
  if (only) return html`<${Field} name="duration_seconds" label="Length" unit="s" about="It makes no others" choices=${withUsual(only.map(String))} ...${field} />`;
  const [least, most] = model ? [Math.min(...model.durations), model.longest] : [1, 600];
  return html`<${Field} name="duration_seconds" label="Length" unit="s" about=${model ? `${least} to ${most}` : "Providers that cannot make it are passed over"} input=${{ min: least, max: most, step: 1, placeholder: model ? String(model.durations[0]) : "usual" }} ...${field} />`;
}

function Field({ name, label, unit, about, choices: offered, input, film, problems, set }) {
  const id = `film-${name}`;
  const problem = problems[name] ?? problems[`options.${name}`];
  const rest = { id, value: film[name] ?? "", "aria-describedby": `${id}-about`, "aria-invalid": Boolean(problem) };
  return html`<div class="option">
    <label for=${id}>${label}${unit && html` <span class="muted">(${unit})</span>`}</label>
    ${offered
      ? html`<select onChange=${(event) => set({ [name]: event.target.value })} ...${rest}>${offered.map(([value, words]) => html`<option key=${value} value=${value}>${words}</option>`)}</select>`
      : html`<input type="number" inputmode="numeric" onInput=${(event) => set({ [name]: event.target.value })} ...${input} ...${rest} />`}
    <p id="${id}-about" class="about">${about}</p>
    ${problem && html`<p class="field-problem" role="alert">${problem}</p>`}
  </div>`;
}

const withUsual = (values, words = {}) => [["", "as is usual"], ...values.map((value) => [value, words[value] ?? value])];

/** "Demo: free" or "OpenAI: $0.10 a second, $0.40 for this film", of each that may make it. */
function prices(film, names) {
  const services = film.provider ? [film.provider] : names;
  return services.map((name) => `${serviceTitle(name)}: ${priceWords({ ...film, provider: name }, name)}`).join(" · ");
}

function priceWords(film, name) {
  const [model] = modelsFor(film, [name]);
  if (!model) return "";
  const { second, film: whole } = price(model, film);
  return second ? `${dollars(second)} a second, ${dollars(whole)} for this film` : "free";
}
