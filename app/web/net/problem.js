import { roughly } from "web/format/time.js";

/** An error response (`application/problem+json`); status 0 means that there was no response. */
export class Problem extends Error {
  /** @param {number} status @param {object} body @param {string|null} retryAfter */
  constructor(status, body = {}, retryAfter = null) {
    super(words(status, body, retryAfter ? Number(retryAfter) : 0));
    this.status = status;
    this.code = body.code || "";
    /** @type {{loc: (string|number)[], msg: string}[]} */
    this.errors = Array.isArray(body.errors) ? body.errors : [];
    this.retryAfterS = retryAfter ? Number(retryAfter) : null;
  }
}

/** Limits of requests are the operator's words; a person only needs to know how long to wait. */
function words(status, body, waitS) {
  if (status === 429 && body.code === "rate_limited") return `That was too much at once. Try again ${waitS ? `in ${roughly(waitS)}` : "later"}.`;
  return body.detail || body.title || sentence(status);
}

function sentence(status) {
  if (status === 0) return "The server cannot be reached.";
  if (status >= 500) return "The server could not do this.";
  return `The server refused this (${status}).`;
}
