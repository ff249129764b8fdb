/** An error response (`application/problem+json`); status 0 means that there was no response. */
export class Problem extends Error {
  /** @param {number} status @param {object} body @param {string|null} retryAfter */
  constructor(status, body = {}, retryAfter = null) {
    super(body.detail || body.title || sentence(status));
    this.status = status;
    this.code = body.code || "";
    /** @type {{loc: (string|number)[], msg: string}[]} */
    this.errors = Array.isArray(body.errors) ? body.errors : [];
    this.retryAfterS = retryAfter ? Number(retryAfter) : null;
  }
}

function sentence(status) {
  if (status === 0) return "The server cannot be reached.";
  if (status >= 500) return "The server could not do this.";
  return `The server refused this (${status}).`;
}
