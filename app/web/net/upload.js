/** Sends one file in pieces (tus 1.0): it goes on at the byte that the server has stored, however often the connection breaks. */
import { address } from "web/net/address.js";
import { answer, del, get, refusal } from "web/net/api.js";
import { delayMs } from "web/net/backoff.js";
import { Problem } from "web/net/problem.js";

const PATH = "/api/v1/uploads";
const TUS = { "Tus-Resumable": "1.0.0" };
/** A piece, bytes: below what proxies take (often 100 MB). Smaller ones are tried where a proxy refuses it, down to the least. */
const PIECE_BYTES = 32 * 1024 * 1024;
const LEAST_BYTES = 256 * 1024;
const KEEP_EVERY_MS = 10_000;
const UNREADABLE = "This file cannot be read any more. Choose it again.";

/**
 * @typedef {{id: string, keep: (id: string, offset: number) => void, drop: () => void}} Memory what is known of an earlier try; `id` "" for nothing
 * @param {File} file
 * @param {Memory} memory
 * @param {(change: {reached?: number, held?: string}) => void} report `reached` 0..1; 1 means sent, the server may still be probing it. `held` is why it waits, "" if it does not
 * @returns {{done: Promise<object>, abort: () => void}} `done` resolves to the video or throws Problem; `abort` deletes what was sent
 */
export function upload(file, memory, report) {
  const stop = new AbortController();
  const sending = new Sending(file, memory, report, stop.signal);
  return { done: sending.run(), abort: () => (stop.abort(), sending.discard()) };
}

class Sending {
  #file;
  #memory;
  #report;
  #signal;
  #id;
  #offset = null;
  #piece = PIECE_BYTES;
  #keptAt = 0;

  constructor(file, memory, report, signal) {
    [this.#file, this.#memory, this.#report, this.#signal] = [file, memory, report, signal];
    this.#id = memory.id;
  }

  async run() {
    for (let failures = 0; ; ) {
      try {
        if (await this.#advance()) return await this.#video();
        failures = 0;
      } catch (problem) {
        await this.#judge(problem);
        await pause(problem.retryAfterS ? problem.retryAfterS * 1000 : delayMs(failures++), this.#signal);
      }
    }
  }

  /** Delete what the server has; it would expire by itself. */
  discard() {
    this.#memory.drop();
    if (this.#id) del(`${PATH}/${this.#id}`, { headers: TUS }).catch(() => {});
  }

  /** Do the next request. @returns {Promise<boolean>} whether all is there */
  async #advance() {
    if (!this.#id) await this.#begin();
    else if (this.#offset === null) await this.#look();
    else await this.#send();
    this.#reach(this.#offset);
    return this.#offset === this.#file.size;
  }

  async #begin() {
    const metadata = `filename ${base64(this.#file.name)}`;
    const begun = await answer(PATH, { method: "POST", headers: { ...TUS, "Upload-Length": this.#file.size, "Upload-Metadata": metadata }, signal: this.#signal });
    this.#id = begun.headers.get("Location").split("/").at(-1);
    this.#stored(0);
  }

  async #look() {
    try {
      const found = await answer(`${PATH}/${this.#id}`, { method: "HEAD", headers: TUS, signal: this.#signal });
      this.#stored(Number(found.headers.get("Upload-Offset")));
    } catch (problem) {
      if (problem.status !== 404 && problem.status !== 410) throw problem;
      this.#id = ""; // expired, or of another server: begin anew
      this.#memory.drop();
      await this.#begin();
    }
  }

  #stored(offset) {
    this.#offset = offset;
    this.#keptAt = Date.now();
    this.#memory.keep(this.#id, offset);
  }

  async #video() {
    const video = await get(`/api/v1/videos/${this.#id}`, { signal: this.#signal });
    this.#memory.drop();
    return video;
  }

  /** Wait and go on, or end with the problem: one that does not pass by itself, and an abort. */
  async #judge(problem) {
    if (problem.name === "AbortError") throw problem;
    this.#offset = null;
    if (problem.status === 413 && !problem.code && this.#piece > LEAST_BYTES) {
      this.#piece /= 4;
      return; // not our server's words: a proxy takes no such pieces
    }
    if (!passes(problem)) {
      if (isFinal(problem)) this.#memory.drop();
      throw problem;
    }
    if (problem.status === 0 && !(await readable(this.#file))) throw new Problem(0, { detail: UNREADABLE });
    this.#report({ held: problem.status ? problem.message : "The connection is lost; it goes on by itself." });
  }

  #reach(offset) {
    this.#report({ reached: this.#file.size ? offset / this.#file.size : 0, held: "" });
  }

  /** Send a piece. fetch does not report how much has been sent, XMLHttpRequest does. */
  #send() {
    const from = this.#offset;
    const xhr = new XMLHttpRequest();
    const abort = () => xhr.abort();
    this.#signal.addEventListener("abort", abort);
    const sent = new Promise((resolve, reject) => {
      xhr.upload.onprogress = ({ loaded }) => {
        this.#reach(Math.min(from + loaded, this.#file.size));
        if (Date.now() - this.#keptAt > KEEP_EVERY_MS) this.#stored(from); // for other tabs: it is at work
      };
      xhr.onload = () => (xhr.status < 300 ? resolve() : reject(refusal(xhr.status, parsed(xhr.responseText), xhr.getResponseHeader("Retry-After"))));
      xhr.onerror = () => reject(new Problem(0));
      xhr.onabort = () => reject(new DOMException("aborted", "AbortError"));
    });
    xhr.open("PATCH", address(`${PATH}/${this.#id}`));
    for (const [name, value] of Object.entries(TUS)) xhr.setRequestHeader(name, value);
    xhr.setRequestHeader("Upload-Offset", from);
    xhr.setRequestHeader("Content-Type", "application/offset+octet-stream");
    xhr.setRequestHeader("Accept", "application/json");
    xhr.send(this.#file.slice(from, from + this.#piece));
    return sent.then(() => this.#stored(Number(xhr.getResponseHeader("Upload-Offset")))).finally(() => this.#signal.removeEventListener("abort", abort));
  }
}

/** Whether waiting helps: no answer, a proxy without a server, a server that stops, another request with this upload, a limit of requests. */
function passes({ status, code }) {
  if (status === 503) return !["disk_full", "storage_failed"].includes(code);
  if (status === 429) return code !== "quota_exceeded";
  if (status === 409) return code === "offset_mismatch";
  return [0, 408, 423, 502, 504].includes(status);
}

/** Whether the server has deleted the upload, or would never take it. */
const isFinal = ({ status }) => [403, 404, 410, 413, 415, 422].includes(status);

/** Wait, less if the network comes back before. Throws AbortError. */
function pause(ms, signal) {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new DOMException("aborted", "AbortError"));
    const over = () => (signal.removeEventListener("abort", stop), resolve());
    setTimeout(over, ms);
    addEventListener("online", over, { once: true, signal });
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
  });
}

const readable = (file) => file.slice(0, 1).arrayBuffer().then(() => true, () => false);

const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
