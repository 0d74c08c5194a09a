import { expect, test } from "vitest";
import { talk } from "../browser/talks";
import { reading } from "../src/pages/conversation/timeline";

test("what happened stands under the turn it happened in", () => {
  const { before, turns } = reading(talk("c-1"));
  expect(before).toEqual([]);
  expect(turns.map(({ turn, after }) => [turn.turn_id, after.map(({ id }) => id)])).toEqual([["p1", ["t1"]], ["p2", ["a1"]], ["p3", []], ["p4", ["r1", "v1"]]]);
});

test("a rating or an action that speaks about an earlier turn stands under that one", () => {
  const conversation = talk("c-1");
  const ratings = [{ event_id: "r1", turn_id: "p1", at: conversation.ended_at, value: 1 }];
  const turns = conversation.turns.map((turn) => (turn.turn_id === "p3" ? { ...turn, evidence: [{ signal: "copied", event: "a1" }] } : turn));
  const found = reading({ ...conversation, ratings, turns });
  expect(found.turns.map(({ turn, after }) => [turn.turn_id, after.map(({ id }) => id)])).toEqual([["p1", ["t1", "r1"]], ["p2", []], ["p3", ["a1"]], ["p4", ["v1"]]]);
});

test("what came before the first turn stands before it", () => {
  const conversation = talk("c-1");
  const early = new Date(Date.parse(conversation.turns[0]?.started_at ?? "") - 1_000).toISOString();
  const { before } = reading({ ...conversation, conversion_events: [{ event_id: "v0", at: early, name: "trial", attribution: "direct" }] });
  expect(before.map(({ id }) => id)).toEqual(["v0"]);
});
