// Who somebody is, told after they have begun to write, and by the calls that
// Screeb's npm package makes.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, Reader } from "../support/reader";
import { KEYS, Server } from "../support/server";
import { Site } from "../support/site";
import { identityOf, storedFor, visitPage, withSnippet } from "../support/visit";

let browser: Browser;
let server: Server;
let site: Site;
beforeAll(async () => {
  [browser, server, site] = await Promise.all([launch(), Server.start(), Site.start()]);
});
afterAll(() => Promise.all([browser?.close(), server?.end(), site?.end()]));

const users = async (): Promise<number | null | undefined> => (await server.read("/api/v1/metrics/{id}", {}, "active_users")).rows[0]?.value;

const prompts = (conversation: string): string => `
  $screeb("event.copilot", "screeb_copilot_user_prompt", { prompt: "Who am I?", conversation_id: "${conversation}" }).then(keep(0));
  $screeb("event.copilot", "screeb_copilot_response", { response: "Let me see.", conversation_id: "${conversation}" }).then(keep(1));`;

test("who signs in after anonymous questions is one user, and the next visitor is another", async () => {
  const reader = await Reader.open(browser);
  const { page } = reader;
  const anonymous = await storedFor(server, await visitPage(page, site.add("/before", withSnippet(server, prompts("conv_before"))), 2));
  const { anonymous_id } = await identityOf(page);
  expect(anonymous).toMatchObject([{ anonymous_id }, { anonymous_id }]);
  expect(anonymous[0]).not.toHaveProperty("user_id");
  expect(await users()).toBe(1);

  const signedIn = await storedFor(server, await visitPage(page, site.add("/after", withSnippet(server, `
    $screeb("identity", "user-7", { plan: "pro", seats: 3, since: new Date(0) }).then(keep(2)); ${prompts("conv_after")}`)), 3));
  expect(await identityOf(page)).toMatchObject({ anonymous_id, user_id: "user-7" });
  expect(signedIn).toMatchObject([
    { user_id: "user-7", anonymous_id },
    { user_id: "user-7", anonymous_id },
    { kind: "identify", user_id: "user-7", anonymous_id, properties: { plan: "pro", seats: 3, since: "1970-01-01T00:00:00.000Z" } },
  ]);
  expect(await users()).toBe(1);
  for (const conversation of ["conv_before", "conv_after"]) {
    expect(await server.read("/api/v1/conversations/{id}", {}, conversation)).toMatchObject({ user_id: "user-7" });
  }
  expect((await server.read("/api/v1/conversations", { where: 'user = "user-7"' })).total).toBe(2);
  expect((await server.read("/api/v1/conversations", { where: "user.plan = \"pro\"" })).total).toBe(2);
  await reader.close([server.origin, site.origin]);

  const another = await Reader.open(browser);
  await storedFor(server, await visitPage(another.page, site.add("/another", withSnippet(server, prompts("conv_another"))), 2));
  expect(await users()).toBe(2);
  await another.close([server.origin, site.origin]);
});

// @screeb/sdk-browser, as its documentation and sources describe it: a script
// element without an id, whose load event resolves load(); entries with a real
// array of arguments; its own command before init; options only with a user.
const PACKAGE = `
  const call = (...args) => window.$screeb(...args);
  const load = ({ screebEndpoint }) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.async = true;
    script.src = screebEndpoint;
    script.addEventListener("load", () => resolve());
    script.addEventListener("error", reject);
    window.$screeb ??= (...args) => new Promise((ok, ko) => (window.$screeb.q ??= []).push({ v: 1, args, ok, ko }));
    call("client.internal.web", { secondary_sdk_name: "sdk-browser", secondary_sdk_version: "0.4.0" });
    document.head.append(script);
  });
  const init = (site, id, properties, hooks) => call("init", site, id || properties ? { identity: { id, properties }, hooks } : undefined);
  const identity = (id, properties) => call("identity", id, properties);
  const identityGet = () => call("identity.get");
  const identityProperties = (properties) => call("identity.properties", properties);
  const identityGroupAssign = (name, type, properties) => call("identity.group.assign", type, name, properties);
  const eventTrack = (name, properties) => call("event.track", name, properties);`;

test("the calls of Screeb's npm package, pointed here by screebEndpoint", async () => {
  const reader = await Reader.open(browser);
  const { page } = reader;
  const answers = await visitPage(page, site.add("/package", `<script type="module">${PACKAGE}
    window.answers = {};
    window.done = {};
    const keep = (at) => (answer) => (window.answers[at] = answer);
    // Before the script is there, and after.
    const loading = load({ screebEndpoint: "${server.origin}/tag.js" });
    init("${KEYS.write}").then((answer) => (window.done.init = answer ?? null));
    eventTrack("screeb_copilot_user_prompt", { prompt: "Is it on?", conversation_id: "conv_npm", session_id: "sess_npm" }).then(keep(0));
    await loading;
    window.done.ready = await identityGet();
    identity("user-npm", { plan: "team" }).then(keep(1));
    identityProperties({ seats: 4, plan: null }).then(keep(2));
    identityGroupAssign("Acme", "company", { country: "FR" }).then(keep(3));
    eventTrack("screeb_copilot_response", { response: "It is.", conversation_id: "conv_npm", session_id: "sess_npm", at: new Date(0) }).then(keep(4));
    eventTrack("Product added to cart", { price: 299, user_logged: false }).then(keep(5));
  </script>`), 6);
  const { anonymous_id } = await identityOf(page);
  expect(await page.evaluate(() => (window as unknown as { done: unknown }).done)).toMatchObject({ init: null, ready: { channel_id: KEYS.write, anonymous_id, user_id: null, is_ready: true } });
  expect(await storedFor(server, answers)).toMatchObject([
    { kind: "prompt", text: "Is it on?", conversation_id: "conv_npm", session_id: "sess_npm", anonymous_id },
    { kind: "identify", user_id: "user-npm", properties: { plan: "team" } },
    { kind: "identify", user_id: "user-npm", properties: { seats: 4, plan: null } },
    { kind: "group", account_id: "Acme", properties: { country: "FR", group_type: "company" } },
    { kind: "response", text: "It is.", user_id: "user-npm", account_id: "Acme", properties: { at: "1970-01-01T00:00:00.000Z" } },
    { kind: "track", name: "Product added to cart", user_id: "user-npm", properties: { price: 299, user_logged: false } },
  ]);
  expect(await server.read("/api/v1/conversations/{id}", {}, "conv_npm")).toMatchObject({ prompts: 1, responses: 1, user_id: "user-npm", account_id: "Acme" });
  await reader.close([server.origin, site.origin]);
});
