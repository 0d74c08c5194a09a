import { expect, test } from "vitest";
import { clean } from "../src/clean";

const json = (value: unknown): unknown => JSON.parse(JSON.stringify(clean(value) ?? null));

test("says in JSON what a page may pass", () => {
  const f = (value: unknown, want: unknown): void => expect(json(value)).toEqual(want);
  f("text", "text");
  f(0.5, 0.5);
  f(NaN, null);
  f(-Infinity, null);
  f(true, true);
  f(null, null);
  f(12345678901234567890n, "12345678901234567890");
  f(new Date("2026-11-23T10:00:00.123Z"), "2026-11-23T10:00:00.123Z");
  f(new Date(NaN), null);
  f(new URL("https://example.com/a"), "https://example.com/a");
  f({ a: undefined, b: () => 1, c: Symbol("s"), d: 1 }, { d: 1 });
  f([undefined, () => 1, 1], [null, null, 1]);
  f({ a: { b: [{ c: 1 }] } }, { a: { b: [{ c: 1 }] } });
  f(new Map([["a", 1]]), {});
  f(new TypeError("no network"), "TypeError: no network"); // nothing of an error is enumerable
  f({ error: new RangeError("x"), tries: [new Error("y")] }, { error: "RangeError: x", tries: ["Error: y"] });
  f(Object.assign(new Error("axios"), { toJSON: () => ({ headers: { authorization: "…" } }) }), "Error: axios");
  f(Object.create(null), {});
});

test("leaves out what leads nowhere: cycles, getters that throw, the page", () => {
  const loop: Record<string, unknown> = { a: 1 };
  loop.self = loop;
  loop.list = [loop, 2];
  expect(json(loop)).toEqual({ a: 1, list: [null, 2] });

  const twice = { x: 1 };
  expect(json({ a: twice, b: twice })).toEqual({ a: twice, b: twice }); // no cycle

  const trap = { get bad(): never { throw new Error("trap"); }, good: 1 };
  expect(json(trap)).toEqual({ good: 1 });
  expect(json({ a: { toJSON: () => { throw new Error("trap"); } }, good: 1 })).toEqual({ good: 1 });
  const endless = { toJSON: (): unknown => ({ ...endless }) };
  expect(json({ endless, good: 1 })).toEqual({ good: 1 });

  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  expect(json({ proxy: revoked.proxy, good: 1 })).toEqual({ good: 1 });
  expect(json({ node: document.body, page: window, text: document.createTextNode("x"), good: 1 })).toEqual({ good: 1 });
});

test("keeps strange names as they are", () => {
  const made = JSON.parse('{"__proto__": 1, "constructor": 2, "toString": 3}') as unknown;
  expect(JSON.stringify(clean(made))).toBe('{"__proto__":1,"constructor":2,"toString":3}');
});

test("is bounded in depth, size and text", () => {
  let deep: unknown = 1;
  for (let i = 0; i < 100_000; i++) deep = { deep };
  expect(JSON.stringify(clean(deep)).length).toBeLessThan(300);

  let wide: unknown = 1;
  for (let i = 0; i < 15; i++) wide = [wide, wide, wide];
  expect(JSON.stringify(clean(wide)).length).toBeLessThan(200_000);
  expect(JSON.stringify(clean(new Array(1e9))).length).toBeLessThan(200_000);

  // Longer than the 64 KiB the server keeps, so that it still marks the text as cut.
  expect((clean("é".repeat(1e6)) as string).length).toBe(66_000);
});
