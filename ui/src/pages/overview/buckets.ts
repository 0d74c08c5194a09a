import { clock, shortDay } from "../../format/time";

const MONTH = { month: "short", year: "numeric" } as const;

/** How the start of an interval is written: "23 Nov", "09:00", "Nov 2026". */
export function bucketName(at: string, interval: string, zone: string): string {
  if (interval === "hour") return `${shortDay(at, zone)}, ${clock(at, zone)}`;
  if (interval === "month") return new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...MONTH }).format(Date.parse(at));
  return interval === "week" ? `week of ${shortDay(at, zone)}` : shortDay(at, zone);
}
