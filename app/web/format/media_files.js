/** Tells media files by type and name, before they are sent. The server decides by their content. */

/** The extensions of the containers that the server opens. */
const EXTENSIONS = new Set(
  "3g2 3gp aac ac3 aif aifc aiff amr ape asf au avi awb bwf caf dif divx dss dts dv eac3 ec3 flac flv gxf latm loas m2t m2ts m4a m4b m4v mka mkv mod mov mp2 mp3 mp4 mpeg mpg mpga mts mxf oga ogg ogv opus qt snd spx thd ts tta vob w64 wav weba webm wma wmv wv y4m".split(" "),
);

/** For the field's dialog. */
export const ACCEPTED = ["video/*", "audio/*", ...[...EXTENSIONS].map((one) => `.${one}`)].join(",");

/** Whether it is video or audio; of a file without a type and a known name, "" says that only its content can tell. @param {File} file */
export function isMedia({ type, name }) {
  if (/^(video|audio)\//.test(type) || EXTENSIONS.has(name.split(".").at(-1).toLowerCase())) return true;
  return type || name.startsWith(".") ? false : "";
}
