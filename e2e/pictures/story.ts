// What pictures show besides the demo.
import { expect } from "vitest";
import { KEYS, type Server } from "../support/server";

/** The demo's story in one conversation: the release that is bad at scheduled exports, as a user noticed it. */
export async function telling(server: Server): Promise<string> {
  const { conversations } = await server.read("/api/v1/conversations", { where: 'version = "v42" and language = "en" and signal = handed_off and text ~ "export"', sort: "rating", limit: "100" });
  const short = conversations.filter(({ prompts }) => prompts > 1 && prompts < 6);
  const [best] = short.toSorted((a, b) => b.signals.length - a.signals.length || a.prompts - b.prompts || (a.conversation_id < b.conversation_id ? -1 : 1));
  if (!best) throw new Error("the demo has no such conversation");
  return best.conversation_id;
}

const long = (name: string): string => `${name}-${"with-a-name-that-somebody-generated-and-nobody-reads-".repeat(4)}end`;

/** Sends what a page has to bear: the longest names, texts without a space, no prompt at all, and events that are wrong. */
export async function awkward(server: Server): Promise<void> {
  const about = { conversation_id: "c-awkward", agent_id: long("agent"), version: long("v").slice(0, 60), model: long("model").slice(0, 80), plan: "enterprise", "a property with a rather long name": long("value") };
  const events = [
    { event: "screeb_copilot_user_prompt", user_id: long("user"), properties: { ...about, prompt: `https://example.com/${"very/deep/".repeat(40)} does not open.\n\n${"And then? ".repeat(80)}` } },
    { event: "screeb_copilot_tool", user_id: long("user"), properties: { ...about, tool: long("tool"), duration_ms: 93_000, error: "timed out" } },
    { event: "screeb_copilot_response", user_id: long("user"), properties: { ...about, response: `| a | b |\n|---|---|\n${"| 1 | 2 |\n".repeat(12)}`, latency_ms: 61_200, input_tokens: 128_000, output_tokens: 4_096 } },
    { event: "screeb_copilot_satisfaction", user_id: long("user"), properties: { ...about, rating: "1", rating_scale: "5", comment: "no ".repeat(60) } },
    { event: "screeb_copilot_conversion", user_id: long("user"), properties: { ...about, name: long("upgrade"), value: 1_234_567.89, currency: "JPY" } },
    { event: "screeb_copilot_satisfaction", user_id: "u-1", properties: { conversation_id: "c-wrong", rating: 9, rating_scale: "1-5", note: "x".repeat(900) } },
    { event: "screeb_copilot_user_prompt", user_id: "u-1", properties: { conversation_id: "c-wrong" } },
    { event: "", user_id: "u-1" },
  ];
  const response = await fetch(`${server.origin}/t`, { method: "POST", body: JSON.stringify({ key: KEYS.write, events }) });
  expect(response.status).toBe(200);
  await fetch(`${server.origin}/1.0/event`, { method: "POST", headers: { Authorization: `Bearer ${KEYS.server}` }, body: '[{"type": track' });
  await server.events(); // it is analysed
}
