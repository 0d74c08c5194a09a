// What waits outlives its page: each client here is a page of the same site.
import { beforeEach, expect, test, vi } from "vitest";
import { type Client, createClient } from "../src/client";
import { PREFIX } from "../src/shelf";
import { STORAGE_KEY } from "../src/visitor";
import { fakeServer, offline, type Post, type Reply, reply } from "./fake";

const URL = "https://debrief.example/t";
const never: Reply = () => new Promise(() => undefined);

/** A page that has just been loaded, with its own view of the network. */
const open = (...replies: Reply[]): { page: Client; posts: Post[] } => {
  const { posts } = fakeServer(...replies);
  return { page: createClient(URL), posts };
};
const track = (page: Client, ...names: string[]): void => names.forEach((name) => page(["event.track", name]));
const names = (posts: Post[]): string[] => posts.flatMap((p) => p.events.map((e) => e.event));
const records = (): string[] => Object.keys(localStorage).filter((name) => name.startsWith(PREFIX) && name !== STORAGE_KEY);
const later = (ms = 300): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  localStorage.clear();
  vi.useFakeTimers({ now: new Date("2026-11-23T10:00:00Z") });
  return () => vi.useRealTimers();
});

test("what could not be sent is sent by the next page, in order, with its id, time and key", async () => {
  const first = open(offline);
  first.page(["init", "one"]);
  track(first.page, "a", "b", "c");
  await later();
  expect(records()).toHaveLength(3);
  vi.setSystemTime("2026-11-24T10:00:00Z");
  const second = open();
  second.page(["init", "two"]);
  track(second.page, "d");
  await later();
  expect(second.posts.map(({ key, events }) => [key, events.map((e) => e.event)])).toEqual([["one", ["a", "b", "c"]], ["two", ["d"]]]);
  expect(second.posts[0]?.events).toEqual(first.posts[0]?.events);
  expect(records()).toEqual([]);
});

test("a page that dies before or in the middle of a request leaves its events", async () => {
  const first = open(never);
  first.page(["init", "wk"]);
  track(first.page, "under way");
  await later();
  track(first.page, "not sent yet");
  const second = open();
  second.page(["init", "wk"]);
  await later();
  expect(names(second.posts)).toEqual(["under way", "not sent yet"]);
});

test("records of two tabs at once stay apart", async () => {
  const one = open(offline, offline);
  const two = createClient(URL);
  one.page(["init", "wk"]);
  two(["init", "wk"]);
  track(one.page, "one");
  track(two, "two");
  await later();
  expect(records()).toHaveLength(2);
  const { page, posts } = open();
  page(["init", "wk"]);
  await later();
  expect(new Set(names(posts))).toEqual(new Set(["one", "two"]));
});

test("another tab's events may be sent twice, under the same ids, but never lost", async () => {
  const first = open(offline);
  first.page(["init", "wk"]);
  track(first.page, "a");
  await later();
  const second = createClient(URL);
  second(["init", "wk"]);
  await later();
  expect(records()).toEqual([]);
  await later(2000); // the first tries again
  expect(new Set(first.posts.map((p) => p.events[0]?.id)).size).toBe(1);
});

test("what a page removes from localStorage is sent all the same", async () => {
  const { page, posts } = open(offline);
  page(["init", "wk"]);
  track(page, "a");
  localStorage.clear();
  await later(2000);
  expect(names(posts)).toEqual(["a", "a"]);
});

test("is taken up once a page, whatever init says again", async () => {
  const first = open(never);
  first.page(["init", "wk"]);
  track(first.page, "a");
  const { page, posts } = open();
  page(["init", "wk"]);
  page(["init", "wk"]);
  page(["close"]);
  page(["init", "wk"]);
  await later();
  expect(names(posts)).toEqual(["a"]);
});

test("nothing is kept before init, which says whether it may be", () => {
  const { page } = open();
  track(page, "early");
  expect(Object.keys(localStorage)).toEqual([]);
  page(["init", "wk"]);
  expect(records()).toHaveLength(1);
});

test("keeps the newest 2 MB, and sends all while the page lives", async () => {
  const { page, posts } = open(offline);
  page(["init", "wk"]);
  const text = "x".repeat(50_000);
  for (let i = 0; i < 60; i++) page(["event.track", `e${i}`, { text }]);
  const kept = records().sort().map((name) => (JSON.parse(localStorage.getItem(name)?.split("\n")[1] ?? "") as { event: string }).event);
  expect(kept.at(-1)).toBe("e59");
  expect(kept.length).toBeGreaterThan(35);
  expect(kept.length).toBeLessThanOrEqual(40);
  expect(kept).toEqual(Array.from({ length: kept.length }, (_, i) => `e${60 - kept.length + i}`));
  await later(5000);
  expect(new Set(names(posts)).size).toBe(60);
  expect(records()).toEqual([]);
});

test("reports how many had to give way, to the server and under debug", async () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  const { page, posts } = open(offline);
  page(["init", "wk"]);
  const text = "x".repeat(60_000);
  for (let i = 0; i < 200; i++) page(["event.track", `e${i}`, { text }]);
  page(["debug"]);
  expect(log.mock.calls[0]?.[1]).toMatchObject({ dropped: 67, waiting: 132 });
  await later(10_000);
  const report = posts.flatMap((p) => p.events).filter((e) => e.event === "debrief_events_dropped");
  // One more when the one that was under way came back.
  expect(report.map((e) => e.properties)).toEqual([{ count: 68 }]);
  expect(names(posts.slice(1)).filter((name) => name !== "debrief_events_dropped")).toEqual(Array.from({ length: 132 }, (_, i) => `e${i + 68}`));
});

test("does not trip over what others put beside its records", async () => {
  localStorage.setItem(`${PREFIX}1junk`, "no line");
  localStorage.setItem("other", "x");
  const { page, posts } = open();
  page(["init", "wk"]);
  track(page, "a");
  await later();
  expect(names(posts)).toEqual(["a"]);
  expect(localStorage.getItem("other")).toBe("x");
});

test("what the server refused is done with", async () => {
  const { page, posts } = open(reply(422, { accepted: 0, rejected: [{ index: 0, code: "unknown_action", field: "action" }] }));
  page(["init", "wk"]);
  track(page, "a");
  await later(10_000);
  expect(posts).toHaveLength(1);
  expect(records()).toEqual([]);
});
