export type Unit = "count" | "share" | "ratio" | "rating" | "milliseconds" | "money";
export type State = "ok" | "provisional" | "not_enough_data" | "no_data";
export type Verdict = "better" | "worse" | "higher" | "lower" | "no_clear_change" | "unknown";
export type Outcome = "confirmed" | "assumed" | "unknown" | "abandoned" | "escalated" | "failed";
export interface Definition { id: string; question: string; formula: string; denominator: string; coverage: string; unit: Unit; direction: string; dated_by: string; caveat: string }
export interface EstimateShape { value: number | null; n: number; coverage: number | null; low: number | null; high: number | null; state: State }
export interface Change { value: number | null; low: number | null; high: number | null; verdict: Verdict }
export interface Figure extends EstimateShape { by: Record<string, string | null>; at?: string; matches: number; link: string; previous?: EstimateShape; change?: Change }
export interface Metric { metric: string; definition: Definition; from: string; to: string; rows: Figure[] }
export interface Beside { definition: Definition; figures: Figure[] }
export interface Tile extends Beside { title: string; beside: Beside[] }
export interface OutcomeDay { at: string; to: string; outcomes: { outcome: Outcome; count: number; link: string }[]; total: number; provisional: number }
export interface Overview { from: string; to: string; zone: string; interval: string; tiles: Tile[]; outcomes: OutcomeDay[]; further: Beside[] }
export interface Me { email?: string; role: "owner" | "analyst" | "viewer"; transcripts: boolean; projects: { id: string; name: string; zone: string }[] }
export interface Money { currency: string; value: number }
export interface Conversation {
  conversation_id: string; agent_id: string; user_id?: string; session_id?: string; account_id?: string; environment?: string; started_at: string; ended_at: string;
  prompts: number; responses: number; language?: string; topic_id?: string; version?: string; model?: string; outcome: Outcome; settled: boolean; signals: string[];
  satisfaction: { explicit?: number }; conversions: number; value?: Money[]; opening?: string; second_user?: boolean;
}
export interface Conversations { total: number; conversations: Conversation[]; next?: string }
export interface Evidence { signal: string; about?: string; event?: string; words?: string }
export interface EventRow {
  event_id: string; kind: string; name: string; agent_id?: string; message_id?: string; occurred_at: string; received_at: string; text?: string; rating?: number;
  rating_raw?: string; rating_scale_raw?: string; value?: number; currency?: string; model?: string; version?: string; latency_ms?: number; input_tokens?: number;
  output_tokens?: number; error?: string; source: string; marks?: string[]; properties?: Record<string, unknown>;
}
export interface Turn {
  turn_id: string; prompt_event_id?: string; started_at: string; prompt?: string; response?: string; answered: boolean; error?: string; signals: string[];
  evidence?: Evidence[]; latency_ms?: number; input_tokens?: number; output_tokens?: number; model?: string; version?: string; rating?: number;
}
export interface Rating { event_id: string; turn_id?: string; at: string; value: number }
export interface Conversion { event_id: string; at: string; name: string; value?: number; currency?: string; attribution: "direct" | "session" | "window"; lag_seconds?: number }
export interface Property { name: string; value: string }
export interface ConversationDetail extends Conversation { why: string; turns: Turn[]; ratings: Rating[]; conversion_events: Conversion[]; properties: Property[]; events: EventRow[] }
export interface FilterField { name: string; type: "string" | "word" | "enum" | "number" | "bool" | "time" | "any"; values?: string[]; ops: string[]; example: string; meaning: string }
export interface Filters { fields: FilterField[]; properties: string[] }
export interface FilterValues { values: string[] }
export interface Key { id: string; kind: "write" | "server" | "read"; name: string; value?: string; hint: string; revoked_at?: string }
export interface Status { version: string; stored: number; analysed: number; pending: number }
export interface Arrived { count: number; last_received_at: string; source: string; name: string }
export interface Installed { received: boolean; last?: Arrived }
