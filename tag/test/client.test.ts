import { beforeEach, expect, test, vi } from "vitest";
import { type Client, createClient } from "../src/client";
import { STORAGE_KEY } from "../src/visitor";
import { fakeServer, type Post } from "./fake";

const KEY = "c796994e-f2dd-41c5-a88c-91d54fc42b0e";
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

let client: Client;
let posts: Post[];
const run = (...args: unknown[]): unknown => client(args);
const prompt = { prompt: "How can I export my data?", conversation_id: "conv_123", session_id: "sess_456" };

beforeEach(() => {
  localStorage.clear();
  vi.useFakeTimers({ now: new Date("2026-11-23T10:00:00.123Z") });
  ({ posts } = fakeServer());
  client = createClient("https://debrief.example/t");
  return () => vi.useRealTimers();
});

const sent = async (): Promise<Post["events"]> => {
  await vi.advanceTimersByTimeAsync(300);
  return posts.flatMap((p) => p.events);
};

test("a copilot event on the wire", async () => {
  document.title = "Pricing";
  run("init", KEY, { identity: { id: "u1" } });
  const answer = run("event.copilot", "screeb_copilot_user_prompt", prompt) as { id: string };
  expect(answer).toEqual({ accepted: true, id: expect.stringMatching(UUID) as string });
  const [identify, event] = await sent();
  expect(posts[0]?.key).toBe(KEY);
  expect(identify).toMatchObject({ event: "identify", type: "identify", user_id: "u1", properties: {} });
  expect(event).toEqual({
    id: answer.id,
    event: "screeb_copilot_user_prompt",
    user_id: "u1",
    anonymous_id: expect.stringMatching(UUID) as string,
    timestamp: "2026-11-23T10:00:00.123Z",
    properties: prompt,
    context: {
      locale: "en-US",
      timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      page: { url: "http://localhost:3000/", path: "/", title: "Pricing", referrer: "" },
      library: { name: "debrief-tag", version: "0.0.0-test" },
    },
  });
});

test("both commands carry the four events; short names are event.copilot's alone", async () => {
  run("init", KEY);
  for (const command of ["event.track", "event.copilot"]) {
    run(command, "screeb_copilot_user_prompt", prompt);
    run(command, "screeb_copilot_response", { response: "", conversation_id: "c" });
    run(command, "screeb_copilot_conversion", {});
    run(command, "screeb_copilot_satisfaction", { rating_scale: "5", rating: "4", conversation_id: "c" });
    run(command, "conversion", { value: 3 });
    run(command, "Signed up");
  }
  const events = await sent();
  expect(events.map((e) => [e.event, e.copilot])).toEqual([
    ["screeb_copilot_user_prompt", undefined],
    ["screeb_copilot_response", undefined],
    ["screeb_copilot_conversion", undefined],
    ["screeb_copilot_satisfaction", undefined],
    ["conversion", undefined],
    ["Signed up", undefined],
    ["screeb_copilot_user_prompt", undefined],
    ["screeb_copilot_response", undefined],
    ["screeb_copilot_conversion", undefined],
    ["screeb_copilot_satisfaction", undefined],
    ["conversion", true],
    ["Signed up", undefined],
  ]);
});

test("short names are held to the same rules", () => {
  expect(run("event.copilot", "user_prompt", {})).toEqual({ accepted: false, code: "missing_field", field: "prompt" });
  expect(run("event.track", "user_prompt", {})).toMatchObject({ accepted: true });
});

test("events before init wait for it and keep their time", async () => {
  expect(run("event.track", "early")).toMatchObject({ accepted: true });
  vi.advanceTimersByTime(5000);
  run("init", KEY);
  expect((await sent()).map((e) => [e.event, e.timestamp])).toEqual([["early", "2026-11-23T10:00:00.123Z"]]);
});

test("refuses what the server would refuse", () => {
  const f = (args: unknown[], code: string, field: string): void =>
    expect(client(args)).toEqual({ accepted: false, code, field });
  f(["init"], "missing_field", "key");
  f(["event.track"], "missing_field", "event");
  f(["event.track", { a: 1 }], "invalid_type", "event");
  f(["event.track", "é"], "invalid_event_name", "event");
  f(["event.track", "a", "text"], "invalid_type", "properties");
  f(["event.track", "a", [1]], "invalid_type", "properties");
  f(["event.track", "a", () => 1], "invalid_type", "properties");
  f(["event.track", "a", document.body], "invalid_type", "properties");
  f(["event.track", "a", Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`p${i}`, i]))], "too_many_properties", "properties");
  f(["event.track", "a", { ["é".repeat(129)]: 1 }], "invalid_property_name", "é".repeat(128));
  f(["identity"], "invalid_user_id", "user_id");
  f(["identity", ""], "invalid_user_id", "user_id");
  f(["identity", "u".repeat(256)], "invalid_user_id", "user_id");
  f(["identity", { id: 1 }], "invalid_type", "user_id");
  f(["identity", "u1", "traits"], "invalid_type", "properties");
  f(["identity.alias"], "invalid_user_id", "user_id");
  f(["identity.properties", { "": 1 }], "invalid_property_name", "");
  f(["identity.group.assign", null], "missing_field", "account_id");
  f(["identity.group.assign", null, "g".repeat(256)], "id_too_long", "account_id");
  f(["init", KEY, { identity: { id: "u".repeat(256) } }], "invalid_user_id", "user_id");
  expect(run("event.track", "a", Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`p${i}`, i])))).toMatchObject({ accepted: true });
  expect(run("identity", "u".repeat(255))).toMatchObject({ accepted: true });
  expect(run("identity", "🤖".repeat(255))).toMatchObject({ accepted: true });
  expect(run("event.track", "n".repeat(127))).toMatchObject({ accepted: true });
});

test("facts about users and accounts", async () => {
  run("init", KEY, { identity: { id: null } });
  run("identity", 42, { plan: "pro", since: new Date("2026-01-01T00:00:00Z") });
  run("identity.properties", { plan: null });
  run("identity.group.assign", "company", "acme", { seats: 5 });
  run("event.track", "inside");
  run("identity.group.unassign", undefined, "acme");
  run("event.track", "outside");
  run("identity.alias", "u2");
  const events = await sent();
  const { anonymous_id } = run("identity.get") as { anonymous_id: string };
  expect(new Set(events.map((e) => e.anonymous_id))).toEqual(new Set([anonymous_id]));
  expect(events.map(({ event, type, user_id, account_id, properties }) => ({ event, type, user_id, account_id, properties }))).toEqual([
    { event: "identify", type: "identify", user_id: "42", properties: { plan: "pro", since: "2026-01-01T00:00:00.000Z" } },
    { event: "identify", type: "identify", user_id: "42", properties: { plan: null } },
    { event: "group", type: "group", user_id: "42", account_id: "acme", properties: { seats: 5, group_type: "company" } },
    { event: "inside", user_id: "42", account_id: "acme", properties: {} },
    { event: "group.unassign", type: "group", user_id: "42", account_id: "acme", properties: {} },
    { event: "outside", user_id: "42", properties: {} },
    { event: "alias", type: "alias", user_id: "u2", properties: {} },
  ]);
});

test("the type of an account and its name, swapped, are put right", async () => {
  run("init", KEY);
  run("identity.group.assign", "Apple", "company", { seats: 5 });
  run("identity.group.assign", "company", "Team"); // a name may look like a type
  run("identity.group.assign", undefined, "workspace");
  run("identity.group.unassign", "Workspace", "other");
  expect(JSON.parse(localStorage.getItem(STORAGE_KEY) ?? "")).toMatchObject({ account_id: "workspace" });
  run("identity.group.unassign", undefined, "workspace");
  expect(JSON.parse(localStorage.getItem(STORAGE_KEY) ?? "")).not.toHaveProperty("account_id");
  expect((await sent()).map(({ account_id, properties }) => [account_id, properties.group_type])).toEqual([
    ["Apple", "company"], ["Team", "company"], ["workspace", undefined], ["other", "Workspace"], ["workspace", undefined],
  ]);
});

test("a refused group changes nothing", () => {
  run("init", KEY);
  run("identity.group.assign", null, "acme");
  expect(run("identity.group.assign", null, "other", { "": 1 })).toMatchObject({ code: "invalid_property_name" });
  expect(JSON.parse(localStorage.getItem(STORAGE_KEY) ?? "")).toMatchObject({ account_id: "acme" });
});

test("init with traits only, with undefined, with junk", async () => {
  run("init", KEY, { identity: { properties: { plan: "free" } }, language: "fr" });
  expect((await sent())[0]).toMatchObject({ event: "identify", properties: { plan: "free" } });
  for (const options of [undefined, null, 3, "x", [], { identity: 3 }, { hooks: "x" }, { hooks: { onReady: 1 } }]) {
    expect(run("init", KEY, options)).toBeUndefined();
  }
});

test("onReady is called once the commands that wait have run, and may fail", async () => {
  const seen: unknown[] = [];
  const hooks = { version: "1.0.0", onReady: (payload: unknown) => seen.push(payload, "ready") };
  expect(run("init", KEY, { identity: { id: "u1" }, hooks })).toBeUndefined();
  seen.push("next command");
  run("init", KEY, { hooks: { onReady: () => { throw new Error("page"); } } });
  run("init", KEY, { hooks: { onReady: () => Promise.reject(new Error("page")) } });
  await vi.advanceTimersByTimeAsync(0);
  expect(seen).toEqual([
    "next command",
    { channel: { id: KEY, type: "widget" }, user: { anonymous_id: expect.stringMatching(UUID) as string, user_id: "u1" } },
    "ready",
  ]);
});

test("identity.get and identity.reset", () => {
  const before = run("identity.get") as Record<string, unknown>;
  expect(before).toEqual({
    channel_id: null,
    anonymous_id: expect.stringMatching(UUID) as string,
    user_id: null,
    is_ready: false,
    session_id: expect.stringMatching(UUID) as string,
    session_start: "2026-11-23T10:00:00.123Z",
    session_end: "2026-11-23T10:30:00.123Z",
  });
  run("init", KEY, { identity: { id: "u1" } });
  expect(run("identity.get")).toEqual({ ...before, channel_id: KEY, user_id: "u1", is_ready: true });
  expect(run("identity.reset")).toBeUndefined();
  const after = run("identity.get") as Record<string, unknown>;
  expect(after).toMatchObject({ channel_id: KEY, user_id: null, is_ready: true });
  expect(after.anonymous_id).not.toBe(before.anonymous_id);
  expect(after.session_id).not.toBe(before.session_id);
});

test("close sends what waits and refuses until the next init", async () => {
  run("init", KEY);
  run("event.track", "before");
  expect(run("close")).toBeUndefined();
  expect(run("event.track", "between")).toEqual({ accepted: false, code: "closed", field: "" });
  expect(run("identity.get")).toMatchObject({ is_ready: false });
  await vi.advanceTimersByTimeAsync(60_000);
  run("init", KEY);
  run("event.track", "after");
  expect((await sent()).map((e) => e.event)).toEqual(["before", "after"]);
});

test("every other command resolves to nothing", () => {
  const others = "survey.start survey.close message.start message.close targeting.debug targeting.check message.debug " +
    "session-replay.start session-replay.stop device.event.track device.identity.properties client.internal.web " +
    "constructor __proto__ toString nothing";
  for (const command of others.split(" ")) expect(run(command, "x", { y: 1 })).toBeUndefined();
  for (const command of [undefined, null, 3, {}, [], Symbol("s")]) expect(run(command)).toBeUndefined();
  expect(run()).toBeUndefined();
});

test("warns of refused calls under debug only", async () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  run("event.track", "é");
  expect(warn).not.toHaveBeenCalled();
  expect(run("debug")).toBeUndefined();
  expect(log).toHaveBeenCalledWith("[debrief]", expect.objectContaining({ server: "https://debrief.example/t", session_id: expect.any(String) as string, waiting: 0, dropped: 0 }));
  run("event.track", "é");
  expect(warn).toHaveBeenCalledWith("[debrief]", "event.track", { accepted: false, code: "invalid_event_name", field: "event" });
});

test("never throws, whatever it is given", () => {
  const bomb = (): never => { throw new Error("bomb"); };
  const trapped = new Proxy({}, { get: bomb, ownKeys: bomb, has: bomb, getPrototypeOf: bomb });
  const hostile = [trapped, { get x(): never { return bomb(); } }, 1n, Symbol("s"), bomb, document, window, { length: -1 }, NaN];
  const names = ["init", "identity", "identity.properties", "identity.group.assign", "identity.alias", "event.track", "event.copilot", "close", "debug"];
  vi.spyOn(console, "warn").mockImplementation(bomb);
  vi.spyOn(console, "log").mockImplementation(bomb);
  for (const name of [...names, ...names]) {
    for (const a of hostile) {
      for (const b of hostile) expect(() => run(name, a, b, a)).not.toThrow();
    }
  }
  expect(() => client(trapped as unknown as ArrayLike<unknown>)).not.toThrow();
  expect(() => client(undefined as unknown as ArrayLike<unknown>)).not.toThrow();
});
