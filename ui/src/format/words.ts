// What stands in data as an identifier, in words.
import type { Excluded } from "../api/shapes";

const METRICS: Readonly<Record<string, string>> = {
  active_users: "Active users",
  adoption_rate: "Adoption",
  conversations: "Conversations",
  prompts: "Prompts",
  turns_per_conversation: "Turns per conversation",
  success_rate: "Success",
  confirmed_rate: "Confirmed",
  failure_rate: "Failed",
  escalation_rate: "Escalated",
  unanswered_rate: "Unanswered",
  positive_rate: "Satisfied",
  csat: "CSAT",
  mean_rating: "Mean rating",
  abandonment_rate: "Abandoned",
  refusal_rate: "Refused",
  fallback_rate: "Did not know",
  rephrase_rate: "Rephrased",
  correction_rate: "Corrected",
  frustration_rate: "Frustrated",
  thanks_rate: "Thanked",
  regenerate_rate: "Regenerated",
  copy_rate: "Copied",
  top_half_users: "Users behind half the prompts",
  new_users: "New users",
  stickiness: "Stickiness",
  retention_rate: "Retention",
  source_failure_rate: "Failed, by source",
  non_user_conversion_rate: "Converted without the copilot",
  response_rate: "Rated",
  conversions: "Conversions",
  conversion_rate: "Converted",
  conversion_value: "Conversion value",
  latency_p50: "Latency, median",
  latency_p90: "Latency, p90",
  latency_p99: "Latency, p99",
  time_to_first_token_p50: "First token, median",
  error_rate: "Errors",
};

/** "no_clear_change" → "No clear change" */
export const spaced = (id: string): string => id.replaceAll("_", " ");
/** A text with a capital letter at its beginning. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A metric's short name. */
export const metricName = (id: string): string => METRICS[id] ?? capital(spaced(id));

const REASONS: Readonly<Record<Excluded["reason"], string>> = {
  environment: "outside production",
  internal: "of your own",
  bots: "known as bots",
};

/** Why conversations are not counted, behind whose they are. */
export const reasonText = (reason: Excluded["reason"]): string => REASONS[reason];

/** A field's or breakdown's name: "prop.plan" → "plan". */
export const fieldName = (name: string): string => name.replace(/^(prop|user|account)\./, "").replace(/^"(.*)"$/, "$1");

/** Signals that speak well of an answer. */
const GOOD = new Set(["thanked", "copied", "suggestion_used"]);

export const isGoodSignal = (signal: string): boolean => GOOD.has(signal);
