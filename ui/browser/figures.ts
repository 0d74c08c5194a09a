// Invented figures in the API's shapes.
import type { Beside, Change, Definition, Figure, Metric, OutcomeDay, Overview, Tile } from "../src/api/shapes";
import { OUTCOMES } from "../src/outcome/outcomes";

export const NOW = Date.parse("2026-11-23T14:30:00Z");
const DAY = 86_400_000;
const FROM = "2026-10-27T00:00:00Z";
const TO = "2026-11-23T14:31:00Z";

const definition = (id: string, unit: string): Definition => ({
  id, unit, question: `What does ${id} say?`, formula: "settled conversations that helped / settled and not unknown",
  denominator: unit === "count" ? "none: a count" : "settled conversations with a known outcome",
  coverage: "share of conversations", direction: "higher_is_better", dated_by: "the conversation's start",
  caveat: "Conversations settle some time after their last event.",
});

const linkTo = (behind: string, more: Record<string, string> = {}): string =>
  `/api/v1/conversations?${new URLSearchParams({ from: FROM, to: TO, tz: "Europe/Paris", behind, ...more })}`;

type Numbers = readonly [value: number | null, low: number | null, high: number | null, n: number];

function figure(id: string, [value, low, high, n]: Numbers, change?: Change, more: Partial<Figure> = {}): Figure {
  const previous = change && value !== null ? { value: value - (change.value ?? 0), low, high, n, coverage: null, state: "ok" as const } : undefined;
  return {
    value, low, high, n, by: {}, coverage: null, state: "ok", matches: n, link: linkTo(id),
    ...(change ? { change } : {}), ...(previous ? { previous } : {}), ...more,
  };
}

const same: Change = { value: 0.004, low: -0.02, high: 0.03, verdict: "no_clear_change" };
const better: Change = { value: 0.031, low: 0.01, high: 0.05, verdict: "better" };
const worse: Change = { value: -0.11, low: -0.19, high: -0.03, verdict: "worse" };
const more: Change = { value: 212, low: 120, high: 300, verdict: "better" };

const beside = (id: string, unit: string, figures: Figure[]): Beside => ({ definition: definition(id, unit), figures });
const tile = (title: string, id: string, unit: string, figures: Figure[], below: Beside[]): Tile => ({ title, ...beside(id, unit, figures), beside: below });

const tiles = (): Tile[] => [
  tile("Active users", "active_users", "count", [figure("active_users", [612, null, null, 612], { ...more, value: 61 })], [beside("adoption_rate", "share", [figure("adoption_rate", [0.208, 0.194, 0.223, 2_940], better)])]),
  tile("Conversations", "conversations", "count", [figure("conversations", [1_284, null, null, 1_284], more)], [beside("turns_per_conversation", "ratio", [figure("turns_per_conversation", [2.6, 2.4, 2.8, 1_284])])]),
  tile("Success", "success_rate", "share", [figure("success_rate", [0.71, 0.68, 0.74, 1_103], same, { state: "provisional" })], [beside("confirmed_rate", "share", [figure("confirmed_rate", [0.41, 0.38, 0.44, 1_103])])]),
  tile("Satisfied", "positive_rate", "share", [figure("positive_rate", [0.64, 0.57, 0.7, 214], worse)], [beside("response_rate", "share", [figure("response_rate", [0.17, 0.15, 0.19, 1_284])])]),
  tile("Converted", "conversion_rate", "share", [figure("conversion_rate", [0.089, 0.075, 0.106, 1_284], same)], [
    beside("conversions", "count", [figure("conversions", [114, null, null, 114])]),
    beside("conversion_value", "money", [figure("conversion_value", [18_240, null, null, 112], undefined, { by: { currency: "EUR" } })]),
  ]),
];

const further = (): Beside[] => [
  beside("failure_rate", "share", [figure("failure_rate", [0.124, 0.105, 0.146, 1_103], { ...worse, value: 0.037 }, { state: "provisional" })]),
  beside("escalation_rate", "share", [figure("escalation_rate", [0.05, 0.038, 0.065, 1_103], same)]),
  beside("unanswered_rate", "share", [figure("unanswered_rate", [0.023, 0.018, 0.029, 3_338], { ...better, value: -0.021 })]),
  beside("error_rate", "share", [figure("error_rate", [0.004, 0.002, 0.007, 3_261], same)]),
  beside("latency_p50", "milliseconds", [figure("latency_p50", [1_240, 1_180, 1_320, 3_190], { value: 130, low: null, high: null, verdict: "unknown" })]),
  beside("latency_p90", "milliseconds", [figure("latency_p90", [4_870, 4_510, 5_320, 3_190], { value: -240, low: null, high: null, verdict: "unknown" })]),
  beside("prompts", "count", [figure("prompts", [3_338, null, null, 3_338], { value: 402, low: 200, high: 600, verdict: "higher" })]),
  beside("csat", "share", [figure("csat", [null, null, null, 3], { value: null, low: null, high: null, verdict: "unknown" }, { state: "not_enough_data" })]),
  beside("mean_rating", "rating", [figure("mean_rating", [null, null, null, 0], { value: null, low: null, high: null, verdict: "unknown" }, { state: "no_data" })]),
];

/** A small linear congruential generator: the same figures every time. */
function chance(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}

const SHARES: Readonly<Record<string, number>> = { confirmed: 0.33, assumed: 0.31, unknown: 0.14, abandoned: 0.07, escalated: 0.05, failed: 0.1 };

function days(): OutcomeDay[] {
  const next = chance(7);
  return Array.from({ length: 28 }, (_, index) => {
    const at = new Date(Date.parse("2026-10-26T23:00:00Z") + index * DAY).toISOString();
    const total = 30 + Math.floor(next() * 32);
    const outcomes = OUTCOMES.map((outcome) => ({
      outcome,
      count: Math.round(total * (SHARES[outcome] ?? 0) * (0.8 + next() * 0.4)),
      link: linkTo("conversations", { from: at, by: "outcome", group: JSON.stringify([outcome]) }),
    }));
    const sum = outcomes.reduce((all, { count }) => all + count, 0);
    return { at, to: new Date(Date.parse(at) + DAY).toISOString(), outcomes, total: sum, provisional: index === 27 ? sum : index === 26 ? 9 : 0 };
  });
}

export const overview = (): Overview => ({ from: FROM, to: TO, zone: "Europe/Paris", interval: "day", tiles: tiles(), outcomes: days(), further: further(), excluded: [{ reason: "environment", conversations: 9, users: 3, link: linkTo("conversations", { only: "environment" }) }] });

/** What the Overview says where nothing has arrived. */
export function emptyOverview(): Overview {
  const nothing = ({ link, by }: Figure): Figure => ({
    by, link, n: 0, matches: 0, coverage: null, low: null, high: null, value: null, state: "no_data",
    change: { value: null, low: null, high: null, verdict: "unknown" },
  });
  const emptied = (one: Beside): Beside => ({ ...one, figures: one.figures.map(nothing) });
  const full = overview();
  return {
    ...full,
    excluded: [],
    tiles: full.tiles.map((one) => ({ ...one, ...emptied(one), beside: one.beside.map(emptied) })),
    further: full.further.map(emptied),
    outcomes: full.outcomes.map((day) => ({ ...day, total: 0, provisional: 0, outcomes: day.outcomes.map((part) => ({ ...part, count: 0 })) })),
  };
}

const GROUPS: Readonly<Record<string, readonly (string | null)[]>> = {
  agent: ["support", "onboarding", "billing"],
  version: ["v42", "v41", "v40", null],
  "prop.plan": ["team", "pro", "free", null],
};
const VALUES: readonly Numbers[] = [[0.68, 0.64, 0.72, 612], [0.77, 0.71, 0.82, 301], [0.7, 0.62, 0.77, 158], [null, null, null, 3]];
const CHANGES: readonly Change[] = [worse, better, same, { value: null, low: null, high: null, verdict: "unknown" }];

export function metric(id: string, by: string): Metric {
  const groups = GROUPS[by] ?? ["one", "two"];
  return {
    metric: id, from: FROM, to: TO, zone: "Europe/Paris", definition: definition(id, "share"), excluded: [],
    rows: groups.map((group, index) =>
      figure(id, VALUES[index] ?? [0.5, 0.4, 0.6, 40], CHANGES[index] ?? same, {
        by: { [by]: group }, state: VALUES[index]?.[0] === null ? "not_enough_data" : "ok", link: linkTo(id, { by, group: JSON.stringify([group]) }),
      }),
    ),
  };
}

export const metrics = (): { metrics: Definition[] } => ({
  metrics: [definition("success_rate", "share"), definition("failure_rate", "share"), definition("conversations", "count"), definition("latency_p90", "milliseconds")],
});
