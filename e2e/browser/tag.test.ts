// What the tag promises, against the real server: the answers to calls are
// the ones of the tables that hold the server's own rules, and what could not
// be sent at once is stored once.
import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { launch, Reader } from "../support/reader";
import { Server } from "../support/server";
import { Site } from "../support/site";
import { storedFor, visitPage, withSnippet } from "../support/visit";

let browser: Browser;
let server: Server;
let site: Site;
let reader: Reader;
beforeAll(async () => {
  [browser, server, site] = await Promise.all([launch(), Server.start(), Site.start()]);
});
afterAll(() => Promise.all([browser?.close(), server?.end(), site?.end()]));
beforeEach(async () => {
  reader = await Reader.open(browser);
});
// The browser itself writes of posts that nobody answered, and of those of which every event was refused.
afterEach(() => reader.close([server.origin, site.origin], (fault) => fault.startsWith("Failed to load resource: ")));

interface Judged {
  readonly code?: string;
  readonly field?: string;
}
interface Item extends Judged {
  readonly name: string;
  readonly event: unknown;
  readonly properties: unknown;
  readonly user_id?: unknown;
  readonly copilot?: boolean;
}
interface Rating extends Judged {
  readonly rating: unknown;
  readonly rating_scale: unknown;
}

const table = <Row>(name: string): Row[] => JSON.parse(readFileSync(new URL(`../../event/testdata/${name}.json`, import.meta.url), "utf8")) as Row[];
const visit = (path: string, script: string, calls: number, page = reader.page): Promise<unknown[]> => visitPage(page, site.add(path, withSnippet(server, script)), calls);
const calls = (list: readonly (readonly unknown[])[]): string => `${JSON.stringify(list)}.forEach((call, at) => $screeb(...call).then(keep(at)));`;
const verdict = ({ code, field = "" }: Judged): object => (code === undefined ? { accepted: true, id: expect.any(String) as string } : { accepted: false, code, field });

test("calls are judged as the table of items says", async () => {
  // A user who is none never comes as far as an event here, and of two faults the tag names its own.
  const items = table<Item>("items").filter(({ name, user_id }) => user_id === undefined && name !== "a rating comes before a property name");
  const answers = await visit("/items", calls(items.map(({ copilot, event, properties }) => [copilot ? "event.copilot" : "event.track", event, properties])), items.length);
  expect(items.map(({ name }, at) => [name, answers[at]])).toEqual(items.map((item) => [item.name, verdict(item)]));
});

test("ratings are judged as the table of ratings says", async () => {
  const ratings = table<Rating>("ratings");
  const rate = ({ rating, rating_scale }: Rating): unknown[] => ["event.copilot", "screeb_copilot_satisfaction", { conversation_id: "conv_ratings", rating, rating_scale }];
  const answers = await visit("/ratings", calls(ratings.map(rate)), ratings.length);
  expect(ratings.map(({ rating, rating_scale }, at) => [rating, rating_scale, answers[at]])).toEqual(ratings.map((row) => [row.rating, row.rating_scale, expect.objectContaining(row.code === undefined ? { accepted: true } : { accepted: false, code: row.code })]));
});

const burst = (name: string, count: number): string => `
  for (let at = 0; at < ${count}; at++) $screeb("event.track", ${JSON.stringify(name)}, { at }).then(keep(at));`;
const stored = async (name: string): Promise<number[]> => (await server.events()).filter((event) => event.name === name).map(({ properties }) => properties?.at as number).sort((a, b) => a - b);
const numbers = (count: number): number[] => Array.from({ length: count }, (_, at) => at);

test("10,000 events in one page are stored once each", async () => {
  const answers = await visit("/burst", burst("burst", 10_000), 10_000);
  await expect.poll(() => stored("burst").then(({ length }) => length), { timeout: 120_000, interval: 1_000 }).toBe(10_000);
  expect(await stored("burst")).toEqual(numbers(10_000));
  const ids = new Set((await server.events()).map(({ event_id }) => event_id));
  expect(answers.filter((answer) => !ids.has((answer as { id: string }).id))).toEqual([]);
});

test("a tab that is closed offline, and one in the middle of its request: the next page sends what they left, stored once", async () => {
  const { context, page } = reader;
  await visit("/first", "", 0);
  await page.evaluate(() => window.$screeb("identity", "user-left"));
  await context.setOffline(true);
  const offline = (await page.evaluate(() => Promise.all([0, 1, 2].map((at) => window.$screeb("event.track", "left", { at }))))) as unknown[];
  await page.close();
  await context.setOffline(false);

  // The server gets the request of this one, the page never gets the answer.
  const second = await context.newPage();
  await second.route(`${server.origin}/t`, async (route) => {
    await route.fetch();
    await second.close();
  });
  await Promise.all([second.waitForEvent("close"), second.goto(site.add("/second", withSnippet(server, `$screeb("event.track", "left", { at: 3 });`)))]);

  await visit("/third", `$screeb("event.track", "left", { at: 4 }).then(keep(0));`, 1, await context.newPage());
  await expect.poll(() => stored("left"), { timeout: 60_000, interval: 500 }).toEqual(numbers(5));
  expect(await storedFor(server, offline)).toMatchObject([{ user_id: "user-left" }, { user_id: "user-left" }, { user_id: "user-left" }]);
});

test("two tabs at once while the server is away and comes back", async () => {
  const { context } = reader;
  const tabs: Page[] = [reader.page, await context.newPage()];
  for (const tab of tabs) await visit("/tab", "", 0, tab);
  await server.kill();
  const sendAll = (tab: Page, from: number): Promise<unknown> =>
    tab.evaluate((first) => Promise.all(Array.from({ length: 50 }, (_, at) => window.$screeb("event.track", "tabs", { at: first + at }))), from);
  await Promise.all([sendAll(tabs[0] as Page, 0), sendAll(tabs[1] as Page, 50)]);
  await tabs[1]?.close();
  await server.run();
  await visit("/tab", "", 0, await context.newPage());
  await expect.poll(() => stored("tabs"), { timeout: 120_000, interval: 500 }).toEqual(numbers(100));
});
