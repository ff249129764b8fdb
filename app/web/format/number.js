/** Quantities for people. */

/** Made once: that takes a browser longer than a hundred uses. */
const COUNT = new Intl.NumberFormat();

/** 1536 → "1.5 KB" */
export const bytes = (count) => inUnits(count, 1024);

/** The size of a download in thousands, as its source states it: 147882941 → "148 MB" */
export const downloadBytes = (count) => inUnits(count, 1000);

/** 1234567 → "1.2 Mbit/s" */
export function mediaRate(bitsPerSecond) {
  return bitsPerSecond < 1e6 ? `${Math.round(bitsPerSecond / 1000)} kbit/s` : `${(bitsPerSecond / 1e6).toFixed(1)} Mbit/s`;
}

function inUnits(count, base) {
  if (count < base) return `${count} B`;
  const units = ["KB", "MB", "GB", "TB"];
  let [value, unit] = [count / base, 0];
  while (value >= 1000 && unit < units.length - 1) [value, unit] = [value / base, unit + 1];
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** 0.427 → "43 %"; never 100 before it is complete. */
export function percent(fraction) {
  const value = Math.round(fraction * 100);
  return `${fraction < 1 ? Math.min(value, 99) : 100} %`;
}

/** 12345 → "12,345" in the reader's locale */
export const count = (value) => COUNT.format(value);

/** 3 → "3rd" */
export function ordinal(value) {
  const rule = new Intl.PluralRules("en", { type: "ordinal" }).select(value);
  return `${value}${{ one: "st", two: "nd", few: "rd", other: "th" }[rule]}`;
}

/** plural(2, "job") → "2 jobs" */
export const plural = (value, noun) => `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
