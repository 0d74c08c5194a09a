// Figures in words: how a value, its interval, its n and its change are written.
import type { Change, EstimateShape, Unit, Verdict } from "../api/shapes";

const LOCALE = "en-GB";
const number = (value: number, digits: number): string =>
  new Intl.NumberFormat(LOCALE, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);

/** 1,284 */
export const count = (value: number): string => number(value, 0);

/** "1 conversation", "1,284 conversations" */
export const plural = (value: number, one: string, many = `${one}s`): string => `${count(value)} ${value === 1 ? one : many}`;

/** 850 ms, 1.2 s, 2 min 5 s, 3 h 20 min, 2 d 4 h */
export function duration(ms: number): string {
  if (ms < 1_000) return `${count(ms)} ms`;
  if (ms < 99_500) return `${number(ms / 1_000, ms < 9_950 ? 1 : 0)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 6_000) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 2_880) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  const hours = Math.round(minutes / 60);
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** €18,240, €49.90, $0.0012; without a currency the bare number. */
export function money(value: number, currency: string | null | undefined): string {
  const digits = Math.abs(value) < 100 && !Number.isInteger(value) ? 2 : 0;
  if (!currency) return number(value, digits);
  const most = digits > 0 && Math.abs(value) < 0.1 ? 4 : digits;
  try {
    return new Intl.NumberFormat(LOCALE, {
      style: "currency", currency, currencyDisplay: "narrowSymbol", minimumFractionDigits: digits, maximumFractionDigits: most,
    }).format(value);
  } catch {
    return `${number(value, digits)} ${currency}`; // not a code of ISO 4217
  }
}

/** How a metric's values are written. */
export interface Measure {
  readonly unit: Unit;
  readonly currency?: string | null | undefined;
}

// Percentages narrower than this many points get a decimal: more would claim
// what the interval denies.
const NARROW_POINTS = 5;

/** The decimals that the interval of a share justifies. */
function shareDigits(estimate: Pick<EstimateShape, "value" | "low" | "high">): number {
  const { value, low, high } = estimate;
  if (low !== null && high !== null) return (high - low) * 100 < NARROW_POINTS ? 1 : 0;
  return value !== null && Math.abs(value) < 0.1 ? 1 : 0;
}

const digitsOf = (estimate: Pick<EstimateShape, "value" | "low" | "high">, unit: Unit): number => {
  if (unit === "share") return shareDigits(estimate);
  if (unit === "rating") return 2;
  return unit === "ratio" ? 1 : 0;
};

function write(value: number, digits: number, { unit, currency }: Measure): string {
  switch (unit) {
    case "share":
      return `${number(value * 100, digits)} %`;
    case "milliseconds":
      return duration(value);
    case "seconds":
      return duration(value * 1_000);
    case "usd":
      return money(value, "USD");
    case "money":
      return money(value, currency);
    default:
      return number(value, digits);
  }
}

/** The value alone: "71 %", "1.2 s", "1,284". Undefined where there is none. */
export function valueText(estimate: EstimateShape, measure: Measure): string | undefined {
  return estimate.value === null ? undefined : write(estimate.value, digitsOf(estimate, measure.unit), measure);
}

/** The interval: "68–74", "1.1–1.3 s". Undefined for what has none. */
export function intervalText(estimate: EstimateShape, measure: Measure): string | undefined {
  const { low, high } = estimate;
  if (low === null || high === null) return undefined;
  const digits = digitsOf(estimate, measure.unit);
  const [from, to] = [write(low, digits, measure), write(high, digits, measure)];
  if (measure.unit === "share") return `${from.slice(0, -2)}–${to.slice(0, -2)}`;
  const unitOf = (text: string): string => text.slice(text.lastIndexOf(" "));
  return measure.unit === "milliseconds" && unitOf(from) === unitOf(to) && !from.includes("min") ? `${from.slice(0, -unitOf(from).length)}–${to}` : `${from}–${to}`;
}

/** The difference, signed: "+3.1 pts", "−212". */
export function changeText(change: Change, measure: Measure): string | undefined {
  if (change.value === null) return undefined;
  const size = Math.abs(change.value);
  const sign = change.value < 0 ? "−" : "+";
  if (measure.unit !== "share") return `${sign}${write(size, digitsOf({ ...change, value: size }, measure.unit), measure)}`;
  return `${sign}${number(size * 100, size < 0.1 ? 1 : 0)} pts`;
}

const VERDICTS: Readonly<Record<Verdict, string>> = {
  better: "better",
  worse: "worse",
  higher: "higher",
  lower: "lower",
  no_clear_change: "no clear change",
  unknown: "change not known",
};

export const verdictText = (verdict: Verdict): string => VERDICTS[verdict];
