import { beforeEach, expect, test, vi } from "vitest";
import { createVisit, STORAGE_KEY } from "../src/visitor";

beforeEach(() => {
  localStorage.clear();
  vi.useFakeTimers({ now: new Date("2026-11-23T10:00:00Z") });
  return () => vi.useRealTimers();
});

test("is the same on the next page and in another tab", () => {
  const first = createVisit(() => true);
  const { anonymous_id } = first({ user_id: "u1" });
  const second = createVisit(() => true);
  expect(second()).toMatchObject({ anonymous_id, user_id: "u1" });
  second({ account_id: "acme" });
  expect(first()).toMatchObject({ anonymous_id, account_id: "acme" });
  expect(first(null)).not.toHaveProperty("user_id");
  expect(second().anonymous_id).toBe(first().anonymous_id);
  expect(first().anonymous_id).not.toBe(anonymous_id);
});

test("a session ends after 30 minutes without an event", () => {
  const visit = createVisit(() => true);
  const { session_id, start } = visit();
  vi.advanceTimersByTime(29 * 60_000);
  expect(visit()).toMatchObject({ session_id, start });
  vi.advanceTimersByTime(29 * 60_000);
  expect(visit()).toMatchObject({ session_id, start });
  vi.advanceTimersByTime(30 * 60_000);
  const next = visit();
  expect(next.session_id).not.toBe(session_id);
  expect(next.start).toBe(Date.now());
});

test.each<[string, Partial<Storage> | null | undefined]>([
  ["absent", undefined],
  ["null", null],
  ["full", { getItem: () => null, setItem: () => { throw new DOMException("QuotaExceededError"); } }],
  ["forbidden", { getItem: () => { throw new DOMException("SecurityError"); }, setItem: () => { throw new DOMException("SecurityError"); } }],
  ["a stub that keeps nothing", { getItem: () => null, setItem: () => undefined }],
  ["full with an older visitor in it", { getItem: () => '{"anonymous_id":"old"}', setItem: () => { throw new DOMException("QuotaExceededError"); } }],
])("lives in memory where localStorage is %s", (_, storage) => {
  vi.stubGlobal("localStorage", storage);
  const visit = createVisit(() => true);
  const before = visit({ user_id: "u1" });
  expect(visit()).toMatchObject({ anonymous_id: before.anonymous_id, session_id: before.session_id, user_id: "u1" });
  const after = visit(null);
  expect(after.anonymous_id).not.toBe(before.anonymous_id);
  expect(visit().anonymous_id).toBe(after.anonymous_id);
});

test.each(["", "null", "3", '"text"', "[]", "{", "{}"])("starts over from what is not a visitor: %j", (junk) => {
  localStorage.setItem(STORAGE_KEY, junk);
  const { anonymous_id } = createVisit(() => true)();
  expect(anonymous_id).toMatch(/^[0-9a-f-]{36}$/);
  expect(createVisit(() => true)().anonymous_id).toBe(anonymous_id);
});
