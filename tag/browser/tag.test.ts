// The built tag in Chromium, on pages with Screeb's published snippet.
import { expect, test, vi } from "vitest";
import { bench, call, KEY, loaded, track } from "./harness";

const b = bench();

const FOUR = `<script>
  window.answers = [];
  const keep = (answer) => window.answers.push(answer);
  const ids = { conversation_id: "conv_123", session_id: "sess_456", agent_id: "agent_789" };
  $screeb("event.copilot", "screeb_copilot_user_prompt", { prompt: "How can I export my data? 🤖", ...ids, plan: "pro" }).then(keep);
  $screeb("event.copilot", "screeb_copilot_response", { response: "You can export your data from the Settings page.", ...ids }).then(keep);
  $screeb("event.copilot", "screeb_copilot_conversion", { agent_id: "agent_789" }).then(keep);
  $screeb("event.copilot", "screeb_copilot_satisfaction", { rating_scale: "5", rating: "4", ...ids }).then(keep);
</script>`;

const NAMES = ["user_prompt", "response", "conversion", "satisfaction"].map((name) => `screeb_copilot_${name}`);

test("the published snippet and the four events", async () => {
  await b.page.goto(b.site.add("/pricing", b.snippet() + FOUR));
  await b.arrived(4);
  expect(b.collector.received).toHaveLength(1);
  const [{ key, contentType, cookie } = {}] = b.collector.received;
  expect({ key, contentType, cookie }).toEqual({ key: KEY, contentType: "text/plain;charset=UTF-8", cookie: undefined });
  expect(b.collector.events.map((e) => e.event)).toEqual(NAMES);
  const ids = { conversation_id: "conv_123", session_id: "sess_456", agent_id: "agent_789" };
  expect(b.collector.events.map((e) => e.properties)).toEqual([
    { prompt: "How can I export my data? 🤖", ...ids, plan: "pro" },
    { response: "You can export your data from the Settings page.", ...ids },
    { agent_id: "agent_789" },
    { rating_scale: "5", rating: "4", ...ids },
  ]);
  expect(b.collector.events[0]?.context).toEqual({
    locale: "fr-FR",
    timezone: "Europe/Paris",
    page: { url: b.page.url(), path: "/pricing", title: "Shop", referrer: "" },
    library: { name: "debrief-tag", version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string },
  });
  const { anonymous_id } = (await loaded(b.page)) as { anonymous_id: string };
  expect(new Set(b.collector.events.map((e) => e.anonymous_id))).toEqual(new Set([anonymous_id]));
  // The promises of calls made before the tag was there resolve to the events' ids.
  expect(await b.page.evaluate(() => window.answers)).toEqual(b.collector.events.map((e) => ({ accepted: true, id: e.id })));
  expect(await b.context.cookies()).toEqual([]);
});

test("older snippets: bare arguments, and Segment's bare arrays", async () => {
  const tag = `<script async src="${b.collector.origin}/tag.js"></script>`;
  await b.page.goto(b.site.add("/legacy", `<script>
    (function (s, r) { s[r] = s[r] || function () { (s[r].q = s[r].q || []).push(arguments); }; })(window, "$screeb");
    $screeb("init", "${KEY}"); $screeb("event.track", "bare arguments", { a: 1 });
  </script>${tag}`));
  await b.arrived(1);
  await b.page.goto(b.site.add("/segment", `<script>
    window.$screeb = function (...args) { window.$screeb.q.push(args); };
    window.$screeb.q = [["init", "${KEY}"]];
    window.before = window.$screeb;
    $screeb("event.track", "bare array");
  </script>${tag}`));
  await b.arrived(2);
  expect(b.collector.events.map((e) => [e.event, e.properties])).toEqual([["bare arguments", { a: 1 }], ["bare array", {}]]);
  expect(await b.page.evaluate(() => window.$screeb !== (window as unknown as { before: unknown }).before)).toBe(true);
});

test("503 with Retry-After: it waits, then everything is there once", async () => {
  b.collector.answers.push({ status: 503, headers: { "Retry-After": "2" } });
  await b.page.goto(b.site.add("/", b.snippet() + FOUR));
  await vi.waitFor(() => expect(b.collector.received).toHaveLength(1), 10_000);
  const refused = Date.now();
  await b.arrived(4);
  expect(Date.now() - refused).toBeGreaterThanOrEqual(1900);
  const [first, second] = b.collector.received.map((r) => r.events.map((e) => e.id));
  expect(second).toEqual(first);
});

test("the server goes away and comes back", async () => {
  await b.page.goto(b.site.add("/", b.snippet()));
  await loaded(b.page);
  await track(b.page, "while up");
  await b.arrived(1);
  await b.collector.stop();
  for (const name of ["while down 1", "while down 2"]) await track(b.page, name);
  await b.page.waitForTimeout(1000);
  await track(b.page, "while down 3");
  await b.collector.start();
  await b.arrived(4);
  expect(b.collector.events.map((e) => e.event)).toEqual(["while up", "while down 1", "while down 2", "while down 3"]);
});

test("what waits is sent when the page is left", async () => {
  await b.page.goto(b.site.add("/", b.snippet()));
  await loaded(b.page);
  // In one go, so that no timer can have sent it before.
  await b.page.evaluate(() => {
    for (let i = 0; i < 20; i++) void window.$screeb("event.track", `last ${i}`);
    location.href = "about:blank";
  });
  await b.arrived(20);
  expect(b.collector.events).toHaveLength(20);
  await b.page.waitForTimeout(500);
  expect(b.collector.events).toHaveLength(20);
});

test("a request under way when the page is left is not made again", async () => {
  b.collector.answers.push({ status: 200, delay: 1500 });
  await b.page.goto(b.site.add("/", b.snippet()));
  await loaded(b.page);
  await track(b.page, "under way");
  await b.arrived(1);
  await b.page.goto(b.site.add("/next", "next"));
  await b.page.waitForTimeout(2500);
  expect(b.collector.received).toHaveLength(1);
});

test("who somebody is lasts over pages, until reset", async () => {
  await b.page.goto(b.site.add("/one", b.snippet()));
  const before = (await loaded(b.page)) as { anonymous_id: string; session_id: string };
  await b.page.evaluate(() => window.$screeb("identity", "u1", { plan: "pro" }));
  await b.page.goto(b.site.add("/two", b.snippet()));
  const after = (await loaded(b.page)) as typeof before;
  expect(after).toMatchObject({ anonymous_id: before.anonymous_id, session_id: before.session_id, user_id: "u1", is_ready: true });
  await b.page.evaluate(() => window.$screeb("identity.reset"));
  expect((await loaded(b.page)) as typeof before).toMatchObject({ user_id: null });
  await b.arrived(1);
  expect(b.collector.events[0]).toMatchObject({ event: "identify", type: "identify", user_id: "u1", properties: { plan: "pro" } });
});

test("a page with hostile arguments keeps running", async () => {
  await b.page.goto(b.site.add("/", b.snippet()));
  await loaded(b.page);
  const answers = await b.page.evaluate(async () => {
    const bomb = (): never => { throw new Error("bomb"); };
    const loop: Record<string, unknown> = {};
    loop.loop = loop;
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    const props = {
      loop, big: 12n, stopped: new DOMException("by hand", "AbortError"), f: bomb, node: document.body, page: window, when: new Date(0), symbol: Symbol("s"),
      get trap(): never { return bomb(); }, proxy: revoked.proxy, frame: document.createElement("iframe"), kept: 1,
    };
    const calls: unknown[][] = [
      ["event.track", "hostile", props], ["event.track", props], ["event.track", "a", revoked.proxy], ["identity", loop],
      ["identity.properties", window], ["init", loop, props], [revoked.proxy], [], [null], ["survey.start", "x", props], ["nothing"],
    ];
    return Promise.all(calls.map((call) => window.$screeb(...call)));
  });
  const accepted = { accepted: true, id: expect.any(String) as string };
  const refused = (code: string, field: string): object => ({ accepted: false, code, field });
  expect(answers).toEqual([
    accepted, refused("invalid_type", "event"), refused("invalid_type", "properties"), refused("invalid_type", "user_id"),
    refused("invalid_type", "properties"), refused("invalid_type", "key"), refused("internal_error", ""), undefined, undefined, undefined, undefined,
  ]);
  await b.arrived(1);
  expect(b.collector.events[0]?.properties).toEqual({ loop: {}, big: "12", stopped: "AbortError: by hand", when: "1970-01-01T00:00:00.000Z", kept: 1 });
});

test("close stops, init starts again", async () => {
  await b.page.goto(b.site.add("/", b.snippet()));
  await loaded(b.page);
  await track(b.page, "before");
  await b.page.evaluate(() => window.$screeb("close"));
  expect(await track(b.page, "between")).toEqual({ accepted: false, code: "closed", field: "" });
  await b.arrived(1);
  await call(b.page, "init", KEY);
  await track(b.page, "after");
  await b.arrived(2);
  expect(b.collector.events.map((e) => e.event)).toEqual(["before", "after"]);
});
