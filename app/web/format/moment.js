/** Moments in addresses: `t=44`, `t=44.5`, `t=1:02:03`, `t=1m30s`. */

const PLAIN = /^\d+(\.\d+)?$/;
const COLONS = /^(?:(\d+):)?(\d{1,2}):(\d{1,2}(?:\.\d+)?)$/;
const LETTERS = /^(?=.)(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?$/i;

/** The seconds of a moment; null for what is none. @param {string|null} text */
export function momentOf(text) {
  if (!text) return null;
  if (PLAIN.test(text)) return Number(text);
  const parts = COLONS.exec(text) ?? LETTERS.exec(text);
  if (!parts) return null;
  const [h, m, s] = parts.slice(1).map((part) => Number(part ?? 0));
  return h * 3600 + m * 60 + s;
}

/** A moment for an address: not before it, so that the line which begins there is found. */
export const momentText = (seconds) => String(Math.ceil(Math.max(0, seconds) * 100 - 1e-6) / 100);
