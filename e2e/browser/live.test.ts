// What somebody who instruments a copilot sees while it sends: events, and what
// is wrong with those that are not kept. How soon is printed; it is promised
// within two seconds, which a machine that tests does not keep for certain.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, Reader } from "../support/reader";
import { KEYS, Server } from "../support/server";

/** Waits until something is seen that was just answered for. */
async function seenSoon(what: string, count: () => Promise<number>): Promise<void> {
  const begun = Date.now();
  await expect.poll(count, { interval: 50 }).toBe(1);
  console.log(`${what}: seen after ${Date.now() - begun} ms`);
}

let browser: Browser;
let server: Server;
let reader: Reader;
beforeAll(async () => {
  [browser, server] = await Promise.all([launch(), Server.start()]);
  reader = await Reader.open(browser, { viewport: { width: 1440, height: 900 } });
  await reader.page.goto(server.signInLink);
  await reader.page.getByRole("link", { name: "Live" }).waitFor();
});
afterAll(async () => {
  await reader?.close([server.origin]);
  await Promise.all([browser?.close(), server?.end()]);
});

const send = async (path: string, key: string, body: string): Promise<number> =>
  (await fetch(server.origin + path, { method: "POST", headers: { Authorization: `Bearer ${key}` }, body })).status;

const prompt = (text: string, more: object = {}): object => ({ event: "screeb_copilot_user_prompt", user_id: "u-1", properties: { prompt: text, conversation_id: "c-live", session_id: "s-1", ...more } });

test("an event is on the Live page at once, and opens its conversation", async () => {
  const { page } = reader;
  await page.getByRole("link", { name: "Live" }).click();
  await page.getByRole("status").filter({ hasText: /^live$/ }).waitFor();
  await page.getByText("Waiting for events").waitFor();
  for (const text of ["Is this on?", "And now?"]) {
    expect(await send("/t", KEYS.write, JSON.stringify([prompt(text)]))).toBe(200);
    await seenSoon(text, () => page.getByRole("link", { name: text }).count());
  }
  expect(await page.getByRole("list", { name: "Events" }).getByRole("listitem").first().textContent()).toContain("And now?");
  await server.events(); // it is analysed
  await page.getByRole("link", { name: "Is this on?" }).click();
  await page.getByRole("article").getByRole("heading", { name: "Is this on?" }).waitFor();
});

test("what is wrong is on Inbox health at once, with the field and how to mend it", async () => {
  const { page } = reader;
  await page.getByRole("link", { name: "Inbox health" }).click();
  await page.getByText("Nothing was wrong").waitFor();
  const fault = (code: string) => page.getByRole("region", { name: "What to mend" }).getByRole("listitem").filter({ has: page.getByText(code, { exact: true }) });
  const seen = async (code: string, ...parts: string[]): Promise<void> => {
    await seenSoon(code, () => fault(code).count());
    const text = (await fault(code).textContent()) ?? "";
    expect(parts.filter((part) => !text.includes(part))).toEqual([]);
  };
  const rating = { event: "screeb_copilot_satisfaction", user_id: "u-1", properties: { conversation_id: "c-live", rating: 9, rating_scale: "1-5", note: "tell ada@example.org" } };
  expect(await send("/t", KEYS.write, JSON.stringify([rating]))).toBe(422);
  await seen("rating_out_of_range", "1 rejected", "write key", "tag", "To mend it: Send the scale");
  expect(await send("/1.0/event", KEYS.server, JSON.stringify([{ type: "track", user_alias: "u" }]))).toBe(422);
  await seen("missing_field", "server key", "screeb");
  expect(await send("/t", KEYS.server, '{"events": [')).toBe(400);
  await seen("unreadable_body", "1 request refused");
  expect(await send("/t", KEYS.write, JSON.stringify([{ ...prompt("mine"), user_id: "u-2" }]))).toBe(200);
  await seen("conversation_reused", "1 kept");

  await fault("rating_out_of_range").locator("summary").press("Enter");
  expect(await fault("rating_out_of_range").locator("mark").textContent()).toContain('"rating": 9');
  expect(await page.content()).not.toContain("ada@example.org");
  const table = page.getByRole("region", { name: "What was sent, by key and source" }).getByRole("row");
  expect((await table.filter({ hasText: "write key" }).getByRole("cell").allTextContents()).slice(1)).toEqual(["tag", "3", "0", "1", "0"]);

  await page.goto("about:blank"); // a page that is open asks on
  await server.kill();
  await server.run();
  await page.goto(`${server.origin}/live/inbox`);
  await fault("conversation_reused").waitFor(); // it was written down
  expect(await reader.violationsOfBoth()).toEqual([]);
});
