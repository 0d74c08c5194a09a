import { expect, test } from "vitest";
import { conversationsBehind } from "../src/scope/link";
import { before, periodOf } from "../src/scope/period";
import { only, parseSearch, SCOPE, type Search, stringifySearch, without } from "../src/scope/search";
import { landing } from "../src/pages/signin/landing";
import { groupsOf } from "../src/pages/conversations/groupsOf";

const NOW = Date.parse("2026-11-23T14:30:20Z");

test("the address is kept as it stands: every value a text", () => {
  const f = (text: string, want: Search): void => {
    expect(parseSearch(text)).toEqual(want);
    expect(parseSearch(stringifySearch(want))).toEqual(want);
  };
  f("?q=123&cursor=true", { q: "123", cursor: "true" });
  f('?where=agent+%3D+%22a+%26+b%22', { where: 'agent = "a & b"' });
  f("?group=%5B%22x%22%2Cnull%5D", { group: '["x",null]' });
  f("", {});
});

test("absent and empty values do not stand in the address", () => {
  expect(stringifySearch({ where: undefined, q: "", period: "7d" })).toBe("?period=7d");
  expect(stringifySearch({ where: undefined })).toBe("");
});

test("other pages get the scope and not the list's own parameters", () => {
  const search = { project: "p", period: "7d", where: "turns > 2", q: "x", cursor: "c", behind: "csat", by: "agent", group: "[null]" };
  expect(only(search, ...SCOPE)).toEqual({ project: "p", period: "7d", where: "turns > 2" });
  expect(without(search, "cursor", "q")).not.toHaveProperty("cursor");
});

test("a link of the API becomes the query of the list", () => {
  const f = (link: string | undefined, want: Search | undefined): void => expect(conversationsBehind(link)).toEqual(want);
  f("/api/v1/conversations?from=a&behind=csat&by=prop.plan&group=%5Bnull%5D", { from: "a", behind: "csat", by: "prop.plan", group: "[null]" });
  f("", undefined);
  f(undefined, undefined);
  f("https://elsewhere.example/api/v1/conversations?from=a", undefined);
});

test("periods are days of the project's zone, across its clock changes", () => {
  const f = (search: Search, zone: string, from: string, to: string): void => {
    const period = periodOf(search, zone, NOW);
    expect([new Date(period.from).toISOString(), new Date(period.to).toISOString()]).toEqual([from, to]);
  };
  f({}, "UTC", "2026-10-27T00:00:00.000Z", "2026-11-23T14:31:00.000Z");
  f({ period: "today" }, "Europe/Paris", "2026-11-22T23:00:00.000Z", "2026-11-23T14:31:00.000Z");
  f({ period: "today" }, "Pacific/Auckland", "2026-11-23T11:00:00.000Z", "2026-11-23T14:31:00.000Z");
  f({ period: "last-month" }, "Europe/Paris", "2026-09-30T22:00:00.000Z", "2026-10-31T23:00:00.000Z");
  f({ period: "month" }, "America/New_York", "2026-11-01T04:00:00.000Z", "2026-11-23T14:31:00.000Z");
  f({ from: "2026-10-25", to: "2026-10-25" }, "Europe/Paris", "2026-10-24T22:00:00.000Z", "2026-10-25T23:00:00.000Z");
  f({ from: "2026-11-01T10:00:00Z", to: "2026-11-02T10:00:00Z" }, "Europe/Paris", "2026-11-01T10:00:00.000Z", "2026-11-02T10:00:00.000Z");
});

test("a period that makes no sense is the last 28 days", () => {
  const f = (search: Search): void => expect(periodOf(search, "UTC", NOW)).toEqual(periodOf({}, "UTC", NOW));
  f({ from: "2026-11-03", to: "2026-11-01" });
  f({ from: "soon", to: "later" });
  f({ from: "2026-11-03" });
  f({ period: "ever" });
});

test("the period before has the same length and ends where this one begins", () => {
  const period = periodOf({}, "Europe/Paris", NOW);
  const earlier = before(period, "Europe/Paris");
  expect(earlier.to).toBe(period.from);
  expect(earlier.to - earlier.from).toBe(period.to - period.from);
});

test("the period before one of whole days has as many days, across a change of clocks", () => {
  const april = periodOf({ from: "2027-04-01", to: "2027-04-30" }, "Europe/Paris", NOW);
  const earlier = before(april, "Europe/Paris");
  expect([new Date(earlier.from).toISOString(), new Date(earlier.to).toISOString()]).toEqual(["2027-03-01T23:00:00.000Z", "2027-03-31T22:00:00.000Z"]);
});

test("a group is named by its breakdown", () => {
  const f = (by: string | undefined, group: string | undefined, want: unknown): void => expect(groupsOf({ by, group })).toEqual(want);
  f("outcome", '["failed"]', [["outcome", "failed"]]);
  f("agent,prop.plan", '["support",null]', [["agent", "support"], ["plan", null]]);
  f("agent", "no list", [["agent", null]]);
  f(undefined, undefined, []);
});

test("signing in leads to a page of the dashboard and nowhere else", () => {
  const f = (next: string | undefined, want: string): void => expect(landing(next)).toBe(want);
  f("/conversations?q=a", "/conversations?q=a");
  f(undefined, "/");
  f("//evil.example", "/");
  f("/\\evil.example", "/");
  f("https://evil.example", "/");
  f("/sign-in?next=/", "/");
});
