// Invented conversations in the API's shapes.
import type { Conversation, ConversationDetail, EventRow, Outcome, Turn } from "../src/api/shapes";
import { NOW } from "./figures";

type Line = readonly [opening: string, outcome: Outcome, signals: readonly string[], rating?: number, value?: number];

const LINES: readonly Line[] = [
  ["Can I get the report every Monday", "failed", ["unanswered", "same_answer"], 0],
  ["How do I send a PDF each week", "failed", ["regenerated", "slow"]],
  ["Planifier un export chaque lundi", "escalated", ["handed_off"], 0.25],
  ["Automatic CSV to our SFTP", "unknown", []],
  ["Recurring export of the board", "assumed", ["copied"]],
  ["Export every week please", "confirmed", ["copied"], 1, 490],
  ["Which plan has single sign-on, and can I move to it in the middle of a month without losing what we already paid for the seats of this year", "confirmed", ["suggestion_used"], 0.75, 1_180],
  ["Change our VAT number", "abandoned", ["stopped"]],
  ["Invite a guest to one board only", "assumed", []],
  ["What is the rate limit of the API", "failed", ["unanswered"], 0.25],
];

const minutesAgo = (minutes: number): string => new Date(NOW - minutes * 60_000).toISOString();

export function talks(count: number, offset = 0): Conversation[] {
  return Array.from({ length: count }, (_, index) => {
    const [opening, outcome, signals, rating, value] = LINES[(index + offset) % LINES.length] ?? ["Hello", "unknown", []];
    const settled = 12 + (index + offset) * 173 > 1_440;
    const proven = settled || outcome === "failed" || outcome === "escalated" || outcome === "confirmed";
    const at = 12 + (index + offset) * 173;
    return {
      conversation_id: `c-${index + offset + 1}`, agent_id: index % 3 === 0 ? "support" : "onboarding", user_id: `user-${8_141 + index}`, session_id: `s-${index}`,
      account_id: "northwind", environment: "production", language: "en", version: "v42", model: "m-2-mini",
      started_at: minutesAgo(at), ended_at: minutesAgo(at - 5), prompts: (index % 4) + 1, responses: (index % 4) + 1,
      outcome: proven ? outcome : "unknown", settled, signals: [...signals], satisfaction: rating === undefined ? {} : { explicit: rating },
      conversions: value === undefined ? 0 : 1, ...(value === undefined ? {} : { value: [{ currency: "EUR", value }] }), opening,
    };
  });
}

const START = NOW - 12 * 60_000;
const at = (seconds: number): string => new Date(START + seconds * 1_000).toISOString();

const event = (id: string, kind: string, seconds: number, more: Partial<EventRow> = {}): EventRow => ({
  event_id: id, kind, name: `screeb_copilot_${kind}`, project: "default", occurred_at: at(seconds), received_at: at(seconds + 1), source: "tag", ...more,
});

const turn = (id: string, seconds: number, more: Partial<Turn>): Turn => ({
  turn_id: id, prompt_event_id: id, conversation_id: "c-1", agent_id: "support", started_at: at(seconds), answered: true, signals: [], ...more,
});

export function talk(id: string): ConversationDetail {
  const row = talks(60).find((one) => one.conversation_id === id) ?? talks(1)[0];
  if (!row) throw new Error("there is no conversation");
  const answer = "You can export any board from Settings → Export as CSV or PDF.";
  return {
    ...row,
    conversation_id: id,
    why: "the last rating, 0, is at or below 0.25",
    reasons: [],
    turns: [
      turn("p1", 0, { prompt: row.opening ?? "", response: answer, latency_ms: 1_240, model: "m-2-mini", version: "v42", input_tokens: 412, output_tokens: 61 }),
      turn("p2", 71, { prompt: "I mean automatically, each Monday, by mail", response: "I could not find anything about sending reports by e-mail.", latency_ms: 6_800, signals: ["slow", "regenerated"], evidence: [{ signal: "slow", words: "6800 ms" }, { signal: "regenerated", event: "a1" }] }),
      turn("p3", 190, { prompt: "No, that is not what I asked. Schedule. A. Report.", response: answer, latency_ms: 1_100, signals: ["same_answer"], evidence: [{ signal: "same_answer", about: "p1", words: answer }] }),
      turn("p4", 262, { prompt: "Forget it, my address is [e-mail]", answered: false, error: "upstream timed out after 30 s", signals: ["unanswered"], evidence: [{ signal: "unanswered", words: "error" }] }),
    ],
    ratings: [{ event_id: "r1", turn_id: "p4", at: at(290), value: 0 }],
    conversion_events: [{ event_id: "v1", at: at(310), name: "upgrade", value: 490, currency: "EUR", attribution: "session", lag_seconds: 310 }],
    events: [
      event("p1", "prompt", 0),
      event("t1", "tool", 1, { properties: { tool: "search_docs", duration_ms: 420 } }),
      event("a1", "action", 80, { properties: { action: "regenerated" } }),
      event("p4", "prompt", 262, { marks: ["redacted"] }),
      event("r1", "satisfaction", 290, { rating: 0, rating_raw: "1", rating_scale_raw: "1-5", text: "useless for scheduling" }),
    ],
  };
}
