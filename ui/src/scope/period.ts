// The period of a page: whole days of the project's time zone, the last of
// which may still be running.
import dayjs from "dayjs";
import timezone from "dayjs/plugin/timezone";
import utc from "dayjs/plugin/utc";
import type { Search } from "./search";

dayjs.extend(utc);
dayjs.extend(timezone);

export type PresetId = "today" | "7d" | "28d" | "90d" | "month" | "last-month";

export interface Preset {
  readonly id: PresetId;
  readonly label: string;
}

export const PRESETS: readonly Preset[] = [
  { id: "today", label: "Today" },
  { id: "7d", label: "Last 7 days" },
  { id: "28d", label: "Last 28 days" },
  { id: "90d", label: "Last 90 days" },
  { id: "month", label: "This month" },
  { id: "last-month", label: "Last month" },
];

export const DEFAULT_PRESET: PresetId = "28d";

/** Half-open, in milliseconds since 1970. */
export interface Period {
  readonly from: number;
  readonly to: number;
  readonly preset: PresetId | undefined;
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const MINUTE = 60_000;

/** The day in the zone, as 2026-11-23. */
export const dayOf = (at: number, zone: string): string => dayjs(at).tz(zone).format("YYYY-MM-DD");

/** The instant at which a day begins in the zone. */
export const startOf = (day: string, zone: string): number => dayjs.tz(`${day} 00:00`, zone).valueOf();

export const addDays = (day: string, days: number): string => dayjs.utc(day).add(days, "day").format("YYYY-MM-DD");

/**
 * A running period ends at the coming minute, not at the day's end: compared
 * with a period of the same length, a day that has only begun is no loss.
 */
const running = (first: string, zone: string, now: number): Omit<Period, "preset"> => ({
  from: startOf(first, zone),
  to: Math.floor(now / MINUTE) * MINUTE + MINUTE,
});

function presetPeriod(id: PresetId, zone: string, now: number): Omit<Period, "preset"> {
  const today = dayOf(now, zone);
  const month = `${today.slice(0, 7)}-01`;
  switch (id) {
    case "today":
      return running(today, zone, now);
    case "7d":
      return running(addDays(today, -6), zone, now);
    case "28d":
      return running(addDays(today, -27), zone, now);
    case "90d":
      return running(addDays(today, -89), zone, now);
    case "month":
      return running(month, zone, now);
    case "last-month":
      return { from: startOf(`${addDays(month, -1).slice(0, 7)}-01`, zone), to: startOf(month, zone) };
  }
}

/** A day or an RFC 3339 time; a day that ends a period belongs to it. */
function instant(text: string | undefined, zone: string, endOfDay: boolean): number | undefined {
  if (text === undefined) return undefined;
  if (DATE.test(text)) {
    const at = startOf(endOfDay ? addDays(text, 1) : text, zone);
    return Number.isNaN(at) ? undefined : at;
  }
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}

/** The period the address asks for; the last 28 days where it asks for none or makes no sense. */
export function periodOf(search: Search, zone: string, now: number): Period {
  const from = instant(search.from, zone, false);
  const to = instant(search.to, zone, true);
  if (from !== undefined && to !== undefined && from < to) return { from, to, preset: undefined };
  const preset = PRESETS.find(({ id }) => id === search.period)?.id ?? DEFAULT_PRESET;
  return { ...presetPeriod(preset, zone, now), preset };
}

/** The period before, which figures are compared with: as many days of the zone where it is of whole days, else of the same length. */
export function before({ from, to }: Pick<Period, "from" | "to">, zone: string): Pick<Period, "from" | "to"> {
  const [first, end] = [dayOf(from, zone), dayOf(to, zone)];
  if (startOf(first, zone) !== from || startOf(end, zone) !== to) return { from: from - (to - from), to: from };
  return { from: startOf(addDays(first, -dayjs.utc(end).diff(dayjs.utc(first), "day")), zone), to: from };
}
