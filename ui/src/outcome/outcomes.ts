import type { Outcome } from "../api/shapes";

/** Every outcome from best to worst, with unknown in between. */
export const OUTCOMES: readonly Outcome[] = ["confirmed", "assumed", "unknown", "abandoned", "escalated", "failed"];
