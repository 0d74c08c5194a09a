// Segment's own Node SDK, unmodified but for the host it sends to.
import { Analytics } from "@segment/analytics-node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { KEYS, Server } from "../../e2e/support/server";
import { prove } from "../support/proof";

let server: Server;
beforeAll(async () => {
  server = await Server.start();
});
afterAll(() => server?.end());

/** A backend's Segment client, and the faults that it was told. */
function client(writeKey: string, options: { flushAt?: number } = {}): { analytics: Analytics; faults: string[]; answers: number[] } {
  const analytics = new Analytics({ writeKey, host: server.origin, flushInterval: 100, ...options });
  const faults: string[] = [];
  const answers: number[] = [];
  analytics.on("error", ({ reason }) => faults.push(String(reason)));
  analytics.on("http_response", ({ status }) => answers.push(status));
  return { analytics, faults, answers };
}

const stored = async (conversation: string) => (await server.events()).filter(({ conversation_id }) => conversation_id === conversation);

test("everything that is sent arrives as what it means", async () => {
  const { analytics, faults, answers } = client(KEYS.write);
  const about = { conversationId: "conv_1", session_id: "sess_1" };
  const at = (second: number): Date => new Date(Date.UTC(2026, 10, 20, 12, 0, second));
  const who = { userId: "user_42" };
  analytics.identify({ ...who, anonymousId: "anon_1", traits: { plan: "pro", seats: 3 }, timestamp: at(0), messageId: "e0" });
  analytics.group({ ...who, groupId: "acme", traits: { name: "Acme" }, timestamp: at(1), messageId: "e1" });
  analytics.page({ ...who, name: "Docs", category: "Help", properties: { url: "https://shop.example/docs" }, timestamp: at(2), messageId: "e2" });
  analytics.screen({ ...who, name: "Home", timestamp: at(3), messageId: "e3" });
  analytics.track({ ...who, event: "Conversation Started", properties: about, timestamp: at(4), messageId: "e4" });
  analytics.track({ anonymousId: "anon_1", event: "Message Sent", properties: { ...about, messageId: "m1", message_body: "How can I export my data?", role: "customer" }, timestamp: at(5), messageId: "e5" });
  const answer = { message_body: "From the Settings page.", role: "agent", model: "m-4", latencyMs: 812, inputTokens: 20, outputTokens: 7 };
  analytics.track({ ...who, event: "Message Received", properties: { ...about, messageId: "m2", ...answer }, timestamp: at(6), messageId: "e6" });
  analytics.track({ ...who, event: "Action Invoked", properties: { ...about, type: "Data Export", action: "export csv" }, timestamp: at(7), messageId: "e7" });
  analytics.track({ ...who, event: "Feedback Submitted", properties: { ...about, messageId: "m2", rating: 5 }, timestamp: at(8), messageId: "e8" });
  analytics.track({ ...who, event: "Plan Upgraded", properties: { ...about, plan: "team", revenue: 49, currency: "EUR" }, timestamp: at(9), messageId: "e9" });
  analytics.track({ ...who, event: "Invoice Opened", properties: { invoice: { lines: [1, 2.5] } }, timestamp: at(10), messageId: "f0" });
  analytics.alias({ ...who, previousId: "anon_0", timestamp: at(11), messageId: "f1" });
  analytics.track({ ...who, event: "screeb_copilot_user_prompt", properties: { ...about, prompt: "And import?" }, timestamp: at(12), messageId: "f2" });
  await analytics.closeAndFlush();
  expect({ faults, answers: [...new Set(answers)] }).toEqual({ faults: [], answers: [200] });

  const events = (await server.events()).toSorted((a, b) => a.occurred_at.localeCompare(b.occurred_at));
  const user = { user_id: "user_42", source: "segment" };
  const talk = { ...user, conversation_id: "conv_1", session_id: "sess_1", agent_id: "default" };
  expect(events).toMatchObject([
    { ...user, kind: "identify", anonymous_id: "anon_1", properties: { plan: "pro", seats: 3 } },
    { ...user, kind: "group", account_id: "acme", properties: { name: "Acme" } },
    { ...user, kind: "page", name: "page", properties: { name: "Docs", category: "Help", url: "https://shop.example/docs" } },
    { ...user, kind: "page", name: "screen", properties: { name: "Home" } },
    { ...talk, kind: "track", name: "Conversation Started" },
    { source: "segment", conversation_id: "conv_1", kind: "prompt", anonymous_id: "anon_1", message_id: "m1", text: "How can I export my data?", properties: { role: "customer" } },
    { ...talk, kind: "response", message_id: "m2", text: "From the Settings page.", model: "m-4", latency_ms: 812, input_tokens: 20, output_tokens: 7 },
    { ...talk, kind: "tool", properties: { tool: "export csv", type: "Data Export" } },
    { ...talk, kind: "satisfaction", message_id: "m2", rating: 1, rating_raw: "5", rating_scale_raw: "1-5", marks: ["scale_assumed"] },
    { ...talk, kind: "conversion", name: "Plan Upgraded", value: 49, currency: "EUR", properties: { plan: "team" } },
    { ...user, kind: "track", name: "Invoice Opened", properties: { invoice: { lines: [1, 2.5] } } },
    { ...user, kind: "identify", name: "alias", anonymous_id: "anon_0" },
    { ...talk, kind: "prompt", name: "screeb_copilot_user_prompt", text: "And import?" },
  ]);
  expect(events.map(({ event_id, occurred_at }) => [event_id, new Date(occurred_at).getTime()])).toEqual(
    ["e0", "e1", "e2", "e3", "e4", "e5", "e6", "e7", "e8", "e9", "f0", "f1", "f2"].map((id, second) => [id, at(second).getTime()]),
  );
  const conversation = await server.read("/api/v1/conversations/{id}", {}, "conv_1");
  expect(conversation).toMatchObject({ user_id: "user_42", prompts: 2, responses: 1, conversions: 1, satisfaction: { explicit: 1 } });
  await prove("@segment/analytics-node", server, { conversation: "conv_1", events: 7 });
});

test("a wrong key is told to the SDK's listener, once, and nothing is kept", async () => {
  const { analytics, faults, answers } = client("a-key-that-is-none");
  analytics.track({ userId: "u", event: "Message Sent", properties: { conversationId: "conv_wrong", message_body: "Hello?" } });
  await analytics.closeAndFlush();
  expect(answers).toEqual([401]);
  expect(faults).toEqual([expect.stringContaining("[401]")]);
  expect(await stored("conv_wrong")).toEqual([]);
});

test("a key that sends too fast is told to wait, and loses nothing", async () => {
  const key = server.subcommand("keys", "add", "--kind", "server", "--value", "a-slow-key-of-a-backend", "--rate", "50");
  expect(key).toContain("a-slow-key-of-a-backend");
  const { analytics, faults, answers } = client("a-slow-key-of-a-backend", { flushAt: 100 });
  for (let at = 0; at < 700; at++) analytics.track({ userId: "u", event: "screeb_copilot_user_prompt", properties: { conversation_id: "conv_fast", prompt: `Question ${at}` } });
  await analytics.closeAndFlush({ timeout: 120_000 });
  expect(faults).toEqual([]);
  expect([...new Set(answers)].toSorted()).toEqual([200, 429]);
  expect((await stored("conv_fast")).length).toBe(700);
});

test("the server is killed and started again while a backend sends: nothing is lost, nothing is doubled", async () => {
  const { analytics, faults } = client(KEYS.server, { flushAt: 5 });
  let sent = 0;
  const send = (count: number): void => {
    for (const end = sent + count; sent < end; sent++) {
      analytics.track({ userId: "u", event: "Message Sent", messageId: `k${sent}`, properties: { conversationId: "conv_kill", message_body: `Question ${sent}` } });
    }
  };
  send(50);
  await expect.poll(async () => (await stored("conv_kill")).length).toBeGreaterThan(0);
  const going = setInterval(() => send(1), 10);
  await expect.poll(() => sent).toBeGreaterThan(80);
  await server.kill();
  const atKill = sent;
  await expect.poll(() => sent).toBeGreaterThan(atKill + 50);
  await server.run();
  clearInterval(going);
  await analytics.closeAndFlush({ timeout: 120_000 });
  expect(faults).toEqual([]);
  const ids = (await stored("conv_kill")).map(({ event_id }) => event_id);
  expect(ids.toSorted()).toEqual(Array.from({ length: sent }, (_, at) => `k${at}`).toSorted());
});
