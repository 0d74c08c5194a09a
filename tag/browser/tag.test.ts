// The built tag in Chromium, on pages with Screeb's published snippet.
import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { Collector, Site } from "./stub";

const KEY = "c796994e-f2dd-41c5-a88c-91d54fc42b0e";

type Screeb = (...args: unknown[]) => Promise<unknown>;
declare global {
  interface Window {
    $screeb: Screeb;
    answers: unknown[];
  }
}

let browser: Browser;
let context: BrowserContext;
let page: Page;
let collector: Collector;
let site: Site;
let faults: string[];

beforeAll(async () => {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  if (!existsSync(executablePath)) {
    throw new Error(`no browser at ${executablePath}; install it (apt-get install chromium) or set CHROMIUM to its path`);
  }
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
});
afterAll(() => browser?.close());

beforeEach(async () => {
  collector = new Collector();
  site = new Site();
  await Promise.all([collector.start(), site.start()]);
  context = await browser.newContext({ locale: "fr-FR", timezoneId: "Europe/Paris" });
  page = await context.newPage();
  faults = [];
  // Uncaught errors and rejections nobody handles both arrive here.
  page.on("pageerror", (fault) => faults.push(String(fault)));
});

afterEach(async () => {
  await context.close();
  await Promise.all([collector.stop(), site.stop()]);
  expect(faults).toEqual([]);
});

/** The snippet of Screeb's documentation; only the address and the id differ. */
const snippet = (): string => `<script type="text/javascript">
  (function (s, c, r, ee, b) {
    s["ScreebObject"] = r;
    s[r] = s[r] || function () { var d = arguments;
        return new Promise(function (a, b) { (s[r].q = s[r].q || []).push({ v: 1, args: d, ok: a, ko: b }); }); };
    b = c.createElement("script"); b.type = "text/javascript"; b.id = r; b.src = ee; b.async = 1;
    c.getElementsByTagName("head")[0].appendChild(b);
  })(window, document, "$screeb", "${collector.origin}/tag.js");
  $screeb("init", "${KEY}");
</script>`;

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

const arrived = (count: number, timeout = 10_000): Promise<void> =>
  vi.waitFor(() => expect(collector.events.length).toBeGreaterThanOrEqual(count), { timeout, interval: 20 });
const track = (name: string): Promise<unknown> => page.evaluate((n) => window.$screeb("event.track", n), name);
const loaded = (): Promise<unknown> => page.evaluate(() => window.$screeb("identity.get"));

test("the published snippet and the four events", async () => {
  await page.goto(site.add("/pricing", snippet() + FOUR));
  await arrived(4);
  expect(collector.received).toHaveLength(1);
  const [{ key, contentType, cookie } = {}] = collector.received;
  expect({ key, contentType, cookie }).toEqual({ key: KEY, contentType: "text/plain;charset=UTF-8", cookie: undefined });
  expect(collector.events.map((e) => e.event)).toEqual(NAMES);
  const ids = { conversation_id: "conv_123", session_id: "sess_456", agent_id: "agent_789" };
  expect(collector.events.map((e) => e.properties)).toEqual([
    { prompt: "How can I export my data? 🤖", ...ids, plan: "pro" },
    { response: "You can export your data from the Settings page.", ...ids },
    { agent_id: "agent_789" },
    { rating_scale: "5", rating: "4", ...ids },
  ]);
  expect(collector.events[0]?.context).toEqual({
    locale: "fr-FR",
    timezone: "Europe/Paris",
    page: { url: page.url(), path: "/pricing", title: "Shop", referrer: "" },
    library: { name: "debrief-tag", version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string },
  });
  const { anonymous_id } = (await loaded()) as { anonymous_id: string };
  expect(new Set(collector.events.map((e) => e.anonymous_id))).toEqual(new Set([anonymous_id]));
  // The promises of calls made before the tag was there resolve to the events' ids.
  expect(await page.evaluate(() => window.answers)).toEqual(collector.events.map((e) => ({ accepted: true, id: e.id })));
  expect(await context.cookies()).toEqual([]);
});

test("older snippets: bare arguments, and Segment's bare arrays", async () => {
  const tag = `<script async src="${collector.origin}/tag.js"></script>`;
  await page.goto(site.add("/legacy", `<script>
    (function (s, r) { s[r] = s[r] || function () { (s[r].q = s[r].q || []).push(arguments); }; })(window, "$screeb");
    $screeb("init", "${KEY}"); $screeb("event.track", "bare arguments", { a: 1 });
  </script>${tag}`));
  await arrived(1);
  await page.goto(site.add("/segment", `<script>
    window.$screeb = function (...args) { window.$screeb.q.push(args); };
    window.$screeb.q = [["init", "${KEY}"]];
    window.before = window.$screeb;
    $screeb("event.track", "bare array");
  </script>${tag}`));
  await arrived(2);
  expect(collector.events.map((e) => [e.event, e.properties])).toEqual([["bare arguments", { a: 1 }], ["bare array", {}]]);
  expect(await page.evaluate(() => window.$screeb !== (window as unknown as { before: Screeb }).before)).toBe(true);
});

test("503 with Retry-After: it waits, then everything is there once", async () => {
  collector.answers.push({ status: 503, headers: { "Retry-After": "2" } });
  await page.goto(site.add("/", snippet() + FOUR));
  await vi.waitFor(() => expect(collector.received).toHaveLength(1), 10_000);
  const refused = Date.now();
  await arrived(4);
  expect(Date.now() - refused).toBeGreaterThanOrEqual(1900);
  const [first, second] = collector.received.map((r) => r.events.map((e) => e.id));
  expect(second).toEqual(first);
});

test("the server goes away and comes back", async () => {
  await page.goto(site.add("/", snippet()));
  await loaded();
  await track("while up");
  await arrived(1);
  await collector.stop();
  for (const name of ["while down 1", "while down 2"]) await track(name);
  await page.waitForTimeout(1000);
  await track("while down 3");
  await collector.start();
  await arrived(4, 20_000);
  expect(collector.events.map((e) => e.event)).toEqual(["while up", "while down 1", "while down 2", "while down 3"]);
});

test("what waits is sent when the page is left", async () => {
  await page.goto(site.add("/", snippet()));
  await loaded();
  // In one go, so that no timer can have sent it before.
  await page.evaluate(() => {
    for (let i = 0; i < 20; i++) void window.$screeb("event.track", `last ${i}`);
    location.href = "about:blank";
  });
  await arrived(20);
  expect(collector.events).toHaveLength(20);
  await page.waitForTimeout(500);
  expect(collector.events).toHaveLength(20);
});

test("a request under way when the page is left is not made again", async () => {
  collector.answers.push({ status: 200, delay: 1500 });
  await page.goto(site.add("/", snippet()));
  await loaded();
  await track("under way");
  await arrived(1);
  await page.goto(site.add("/next", "next"));
  await page.waitForTimeout(2500);
  expect(collector.received).toHaveLength(1);
});

test("who somebody is lasts over pages, until reset", async () => {
  await page.goto(site.add("/one", snippet()));
  const before = (await loaded()) as { anonymous_id: string; session_id: string };
  await page.evaluate(() => window.$screeb("identity", "u1", { plan: "pro" }));
  await page.goto(site.add("/two", snippet()));
  const after = (await loaded()) as typeof before;
  expect(after).toMatchObject({ anonymous_id: before.anonymous_id, session_id: before.session_id, user_id: "u1", is_ready: true });
  await page.evaluate(() => window.$screeb("identity.reset"));
  expect((await loaded()) as typeof before).toMatchObject({ user_id: null });
  await arrived(1);
  expect(collector.events[0]).toMatchObject({ event: "identify", type: "identify", user_id: "u1", properties: { plan: "pro" } });
});

test("a page with hostile arguments keeps running", async () => {
  await page.goto(site.add("/", snippet()));
  await loaded();
  const answers = await page.evaluate(async () => {
    const bomb = (): never => { throw new Error("bomb"); };
    const loop: Record<string, unknown> = {};
    loop.loop = loop;
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    const props = {
      loop, big: 12n, f: bomb, node: document.body, page: window, when: new Date(0), symbol: Symbol("s"),
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
  await arrived(1);
  expect(collector.events[0]?.properties).toEqual({ loop: {}, big: "12", when: "1970-01-01T00:00:00.000Z", kept: 1 });
});

test("works under the documented Content-Security-Policy, where storage is forbidden too", async () => {
  const csp = `default-src 'none'; script-src 'unsafe-inline' ${collector.origin}; connect-src ${collector.origin}; sandbox allow-scripts`;
  await page.goto(site.add("/strict", snippet() + FOUR, csp));
  await arrived(4);
  expect(collector.events.map((e) => e.event)).toEqual(NAMES);
  expect(new Set(collector.events.map((e) => e.anonymous_id)).size).toBe(1);
});

test("close stops, init starts again", async () => {
  await page.goto(site.add("/", snippet()));
  await loaded();
  await track("before");
  await page.evaluate(() => window.$screeb("close"));
  expect(await track("between")).toEqual({ accepted: false, code: "closed", field: "" });
  await arrived(1);
  await page.evaluate((key) => window.$screeb("init", key), KEY);
  await track("after");
  await arrived(2);
  expect(collector.events.map((e) => e.event)).toEqual(["before", "after"]);
});
