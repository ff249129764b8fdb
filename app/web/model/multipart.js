/** Finds the parts of a form in a file (multipart/form-data, RFC 7578) without loading it: what is a file stays a piece of it. */

/** Bytes that are read at once. */
const PIECE = 16 * 1024 * 1024;
/** Most bytes of a part's headers. */
const HEAD = 16 * 1024;
/** A letter per byte, so that places in the text are places in the file. Slow for much. */
const letters = new TextDecoder("latin1");
const utf8 = new TextDecoder();

/** @typedef {{name: string, filename: string|null, type: string, content: Blob}} Part */

/** @param {Blob} form @returns {Promise<Part[]>} none if it is no form, or not complete */
export async function partsOf(form) {
  const begin = await textOf(form.slice(0, HEAD));
  const line = begin.indexOf("\r\n");
  if (!begin.startsWith("--") || line < 3) return [];
  const border = new TextEncoder().encode(`\r\n${begin.slice(0, line)}`);
  const parts = [];
  for (let from = line + 2; ; ) {
    const end = await placeOf(form, border, from);
    if (end < 0) return [];
    parts.push(await partOf(form.slice(from, end)));
    const next = end + border.length + 2;
    if ((await textOf(form.slice(next - 2, next))) !== "\r\n") return parts.filter(Boolean);
    from = next;
  }
}

/** @returns {Promise<Part|null>} null for one without a name */
async function partOf(blob) {
  const begin = new Uint8Array(await blob.slice(0, HEAD).arrayBuffer());
  const length = letters.decode(begin).indexOf("\r\n\r\n");
  if (length < 0) return null;
  const head = utf8.decode(begin.subarray(0, length));
  const name = valueIn(head, "name");
  const type = /^content-type:\s*(.*)$/im.exec(head)?.[1].trim() ?? "";
  return name === null ? null : { name, filename: valueIn(head, "filename"), type, content: blob.slice(length + 4) };
}

/** Browsers write quotes and line ends in names as percent codes (HTML standard). */
const valueIn = (head, field) => new RegExp(`[;\\s]${field}="([^"]*)"`, "i").exec(head)?.[1].replace(/%22|%0D|%0A/gi, decodeURIComponent) ?? null;

async function placeOf(form, border, from) {
  for (let at = from; at < form.size; at += PIECE) {
    const found = placeIn(new Uint8Array(await form.slice(at, at + PIECE + border.length).arrayBuffer()), border);
    if (found >= 0) return at + found;
  }
  return -1;
}

function placeIn(bytes, wanted) {
  let at = bytes.indexOf(wanted[0]);
  while (at >= 0 && !wanted.every((byte, n) => bytes[at + n] === byte)) at = bytes.indexOf(wanted[0], at + 1);
  return at;
}

const textOf = async (blob) => letters.decode(await blob.arrayBuffer());
