// A page of another site with Screeb's published snippet sends its events to
// the real server; what is stored is read back and held, field by field,
// against what the page said.
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { EventRow } from "../../ui/src/api/shapes";
import { launch, Reader } from "../support/reader";
import { KEYS, Server } from "../support/server";
import { Site } from "../support/site";
import { identityOf, storedFor, visitPage, withSnippet } from "../support/visit";

let browser: Browser;
let server: Server;
let site: Site;
let reader: Reader;
beforeAll(async () => {
  [browser, server, site] = await Promise.all([launch(), Server.start(), Site.start()]);
});
afterAll(() => Promise.all([browser?.close(), server?.end(), site?.end()]));
beforeEach(async () => {
  reader = await Reader.open(browser, { locale: "fr-FR", timezoneId: "Europe/Paris" });
});
afterEach(() => reader.close([server.origin, site.origin]));

const ids = (run: string): Readonly<Record<string, string>> => ({ conversation_id: `conv_${run}`, session_id: `sess_${run}` });

const visit = (path: string, script: string, calls: number): Promise<unknown[]> => visitPage(reader.page, site.add(path, withSnippet(server, script)), calls);
const stored = (answers: readonly unknown[]): Promise<EventRow[]> => storedFor(server, answers);

// What a page may give as a property, in its own words, and what that is in JSON.
const PROPERTIES = `{
  plan: "pro", "with space and ünïcode 🤖": "ja", empty: "", lines: "one\\ntwo\\t\\"three\\"", seats: 12, share: 0.25, below: -3, tiny: 1e-9, large: 9007199254740991, none: 0,
  trial: true, off: false, nothing: null, undef: undefined, run() {}, symbol: Symbol("s"), big: 12n, nan: NaN,
  since: new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 678)),
  tags: ["a", 1, true, null, new Date(0), ["deep"], { in: "list" }], bare: [],
  account: { tier: { name: "gold", limits: [1, 2, { of: "seats" }] }, renewed: new Date(1e12), open: {} }
}`;
const AS_JSON = {
  plan: "pro", "with space and ünïcode 🤖": "ja", empty: "", lines: 'one\ntwo\t"three"', seats: 12, share: 0.25, below: -3, tiny: 1e-9, large: 9007199254740991, none: 0,
  trial: true, off: false, nothing: null, big: "12", nan: null,
  since: "2026-01-02T03:04:05.678Z",
  tags: ["a", 1, true, null, "1970-01-01T00:00:00.000Z", ["deep"], { in: "list" }], bare: [],
  account: { tier: { name: "gold", limits: [1, 2, { of: "seats" }] }, renewed: "2001-09-09T01:46:40.000Z", open: {} },
};

const PROMPT = "How can I export my data? 🤖\nÇa marche ?";
const RESPONSE = "You can export your data from the <b>Settings</b> page.";

interface Form {
  readonly name: string;
  readonly command: "event.track" | "event.copilot";
  readonly agent: string | undefined;
}

// The documentation's first form, for which pages were installed, and its latest.
test.each<Form>([
  { name: "seed", command: "event.track", agent: undefined },
  { name: "v6", command: "event.copilot", agent: "agent_789" },
])("the four events in the form of $name", async ({ name, command, agent }) => {
  const about = { ...ids(name), ...(agent === undefined ? {} : { agent_id: agent }) };
  const before = Date.now();
  const answers = await visit(`/app/${name}?from=mail#top`, `
    const about = ${JSON.stringify(about)};
    const send = (at, event, properties) => $screeb("${command}", "screeb_copilot_" + event, { ...about, ...properties }).then(keep(at));
    send(0, "user_prompt", { prompt: ${JSON.stringify(PROMPT)}, ...${PROPERTIES} });
    send(1, "response", { response: ${JSON.stringify(RESPONSE)}, model: "m-1", version: "v2", latency_ms: 812.5, input_tokens: 31, output_tokens: 12, note: { kept: [true] } });
    send(2, "conversion", { name: "Subscription started", value: 49.5, currency: "eur", seats: 3 });
    send(3, "satisfaction", { rating_scale: "5", rating: "4", comment: "clear", from: "footer" });
  `, 4);
  const events = await stored(answers);
  const { anonymous_id, channel_id, user_id, is_ready } = await identityOf(reader.page);
  expect({ channel_id, user_id, is_ready }).toEqual({ channel_id: KEYS.write, user_id: null, is_ready: true });

  const common = {
    event_id: expect.any(String) as string, project: "default", source: "tag", agent_id: agent ?? "default", anonymous_id, ...ids(name),
    occurred_at: expect.any(String) as string, received_at: expect.any(String) as string,
    context: {
      locale: "fr-FR", timezone: "Europe/Paris",
      page: { url: reader.page.url(), path: `/app/${name}`, title: "Boardwalk", referrer: "" },
      library: { name: "debrief-tag", version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string },
    },
  };
  expect(events).toEqual([
    { ...common, kind: "prompt", name: "screeb_copilot_user_prompt", text: PROMPT, properties: AS_JSON },
    { ...common, kind: "response", name: "screeb_copilot_response", text: RESPONSE, model: "m-1", version: "v2", latency_ms: 812.5, input_tokens: 31, output_tokens: 12, properties: { note: { kept: [true] } } },
    { ...common, kind: "conversion", name: "screeb_copilot_conversion", value: 49.5, currency: "EUR", properties: { name: "Subscription started", seats: 3 } },
    { ...common, kind: "satisfaction", name: "screeb_copilot_satisfaction", text: "clear", rating: 0.75, rating_raw: "4", rating_scale_raw: "5", properties: { from: "footer" } },
  ]);
  for (const { occurred_at, received_at } of events) {
    expect(Date.parse(occurred_at)).toBeGreaterThanOrEqual(before - 1_000);
    expect(Date.parse(received_at)).toBeGreaterThanOrEqual(Date.parse(occurred_at) - 1_000);
    expect(Date.parse(received_at)).toBeLessThanOrEqual(Date.now() + 1_000);
  }

  const conversation = await server.read("/api/v1/conversations/{id}", {}, `conv_${name}`);
  expect(conversation).toMatchObject({
    conversation_id: `conv_${name}`, session_id: `sess_${name}`, agent_id: agent ?? "default", prompts: 1, responses: 1, opening: PROMPT,
    outcome: "confirmed", satisfaction: { explicit: 0.75 }, conversions: 1,
    turns: [{ prompt: PROMPT, response: RESPONSE, prompt_event_id: events[0]?.event_id, latency_ms: 812.5, model: "m-1", version: "v2" }],
    ratings: [{ event_id: events[3]?.event_id, value: 0.75 }],
    conversion_events: [{ event_id: events[2]?.event_id, value: 49.5, currency: "EUR", attribution: "direct" }],
  });
  expect(new Set(conversation.events.map(({ event_id }) => event_id))).toEqual(new Set(events.map(({ event_id }) => event_id)));
});

test("ratings on every scale, and a conversion that names no conversation", async () => {
  const forms = [["4", "5"], [4, "1-5"], ["up", "thumbs"], ["0", "thumbs"], [7, "nps"], ["3", "csat"], [2, "ces"], [true, "boolean"], ["-1", "-2-2"], [1, 1]] as const;
  const answers = await visit("/ratings", `
    const about = ${JSON.stringify({ ...ids("ratings"), agent_id: "agent_789" })};
    $screeb("event.copilot", "screeb_copilot_user_prompt", { ...about, prompt: "Rate me" }).then(keep(0));
    ${JSON.stringify(forms)}.forEach(([rating, rating_scale], at) => $screeb("event.copilot", "screeb_copilot_satisfaction", { ...about, rating, rating_scale }).then(keep(at + 1)));
    $screeb("event.copilot", "screeb_copilot_conversion", { agent_id: "agent_789" }).then(keep(${forms.length + 1}));
  `, forms.length + 2);
  const events = await stored(answers);
  const expected = [0.75, 0.75, 1, 0, 0.7, 0.5, 1 / 6, 1, 0.25, 1];
  expect(events.slice(1, -1).map(({ rating_raw, rating_scale_raw }) => [rating_raw, rating_scale_raw])).toEqual(forms.map(([rating, scale]) => [String(rating), String(scale)]));
  events.slice(1, -1).forEach(({ rating }, at) => expect(rating).toBeCloseTo(expected[at] ?? NaN, 12));
  const conversion = events.at(-1);
  expect(conversion).toMatchObject({ kind: "conversion", agent_id: "agent_789", anonymous_id: (await identityOf(reader.page)).anonymous_id });
  expect(conversion).not.toHaveProperty("conversation_id");
  // It counts for the conversation that the same visitor had just before.
  const { conversion_events } = await server.read("/api/v1/conversations/{id}", {}, "conv_ratings");
  expect(conversion_events).toMatchObject([{ event_id: conversion?.event_id, attribution: "window" }]);
});

test("wrong calls are told what is wrong, and the page never notices", async () => {
  const name = "screeb_copilot_";
  const about = ids("wrong");
  const refused: readonly (readonly [unknown[], string, string])[] = [
    [["event.copilot", `${name}user_prompt`, about], "missing_field", "prompt"],
    [["event.copilot", `${name}user_prompt`, { prompt: "hi" }], "missing_field", "conversation_id"],
    [["event.track", `${name}response`, { ...about, response: { text: "hi" } }], "invalid_type", "response"],
    [["event.copilot", `${name}satisfaction`, { ...about, rating: "9", rating_scale: "5" }], "rating_out_of_range", "rating"],
    [["event.copilot", `${name}satisfaction`, { ...about, rating: "4", rating_scale: "stars" }], "unknown_rating_scale", "rating_scale"],
    [["event.copilot", `${name}satisfaction`, { ...about, rating: "good", rating_scale: "5" }], "invalid_rating", "rating"],
    [["event.copilot", `${name}satisfaction`, about], "missing_field", "rating"],
    [["event.copilot", `${name}action`, { ...about, action: "waved" }], "unknown_action", "action"],
    [["event.track", "no <tags> please"], "invalid_event_name", "event"],
    [["event.track", ""], "missing_field", "event"],
    [["event.track", "fine", "not an object"], "invalid_type", "properties"],
    [["event.track", "fine", { ["x".repeat(129)]: 1 }], "invalid_property_name", "x".repeat(128)],
    [["event.track", "fine", Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`p${i}`, i]))], "too_many_properties", "properties"],
    [["event.copilot", `${name}user_prompt`, { prompt: "hi", conversation_id: "c".repeat(256) }], "id_too_long", "conversation_id"],
    [["identity", ""], "invalid_user_id", "user_id"],
    [["identity", "u".repeat(256)], "invalid_user_id", "user_id"],
  ];
  const answers = await visit("/wrong", `
    const calls = ${JSON.stringify(refused.map(([call]) => call))};
    calls.forEach((call, at) => $screeb(...call).then(keep(at)));
    $screeb().then(keep(calls.length));
    $screeb("survey.start", "none", {}).then(keep(calls.length + 1));
    $screeb("no.such.command").then(keep(calls.length + 2));
    $screeb("event.track", "the page goes on").then(keep(calls.length + 3));
  `, refused.length + 4);
  expect(answers.slice(0, refused.length)).toEqual(refused.map(([, code, field]) => ({ accepted: false, code, field })));
  expect(answers.slice(refused.length, -1)).toEqual([undefined, undefined, undefined]);
  expect(await stored(answers.slice(-1))).toMatchObject([{ kind: "track", name: "the page goes on" }]);
  expect((await server.events()).filter(({ conversation_id }) => conversation_id === "conv_wrong")).toEqual([]);
});
