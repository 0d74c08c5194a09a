// RudderStack's own browser SDK, unmodified but for its data plane and the address of its configuration.
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, Reader } from "../../e2e/support/reader";
import { KEYS, Server } from "../../e2e/support/server";
import { Site } from "../../e2e/support/site";

let browser: Awaited<ReturnType<typeof launch>>;
let server: Server;
let site: Site;
beforeAll(async () => {
  [browser, server, site] = await Promise.all([launch(), Server.start(), Site.start()]);
});
afterAll(() => Promise.all([browser?.close(), server?.end(), site?.end()]));

test("a page that names this server sends everything, with its session, and the visitor becomes a user", async () => {
  const contents = `
    import { RudderAnalytics } from "@rudderstack/analytics-js/bundled";
    const analytics = new RudderAnalytics();
    analytics.load(${JSON.stringify(KEYS.write)}, ${JSON.stringify(server.origin)}, { configUrl: ${JSON.stringify(server.origin)} });
    const about = { conversationId: "conv_page" };
    analytics.track("Message Sent", { ...about, message_body: "How can I export my data?" });
    analytics.identify("user_42", { plan: "pro" });
    analytics.track("Message Received", { ...about, message_body: "From the Settings page." });
    analytics.track("Feedback Submitted", { ...about, rating: 5 });`;
  const bundle = await build({ stdin: { contents, resolveDir: import.meta.dirname }, bundle: true, write: false, format: "iife" });
  const reader = await Reader.open(browser);
  await reader.page.goto(site.add("/docs", `<script>${bundle.outputFiles[0]?.text.replaceAll("</script", "<\\/script") ?? ""}</script>`));
  const arrived = async () => (await server.events()).map(({ kind, text, properties }) => [kind, text, properties?.plan]).toSorted();
  await expect.poll(arrived).toEqual([
    ["identify", undefined, "pro"],
    ["prompt", "How can I export my data?", undefined],
    ["response", "From the Settings page.", undefined],
    ["satisfaction", undefined, undefined],
  ]);
  const conversation = await server.read("/api/v1/conversations/{id}", {}, "conv_page");
  expect(conversation).toMatchObject({ user_id: "user_42", satisfaction: { explicit: 1 } });
  const talk = (await server.events()).filter(({ conversation_id }) => conversation_id === "conv_page");
  const sessions = new Set(talk.map(({ session_id }) => session_id));
  expect(sessions.size).toBe(1);
  expect(sessions).not.toContain("conv_page");
  await reader.close([site.origin, server.origin]);
});
