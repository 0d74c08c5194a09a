// Invented events and tallies, in the API's shapes.
import type { EventRow, InboxHealth } from "../src/api/shapes";
import { NOW } from "./figures";

const at = (seconds: number): string => new Date(NOW - seconds * 1_000).toISOString();

const event = (id: string, kind: EventRow["kind"], seconds: number, more: Partial<EventRow>): EventRow => ({
  event_id: id, kind, name: `screeb_copilot_${kind}`, project: "default", source: "tag", occurred_at: at(seconds), received_at: at(seconds), agent_id: "support", conversation_id: "c-1", user_id: "u-17", ...more,
});

export const ARRIVING: readonly EventRow[] = [
  event("e1", "prompt", 9, { text: "Where do I find the invoices of last year? I have looked everywhere and cannot see them in any of the menus that you named before." }),
  event("e2", "response", 7, { text: "Under Billing → Invoices.", marks: ["clock_corrected"] }),
  event("e3", "satisfaction", 4, { rating: 0.75, rating_raw: "4", rating_scale_raw: "1-5" }),
  { event_id: "e4", kind: "track", name: "clicked", project: "default", source: "screeb", occurred_at: at(2), received_at: at(2), user_id: "u-18" },
];

const HOUR = 3_600;

export const HEALTH: InboxHealth = {
  from: at(86_400), to: at(0),
  keys: [
    { id: "k1", name: "web", kind: "write", hint: "c796", state: "receiving", last_event_at: at(12) },
    { id: "k2", name: "billing backend", kind: "server", hint: "dbs_abcd", state: "stopped", last_event_at: at(9 * HOUR) },
    { id: "k5", name: "", kind: "server", hint: "dbs_wxyz", state: "never" },
  ],
  rows: [
    { key: "k1", source: "tag", verdict: "accepted", code: "", count: 12_403, last_at: at(12) },
    { key: "k1", source: "tag", verdict: "duplicate", code: "", count: 31, last_at: at(200) },
    { key: "k1", source: "tag", verdict: "rejected", code: "rating_out_of_range", count: 88, last_at: at(60), meaning: "`rating` lies outside its `rating_scale`", mend: "send the scale the message says would fit" },
    { key: "k2", source: "screeb", verdict: "refused", code: "unreadable_body", count: 3, last_at: at(9 * HOUR), meaning: "The body as a whole cannot be read, so no item of it was looked at.", mend: "Send JSON in one of the shapes that the route takes." },
    { key: "k1", source: "tag", verdict: "noticed", code: "session_missing", count: 9_100, last_at: at(12), meaning: "there is no `session_id`", mend: "send `session_id`, the same for a visit's events" },
  ],
  samples: [
    {
      key: "k1", source: "tag", verdict: "rejected", code: "rating_out_of_range", field: "rating", message: 'rating 9 is outside rating_scale "1-5"; rating_scale "0-10" would fit', at: at(60),
      item: JSON.stringify({ event: "screeb_copilot_satisfaction", user_id: "u-17", properties: { conversation_id: "c-1", rating: 9, rating_scale: "1-5" } }, null, 2),
    },
    { key: "k2", source: "screeb", verdict: "refused", code: "unreadable_body", message: "cannot read the body: it is not JSON, at byte 12", at: at(9 * HOUR), item: '[{"type": track' },
  ],
};

/** When events come by every key. */
export const HEALTHY: InboxHealth = { ...HEALTH, keys: HEALTH.keys.slice(0, 1) };
