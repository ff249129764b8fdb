/** Sounds that people make while they think, and that no text needs: by language, in all the lengths that they are written in. */

/** Only what is never a word of the language: "eh" is one in German, "um" in Portuguese and German. */
const FILLERS = {
  en: /^(u+h+m*|u+m+|e+r+m+|a+h+m+|h+m+|m+h*m+)$/,
  de: /^(ä+h+m*|ö+h+m*|e+h+m+|ä+m+|h+m+|m+h*m+|u+h+m*)$/,
  fr: /^(e+u+h+|h+e+u+|e+u+m+|h+u+m+|h+m+)$/,
  es: /^(e+h+m*|e+m+|h+m+|m+h*m+)$/,
  it: /^(e+h+m+|u+h+m*|h+m+|m+h*m+)$/,
  pt: /^(a+h+n+|h+u+m+|h+ã+|e+h+m*|h+m+)$/,
  nl: /^(e+h+m*|u+h+m*|h+m+)$/,
  sv: /^(ö+h+m*|e+h+m*|ä+h+m*|h+m+)$/,
  da: /^(ø+h+m*|e+h+m*|h+m+)$/,
  no: /^(ø+h+m*|e+h+m*|h+m+)$/,
  pl: /^(y{2,}|e{2,}|y+m+|h+m+)$/,
  ru: /^(э+м*|м{2,}|х+м+)$/,
  uk: /^(е{2,}|м{2,}|г+м+)$/,
  ja: /^(え[ーえ]*っ?と|あ[ーあ]+|う[ーう]+ん?|えー+)$/,
  zh: /^(呃+|嗯+)$/,
};

/** Whether a word is one of these sounds. @param {string} text @param {string} language ISO 639; of unknown ones there are none */
export function isFiller(text, language) {
  const known = FILLERS[(language ?? "").toLowerCase().split(/[-_]/)[0]];
  return Boolean(known?.test(text.toLowerCase().replace(/[^\p{L}\p{M}ー]/gu, "")));
}
