// PostHog's own Node SDK, unmodified but for the host it sends to.
import { PostHog } from "posthog-node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { KEYS, Server } from "../../e2e/support/server";
import { prove } from "../support/proof";
import { type Client, prompts, sendThroughRestart, sendTooFast, slowKey } from "../support/trial";

let server: Server;
beforeAll(async () => {
  server = await Server.start();
});
afterAll(() => server?.end());

/** A backend's PostHog client, and the faults that it was told. */
function client(key: string, options: { flushAt?: number; fetchRetryCount?: number } = {}): { posthog: PostHog; faults: string[] } & Client {
  const posthog = new PostHog(key, { host: server.origin, flushInterval: 100, fetchRetryDelay: 500, ...options });
  const faults: string[] = [];
  posthog.on("error", (fault: unknown) => faults.push(String(fault)));
  return {
    posthog,
    faults,
    send: (conversation_id, prompt) => posthog.capture({ distinctId: "u", event: "screeb_copilot_user_prompt", properties: { conversation_id, prompt } }),
    close: () => posthog.shutdown(120_000),
  };
}

test("everything that is sent arrives as what it means", async () => {
  const { posthog, faults, close } = client(KEYS.server);
  const about = { conversation_id: "conv_1", $session_id: "sess_1" };
  const who = { distinctId: "user_42", groups: { company: "acme" } };
  const at = (second: number): Date => new Date(Date.UTC(2026, 10, 20, 12, 0, second));
  posthog.identify({ distinctId: "user_42", properties: { $set: { plan: "pro" }, $anon_distinct_id: "anon_1" } });
  posthog.groupIdentify({ groupType: "company", groupKey: "acme", properties: { seats: 3 } });
  posthog.alias({ distinctId: "user_42", alias: "anon_0" });
  posthog.capture({ ...who, event: "screeb_copilot_user_prompt", properties: { ...about, message_id: "m1", prompt: "How can I export my data?" }, timestamp: at(1) });
  posthog.capture({ ...who, event: "screeb_copilot_response", properties: { ...about, message_id: "m2", response: "From the Settings page.", model: "m-4" }, timestamp: at(3) });
  posthog.capture({ ...who, event: "survey sent", properties: { ...about, $survey_id: "s", $survey_response: 1 }, timestamp: at(5) });
  posthog.capture({ ...who, event: "Plan Upgraded (yearly)", properties: { ...about, revenue: 49, currency: "EUR" }, timestamp: at(6) });
  posthog.capture({ ...who, event: "invoice opened", properties: { lines: [1, 2.5] } });
  await close();
  expect(faults).toEqual([]);

  const events = await server.events();
  const common = { user_id: "user_42", source: "posthog" };
  const talk = { ...common, account_id: "acme", session_id: "sess_1", conversation_id: "conv_1" };
  for (const one of [
    { ...common, kind: "identify", name: "$identify", anonymous_id: "anon_1", properties: { plan: "pro" } },
    { source: "posthog", kind: "group", account_id: "acme", properties: { seats: 3, group_type: "company" } },
    { ...common, kind: "identify", name: "$create_alias", anonymous_id: "anon_0" },
    { ...talk, kind: "prompt", text: "How can I export my data?", message_id: "m1" },
    { ...talk, kind: "response", text: "From the Settings page.", message_id: "m2", model: "m-4" },
    { ...talk, kind: "satisfaction", rating: 1, rating_raw: "1", rating_scale_raw: "2-1" },
    { ...talk, kind: "conversion", name: "Plan Upgraded (yearly)", value: 49, currency: "EUR" },
    { ...common, account_id: "acme", kind: "track", name: "invoice opened", properties: { lines: [1, 2.5] } },
  ]) {
    expect(events).toContainEqual(expect.objectContaining({ ...one, ...("properties" in one ? { properties: expect.objectContaining(one.properties) as object } : {}) }));
  }
  expect(events.length).toBe(8);
  await prove("posthog-node", server, { conversation: "conv_1", events: 4 });
});

test("what a model did becomes one turn, whatever repeats it, and feedback that names its trace is about it", async () => {
  const { posthog, faults, close } = client(KEYS.server);
  const trace = { $ai_trace_id: "trace_1" };
  const who = { distinctId: "user_42" };
  const asked = [{ role: "user", content: "How can I export my data?" }];
  const answered = [{ role: "assistant", content: "From the Settings page." }];
  const history = [{ role: "system", content: "Be brief." }, { role: "user", content: "Hello" }, { role: "assistant", content: "Hi!" }, ...asked];
  const model = { $ai_model: "m-4", $ai_provider: "openai", $ai_latency: 1.5, $ai_input_tokens: 12, $ai_output_tokens: 9 };
  posthog.capture({ ...who, event: "$ai_feedback", properties: { ...trace, $ai_feedback_text: "Found it" } });
  posthog.capture({ ...who, event: "$ai_metric", properties: { ...trace, $ai_metric_name: "thumbs", $ai_metric_value: "1" } });
  posthog.capture({ ...who, event: "$ai_metric", properties: { ...trace, $ai_metric_name: "faithfulness", $ai_metric_value: "0.2" } });
  posthog.capture({ ...who, event: "Plan Upgraded", properties: { conversation_id: "conv_ai", revenue: 49 } });
  posthog.capture({ ...who, event: "$ai_generation", properties: { ...trace, $ai_span_id: "s1", $ai_parent_id: "s0", ...model, $ai_input: history, $ai_output_choices: [{ role: "assistant", content: "", tool_calls: [{ id: "1" }] }] } });
  posthog.capture({ ...who, event: "$ai_span", properties: { ...trace, $ai_span_id: "s0", $ai_span_name: "agent", $ai_input_state: { question: "export" }, $ai_output_state: { hits: 3 } } });
  posthog.capture({ ...who, event: "$ai_generation", properties: { ...trace, $ai_span_id: "s2", $ai_parent_id: "s0", ...model, $ai_input: history, $ai_output_choices: answered } });
  posthog.capture({ ...who, event: "$ai_trace", properties: { ...trace, $ai_session_id: "conv_ai", $ai_input_state: asked, $ai_output_state: answered, $ai_latency: 2.5 } });
  await close();
  expect(faults).toEqual([]);
  await expect.poll(async () => (await server.read("/api/v1/conversations/{id}", {}, "conv_ai").catch(() => undefined))?.turns.length).toBe(1);
  const told = await server.read("/api/v1/conversations/{id}", {}, "conv_ai");
  expect(told).toMatchObject({ user_id: "user_42", prompts: 1, responses: 1, conversions: 1, satisfaction: { explicit: 1 } });
  expect(told.turns).toMatchObject([{ prompt: "How can I export my data?", response: "From the Settings page.", model: "m-4" }]);
});

test("feature flags are answered: there are none", async () => {
  const { posthog, faults, close } = client(KEYS.server);
  expect(await posthog.isFeatureEnabled("new-copilot", "user_42")).toBeFalsy();
  expect(await posthog.getAllFlags("user_42")).toEqual({});
  await close();
  expect(faults).toEqual([]);
});

test("a wrong key is told to the SDK's listener, and nothing is kept", async () => {
  const { send, close, faults } = client("a-key-that-is-none");
  send("conv_wrong", "Hello?");
  await close().catch(() => undefined);
  expect(faults.join()).toContain("401");
  expect(await prompts(server, "conv_wrong")).toEqual([]);
});

test("a key that sends too fast is told to wait, and loses nothing", async () => {
  const { faults, ...rest } = client(slowKey(server), { flushAt: 100, fetchRetryCount: 20 });
  await sendTooFast(server, rest);
});

test("the server is killed and started again while a backend sends: nothing is lost, nothing is doubled", async () => {
  const { faults, ...rest } = client(KEYS.server, { flushAt: 5, fetchRetryCount: 100 });
  await sendThroughRestart(server, rest);
});
