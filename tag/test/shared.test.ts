// The table of event/testdata: the tag judges as the server's event package
// does, and leaves to it what needs a vocabulary (e2e asks the server of those).
import { beforeEach, expect, test } from "vitest";
import items from "../../event/testdata/items.json";
import { type Client, createClient } from "../src/client";

interface Item {
  name: string;
  event: unknown;
  properties: unknown;
  user_id?: unknown;
  copilot?: boolean;
  code?: string;
  field?: string;
}

/** Found by the server alone. */
const ITS_OWN = ["unknown_action", "unknown_rating_scale", "invalid_rating", "rating_out_of_range"];
/** Items with two faults, of which the server names the one that is its own. */
const TWICE_WRONG = ["a rating comes before a property name"];

const outcome = (answer: unknown): object => {
  const { accepted, code, field } = answer as { accepted: boolean; code?: string; field?: string };
  return accepted ? { accepted } : { accepted, code, field };
};

let client: Client;
beforeEach(() => {
  localStorage.clear();
  client = createClient("https://debrief.example/t");
});

test.each((items as Item[]).filter(({ name }) => !TWICE_WRONG.includes(name)))("item: $name", async (item) => {
  const { event, properties, user_id, copilot, code, field = "" } = item;
  const want = code && !ITS_OWN.includes(code) ? { accepted: false, code, field } : { accepted: true };
  if (field === "user_id") {
    expect(outcome(client(["identity", user_id]))).toEqual(want);
    return;
  }
  // A faulty user never reaches an event of the tag, so only its other faults are left.
  if (user_id !== undefined) client(["identity", user_id]);
  expect(outcome(await client([copilot ? "event.copilot" : "event.track", event, properties]))).toEqual(want);
});
