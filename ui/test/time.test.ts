import { expect, test } from "vitest";
import { bucketName } from "../src/pages/overview/buckets";
import { ago, brief, clock, dayRange, exact, span } from "../src/format/time";

const NOW = Date.parse("2026-11-23T14:30:00Z");
const PARIS = "Europe/Paris";

test("times are of the project's zone, wherever the reader is", () => {
  expect(process.env.TZ).toBe("America/New_York");
  expect(clock("2026-11-23T23:30:00Z", PARIS)).toBe("00:30");
  expect(exact("2026-11-22T23:30:05Z", PARIS)).toBe("Mon 23 Nov 2026, 00:30:05 CET");
});

test("a time is as short as can be", () => {
  const f = (at: string, want: string): void => expect(brief(at, PARIS, NOW)).toBe(want);
  f("2026-11-23T08:42:00Z", "09:42");
  f("2026-11-21T08:42:00Z", "21 Nov, 09:42");
  f("2025-09-21T08:42:00Z", "21 Sep 2025");
});

test("a half-open period ends on its last day", () => {
  const f = (from: string, to: string, want: string): void => expect(dayRange(Date.parse(from), Date.parse(to), PARIS, NOW)).toBe(want);
  f("2026-10-26T23:00:00Z", "2026-11-23T23:00:00Z", "27 Oct – 23 Nov");
  f("2026-11-22T23:00:00Z", "2026-11-23T23:00:00Z", "23 Nov");
  f("2025-12-31T23:00:00Z", "2026-01-01T23:00:00Z", "1 Jan");
  f("2025-12-30T23:00:00Z", "2026-01-01T23:00:00Z", "31 Dec 2025 – 1 Jan 2026");
});

test("from when to when", () => {
  expect(span("2026-11-23T08:42:00Z", "2026-11-23T08:47:00Z", PARIS)).toBe("Mon 23 Nov 2026, 09:42–09:47");
  expect(span("2026-11-23T08:42:00Z", "2026-11-23T08:42:30Z", PARIS)).toBe("Mon 23 Nov 2026, 09:42");
  expect(span("2026-11-23T22:58:00Z", "2026-11-23T23:02:00Z", PARIS)).toBe("Mon 23 Nov 2026, 23:58 – Tue 24 Nov 2026, 00:02");
});

test("how long ago", () => {
  const f = (seconds: number, want: string): void => expect(ago(NOW - seconds * 1_000, NOW)).toBe(want);
  f(-2, "just now");
  f(3, "just now");
  f(32, "32 sec ago");
  f(200, "3 min ago");
  f(90_000, "1 day ago");
});

test("buckets are named by their width", () => {
  const f = (interval: string, want: string): void => expect(bucketName("2026-11-22T23:00:00Z", interval, PARIS)).toBe(want);
  f("hour", "23 Nov, 00:00");
  f("day", "23 Nov");
  f("week", "week of 23 Nov");
  f("month", "Nov 2026");
});
