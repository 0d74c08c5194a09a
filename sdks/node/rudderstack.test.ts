// RudderStack's own Node SDK, unmodified but for its data plane.
import RudderAnalytics from "@rudderstack/rudder-sdk-node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { KEYS, Server } from "../../e2e/support/server";
import { prove } from "../support/proof";

let server: Server;
beforeAll(async () => {
  server = await Server.start();
});
afterAll(() => server?.end());

test("everything that is sent arrives as what it means, compressed and without a content type that says so", async () => {
  const analytics = new RudderAnalytics(KEYS.server, { dataPlaneUrl: server.origin, flushInterval: 100 });
  const about = { conversationId: "conv_1" };
  const userId = "user_42";
  const told = (done: (error?: Error) => void) => (error?: Error): void => done(error);
  const sent = [
    new Promise<Error | undefined>((done) => analytics.identify({ userId, traits: { plan: "pro" } }, told(done))),
    new Promise<Error | undefined>((done) => analytics.track({ userId, event: "Message Sent", properties: { ...about, messageId: "m1", message_body: "How can I export my data?" } }, told(done))),
    new Promise<Error | undefined>((done) => analytics.track({ userId, event: "Message Received", properties: { ...about, messageId: "m2", message_body: "From the Settings page.", model: "m-4" } }, told(done))),
    new Promise<Error | undefined>((done) => analytics.track({ userId, event: "Feedback Submitted", properties: { ...about, messageId: "m2", rating: 5 } }, told(done))),
    new Promise<Error | undefined>((done) => analytics.track({ userId, event: "Plan Upgraded", properties: { ...about, revenue: 49 } }, told(done))),
    new Promise<Error | undefined>((done) => analytics.group({ userId, groupId: "acme", traits: { seats: 3 } }, told(done))),
  ];
  await analytics.flush();
  expect((await Promise.all(sent)).filter(Boolean)).toEqual([]);

  const events = (await server.events()).toSorted((a, b) => a.occurred_at.localeCompare(b.occurred_at));
  expect(events.map(({ kind, name, text, rating }) => [kind, name, text, rating]).toSorted()).toEqual([
    ["conversion", "Plan Upgraded", undefined, undefined],
    ["group", "group", undefined, undefined],
    ["identify", "identify", undefined, undefined],
    ["prompt", "Message Sent", "How can I export my data?", undefined],
    ["response", "Message Received", "From the Settings page.", undefined],
    ["satisfaction", "Feedback Submitted", undefined, 1],
  ]);
  expect(new Set(events.map(({ user_id }) => user_id))).toEqual(new Set([userId]));
  await prove("@rudderstack/rudder-sdk-node", server, { conversation: "conv_1", events: 4 });
});
