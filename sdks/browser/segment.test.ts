// Segment's own browser SDK, unmodified but for the address of its settings.
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, Reader } from "../../e2e/support/reader";
import { KEYS, Server } from "../../e2e/support/server";
import { Site } from "../../e2e/support/site";

let browser: Awaited<ReturnType<typeof launch>>;
let server: Server;
let site: Site;
let sdk: string;
beforeAll(async () => {
  [browser, server, site] = await Promise.all([launch(), Server.start(), Site.start()]);
  const contents = 'import { AnalyticsBrowser } from "@segment/analytics-next"; window.AnalyticsBrowser = AnalyticsBrowser;';
  const bundle = await build({ stdin: { contents, resolveDir: import.meta.dirname }, bundle: true, write: false, format: "iife", define: { "process.env.NODE_ENV": '"production"' } });
  sdk = bundle.outputFiles[0]?.text.replaceAll("</script", "<\\/script") ?? "";
});
afterAll(() => Promise.all([browser?.close(), server?.end(), site?.end()]));

const page = (writeKey: string, script: string): string =>
  `<script>${sdk}</script><script>window.analytics = window.AnalyticsBrowser.load({ writeKey: ${JSON.stringify(writeKey)}, cdnURL: ${JSON.stringify(server.origin)} }); ${script}</script>`;

const arrived = async (conversation: string): Promise<string[]> =>
  (await server.events()).filter(({ conversation_id }) => conversation_id === conversation).map(({ kind, text }) => `${kind} ${text ?? ""}`).toSorted();

test("a page that names this server sends everything, and the visitor becomes a user", async () => {
  const reader = await Reader.open(browser);
  await reader.page.goto(site.add("/docs", page(KEYS.write, `
    (async () => {
      const about = { conversationId: "conv_page" };
      await analytics.page("Docs");
      await analytics.track("Message Sent", { ...about, messageId: "m1", message_body: "How can I export my data?" });
      await analytics.identify("user_42", { plan: "pro" });
      await analytics.track("Message Received", { ...about, messageId: "m2", message_body: "From the Settings page." });
      await analytics.track("Feedback Submitted", { ...about, messageId: "m2", rating: 5 });
      await analytics.track("Plan Upgraded", { ...about, revenue: 49, currency: "EUR" });
    })();`)));
  await expect.poll(() => arrived("conv_page")).toEqual(["conversion ", "prompt How can I export my data?", "response From the Settings page.", "satisfaction "]);
  await expect.poll(async () => (await server.read("/api/v1/conversations/{id}", {}, "conv_page")).conversions).toBe(1);
  const events = await server.events();
  const names = events.map(({ kind, name }) => `${kind} ${name}`);
  expect(names).toContain("page page");
  expect(new Set(events.map(({ anonymous_id }) => anonymous_id)).size).toBe(1);
  expect(await server.read("/api/v1/conversations/{id}", {}, "conv_page")).toMatchObject({ user_id: "user_42", satisfaction: { explicit: 1 } });
  await reader.close([site.origin, server.origin]);
});

test("what a page sends while the server is away arrives when it is back", async () => {
  const reader = await Reader.open(browser);
  const send = (text: string): Promise<void> =>
    reader.page.evaluate((message_body) => {
      const { analytics } = window as unknown as { analytics: { track: (name: string, properties: object) => unknown } };
      void analytics.track("Message Sent", { conversationId: "conv_away", message_body });
    }, text);
  await reader.page.goto(site.add("/away", page(KEYS.write, "")));
  await send("before");
  await expect.poll(() => arrived("conv_away")).toEqual(["prompt before"]);
  await server.kill();
  await send("meanwhile");
  await expect.poll(() => reader.faults.length).toBeGreaterThan(0);
  await server.run();
  await send("after");
  await expect.poll(() => arrived("conv_away"), { timeout: 120_000 }).toEqual(["prompt after", "prompt before", "prompt meanwhile"]);
  await reader.close([site.origin, server.origin], (fault) => fault.includes("ERR_CONNECTION_REFUSED"));
});
