// Times are shown in the project's zone, whatever zone the reader is in.

type Parts = Intl.DateTimeFormatOptions;
const LOCALE = "en-GB";

const show = (at: number | string, zone: string, parts: Parts): string =>
  new Intl.DateTimeFormat(LOCALE, { timeZone: zone, ...parts }).format(typeof at === "string" ? Date.parse(at) : at);

/** 09:42 */
export const clock = (at: number | string, zone: string): string => show(at, zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** 09:42:07 */
export const precise = (at: number | string, zone: string): string => show(at, zone, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

/** 23 Nov. Every month has three letters, so that columns keep their width. */
export const shortDay = (at: number | string, zone: string): string => show(at, zone, { day: "numeric", month: "short" }).replace("Sept", "Sep");

/** Mon 23 Nov 2026 */
export const longDay = (at: number | string, zone: string): string =>
  show(at, zone, { weekday: "short", day: "numeric", month: "short", year: "numeric" }).replace(",", "").replace("Sept", "Sep");

/** Mon 23 Nov 2026, 09:42:07 UTC+1 */
export const exact = (at: number | string, zone: string): string =>
  `${longDay(at, zone)}, ${show(at, zone, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZoneName: "short" })}`;

const sameDay = (a: number | string, b: number | string, zone: string): boolean => longDay(a, zone) === longDay(b, zone);
const year = (at: number, zone: string): string => show(at, zone, { year: "numeric" });

/** 09:42 today, 23 Nov before; with the year where it is another. */
export function brief(at: string, zone: string, now: number): string {
  if (sameDay(at, now, zone)) return clock(at, zone);
  const day = shortDay(at, zone);
  return year(Date.parse(at), zone) === year(now, zone) ? `${day}, ${clock(at, zone)}` : `${day} ${year(Date.parse(at), zone)}`;
}

/** 27 Oct – 23 Nov, from a half-open period; the years where they differ from now's. */
export function dayRange(from: number, to: number, zone: string, now: number): string {
  const last = to - 1;
  const years = year(from, zone) !== year(now, zone) || year(last, zone) !== year(now, zone);
  const day = (at: number): string => (years ? `${shortDay(at, zone)} ${year(at, zone)}` : shortDay(at, zone));
  return sameDay(from, last, zone) ? day(from) : `${day(from)} – ${day(last)}`;
}

/** Mon 23 Nov 2026, 09:42–09:47 */
export function span(from: string, to: string, zone: string): string {
  const begin = `${longDay(from, zone)}, ${clock(from, zone)}`;
  if (!sameDay(from, to, zone)) return `${begin} – ${longDay(to, zone)}, ${clock(to, zone)}`;
  return clock(from, zone) === clock(to, zone) ? begin : `${begin}–${clock(to, zone)}`;
}

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

/** Less than the clock of a page goes on at once. */
const JUST_NOW_SECONDS = 10;

/** just now, 32 sec ago, 5 hr ago */
export function ago(at: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - at) / 1_000));
  if (seconds < JUST_NOW_SECONDS) return "just now";
  const [unit, length] = UNITS.find(([, least]) => seconds >= least) ?? ["second", 1];
  return new Intl.RelativeTimeFormat(LOCALE, { numeric: "always", style: "short" }).format(-Math.floor(seconds / length), unit);
}
