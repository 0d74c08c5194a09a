// Events as they arrive, and what tells that they do not.
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { ARRIVING } from "./arrivals";
import { Dashboard, launch } from "./dashboard";

let browser: Browser;
let dashboard: Dashboard;
let page: Page;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  dashboard = await Dashboard.open(browser);
  page = dashboard.page;
});
afterEach(async () => {
  await dashboard.close();
  expect(dashboard.faults).toEqual([]);
});

const lines = (): Promise<string[]> => page.getByRole("list", { name: "Events" }).getByRole("listitem").allTextContents();
const [first, , , last] = ARRIVING;
if (!first || !last) throw new Error("no events");

test("events come newest first, once each, and open their conversation", async () => {
  await dashboard.goto("/live");
  await expect.poll(async () => (await lines()).length).toBe(ARRIVING.length); // not all of them need come at once
  const shown = await lines();
  expect(shown.map((line) => ARRIVING.findIndex(({ kind }) => line.includes(kind)))).toEqual([3, 2, 1, 0]);
  expect(shown[1]).toContain("4 of 5");
  dashboard.stub.arrive(first); // again
  dashboard.stub.arrive({ ...first, event_id: "e5", text: "And this one?" });
  await page.getByRole("link", { name: "And this one?" }).waitFor();
  expect(await lines()).toHaveLength(ARRIVING.length + 1);
  await page.getByRole("link", { name: "And this one?" }).press("Enter");
  await page.waitForURL(/\/conversations\/c-1/);
});

test("a paused page holds back what comes, and shows it when it goes on", async () => {
  await dashboard.goto("/live");
  await page.getByText("clicked").waitFor(); // the last of those that come first
  await page.getByRole("button", { name: "Pause" }).press("Enter");
  dashboard.stub.arrive({ ...first, event_id: "e5", text: "Held back" });
  await page.getByRole("button", { name: "Resume (1 new)" }).waitFor();
  expect((await lines()).join()).not.toContain("Held back");
  await page.getByRole("button", { name: "Resume" }).press("Enter");
  await page.getByText("Held back").waitFor();
  expect((await lines())[0]).toContain("Held back");
});

test("a stream that breaks is taken up again, and a filter asks anew", async () => {
  await dashboard.goto("/live");
  await page.getByText("clicked").waitFor();
  dashboard.stub.breakStreams();
  await page.getByRole("status").filter({ hasText: "connection lost" }).waitFor();
  dashboard.stub.mendStreams();
  await page.getByRole("status").filter({ hasText: /^live$/ }).waitFor();
  dashboard.stub.arrive({ ...first, event_id: "e5", text: "After the break" });
  await page.getByText("After the break").waitFor();
  expect(await lines()).toHaveLength(ARRIVING.length + 1);
  await page.getByRole("combobox", { name: "Kind" }).selectOption("prompt");
  await expect.poll(() => dashboard.stub.lastQuery("/api/v1/live")).toEqual({ project: "default", kind: "prompt" });
});

test("the banner names the key that stopped, leads to Inbox health, and stays away once dismissed", async () => {
  dashboard.stub.stopped = true;
  await dashboard.goto("/conversations");
  const banner = page.getByRole("alert").filter({ hasText: "billing backend" });
  await banner.getByRole("link", { name: "See Inbox health" }).click();
  await page.getByRole("heading", { name: "Inbox health" }).waitFor();
  await banner.getByRole("button", { name: "Dismiss" }).click();
  await banner.waitFor({ state: "detached" });
  await page.reload();
  await page.getByRole("heading", { name: "Inbox health" }).waitFor();
  await page.getByText("rating_out_of_range").first().waitFor();
  expect(await banner.count()).toBe(0);
});

test("Inbox health shows a sample with the field at fault marked, by keyboard", async () => {
  dashboard.stub.stopped = true;
  await dashboard.goto("/live/inbox");
  await page.locator("summary").first().press("Enter");
  await page.locator("summary").nth(1).press("Enter");
  const marked = page.locator("mark");
  await marked.waitFor();
  expect((await marked.allTextContents()).map((text) => text.trim())).toEqual(['"rating": 9,']);
  await page.getByText("7 days").click();
  await expect.poll(() => dashboard.stub.lastQuery("/api/v1/health/inbox").from).toBe("2026-11-16T14:00:00.000Z");
});
