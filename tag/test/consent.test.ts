// Whether anything may be recorded, kept and sent: consent, Do-Not-Track,
// those who are not identified, and what only the server can judge.
import { beforeEach, expect, test, vi } from "vitest";
import { type Client, createClient } from "../src/client";
import { STORAGE_KEY } from "../src/visitor";
import { fakeServer, offline, type Post, type Reply, reply } from "./fake";

let client: Client;
let posts: Post[];
const run = (...args: unknown[]): unknown => client(args);
const start = (...replies: Reply[]): void => {
  ({ posts } = fakeServer(...replies));
  client = createClient("https://debrief.example/t");
};
const sent = async (): Promise<string[]> => {
  await vi.advanceTimersByTimeAsync(300);
  return posts.flatMap((p) => p.events.map((e) => e.event));
};
const refused = (code: string, field = ""): object => ({ accepted: false, code, field });
const accepted = { accepted: true, id: expect.any(String) as string };
const stored = (): string[] => Object.keys(localStorage);

beforeEach(() => {
  localStorage.clear();
  vi.useFakeTimers({ now: new Date("2026-11-23T10:00:00Z") });
  start();
  return () => vi.useRealTimers();
});

test("waits for consent: neither sends nor keeps anything before", async () => {
  run("init", "wk", { consent: false, identity: { id: "u1" } });
  expect(run("event.track", "early")).toEqual(accepted);
  expect(run("identity.get")).toMatchObject({ user_id: "u1", is_ready: false });
  expect(await sent()).toEqual([]);
  expect(stored()).toEqual([]);
  const { anonymous_id } = run("identity.get") as { anonymous_id: string };
  expect(run("consent", true)).toBeUndefined();
  expect(JSON.parse(localStorage.getItem(STORAGE_KEY) ?? "")).toMatchObject({ anonymous_id, user_id: "u1" });
  expect(await sent()).toEqual(["identify", "early"]);
  expect(run("identity.get")).toMatchObject({ anonymous_id, is_ready: true });
});

test("consent given before init counts; one that init asks for is not given by another init", async () => {
  run("consent", true);
  run("init", "wk", { consent: false });
  run("event.track", "a");
  expect(await sent()).toEqual(["a"]);
  start();
  run("init", "wk");
  run("init", "wk", { consent: false });
  run("event.track", "b");
  expect(await sent()).toEqual([]);
});

test("revoked: what waits and what is kept is gone, and nothing is recorded until it is given again", async () => {
  start(offline);
  run("init", "wk", { identity: { id: "u1" } });
  run("event.track", "a");
  await sent();
  expect(stored().length).toBeGreaterThan(2);
  const { anonymous_id } = run("identity.get") as { anonymous_id: string };
  run("consent", false);
  expect(stored()).toEqual([]);
  expect(run("event.track", "b")).toEqual(refused("no_consent"));
  expect(run("identity", "u2")).toEqual(refused("no_consent"));
  expect(run("identity.get")).toMatchObject({ user_id: null, is_ready: false });
  await vi.advanceTimersByTimeAsync(120_000);
  expect(posts).toHaveLength(1);
  expect(stored()).toEqual([]);
  run("consent", true);
  run("event.track", "c");
  expect((await sent()).slice(2)).toEqual(["c"]);
  expect((run("identity.get") as { anonymous_id: string }).anonymous_id).not.toBe(anonymous_id);
});

test("refused while it was waited for", async () => {
  run("init", "wk", { consent: false });
  run("event.track", "early");
  run("consent", false);
  run("consent", true);
  expect(await sent()).toEqual([]);
});

test("consent does not undo close", async () => {
  run("init", "wk");
  run("close");
  run("consent", true);
  expect(run("event.track", "a")).toEqual(refused("closed"));
  expect(run("identity", "u1")).toEqual(refused("closed"));
  expect(run("identity.get")).toMatchObject({ user_id: null });
});

test("Do-Not-Track is honoured, unless init says otherwise", async () => {
  localStorage.setItem(STORAGE_KEY, '{"anonymous_id":"from before"}');
  vi.stubGlobal("navigator", { doNotTrack: "1", language: "fr" });
  expect(run("event.track", "early")).toEqual(refused("do_not_track"));
  run("init", "wk", { identity: { id: "u1" } });
  expect(run("event.track", "a")).toEqual(refused("do_not_track"));
  expect(run("identity.get")).toMatchObject({ user_id: null, is_ready: false });
  expect(await sent()).toEqual([]);
  expect(stored()).toEqual([]);
  run("init", "wk", { do_not_track: false });
  run("event.track", "b");
  expect(await sent()).toEqual(["b"]);
});

test("nobody is recorded before they are identified, if init says so", async () => {
  run("event.track", "before init");
  run("init", "wk", { ignore_anonymous: true });
  expect(run("event.track", "a")).toEqual(refused("anonymous_ignored"));
  expect(run("identity.properties", { plan: "pro" })).toEqual(refused("anonymous_ignored"));
  expect(stored()).toEqual([]);
  expect(run("identity", "u1")).toEqual(accepted);
  expect(run("event.track", "b")).toEqual(accepted);
  expect(run("identity.get")).toMatchObject({ user_id: "u1", is_ready: true });
  expect(await sent()).toEqual(["identify", "b"]);
  expect(run("identity.reset")).toBeUndefined();
  expect(run("event.track", "c")).toEqual(refused("anonymous_ignored"));
  // On the next page they are known again, if they were when they left.
  run("identity", "u2");
  await sent();
  start();
  run("init", "wk", { ignore_anonymous: true });
  run("event.track", "d");
  expect(await sent()).toEqual(["d"]);
});

const rate = (rating: unknown): unknown => run("event.copilot", "satisfaction", { conversation_id: "c", rating, rating_scale: "5" });

test("a rating is judged by the server", async () => {
  start(reply(200, { accepted: 1, duplicate: 0, rejected: [{ index: 1, code: "rating_out_of_range", field: "rating", message: "…" }] }));
  run("init", "wk");
  const answers = [rate(4), rate(7)];
  await sent();
  expect(await Promise.all(answers)).toEqual([accepted, refused("rating_out_of_range", "rating")]);
});

test("a problem with the whole request is every event's", async () => {
  start(reply(401, { code: "unknown_key", detail: "…" }));
  run("init", "wk");
  const answer = rate(4);
  await sent();
  expect(await answer).toEqual(refused("unknown_key"));
});

test("nobody waits for a server that cannot be asked", async () => {
  const early = rate(1); // before init
  expect(await early).toEqual(accepted);
  start(offline, offline);
  run("init", "wk");
  const failing = [rate(1), rate(2)];
  await sent();
  expect(await Promise.all(failing)).toEqual([accepted, accepted]);
  expect(await rate(3)).toEqual(accepted); // while it backs off
  client = createClient(undefined);
  run("init", "wk");
  expect(await rate(5)).toEqual(accepted); // nowhere to send to
});
