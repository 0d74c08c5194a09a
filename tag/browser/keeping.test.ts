// Nothing is lost and nothing is stored twice: offline, with a server that
// fails, when a tab goes in the middle of a request, with two tabs, in a burst.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { bench, loaded, track } from "./harness";
import type { Answer } from "./stub";

const b = bench();

const numbers = (from: number, to: number): string[] => Array.from({ length: to - from + 1 }, (_, i) => `event ${from + i}`);
const sorted = (names: string[]): string[] => [...names].sort();
const trackAll = async (page: Page, names: string[]): Promise<void> => {
  for (const name of names) await track(page, name);
};
const records = (page: Page): Promise<number> => page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith("debrief.1")).length);
const open = async (page = b.page): Promise<Page> => {
  await page.goto(b.site.add("/", b.snippet()));
  await loaded(page);
  return page;
};
const failing = (count: number): Answer[] => Array.from({ length: count }, () => ({ status: 503 }));

test("a tab that is closed offline leaves its events to the next", async () => {
  await open();
  await b.context.setOffline(true);
  await trackAll(b.page, numbers(1, 5));
  await b.page.waitForTimeout(500);
  expect(b.collector.received).toEqual([]);
  await b.page.close();
  await b.context.setOffline(false);
  const next = await open(await b.tab());
  await b.arrived(5);
  expect(b.names).toEqual(numbers(1, 5));
  await expect.poll(() => records(next)).toBe(0);
});

test("a tab that is closed in the middle of a request", async () => {
  b.collector.answers.push({ status: 200, delay: 60_000 });
  await open();
  await track(b.page, "under way");
  await expect.poll(() => b.collector.received.length).toBe(1);
  await track(b.page, "waiting");
  await b.page.close();
  await open(await b.tab());
  await b.arrived(2);
  expect(b.names).toEqual(["under way", "waiting"]);
});

test("a request the server never saw the end of", async () => {
  b.collector.answers.push({ status: 0 }); // the connection breaks
  await open();
  await track(b.page, "broken off");
  await b.arrived(1);
  expect(b.collector.received.length).toBeGreaterThan(1);
});

test("a server that fails over several pages of a visit", async () => {
  b.collector.answers.push(...failing(6));
  for (let at = 0; at < 3; at++) {
    await open();
    await trackAll(b.page, [`page ${at} one`, `page ${at} two`]);
    await b.page.waitForTimeout(400);
  }
  await b.arrived(6, 60_000);
  expect(sorted(b.names)).toEqual([0, 1, 2].flatMap((at) => [`page ${at} one`, `page ${at} two`]));
  await expect.poll(() => records(b.page)).toBe(0);
});

test("two tabs at once, offline, closed, taken up by a third", async () => {
  const [one, two] = [await open(), await open(await b.tab())];
  await b.context.setOffline(true);
  await Promise.all([trackAll(one, numbers(1, 20)), trackAll(two, numbers(21, 40))]);
  await Promise.all([one.close(), two.close()]);
  await b.context.setOffline(false);
  const three = await open(await b.tab());
  await b.arrived(40);
  expect(sorted(b.names)).toEqual(sorted(numbers(1, 40)));
  await expect.poll(() => records(three)).toBe(0);
});

test("two tabs at once, while the server fails and comes back", async () => {
  b.collector.answers.push(...failing(3));
  const [one, two] = [await open(), await open(await b.tab())];
  await Promise.all([trackAll(one, numbers(1, 20)), trackAll(two, numbers(21, 40))]);
  await b.arrived(40, 60_000);
  expect(sorted(b.names)).toEqual(sorted(numbers(1, 40)));
  await expect.poll(() => records(one)).toBe(0);
});

test("10,000 events in one page, each sent once", async () => {
  await open();
  const answers = await b.page.evaluate(() => {
    const calls = Array.from({ length: 10_000 }, (_, at) => window.$screeb("event.track", "burst", { at, page: "pricing" }));
    return Promise.all(calls) as Promise<{ id: string }[]>;
  });
  await b.arrived(10_000, 60_000);
  const sent = b.collector.received.flatMap((r) => r.events);
  expect(sent.map((e) => e.id)).toEqual(answers.map(({ id }) => id));
  expect(sent.map((e) => e.properties.at)).toEqual(answers.map((_, at) => at));
  await expect.poll(() => records(b.page)).toBe(0);
}, 120_000);

test("10,000 events and the tab is closed: what it had room for arrives", async () => {
  await open();
  await b.context.setOffline(true);
  await b.page.evaluate(() => {
    for (let at = 0; at < 10_000; at++) void window.$screeb("event.track", "burst", { at });
  });
  await b.page.close();
  await b.context.setOffline(false);
  const next = await b.tab();
  await next.goto(b.site.add("/after", ""));
  const kept = await records(next);
  expect(kept).toBeGreaterThan(2_000);
  await open(next);
  await b.arrived(kept, 60_000);
  // The newest, without a gap.
  const at = b.collector.events.map((e) => e.properties.at);
  expect(at).toEqual(Array.from({ length: at.length }, (_, i) => 10_000 - at.length + i));
}, 120_000);
