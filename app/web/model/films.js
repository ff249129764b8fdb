/** Films from prompts: the services that make them, their limits and prices. These are the server's; the words are the page's. */
import { SERVICES } from "web/model/films_data.js";

/** The job type. */
export const FILM = "generation";
export const SHAPES = { "16:9": "wide, 16:9", "9:16": "tall, 9:16", "1:1": "square, 1:1" };
export const LONGEST_PROMPT = 4000;

/**
 * @typedef {{name: string, durations: number[], longest: number|null, aspects: string[], resolutions: string[], longest_prompt: number,
 *   prices: Record<string, number>, durations_at: Record<string, number[]>}} Model its first values are what it makes when nothing is chosen
 * @typedef {{provider?: string, model?: string, duration_seconds?: string, aspect?: string, resolution?: string, seed?: string}} Film
 *   what is chosen; "" or absent: as the service makes it
 */

export const serviceTitle = (name) => SERVICES.find((service) => service.name === name)?.title ?? name;

/** The models of the chosen service; of all `names`, if it is left to the server. @returns {Model[]} */
export const modelsOf = (provider, names = []) => SERVICES.filter(({ name }) => (provider ? name === provider : names.includes(name))).flatMap(({ models }) => models);

/** The models that the choice leaves. @param {Film} film @param {string[]} names */
export function modelsFor(film, names) {
  const models = modelsOf(film.provider, names);
  if (!film.provider) return models;
  return [models.find(({ name }) => name === film.model) ?? models[0]].filter(Boolean);
}

/** Every value that one of the models can make. @param {Model[]} models @param {"aspects"|"resolutions"} what */
export const choices = (models, what) => [...new Set(models.flatMap((model) => model[what]))];

/** The lengths to choose from, seconds; null where any from the shortest to the longest will do. */
export function lengths(model, resolution) {
  if (model.longest !== null) return null;
  return (model.durations_at[resolution || model.resolutions[0]] ?? model.durations).toSorted((a, b) => a - b);
}

/** The choice without what its model cannot make. @param {Film} film @param {string[]} names @returns {Film} */
export function fitting(film, names) {
  const models = modelsFor(film, names);
  if (!models.length) return film;
  const kept = { ...film };
  if (film.model && !modelsOf(film.provider).some(({ name }) => name === film.model)) kept.model = "";
  if (!choices(models, "aspects").includes(film.aspect)) kept.aspect = "";
  if (!choices(models, "resolutions").includes(film.resolution)) kept.resolution = "";
  const only = film.provider && lengths(models[0], kept.resolution);
  if (only && !only.includes(Number(film.duration_seconds))) kept.duration_seconds = "";
  return kept;
}

/** US dollars for the film and for a second of it. @param {Model} model @param {Film} film */
export function price(model, { resolution, duration_seconds: chosen }) {
  const height = resolution || model.resolutions[0];
  const second = model.prices[height] ?? 0;
  return { second, film: second * (Number(chosen) || (model.durations_at[height] ?? model.durations)[0]) };
}

/** 0.4 → "$0.40"; 0 → "free" */
export const dollars = (usd) => (usd ? usd.toLocaleString("en", { style: "currency", currency: "USD" }) : "free");

/** The choice as the API expects it. @param {Film} film */
export function filmOrder({ provider, model, duration_seconds: length, aspect, resolution, seed }) {
  const options = { ...(length && { duration_seconds: Number(length) }), ...(aspect && { aspect }), ...(resolution && { resolution }), ...(seed && { seed: Number(seed) }) };
  return { job_type: FILM, ...(provider && { provider }), ...(provider && model && { model }), options };
}
