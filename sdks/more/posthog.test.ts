// PostHog's own browser SDK, unmodified but for its api_host.
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, Reader } from "../../e2e/support/reader";
import { KEYS, Server } from "../../e2e/support/server";
import { Site } from "../../e2e/support/site";
import { prove } from "../support/proof";
import { prompts } from "../support/trial";

let browser: Awaited<ReturnType<typeof launch>>;
let server: Server;
let site: Site;
let sdk: string;
beforeAll(async () => {
  [browser, server, site] = await Promise.all([launch(), Server.start(), Site.start()]);
  const bundle = await build({ stdin: { contents: 'import posthog from "posthog-js"; window.posthog = posthog;', resolveDir: import.meta.dirname }, bundle: true, write: false, format: "iife" });
  sdk = bundle.outputFiles[0]?.text.replaceAll("</script", "<\\/script") ?? "";
});
afterAll(() => Promise.all([browser?.close(), server?.end(), site?.end()]));

/** A page with the SDK, which leaves browsers of tests out unless it is told not to. */
const page = (key: string, script: string): string =>
  `<script>${sdk}</script><script>window.posthog.init(${JSON.stringify(key)}, { api_host: ${JSON.stringify(server.origin)}, opt_out_useragent_filter: true }); ${script}</script>`;

test("a page that names this server sends everything, in the SDK's own session, and the visitor becomes a user", async () => {
  const reader = await Reader.open(browser);
  await reader.page.goto(site.add("/docs", page(KEYS.write, `
    const about = { conversation_id: "conv_page" };
    posthog.capture("screeb_copilot_user_prompt", { ...about, message_id: "m1", prompt: "How can I export my data?" });
    posthog.identify("user_42", { plan: "pro" });
    posthog.group("company", "acme", { seats: 3 });
    posthog.capture("screeb_copilot_response", { ...about, message_id: "m2", response: "From the Settings page.", model: "m-4" });
    posthog.capture("survey sent", { ...about, $survey_id: "s", $survey_response: 1 });
    posthog.capture("Plan Upgraded", { ...about, revenue: 49, currency: "EUR" });
    posthog.capture("invoice opened");`)));
  await prove("posthog-js", server, { conversation: "conv_page", events: 4 });
  await expect.poll(async () => (await server.events()).map(({ kind }) => kind)).toContain("track");
  const events = await server.events();
  expect(events.find(({ kind }) => kind === "page")).toMatchObject({ name: "$pageview" });
  expect(events.find(({ kind }) => kind === "identify")).toMatchObject({ user_id: "user_42", properties: { plan: "pro" } });
  expect(events.find(({ kind }) => kind === "group")).toMatchObject({ account_id: "acme", properties: { seats: 3 } });
  expect(events.find(({ name }) => name === "invoice opened")).toMatchObject({ user_id: "user_42", account_id: "acme" });
  expect(new Set(events.filter(({ kind }) => kind !== "identify" && kind !== "group").map(({ session_id }) => session_id)).size).toBe(1);
  await reader.close([site.origin, server.origin]);
});

test("what a page sends while the server is away arrives when it is back, once", async () => {
  const reader = await Reader.open(browser);
  const send = (prompt: string): Promise<void> =>
    reader.page.evaluate((text) => {
      const { posthog } = window as unknown as { posthog: { capture: (name: string, properties: object) => unknown } };
      posthog.capture("screeb_copilot_user_prompt", { conversation_id: "conv_away", prompt: text });
    }, prompt);
  await reader.page.goto(site.add("/away", page(KEYS.write, "")));
  await send("before");
  await expect.poll(() => prompts(server, "conv_away")).toEqual(["before"]);
  await server.kill();
  await send("meanwhile");
  await expect.poll(() => reader.faults.length).toBeGreaterThan(0);
  await server.run();
  await send("after");
  await expect.poll(() => prompts(server, "conv_away"), { timeout: 120_000 }).toEqual(["after", "before", "meanwhile"]);
  await reader.close([site.origin, server.origin], (fault) => fault.includes("ERR_CONNECTION_REFUSED"));
});

test("what is sent too fast, and as the page is left, arrives", async () => {
  const key = "a-slow-key-of-a-page-0123456789";
  server.subcommand("keys", "add", "--kind", "write", "--value", key, "--rate", "10");
  const reader = await Reader.open(browser);
  await reader.page.goto(site.add("/fast", page(key, "")));
  await expect.poll(async () => (await server.events()).some(({ name, context }) => name === "$pageview" && String(context?.$current_url).endsWith("/fast"))).toBe(true);
  const others = Array.from({ length: 100 }, () => ({ event: "invoice opened", user_id: "another" }));
  expect((await fetch(`${server.origin}/t?k=${key}`, { method: "POST", body: JSON.stringify(others) })).status).toBe(200);
  await reader.page.evaluate(`for (let at = 0; at < 45; at++) posthog.capture("screeb_copilot_user_prompt", { conversation_id: "conv_fast", prompt: "Question " + at });`);
  await expect.poll(async () => (await server.read("/api/v1/health/inbox")).rows.map(({ code }) => code)).toContain("rate_exceeded");
  await expect.poll(() => prompts(server, "conv_fast"), { timeout: 120_000 }).toEqual(Array.from({ length: 45 }, (_, at) => `Question ${at}`).toSorted());
  await reader.page.evaluate(`posthog.capture("screeb_copilot_user_prompt", { conversation_id: "conv_left", prompt: "Leaving" });`);
  await reader.page.goto(site.add("/elsewhere", "<p>Elsewhere</p>"));
  await expect.poll(() => prompts(server, "conv_left")).toEqual(["Leaving"]);
  await reader.close([site.origin, server.origin], (fault) => fault.includes("503"));
});

test("a wrong key is said in the console, and nothing is kept", async () => {
  const reader = await Reader.open(browser);
  await reader.page.goto(site.add("/wrong", page("a-key-that-is-none", 'posthog.capture("screeb_copilot_user_prompt", { conversation_id: "conv_wrong", prompt: "Hello?" });')));
  await expect.poll(() => reader.faults.join("\n")).toContain("401");
  expect(await prompts(server, "conv_wrong")).toEqual([]);
  await reader.close([site.origin, server.origin], (fault) => fault.includes("401"));
});
