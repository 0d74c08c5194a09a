import { expect, test } from "vitest";
import { Problem } from "../src/api/problem";
import type { Settings } from "../src/api/shapes";
import { changesOf } from "../src/pages/settings/project/changes";
import { mistakesOf, nowIn, refusedField, zonesWith } from "../src/pages/settings/project/fields";

const SETTINGS: Settings = { name: "Shop", zone: "UTC", internal_users: ["u-1"], internal_domains: ["acme.com"], bots: [], goals: [], rating_scale: "", texts_kept_hours: 0, properties_kept_hours: 0, context_kept_hours: 0 };

test.each<readonly [Partial<Settings>, object]>([
  [{}, {}],
  [{ name: "  " }, { name: "A project has a name." }],
  [{ internal_domains: ["@acme.com", "mail.acme.co.uk"] }, {}],
  [{ internal_domains: ["acme.com", "bob@acme.com"] }, { internal_domains: "“bob@acme.com” is no domain of e-mails: write one as in example.com." }],
  [{ internal_domains: ["acme"] }, { internal_domains: "“acme” is no domain of e-mails: write one as in example.com." }],
  [{ bots: Array.from({ length: 501 }, (_, i) => `b-${i}`) }, { bots: "At most 500; these are 501." }],
])("%o has the mistakes %o", (change, mistakes) => {
  expect(mistakesOf({ ...SETTINGS, ...change })).toEqual(mistakes);
});

test.each([
  [new Problem(400, "No zone.", "invalid_parameter", "zone"), { zone: "No zone." }],
  [new Problem(422, "Too long.", "invalid_request", "internal_users[3]"), { internal_users: "Too long." }],
  [new Problem(422, "What?", "invalid_request", "project"), undefined],
  [new Problem(500, "Broken."), undefined],
  [new TypeError("offline"), undefined],
  [null, undefined],
])("%s is shown at %o", (error, fields) => {
  expect(refusedField(error)).toEqual(fields);
});

test("what was changed is said in a phrase each", () => {
  const after = { ...SETTINGS, name: "Store", zone: "Asia/Tokyo", internal_users: ["u-2", "u-3"], internal_domains: [], bots: [] };
  expect(changesOf(SETTINGS, after)).toEqual(["name Store", "days of Asia/Tokyo", "internal users +2 −1", "internal domains −1"]);
  expect(changesOf(SETTINGS, { ...SETTINGS, goals: ["order paid"], rating_scale: "thumbs" })).toEqual(["ratings on thumbs", "goals +1"]);
  expect(changesOf({ ...SETTINGS, rating_scale: "5" }, SETTINGS)).toEqual(["no scale of ratings"]);
  expect(changesOf(SETTINGS, { ...SETTINGS })).toEqual(["nothing changed"]);
});

test("zones are those of the browser, UTC, and the one that is chosen, each once", () => {
  const zones = zonesWith("Old/Zone");
  expect(zones).toEqual(expect.arrayContaining(["UTC", "Europe/Paris", "Old/Zone"]));
  expect(new Set(zones).size).toBe(zones.length);
  expect(nowIn("Asia/Tokyo", Date.parse("2026-11-24T10:15:00Z"))).toBe("It is 19:15 there now, UTC+9.");
  expect(nowIn("Old/Zone", 0)).toBe("");
});
