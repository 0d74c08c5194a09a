// Amplitude's own Node SDK, unmodified but for the address it sends to.
import { createInstance, Identify, Revenue, Types } from "@amplitude/analytics-node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { KEYS, Server } from "../../e2e/support/server";
import { prove } from "../support/proof";
import { type Client, prompts, sendTooFast, slowKey } from "../support/trial";

let server: Server;
beforeAll(async () => {
  server = await Server.start();
});
afterAll(() => server?.end());

interface Amplitude extends Client {
  readonly amplitude: Types.NodeClient;
  /** What became of each prompt, by its text: 200, or why the SDK gave it up; 0 where no server answered. */
  readonly results: Map<string, number>;
  /** What the SDK would have said in its log. */
  readonly said: string[];
}

/** A backend's Amplitude client, which waits for its promises rather than flushing by hand: a flush by hand never tries again. */
async function client(key: string, options: { path?: string; flushQueueSize?: number } = {}): Promise<Amplitude> {
  const amplitude = createInstance();
  const { path = "/2/httpapi", ...rest } = options;
  const said: string[] = [];
  const say = (text: unknown): unknown => said.push(String(text));
  const loggerProvider = { enable: () => undefined, disable: () => undefined, log: say, warn: say, error: say, debug: () => undefined };
  await amplitude.init(key, { serverUrl: server.origin + path, flushIntervalMillis: 100, loggerProvider, ...rest }).promise;
  const waiting: Promise<unknown>[] = [];
  const results = new Map<string, number>();
  return {
    amplitude,
    results,
    said,
    send: (conversation, text) =>
      waiting.push(
        amplitude.track("[Agent] User Message", { "[Agent] Session ID": conversation, $llm_message: { text } }, { user_id: "u" }).promise.then(({ code }) => results.set(text, code)),
      ),
    close: () => Promise.all(waiting),
  };
}

test.each(["/2/httpapi", "/batch"])("everything that is sent to %s arrives as what it means", async (path) => {
  const { amplitude } = await client(KEYS.server, { path });
  const conversation = `conv_${path}`;
  const about = { "[Agent] Session ID": conversation, "[Agent] Agent ID": "support" };
  const who = { user_id: "user_42", device_id: "dev_1", session_id: 1_795_000_000_000 };
  const at = (second: number): Types.EventOptions => ({ ...who, time: Date.UTC(2026, 10, 20, 12, 0, second) });
  const traits = new Identify();
  traits.set("plan", "pro");
  const company = new Identify();
  company.set("seats", 3);
  const order = new Revenue().setPrice(49).setQuantity(1);
  const results = await Promise.all(
    [
      amplitude.identify(traits, who),
      amplitude.groupIdentify("company", "acme", company, who),
      amplitude.track("[Agent] User Message", { ...about, "[Agent] Message ID": "m1", $llm_message: { text: "How can I export my data?" } }, at(1)),
      amplitude.track("[Agent] AI Response", { ...about, "[Agent] Message ID": "m2", $llm_message: { text: "From the Settings page." }, "[Agent] Model Name": "m-4", "[Agent] Latency Ms": 812 }, at(3)),
      amplitude.track("[Agent] Tool Call", { ...about, "[Agent] Tool Name": "search" }, at(2)),
      amplitude.track("[Agent] Score", { ...about, "[Agent] Score Name": "user-feedback", "[Agent] Score Value": 1, "[Agent] Evaluation Source": "user", "[Agent] Target ID": "m2" }, at(5)),
      amplitude.track("Plan Upgraded (yearly)", { conversation_id: conversation, revenue: 49, currency: "EUR" }, at(6)),
      amplitude.revenue(order, { user_id: "user_of_the_shop", device_id: "dev_2" }),
      amplitude.track("invoice opened", { lines: [1, 2.5] }, at(7)),
    ].map(({ promise }) => promise),
  );
  expect(results.map(({ code }) => code)).toEqual(results.map(() => 200));

  const events = await server.events();
  const common = { user_id: "user_42", anonymous_id: "dev_1", source: "amplitude" };
  const talk = { ...common, agent_id: "support", conversation_id: conversation, session_id: "1795000000000" };
  for (const one of [
    { ...common, kind: "identify", properties: { plan: "pro" } },
    { kind: "group", account_id: "acme", properties: { seats: 3 } },
    { ...talk, kind: "prompt", text: "How can I export my data?", message_id: "m1" },
    { ...talk, kind: "response", text: "From the Settings page.", message_id: "m2", model: "m-4", latency_ms: 812 },
    { ...talk, kind: "tool", properties: { tool: "search" } },
    { ...talk, kind: "satisfaction", rating: 1, rating_raw: "1", rating_scale_raw: "thumbs", message_id: "m2" },
    { kind: "conversion", name: "Plan Upgraded (yearly)", value: 49, currency: "EUR", conversation_id: conversation },
    { kind: "conversion", name: "revenue_amount", value: 49, user_id: "user_of_the_shop" },
    { ...common, kind: "track", name: "invoice opened", properties: { lines: [1, 2.5] } },
  ]) {
    expect(events).toContainEqual(expect.objectContaining({ ...one, ...("properties" in one ? { properties: expect.objectContaining(one.properties) as object } : {}) }));
  }
  await prove("@amplitude/analytics-node", server, { conversation, events: 5 });
});

test("a wrong key makes the SDK try again for a while, so that a key that is registered meanwhile loses nothing", async () => {
  const key = "an-old-key-of-amplitude-0123456789";
  const { send, close, results, said } = await client(key);
  send("conv_wrong", "Hello?");
  await expect.poll(() => said.length).toBeGreaterThan(0);
  server.subcommand("keys", "add", "--kind", "server", "--value", key);
  await close();
  expect([...results]).toEqual([["Hello?", 200]]);
  expect(await prompts(server, "conv_wrong")).toEqual(["Hello?"]);
});

test("a key that sends too fast is told to wait, and loses nothing", async () => {
  await sendTooFast(server, await client(slowKey(server), { flushQueueSize: 100 }));
});

test("the server is killed and started again while a backend sends: the SDK gives up what no server answers, and says so; nothing else is lost, nothing is doubled", async () => {
  const { send, close, results } = await client(KEYS.server, { flushQueueSize: 5 });
  let sent = 0;
  const going = setInterval(() => send("conv_kill", `Question ${sent++}`), 10);
  await expect.poll(() => [...results.values()].includes(200)).toBe(true);
  await server.kill();
  await expect.poll(() => [...results.values()].includes(0)).toBe(true);
  await server.run();
  const before = sent;
  await expect.poll(() => sent).toBeGreaterThan(before + 20);
  clearInterval(going);
  await close();
  const stored = await prompts(server, "conv_kill");
  expect(results.size).toBe(sent);
  expect(new Set(stored).size).toBe(stored.length);
  for (const [text, code] of results) if (code === 200) expect(stored).toContain(text);
  expect(stored.length).toBeGreaterThanOrEqual([...results.values()].filter((code) => code === 200).length);
});
