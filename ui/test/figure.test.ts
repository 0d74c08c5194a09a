import { expect, test } from "vitest";
import type { Change, EstimateShape } from "../src/api/shapes";
import { changeText, duration, intervalText, type Measure, money, plural, valueText, verdictText } from "../src/format/figure";

const estimate = (value: number | null, low: number | null = null, high: number | null = null): EstimateShape => ({ value, low, high, n: 100, coverage: null, state: "ok" });
const change = (value: number | null): Change => ({ value, low: null, high: null, verdict: "better" });

test("values and intervals carry the decimals that the interval justifies", () => {
  const f = (unit: string, one: EstimateShape, value: string | undefined, interval: string | undefined, currency?: string): void => {
    const measure: Measure = { unit, currency };
    expect([valueText(one, measure), intervalText(one, measure)]).toEqual([value, interval]);
  };
  f("share", estimate(0.712, 0.68, 0.741), "71 %", "68–74");
  f("share", estimate(0.0893, 0.075, 0.106), "8.9 %", "7.5–10.6");
  f("share", estimate(0, 0, 0.18), "0 %", "0–18");
  f("count", estimate(1_284), "1,284", undefined);
  f("ratio", estimate(2.63, 2.41, 2.82), "2.6", "2.4–2.8");
  f("rating", estimate(0.731, 0.7, 0.76), "0.73", "0.70–0.76");
  f("milliseconds", estimate(1_240, 1_180, 1_320), "1.2 s", "1.2–1.3 s");
  f("milliseconds", estimate(870, 812, 1_020), "870 ms", "812 ms–1.0 s");
  f("money", estimate(18_240), "€18,240", undefined, "EUR");
  f("share", estimate(null), undefined, undefined);
});

test("no value is never written as a number", () => {
  for (const unit of ["share", "count", "ratio", "rating", "milliseconds", "money"]) expect(valueText(estimate(null), { unit })).toBeUndefined();
});

test("changes are signed, shares in points", () => {
  const f = (unit: string, value: number | null, want: string | undefined): void => expect(changeText(change(value), { unit })).toBe(want);
  f("share", 0.031, "+3.1 pts");
  f("share", -0.11, "−11 pts");
  f("count", 212, "+212");
  f("count", -1_500, "−1,500");
  f("milliseconds", -240, "−240 ms");
  f("share", null, undefined);
});

test("durations", () => {
  const f = (ms: number, want: string): void => expect(duration(ms)).toBe(want);
  f(0, "0 ms");
  f(999, "999 ms");
  f(1_000, "1.0 s");
  f(9_949, "9.9 s");
  f(9_960, "10 s");
  f(125_000, "2 min 5 s");
  f(12_000_000, "3 h 20 min");
  f(190_000_000, "2 d 5 h");
});

test("money keeps what the currency is", () => {
  const f = (value: number, currency: string | null | undefined, want: string): void => expect(money(value, currency)).toBe(want);
  f(0.0012, "USD", "$0.0012");
  f(0.05, "USD", "$0.05");
  f(49, "EUR", "€49");
  f(9.5, "USD", "$9.50");
  f(1_200, "JPY", "¥1,200");
  f(12, null, "12");
  f(12, "credits", "12 credits");
});

test("words", () => {
  expect(plural(1, "turn")).toBe("1 turn");
  expect(plural(1_284, "conversation")).toBe("1,284 conversations");
  expect(verdictText("no_clear_change")).toBe("no clear change");
});
