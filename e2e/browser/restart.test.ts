// A page goes on sending while the server is killed and started again.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, Reader } from "../support/reader";
import { Server } from "../support/server";
import { Site } from "../support/site";
import { visitPage, withSnippet } from "../support/visit";

let browser: Browser;
let server: Server;
let site: Site;
beforeAll(async () => {
  [browser, server, site] = await Promise.all([launch(), Server.start(), Site.start()]);
});
afterAll(() => Promise.all([browser?.close(), server?.end(), site?.end()]));

const OUTAGE_MS = 1_500;

// Sends until it is told to stop, so that some of it is under way at any moment.
const SENDS = `
  window.sending = true;
  (async () => {
    for (let at = 0; window.sending; at++) {
      const about = { conversation_id: "conv_" + (at % 5), session_id: "sess", at };
      const [name, text] = at % 2 ? ["response", "Answer " + at] : ["user_prompt", "Question " + at];
      $screeb("event.track", "screeb_copilot_" + name, { ...about, [at % 2 ? "response" : "prompt"]: text }).then(keep(at));
      await new Promise((next) => setTimeout(next, 20));
    }
  })();
`;

test("the server is killed and started again while a page sends: nothing is lost, nothing is doubled", async () => {
  const reader = await Reader.open(browser);
  const { page } = reader;
  const sent = (): Promise<number> => page.evaluate(() => Object.keys(window.answers).length);
  const arrived = async (): Promise<number> => (await server.read("/api/v1/status")).stored;
  await page.goto(site.add("/", withSnippet(server, SENDS)));
  await expect.poll(arrived, { timeout: 60_000 }).toBeGreaterThan(20);

  await server.kill();
  const atKill = await sent();
  await page.waitForTimeout(OUTAGE_MS);
  await server.run();
  await expect.poll(sent, { timeout: 60_000 }).toBeGreaterThan(atKill + 20);
  const before = await arrived();
  await expect.poll(arrived, { timeout: 60_000 }).toBeGreaterThan(before);

  await page.evaluate(() => ((window as unknown as { sending: boolean }).sending = false));
  const answers = Object.values(await page.evaluate(() => window.answers)) as { accepted: boolean; id: string }[];
  expect(answers.filter(({ accepted }) => !accepted)).toEqual([]);
  await expect.poll(arrived, { timeout: 90_000 }).toBe(answers.length);
  const events = await server.events();
  expect(events.map(({ event_id }) => event_id).toSorted()).toEqual(answers.map(({ id }) => id).toSorted());
  expect(events.map(({ properties }) => properties?.at as number).toSorted((a, b) => a - b)).toEqual(answers.map((_, at) => at));
  const { total, conversations } = await server.read("/api/v1/conversations");
  expect(total).toBe(5);
  expect(conversations.reduce((sum, { prompts, responses }) => sum + prompts + responses, 0)).toBe(answers.length);
  // The browser itself writes of the posts that nobody answered: there were some.
  expect(reader.faults).not.toEqual([]);
  await reader.close([server.origin, site.origin], (fault) => fault.startsWith("Failed to load resource: net::ERR_"));
});

test("what was recorded while the server is away goes out when it is back, though the page only reads on", async () => {
  const reader = await Reader.open(browser);
  const { page } = reader;
  await visitPage(page, site.add("/reads", withSnippet(server, `$screeb("event.track", "opened").then(keep(0));`)), 1);
  await server.kill();
  const answer = await page.evaluate(() => window.$screeb("event.track", "while it is away", { n: 1 }));
  await server.run();
  const { id } = answer as { id: string };
  expect(answer).toEqual({ accepted: true, id });
  await expect.poll(async () => (await server.events()).filter(({ name }) => name === "while it is away"), { timeout: 60_000, interval: 500 })
    .toMatchObject([{ event_id: id, properties: { n: 1 } }]);
  await reader.close([server.origin, site.origin], (fault) => fault.startsWith("Failed to load resource: net::ERR_"));
});
