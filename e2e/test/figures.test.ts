import { expect, test } from "vitest";
import { shows } from "../support/figures";

test("a number on the screen is read as exactly as it is shown", () => {
  const f = (shown: string, value: number | null, want: boolean): void => expect([shown, value, shows(shown, value)]).toEqual([shown, value, want]);
  f("71 %", 0.7149, true);
  f("71 %", 0.7151, false);
  f("0.4 %", 0.0041, true);
  f("0.4 %", 0.0047, false);
  f("1,284", 1284, true);
  f("1,284", 1285, false);
  f("−3", -3, true);
  f("0.68", 0.684, true);
  f("no data", null, true);
  f("no data", 0, false);
  f("0", null, false);
});
