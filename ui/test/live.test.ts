import { expect, test } from "vitest";
import { ARRIVING } from "../browser/arrivals";
import { liveAddress, type LiveEntry, MOST, newestFirst, summary } from "../src/pages/live/liveLog";

const entry = (id: string): LiveEntry => ({ id, leftOut: undefined });
const ids = (entries: readonly LiveEntry[]): string => entries.map(({ id }) => id).join("");

test("what arrived stands before what was there, once", () => {
  expect(ids(newestFirst([], [entry("a"), entry("b")]))).toBe("ba");
  expect(ids(newestFirst([entry("b"), entry("a")], [entry("a"), entry("c"), entry("c"), entry("d")]))).toBe("dcba");
  expect(ids(newestFirst([entry("b")], []))).toBe("b");
});

test("a page keeps the newest", () => {
  const many = Array.from({ length: MOST + 5 }, (_, index) => entry(`${index} `));
  const kept = newestFirst([entry("old")], many);
  expect(kept).toHaveLength(MOST);
  expect(kept[0]?.id).toBe(`${MOST + 4} `);
});

test("a stream is asked for what is chosen", () => {
  expect(liveAddress("p", undefined, undefined)).toBe("/api/v1/live?project=p");
  expect(liveAddress("p q", "prompt", "a&b")).toBe("/api/v1/live?project=p+q&kind=prompt&agent=a%26b");
});

test("an event says in a line what it is about", () => {
  expect(ARRIVING.map((event) => summary(event).slice(0, 25))).toEqual(["Where do I find the invoi", "Under Billing → Invoices.", "4 of 5", "clicked"]);
  const [event] = ARRIVING;
  if (!event) throw new Error("no event");
  const { text: _, ...rest } = event;
  expect(summary({ ...rest, rating: 0.75 })).toBe("0.75 of 1"); // to one who may not see the raw rating
  expect(summary({ ...rest, value: 12, currency: "EUR" })).toBe("€12");
  expect(summary({ ...rest, properties: { action: "copied" } })).toBe("copied");
  expect(summary({ ...rest, error: "timeout" })).toBe("timeout");
});
