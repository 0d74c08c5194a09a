// Where a page runs: under a strict policy, with Trusted Types, in frames,
// without storage.
import type { Frame } from "playwright-core";
import { expect, test } from "vitest";
import { bench, KEY, loaded } from "./harness";

const b = bench();

const event = (name: string): string => `<script nonce="n">$screeb("event.copilot", "user_prompt", { prompt: "${name}", conversation_id: "c" });</script>`;
const prompts = (): unknown[] => b.collector.events.map((e) => e.properties.prompt);
/** The tag without its snippet, as tag/README.md says for Trusted Types. */
const element = (): string => `<script nonce="n">
  window.$screeb = function () { var d = arguments;
    return new Promise(function (a, b) { ($screeb.q = $screeb.q || []).push({ v: 1, args: d, ok: a, ko: b }); }); };
  $screeb("init", "${KEY}");
</script>
<script id="$screeb" async src="${b.collector.origin}/tag.js"></script>`;
/** The policy of tag/README.md, in a page that allows nothing else. */
const policy = (): string => `default-src 'none'; script-src 'nonce-n' ${b.collector.origin}; connect-src ${b.collector.origin}`;
const withNonce = (html: string): string => html.replace(/<script(?! nonce)/g, '<script nonce="n"');
const identity = (frame: Frame): Promise<{ anonymous_id: string }> => frame.evaluate(() => window.$screeb("identity.get")) as Promise<{ anonymous_id: string }>;
const frame = async (): Promise<Frame> => {
  await expect.poll(() => b.page.frames().length).toBe(2);
  return b.page.frames()[1] as Frame;
};

test("the documented Content-Security-Policy", async () => {
  await b.page.goto(b.site.add("/", withNonce(b.snippet()) + event("strict"), policy()));
  await b.arrived(1);
  expect(prompts()).toEqual(["strict"]);
});

test("without connect-src nothing is sent, nothing is lost, nothing is thrown", async () => {
  await b.page.goto(b.site.add("/", withNonce(b.snippet()) + event("forbidden"), policy().replace(/connect-src.*/, "")));
  await loaded(b.page);
  await b.page.waitForTimeout(1000);
  expect(b.collector.received).toEqual([]);
  await b.page.goto(b.site.add("/allowed", b.snippet()));
  await b.arrived(1);
  expect(prompts()).toEqual(["forbidden"]);
});

test("Trusted Types enforced: the tag as an element of the page, and no policy at all", async () => {
  await b.page.goto(b.site.add("/", element() + event("trusted"), `${policy()}; require-trusted-types-for 'script'; trusted-types 'none'`));
  await b.arrived(1);
  expect(prompts()).toEqual(["trusted"]);
});

test("Trusted Types enforced: the snippet, where the page has a default policy", async () => {
  const allow = `<script nonce="n">trustedTypes.createPolicy("default", { createScriptURL: (url) => url });</script>`;
  await b.page.goto(b.site.add("/", allow + withNonce(b.snippet()) + event("by policy"), `${policy()}; require-trusted-types-for 'script'; trusted-types default`));
  await b.arrived(1);
  expect(prompts()).toEqual(["by policy"]);
});

test("a page in a sandbox, where storage is forbidden", async () => {
  await b.page.goto(b.site.add("/", withNonce(b.snippet()) + event("one") + event("two"), `${policy()}; sandbox allow-scripts`));
  await b.arrived(2);
  expect(new Set(b.collector.events.map((e) => e.anonymous_id)).size).toBe(1);
});

test("a frame of the same site shares the visitor", async () => {
  const inner = b.site.add("/inner", b.snippet() + event("inner"));
  await b.page.goto(b.site.add("/", `${b.snippet()}${event("outer")}`));
  const { anonymous_id } = await identity(b.page.mainFrame());
  await b.page.evaluate((src) => document.body.append(Object.assign(document.createElement("iframe"), { src })), inner);
  await b.arrived(2);
  expect(await identity(await frame())).toMatchObject({ anonymous_id });
  expect(b.collector.events.find((e) => e.properties.prompt === "inner")?.context).toMatchObject({ page: { path: "/inner" } });
});

test("a sandboxed frame, whose storage throws", async () => {
  const inner = b.site.add("/inner", b.snippet() + event("sandboxed"));
  await b.page.goto(b.site.add("/", `<iframe sandbox="allow-scripts" src="${inner}"></iframe>`));
  await b.arrived(1);
  const inside = await frame();
  expect(await inside.evaluate(() => { try { return typeof localStorage; } catch { return "throws"; } })).toBe("throws");
  const { anonymous_id } = await identity(inside);
  expect(await identity(inside)).toMatchObject({ anonymous_id });
  expect(b.collector.events[0]).toMatchObject({ anonymous_id, properties: { prompt: "sandboxed" } });
});

test("a frame without an address", async () => {
  await b.page.goto(b.site.add("/", ""));
  await b.page.evaluate((srcdoc) => document.body.append(Object.assign(document.createElement("iframe"), { srcdoc })), b.snippet() + event("srcdoc"));
  await b.arrived(1);
  expect(b.collector.events[0]).toMatchObject({ context: { page: { url: "about:srcdoc" } } });
});

test("a frame of another site", async () => {
  const inner = b.site.add("/inner", b.snippet() + event("elsewhere")).replace("127.0.0.1", "localhost");
  await b.page.goto(b.site.add("/", `<iframe src="${inner}"></iframe>`));
  await b.arrived(1);
  expect(prompts()).toEqual(["elsewhere"]);
});

test("a frame that goes in the middle of a request leaves its events", async () => {
  b.collector.answers.push({ status: 200, delay: 60_000 });
  const inner = b.site.add("/inner", b.snippet() + event("gone"));
  await b.page.goto(b.site.add("/", `<iframe src="${inner}"></iframe>`));
  await expect.poll(() => b.collector.received.length).toBe(1);
  await b.page.evaluate(() => document.querySelector("iframe")?.remove());
  await b.page.goto(b.site.add("/next", b.snippet()));
  await b.arrived(1);
  expect(prompts()).toEqual(["gone"]);
});
