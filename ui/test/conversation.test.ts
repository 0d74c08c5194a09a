import { expect, test } from "vitest";
import type { ConversationDetail, EventRow } from "../src/api/shapes";
import { talk } from "../browser/talks";
import { propertiesOf } from "../src/pages/conversation/properties";
import { ratingText } from "../src/format/rating";

test.each([
  ["1", "5", "1 of 5"],
  ["4", "1-5", "4 of 5"],
  ["0", "0-10", "0 of 10"],
  ["3", "2-7", "3 on 2–7"],
  ["down", "thumbs", "down (thumbs)"],
  ["4", undefined, "4"],
  [undefined, undefined, "0.25 of 1"],
])("a rating of %s on the scale %s is %s", (raw, scale, text) => {
  expect(ratingText({ rating: 0.25, ...(raw === undefined ? {} : { rating_raw: raw }), ...(scale === undefined ? {} : { rating_scale_raw: scale }) })).toBe(text);
});

/** A conversation of two turns whose events have these properties: two of the first, one of the second. */
function withProperties(...properties: readonly NonNullable<EventRow["properties"]>[]): Pick<ConversationDetail, "events" | "turns"> {
  const { turns, events } = talk("c-1");
  const [first, second] = turns;
  const [event] = events;
  if (!first || !second || !event) throw new Error("the conversation is too short");
  const times = [first.started_at, first.started_at, second.started_at];
  return { turns: [first, second], events: properties.map((some, index) => ({ ...event, properties: some, occurred_at: times[index] ?? second.started_at })) };
}

test("a property stands once where all events agree, else with its turn", () => {
  const found = propertiesOf(withProperties({ plan: "pro", page: "/a", seats: 3 }, { plan: "pro", page: "/a", sources: ["x"], reply_to: "m1" }, { plan: "pro", page: "/b", beta: false }));
  expect(found).toEqual({
    common: [["plan", "pro"], ["seats", "3"], ["beta", "false"]],
    byTurn: [[["page", "/a"]], [["page", "/b"]]],
  });
});

test("what came before the first turn stands with it, and without properties nothing is said", () => {
  const { turns, events } = withProperties({ page: "/a" }, { page: "/b" });
  const early = events.map((event) => ({ ...event, occurred_at: "2020-01-01T00:00:00Z" }));
  expect(propertiesOf({ turns, events: early }).byTurn).toEqual([[["page", "/a"], ["page", "/b"]], []]);
  expect(propertiesOf(withProperties({}))).toEqual({ common: [], byTurn: [[], []] });
});
