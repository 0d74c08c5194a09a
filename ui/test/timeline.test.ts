import { expect, test } from "vitest";
import { talk } from "../browser/talks";
import { reading } from "../src/pages/conversation/timeline";

test("what happened stands under the turn it happened in", () => {
  const { before, turns } = reading(talk("c-1"));
  expect(before).toEqual([]);
  expect(turns.map(({ turn, after }) => [turn.turn_id, after.map(({ id }) => id)])).toEqual([["p1", ["t1"]], ["p2", ["a1"]], ["p3", []], ["p4", ["r1", "v1"]]]);
});

test("what came before the first turn stands before it", () => {
  const conversation = talk("c-1");
  const early = new Date(Date.parse(conversation.turns[0]?.started_at ?? "") - 1_000).toISOString();
  const { before } = reading({ ...conversation, conversion_events: [{ event_id: "v0", at: early, name: "trial", attribution: "direct" }] });
  expect(before.map(({ id }) => id)).toEqual(["v0"]);
});
