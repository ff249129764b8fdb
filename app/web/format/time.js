/** Times and durations for people. */

/** Each is made once: that takes a browser longer than a hundred uses. */
const SHORT_TIME = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hour12: false });
const DAY = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const DAY_OF_YEAR = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" });
const LONG_TIME = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "numeric", second: "numeric", hour12: false });
const MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

/** 3723.4 → "1:02:03", 63 → "1:03" */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n) => String(n).padStart(2, "0");
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** 63.456 → "1:03.46", for places where a frame counts. */
export function exact(seconds) {
  const hundredths = Math.round(seconds * 100);
  return `${clock(hundredths / 100)}.${String(hundredths % 100).padStart(2, "0")}`;
}

/** 0.042 → "42 ms", 4.2 → "4.2 s", 63 → "1 min 3 s", 7300 → "2 h 2 min" */
export function span(seconds) {
  if (seconds === 0) return "0";
  if (seconds < 0.95) return `${Math.max(1, Math.round(seconds * 1000))} ms`;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 10 && whole % 60) return `${minutes} min ${whole % 60} s`;
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h${minutes % 60 ? ` ${minutes % 60} min` : ""}`;
  return `${Math.round(minutes / 1440)} days`;
}

/** A rounded duration: 0.4 → "less than a second", 4.2 → "4 s", 63 → "1 min 3 s" */
export function roughly(seconds) {
  return seconds < 1 ? "less than a second" : seconds < 10 ? `${Math.round(seconds)} s` : span(seconds);
}

/** The remaining time, rounded to its precision. */
export function left(seconds) {
  if (seconds < 1.5) return "a moment left";
  if (seconds < 60) return `about ${Math.ceil(seconds)} s left`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `about ${minutes} min left` : `about ${span(minutes * 60)} left`;
}

/** When something is due: "now", "in a moment", "in 12 s", "in 5 min", and from a day on "on 3 Dec, 14:05". */
export function due(instant, nowMs) {
  const seconds = (Date.parse(instant) - nowMs) / 1000;
  if (seconds <= 0) return "now";
  if (seconds < 1.5) return "in a moment";
  if (seconds >= 86_400) return `on ${dayAndTime(instant, nowMs)}`;
  const whole = Math.ceil(seconds);
  return `in ${whole < 60 ? `${whole} s` : span(whole)}`;
}

/** Within the last hour the age; before that the time of day, so that two times of one day differ. @param {string} iso @param {number} nowMs */
export function ago(iso, nowMs) {
  const seconds = (nowMs - Date.parse(iso)) / 1000; // below 0 until the slow clock has passed it
  if (seconds < 10) return "just now";
  if (seconds < 60) return `${Math.floor(seconds)} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  return dayAndTime(iso, nowMs);
}

/** "14:05" of today, "3 Dec, 14:05" of this year, else with the year. */
function dayAndTime(instant, nowMs) {
  const [then, today] = [new Date(instant), new Date(nowMs)];
  const time = textOf(SHORT_TIME, then);
  if (then.toDateString() === today.toDateString()) return time;
  return `${textOf(then.getFullYear() === today.getFullYear() ? DAY : DAY_OF_YEAR, then)}, ${time}`;
}

/** Time of day of an instant, "14:03:22". */
export function timeOfDay(instant) {
  return textOf(LONG_TIME, new Date(instant));
}

/** Day and time, for titles and tooltips. */
export function moment(instant) {
  return textOf(MOMENT, new Date(instant));
}

/** A date in these words; of none, what browsers call that. */
const textOf = (format, date) => (Number.isNaN(date.getTime()) ? String(date) : format.format(date));
