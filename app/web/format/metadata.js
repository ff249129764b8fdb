/** What a file states about itself, in words. */
import { mediaRate } from "web/format/number.js";
import { languageName } from "web/format/language.js";
import { clock, moment } from "web/format/time.js";

const KINDS = { video: "picture", audio: "sound", subtitle: "subtitles", data: "data", attachment: "attachment" };
const HDR = { pq: "HDR (PQ)", hlg: "HDR (HLG)", hdr10: "HDR10", "hdr10+": "HDR10+", dolby_vision: "Dolby Vision" };
const CHANNELS = { 1: "mono", 2: "stereo", 6: "5.1", 8: "7.1" };

export const kindWords = ({ kind }) => KINDS[kind] ?? kind;

/** @param {{container: string, duration: number, bit_rate: number|null, creation_time: string|null}} metadata @returns {[string, string][]} */
export function fileRows({ container, duration, bit_rate: rate, creation_time: made }) {
  const rows = [
    ["Container", container],
    ["Length", duration && clock(duration)],
    ["Bit rate", rate && mediaRate(rate)],
    ["Created", made && (Number.isNaN(Date.parse(made)) ? made : moment(made))],
  ];
  return rows.filter(([, words]) => words);
}

/** "1920×1080, 29.97 fps, yuv420p10le, 10 bit, HDR, bt2020nc, rotated by 90°" @param {object} stream @returns {string} */
export function streamWords(stream) {
  const { width, height, fps, pix_fmt: pixels, bit_depth: bits, hdr, hdr_format: format, interlaced, rotation, sample_rate: samples, channels } = stream;
  const words = [
    stream.title && `“${stream.title}”`,
    stream.attached_picture && "cover",
    width && `${width}×${height}`,
    fps && `${fps} fps`,
    pixels,
    bits && `${bits} bit`,
    hdr === true ? (HDR[format] ?? "HDR") : hdr === false && "SDR",
    ...colourWords(stream.color),
    interlaced === true ? "interlaced" : interlaced === false && "progressive",
    rotation && `rotated by ${rotation}°`,
    samples && `${samples / 1000} kHz`,
    channels && (CHANNELS[channels] ?? `${channels} channels`),
  ];
  return words.filter(Boolean).join(", ");
}

/** Each name once: space, transfer and primaries are mostly the same. */
const colourWords = (colour) => [...new Set([colour?.space, colour?.transfer, colour?.primaries].filter(Boolean))].concat(colour?.range ? [`${colour.range} range`] : []);

/** The language by its name, as far as the file states one. */
export const streamLanguage = ({ language }) => (language && language !== "und" ? languageName(language) : "");
