// The tables of event/testdata: the tag must judge as the server's event package does.
import { beforeEach, expect, test } from "vitest";
import items from "../../event/testdata/items.json";
import ratings from "../../event/testdata/ratings.json";
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

interface Rating {
  rating: unknown;
  rating_scale: unknown;
  code?: string;
}

const outcome = (answer: unknown): object => {
  const { accepted, code, field } = answer as { accepted: boolean; code?: string; field?: string };
  return accepted ? { accepted } : { accepted, code, field };
};

let client: Client;
beforeEach(() => {
  localStorage.clear();
  client = createClient("https://debrief.example/t");
});

test.each(items as Item[])("item: $name", (item) => {
  const { event, properties, user_id, copilot, code, field = "" } = item;
  const want = code ? { accepted: false, code, field } : { accepted: true };
  if (field === "user_id") {
    expect(outcome(client(["identity", user_id]))).toEqual(want);
    return;
  }
  // A faulty user never reaches an event of the tag, so only its other faults are left.
  if (user_id !== undefined) client(["identity", user_id]);
  expect(outcome(client([copilot ? "event.copilot" : "event.track", event, properties]))).toEqual(want);
});

test.each(ratings as Rating[])("rating $rating on $rating_scale", ({ rating, rating_scale, code }) => {
  const answer = client(["event.track", "screeb_copilot_satisfaction", { conversation_id: "c", rating, rating_scale }]);
  expect(answer).toMatchObject(code ? { accepted: false, code } : { accepted: true });
});
