// The CloudEvents SDK, unmodified, in all modes in which it can send.
import { CloudEvent, emitterFor, HTTP, httpTransport, Mode } from "cloudevents";
import { afterAll, beforeAll, expect, test } from "vitest";
import { KEYS, Server } from "../../e2e/support/server";
import { prove } from "../support/proof";
import { prompts } from "../support/trial";

let server: Server;
beforeAll(async () => {
  server = await Server.start();
});
afterAll(() => server?.end());

const headers = (key: string): Record<string, string> => ({ Authorization: `Bearer ${key}` });

const talk = (conversation: string): CloudEvent<object>[] => {
  const about = (type: string, second: number, data: object): CloudEvent<object> =>
    new CloudEvent({ source: `/copilot/${conversation}`, type, subject: "user_42", time: new Date(Date.UTC(2026, 10, 20, 12, 0, second)).toISOString(), conversationid: conversation, data });
  return [
    about("com.example.screeb_copilot_user_prompt", 1, { prompt: "How can I export my data?" }),
    about("com.example.copilot.response", 3, { response: "From the Settings page.", model: "m-4" }),
    about("screeb_copilot_satisfaction", 5, { rating: 5, rating_scale: "1-5" }),
    about("screeb_copilot_conversion", 6, { name: "Plan Upgraded", value: 49, currency: "EUR" }),
  ];
};

test.each([Mode.BINARY, Mode.STRUCTURED])("everything that is sent in %s mode arrives as what it means, and a repeat changes nothing", async (mode) => {
  const emit = emitterFor(httpTransport(`${server.origin}/cloudevents`), { mode });
  const events = talk(`conv_${mode}`);
  for (const one of [...events, ...events]) await emit(one, { headers: headers(KEYS.server) });
  await prove("cloudevents", server, { conversation: `conv_${mode}`, events: events.length });
});

test("a batch arrives as what it means", async () => {
  const events = talk("conv_batch");
  const body = JSON.stringify(events.map((one) => JSON.parse(HTTP.structured(one).body as string) as object));
  const answer = await fetch(`${server.origin}/cloudevents`, { method: "POST", headers: { ...headers(KEYS.server), "Content-Type": "application/cloudevents-batch+json" }, body });
  expect(await answer.json()).toEqual({ accepted: 4, duplicate: 0, rejected: [] });
  await prove("cloudevents", server, { conversation: "conv_batch", events: events.length });
});

test("the SDK neither tries again nor complains: the answer says what became of a wrong key and of what came too fast", async () => {
  const send = async (key: string): Promise<string> => {
    const prompt = new CloudEvent({ source: "/copilot", type: "screeb_copilot_user_prompt", conversationid: "conv_refused", data: { prompt: "Hello?" } });
    const answer = (await emitterFor(httpTransport(`${server.origin}/cloudevents`))(prompt, { headers: headers(key) })) as { body: string };
    return answer.body;
  };
  expect(await send("a-key-that-is-none")).toContain('"code":"unauthorized"');
  server.subcommand("keys", "add", "--kind", "server", "--value", "a-slow-key-of-a-bus-0123456789", "--rate", "0.01");
  for (let at = 0; at < 100; at++) await send("a-slow-key-of-a-bus-0123456789");
  expect(await send("a-slow-key-of-a-bus-0123456789")).toContain('"code":"rate_exceeded"');
  expect(await prompts(server, "conv_refused")).toHaveLength(100);
});

test("what was answered for before the server is killed is there when it is back", async () => {
  const emit = emitterFor(httpTransport(`${server.origin}/cloudevents`));
  const events = talk("conv_kill");
  for (const one of events) await emit(one, { headers: headers(KEYS.server) });
  await server.kill();
  await server.run();
  await prove("cloudevents", server, { conversation: "conv_kill", events: events.length });
});
