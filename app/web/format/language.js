/** Languages by their names, in English as the page is. */

/** Those that the speech models know, as ISO 639 codes. */
const KNOWN =
  "af am ar as az ba be bg bn bo br bs ca cs cy da de el en es et eu fa fi fo fr gl gu ha haw he hi hr ht hu hy id is it ja jw ka kk km kn ko la lb ln lo lt lv mg mi mk ml mn mr ms mt my ne nl nn no oc pa pl ps pt ro ru sa sd si sk sl sn so sq sr su sv sw ta te tg th tk tl tr tt uk ur uz vi yi yo yue zh".split(" ");

const names = new Intl.DisplayNames("en", { type: "language" });

/** "de" → "German"; the models write Javanese "jw", as nobody else does. @param {string} code */
export function languageName(code) {
  try {
    return names.of(code === "jw" ? "jv" : code);
  } catch {
    return code;
  }
}

/** All that can be asked for, by name. @returns {{code: string, name: string}[]} */
export const languages = () => KNOWN.map((code) => ({ code, name: languageName(code) })).sort((a, b) => a.name.localeCompare(b.name, "en"));
