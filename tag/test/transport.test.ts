// @vitest-environment node
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createTransport, type Transport } from "../src/transport";
import { fakeServer, offline, type Post, type Reply, reply } from "./fake";

const URL = "https://debrief.example/t";
const warn = vi.fn();
const lost = vi.fn();
let transport: Transport;

/** A server, and a transport to it. */
const serve = (...replies: Reply[]): { posts: Post[] } => {
  const server = fakeServer(...replies);
  transport = createTransport(URL, warn, lost);
  return server;
};

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-11-23T10:00:00Z") });
  warn.mockClear();
  lost.mockClear();
});
afterEach(() => vi.useRealTimers());

const add = (from: number, to: number, more: object = {}): void => {
  for (let i = from; i <= to; i++) transport.add({ id: `e${i}`, ...more });
};
const ids = (post: { events: { id: string }[] } | undefined): string[] => (post?.events ?? []).map((e) => e.id);

test("waits for a key, then sends everything in one text body", async () => {
  const { posts } = serve();
  add(1, 2);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(posts).toHaveLength(0);
  transport.begin("wk");
  await vi.advanceTimersByTimeAsync(250);
  expect(posts).toHaveLength(1);
  expect(posts[0]).toMatchObject({ url: URL, key: "wk", sent_at: "2026-11-23T10:00:10.250Z" });
  expect(ids(posts[0])).toEqual(["e1", "e2"]);
  expect(posts[0]?.init).toMatchObject({ method: "POST", credentials: "omit", keepalive: true });
  expect(posts[0]?.init.headers).toBeUndefined(); // a text body needs no preflight
});

test("sends at 50 items without waiting", async () => {
  const { posts } = serve();
  transport.begin("wk");
  add(1, 49);
  await vi.advanceTimersByTimeAsync(0);
  expect(posts).toHaveLength(0);
  add(50, 120);
  await vi.advanceTimersByTimeAsync(0);
  expect(posts.map((p) => p.events.length)).toEqual([50, 50, 20]);
});

test("keeps bodies within what may be sent alive, and larger items alone", async () => {
  const { posts } = serve();
  transport.begin("wk");
  add(1, 3, { text: "é".repeat(14_000) }); // 28 kB each in UTF-8
  add(4, 4, { text: "x".repeat(65_000) });
  await vi.advanceTimersByTimeAsync(250);
  expect(posts.map(ids)).toEqual([["e1", "e2"], ["e3"], ["e4"]]);
  expect(posts.map((p) => p.init.keepalive)).toEqual([true, true, false]);
});

test("retries with back-off and jitter until the server is back, with the same ids", async () => {
  const { posts } = serve(offline, offline, reply(500), reply(429), reply(408));
  transport.begin("wk");
  add(1, 2);
  await vi.advanceTimersByTimeAsync(250);
  expect(posts).toHaveLength(1);
  const times: number[] = [];
  for (let n = 2; n <= 6; n++) {
    const start = Date.now();
    while (posts.length < n) await vi.advanceTimersByTimeAsync(50);
    times.push(Date.now() - start);
  }
  times.forEach((ms, i) => {
    expect(ms).toBeGreaterThanOrEqual(500 * 2 ** i);
    expect(ms).toBeLessThanOrEqual(1000 * 2 ** i + 50);
  });
  expect(posts.map(ids)).toEqual(Array(6).fill(["e1", "e2"]));
  await vi.advanceTimersByTimeAsync(600_000);
  expect(posts).toHaveLength(6);
  expect(transport.status()).toEqual({ waiting: 0, dropped: 0 });
});

test("never waits longer than a minute by itself", async () => {
  const { posts } = serve(...Array.from({ length: 40 }, () => offline));
  transport.begin("wk");
  add(1, 1);
  await vi.advanceTimersByTimeAsync(600_000);
  const before = posts.length;
  await vi.advanceTimersByTimeAsync(61_000);
  expect(posts.length).toBeGreaterThan(before);
});

test.each([
  ["30", 30_000],
  ["99999999999", 3_600_000],
])("honours Retry-After of %s seconds, up to an hour, and queues meanwhile", async (header, ms) => {
  const { posts } = serve(reply(503, {}, { "Retry-After": header }));
  transport.begin("wk");
  add(1, 1);
  await vi.advanceTimersByTimeAsync(250);
  add(2, 60);
  await vi.advanceTimersByTimeAsync(ms);
  expect(posts).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1000);
  expect(posts.length).toBeGreaterThan(1);
  expect(posts.slice(1).flatMap(ids)).toEqual(Array.from({ length: 60 }, (_unused, i) => `e${i + 1}`));
});

test("halves a batch that is too large, and drops a single item that is", async () => {
  const large = reply(413);
  const { posts } = serve(large, large, large, reply(200, { rejected: [] }), large);
  transport.begin("wk");
  add(1, 4);
  await vi.advanceTimersByTimeAsync(250);
  // 4, 2, 1: too large alone, dropped; then the rest.
  expect(posts.map(ids).slice(0, 4)).toEqual([["e1", "e2", "e3", "e4"], ["e1", "e2"], ["e1"], ["e2", "e3", "e4"]]);
  expect(warn).toHaveBeenCalledWith(expect.any(String), 413, []);
  expect(transport.status().waiting).toBe(0);
});

test.each([400, 401, 403, 422])("does not repeat what was answered with %i", async (status) => {
  const rejected = [{ index: 0, code: "missing_field", field: "prompt", message: "prompt is required" }];
  const { posts } = serve(reply(status, { accepted: 0, rejected }));
  transport.begin("wk");
  add(1, 2);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(posts).toHaveLength(1);
  expect(warn).toHaveBeenCalledWith(expect.any(String), status, rejected);
});

test("gives up an item that a proxy finds too large", async () => {
  const { posts } = serve(() => new Response("<html>413 Request Entity Too Large</html>", { status: 413 }));
  transport.begin("wk");
  add(1, 1);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(posts).toHaveLength(1);
  expect(transport.status().waiting).toBe(0);
});

test("tells of single rejected items", async () => {
  const rejected = [{ index: 1, code: "invalid_type", field: "prompt", message: "prompt must be text" }];
  serve(reply(200, { accepted: 1, duplicate: 0, rejected }));
  transport.begin("wk");
  add(1, 2);
  await vi.advanceTimersByTimeAsync(250);
  expect(warn).toHaveBeenCalledWith(expect.any(String), 200, rejected);
});

test.each([200, 401, 403, 404])("does not take a page on the way for the server: %i", async (status) => {
  const { posts } = serve(() => new Response("<html>sign in</html>", { status }));
  transport.begin("wk");
  add(1, 1);
  await vi.advanceTimersByTimeAsync(5000);
  expect(posts.map(ids)).toEqual([["e1"], ["e1"]]);
});

test("leaving sends at once, alive, beside a request under way and during back-off", async () => {
  const { posts } = serve(() => new Promise(() => undefined), offline);
  transport.begin("wk");
  add(1, 1);
  await vi.advanceTimersByTimeAsync(250);
  add(2, 80);
  transport.leave();
  await vi.advanceTimersByTimeAsync(0);
  expect(posts.map((p) => p.events.length)).toEqual([1, 79]);
  transport.leave(); // the first try failed
  expect(posts[2]?.events).toHaveLength(79);
  expect(posts.map((p) => p.init.keepalive)).toEqual([true, true, true]);
});

test("close sends what waits and stops; open starts again, each item under its own key", async () => {
  const { posts } = serve();
  transport.begin("one");
  add(1, 60);
  transport.close();
  await vi.advanceTimersByTimeAsync(0);
  expect(posts.flatMap(ids)).toHaveLength(60);
  add(61, 61);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(posts.flatMap(ids)).toHaveLength(60);
  transport.begin("two");
  add(62, 62);
  await vi.advanceTimersByTimeAsync(250);
  expect(posts.slice(-2).map((p) => [p.key, ids(p)])).toEqual([
    ["one", ["e61"]],
    ["two", ["e62"]],
  ]);
});

test("close tries once and keeps what failed for a later open", async () => {
  const { posts } = serve(offline);
  transport.begin("wk");
  add(1, 1);
  transport.close();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(posts).toHaveLength(1);
  transport.leave();
  expect(posts).toHaveLength(1);
  transport.begin("wk");
  await vi.advanceTimersByTimeAsync(250);
  expect(posts.map(ids)).toEqual([["e1"], ["e1"]]);
});

test("is bounded: the oldest give way and are counted", async () => {
  const { posts } = serve(...Array.from({ length: 40 }, () => offline));
  transport.begin("wk");
  add(1, 200, { text: "x".repeat(60_000) }); // 12 MB
  await vi.advanceTimersByTimeAsync(0);
  const { waiting, dropped } = transport.status();
  expect(waiting * 60_000).toBeLessThan(8_000_000);
  expect(waiting * 60_000).toBeGreaterThan(7_000_000);
  expect(waiting + dropped).toBe(200);
  expect(posts.length).toBeGreaterThan(0);
});

test("ten thousand items in one go arrive once each", async () => {
  const { posts } = serve();
  transport.begin("wk");
  add(1, 10_000, { event: "clicked", properties: { page: "pricing", position: 3 } });
  await vi.advanceTimersByTimeAsync(1000);
  const got = posts.flatMap(ids);
  expect(got).toHaveLength(10_000);
  expect(new Set(got).size).toBe(10_000);
});

test("without a server nothing is sent and nothing breaks", async () => {
  const { posts } = serve();
  transport = createTransport(undefined, warn, lost);
  transport.begin("wk");
  add(1, 60);
  transport.leave();
  transport.close();
  await vi.advanceTimersByTimeAsync(1000);
  expect(posts).toHaveLength(0);
  expect(transport.status().waiting).toBe(60);
});
