/** Folds text for search: without case, accents and width, in every script. */

/** Accents and points that people omit when they type; vowel signs and voicing marks of other scripts are letters. */
const ACCENTS = /[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]/g;
/** Invisible characters: soft hyphens, joiners, marks of direction. */
const UNSEEN = /[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/g;
const QUOTES = { "‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"' };
const ASCII = /^[\x21-\x7e]*(?: [\x21-\x7e]+)*$/;
/** A letter with the marks that belong to it. */
const LETTER = /\P{M}\p{M}*|\p{M}+/gu;

/**
 * The text to compare, and for each of its letters where it begins and ends in the original.
 * @param {string} text @returns {{text: string, starts: number[]|null, ends: number[]|null}} null where nothing has moved
 */
export function folded(text) {
  if (ASCII.test(text)) return { text: text.toLowerCase(), starts: null, ends: null };
  const [plain, starts, ends] = [[], [], []];
  let offset = 0;
  for (const [letter] of text.matchAll(LETTER)) {
    const now = fold(letter);
    const again = now === " " && plain.at(-1) === " "; // spaces are shown as one
    for (let n = 0; n < now.length && !again; n++) {
      plain.push(now[n]);
      starts.push(offset);
      ends.push(offset + letter.length);
    }
    offset += letter.length;
  }
  return { text: plain.join(""), starts, ends };
}

/** "É" → "e", "ß" → "ss", "Ａ" → "a", "ς" → "σ"; upper case first, because some letters have the same capital. */
function fold(letter) {
  const known = QUOTES[letter] ?? letter;
  const bare = known.normalize("NFKD").toUpperCase().toLowerCase().normalize("NFKD").replace(ACCENTS, "").replace(UNSEEN, "");
  return bare.replace(/\s/g, " ").normalize("NFC");
}
