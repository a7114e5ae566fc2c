/**
 * The one formatter: every number on every page is written here. Numbers and their units are held
 * together by no-break spaces; a value that is not there is written as a dash.
 */

/** Written for a value that is missing or not finite. */
export const missing = "–";

const thin = "\u202f";
const space = "\u00a0";

type Maybe = number | null | undefined;

const isNumber = (value: Maybe): value is number =>
  typeof value === "number" && Number.isFinite(value);

/** Whole count with thin spaces: 1 234 567. */
export function formatCount(value: Maybe): string {
  if (!isNumber(value)) return missing;
  const digits = Math.abs(Math.round(value)).toString();
  const grouped = digits.replace(/\B(?=(\d{3})+$)/g, thin);
  return Math.round(value) < 0 ? `-${grouped}` : grouped;
}

/** Loss with 4 significant digits: 2.346, 0.01235, 12 346, 3.200e-6. */
export function formatLoss(value: Maybe): string {
  if (!isNumber(value)) return missing;
  const size = Math.abs(value);
  if (size >= 9999.5) return formatCount(value);
  if (size > 0 && size < 1e-4) return value.toExponential(3);
  return value.toPrecision(4);
}

/** Change of a loss with its sign and 3 decimals: +0.120, -2.914; what is next to nothing is 0.000. */
export function formatLossChange(value: Maybe): string {
  if (!isNumber(value)) return missing;
  const size = Math.abs(value).toFixed(3);
  if (Number(size) === 0) return size;
  return `${value < 0 ? "-" : "+"}${size}`;
}

/** Score or reward with at most 3 significant digits: 0.5, 0.333, -1.2, 1.2e-5. What is next to nothing is 0. */
export function formatScore(value: Maybe): string {
  if (!isNumber(value)) return missing;
  return formatPlain(Math.abs(value) < 1e-9 ? 0 : Number(value.toPrecision(3)));
}

/** A number as a person would type it: 0.05, 32, 1e-5. No grouping, nothing lost. */
export function formatPlain(value: Maybe): string {
  if (!isNumber(value)) return missing;
  const size = Math.abs(value);
  if (size !== 0 && size < 1e-3) return value.toExponential();
  return String(value);
}

/** Speed as a whole number: 1 204 tokens/s. */
export function formatTokensPerSecond(value: Maybe): string {
  return isNumber(value) ? `${formatCount(value)}${space}tokens/s` : missing;
}

/** Memory, given in GB, in the unit that fits: 62.4 MB, 3.4 GB. */
export function formatGigabytes(gigabytes: Maybe): string {
  return isNumber(gigabytes) ? formatBytes(gigabytes * 1e9) : missing;
}

/** Memory, given in MB, in the unit that fits. */
export function formatMegabytes(megabytes: Maybe): string {
  return formatGigabytes(isNumber(megabytes) ? megabytes / 1000 : megabytes);
}

/** Size of a file, given in bytes, in decimal units: 0 B, 812 B, 14.2 kB, 988 MB, 1.2 GB. */
export function formatBytes(bytes: Maybe): string {
  if (!isNumber(bytes)) return missing;
  const units = ["B", "kB", "MB", "GB", "TB"];
  let size = bytes;
  let unit = 0;
  while (Math.abs(size) >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  const whole = unit === 0 || Math.abs(size) >= 99.95;
  return `${whole ? Math.round(size) : size.toFixed(1)}${space}${units[unit]}`;
}

/** Time, given in seconds: 0.4 s, 45 s, 3 m 05 s, 1 h 04 m, 2 d 03 h. */
export function formatDuration(seconds: Maybe): string {
  if (!isNumber(seconds) || seconds < 0) return missing;
  if (seconds < 9.95 && !Number.isInteger(seconds)) return `${seconds.toFixed(1)}${space}s`;
  const total = Math.round(seconds);
  if (total < 60) return `${total}${space}s`;
  if (total < 3600) return pair(Math.floor(total / 60), "m", total % 60, "s");
  const minutes = Math.round(total / 60);
  if (minutes < 1440) return pair(Math.floor(minutes / 60), "h", minutes % 60, "m");
  const hours = Math.round(total / 3600);
  return pair(Math.floor(hours / 24), "d", hours % 24, "h");
}

/** Share, given as a fraction, with 3 significant digits: 3.56 %, 0.12 %, 100 %. */
export function formatPercent(fraction: Maybe): string {
  if (!isNumber(fraction)) return missing;
  return `${threeDigits(fraction * 100)}${space}%`;
}

/** Parameters, and their share of a total when it is known: 17.6 M (3.56 %). */
export function formatParameters(count: Maybe, total?: Maybe): string {
  if (!isNumber(count)) return missing;
  const short = shortCount(count);
  return isNumber(total) && total > 0 ? `${short} (${formatPercent(count / total)})` : short;
}

/** Where a run stands: 120 / 1 000; without a total, 120. */
export function formatProgress(done: Maybe, total?: Maybe): string {
  if (!isNumber(total)) return formatCount(done);
  return `${formatCount(done)}${space}/${space}${formatCount(total)}`;
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  const padded = String(small).padStart(2, "0");
  return `${large}${space}${largeUnit}${space}${padded}${space}${smallUnit}`;
}

function shortCount(count: number): string {
  const scales = [
    { from: 999.5e6, divide: 1e9, unit: "B" },
    { from: 999.5e3, divide: 1e6, unit: "M" },
    { from: 999.5, divide: 1e3, unit: "k" },
  ];
  const scale = scales.find(({ from }) => Math.abs(count) >= from);
  return scale ? `${threeDigits(count / scale.divide)}${space}${scale.unit}` : formatCount(count);
}

function threeDigits(value: number): string {
  const size = Math.abs(value);
  if (size >= 999.5) return formatCount(value);
  if (size >= 99.95) return value.toFixed(0);
  if (size >= 9.995) return value.toFixed(1);
  if (size === 0) return "0";
  if (size >= 0.01) return value.toFixed(2);
  return value.toPrecision(1);
}
