/** Requests to the server of this page. */
import { signal } from "@preact/signals";
import { address } from "web/net/address.js";
import { Problem } from "web/net/problem.js";

/** True while the server requires the API key and this browser has no session. */
export const needsKey = signal(false);

export const get = (path, more) => request("GET", path, more);
export const post = (path, json, more) => request("POST", path, { json, ...more });
export const patch = (path, json) => request("PATCH", path, { json });
export const del = (path, more) => request("DELETE", path, more);

/** The JSON of the response, or null for an empty one. Throws Problem. Parameters as of `exchange`. */
export const request = async (method, path, more) => (await exchange(method, path, more)).body;

/**
 * The JSON of the response, or null for an empty one, and its ETag. Throws Problem.
 * @param {string} method @param {string} path
 * @param {{json?: unknown, signal?: AbortSignal, headers?: Record<string, string>}} more
 * @returns {Promise<{body: any, tag: string|null}>}
 */
export async function exchange(method, path, { json, signal: abort, headers = {} } = {}) {
  const init = { method, headers: { Accept: "application/json", ...headers }, signal: abort };
  if (json !== undefined) {
    init.headers["Content-Type"] = "application/json";
    init.body = JSON.stringify(json);
  }
  const found = await send(path, init);
  const tag = found.headers.get("ETag");
  if (found.status === 204) return { body: null, tag };
  const body = await found.json().catch(() => null);
  if (!found.ok) throw refusal(found.status, body, found.headers.get("Retry-After"));
  return { body, tag };
}

/** The response, for what is in its headers. Throws Problem. @param {string} path @param {RequestInit} init */
export async function answer(path, init) {
  const found = await send(path, init);
  if (found.ok) return found;
  throw refusal(found.status, await found.json().catch(() => null), found.headers.get("Retry-After"));
}

/** Send JSON and save the file of the response under the server's name for it. Throws Problem. @returns {Promise<string>} its name */
export async function file(path, json) {
  const headers = { Accept: "application/json, */*", "Content-Type": "application/json" };
  const found = await answer(path, { method: "POST", headers, body: JSON.stringify(json) });
  const name = nameIn(found.headers.get("Content-Disposition") ?? "");
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(await found.blob()), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // the browser still reads it
  return name;
}

/** The name of a file in its Content-Disposition. */
function nameIn(disposition) {
  const real = /filename\*=UTF-8''([^;]+)/i.exec(disposition);
  return real ? decodeURIComponent(real[1]) : (/filename="([^"]*)"/i.exec(disposition)?.[1] ?? "download");
}

/** The Problem of a refused request; a missing key is also recorded for the whole page. */
export function refusal(status, body, retryAfter) {
  if (status === 401) needsKey.value = true;
  return new Problem(status, body ?? {}, retryAfter);
}

async function send(path, init) {
  try {
    return await fetch(address(path), init);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem(0);
  }
}
