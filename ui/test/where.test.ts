import { expect, test } from "vitest";
import { compose, propertyField } from "../src/where/compose";
import { mistakeIn } from "../src/where/mistake";
import { termsOf, withoutTerm, withTerm } from "../src/where/terms";

test("a text is cut where 'and' joins its top level", () => {
  const f = (text: string, ...want: string[]): void => expect(termsOf(text).map((term) => term.text)).toEqual(want);
  f("");
  f('agent = "support"', 'agent = "support"');
  f('agent = "a and b" AND rating < 0.5', 'agent = "a and b"', "rating < 0.5");
  f('turn(model = "m" and signal = slow) and turns >= 3', 'turn(model = "m" and signal = slow)', "turns >= 3");
  f('prop."my \\" and key" in ("x", "y") and not settled = true', 'prop."my \\" and key" in ("x", "y")', "not settled = true");
  f('a = "1" or b = "2" and c = "3"', 'a = "1" or b = "2" and c = "3"');
  f('(a = "1" or b = "2") and c = "3"', '(a = "1" or b = "2")', 'c = "3"');
});

test("a simple term is told apart into field, operator and values", () => {
  const f = (text: string, want: unknown): void => expect(termsOf(text)[0]?.simple).toEqual(want);
  f('agent = "say \\"hi\\""', { field: "agent", op: "=", values: ['say "hi"'] });
  f('prop.plan in ("pro", "team")', { field: "prop.plan", op: "in", values: ["pro", "team"] });
  f("outcome not in (failed, abandoned)", { field: "outcome", op: "not in", values: ["failed", "abandoned"] });
  f("rating exists", { field: "rating", op: "exists", values: [] });
  f("not settled = true", undefined);
  f("turn(signal = slow)", undefined);
});

test("a condition is added without changing what the text means", () => {
  const f = (text: string, want: string): void => expect(withTerm(text, "turns > 2")).toBe(want);
  f("", "turns > 2");
  f("  ", "turns > 2");
  f('agent = "a"', 'agent = "a" and turns > 2');
  f('agent = "a" or agent = "b"', '(agent = "a" or agent = "b") and turns > 2');
});

test("a condition is removed and the others stay as they stand", () => {
  const text = 'agent = "a" and text ~ "x and y" and turns > 2';
  expect(withoutTerm(text, 1)).toBe('agent = "a" and turns > 2');
  expect(withoutTerm("turns > 2", 0)).toBe("");
});

test("conditions are written as the language writes them", () => {
  const f = (want: string, ...args: Parameters<typeof compose>): void => expect(compose(...args)).toBe(want);
  f('agent = "support"', "agent", "=", ["support"], "string");
  f('agent in ("a", "b")', "agent", "=", ["a", "b"], "string");
  f("outcome not in (failed, abandoned)", "outcome", "!=", ["failed", "abandoned"], "enum");
  f("rating < 0.5", "rating", "<", ["0.5"], "number");
  f("settled = true", "settled", "=", ["true"], "bool");
  f("started >= 2026-11-01", "started", ">=", ["2026-11-01"], "time");
  f("prop.seats = 12", "prop.seats", "=", ["12"], "any");
  f('prop.plan = "a \\"b\\" \\\\ c"', "prop.plan", "=", ['a "b" \\ c'], "any");
  f("rating exists", "rating", "exists", [], "number");
  expect(propertyField("prop.", "plan")).toBe("prop.plan");
  expect(propertyField("prop.", "no.")).toBe('prop."no."');
  expect(propertyField("user.", "my key")).toBe('user."my key"');
});

test("what is composed is cut again into the same", () => {
  const text = withTerm(compose("prop.plan", "=", ['x" and "y'], "any"), compose("agent", "!=", ["a", "b"], "string"));
  expect(termsOf(text).map(({ simple }) => simple?.values)).toEqual([['x" and "y'], ["a", "b"]]);
});

test("a mistake is found by its byte", () => {
  const f = (text: string, position: number, ...want: string[]): void => {
    const { before, token, after } = mistakeIn(text, position);
    expect([before, token, after]).toEqual(want);
  };
  f('agnet = "x"', 0, "", "agnet", ' = "x"');
  f('text ~ "é" and agnet = 1', 16, 'text ~ "é" and ', "agnet", " = 1");
  f("turns >", 7, "turns >", " ", "");
});
