// What people do with the dashboard, by mouse and by keyboard alone.
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { Dashboard, focused, launch, NARROW } from "./dashboard";
import { PASSWORD, WRITE_KEY } from "./stub";

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

const query = (): Readonly<Record<string, string>> => Object.fromEntries(new URL(page.url()).searchParams);

test("a figure leads to the conversations that the API's link names", async () => {
  await dashboard.goto("/");
  await page.getByRole("link", { name: /^Success: 71 %, 95 % interval 68 to 74, n 1,103, provisional/ }).click();
  await page.getByText("50 conversations").waitFor();
  expect(query()).toEqual({ behind: "success_rate", from: "2026-10-27T00:00:00Z", to: "2026-11-23T14:31:00Z", tz: "Europe/Paris" });
  expect(dashboard.stub.lastQuery("/api/v1/conversations")).toMatchObject({ ...query(), project: "default" });
  await page.getByRole("button", { name: /Show all conversations/ }).click();
  await expect.poll(() => query().behind).toBeUndefined();
});

test("a bar of the chart leads to the conversations of that day and outcome", async () => {
  await dashboard.goto("/");
  const chart = page.getByRole("img", { name: /Outcomes by day/ });
  await chart.locator("path").nth(20).waitFor({ state: "attached" });
  await dashboard.still(); // texts in their font move what is below them
  const height = (await chart.boundingBox())?.height ?? NaN;
  await chart.click({ position: { x: 44 + 6, y: height - 40 } }); // the first day, at the foot: confirmed
  await page.getByText("behind:").waitFor();
  expect(query()).toMatchObject({ behind: "conversations", by: "outcome", group: '["confirmed"]', from: "2026-10-26T23:00:00.000Z" });
});

test("the chart's numbers are in a table too", async () => {
  await dashboard.goto("/");
  await page.getByText("Table", { exact: true }).click();
  await page.getByRole("row", { name: /^23 Nov/ }).getByRole("link").last().click();
  await page.getByText("behind:").waitFor();
  expect(query().group).toBe('["failed"]');
});

test("a condition is added by keyboard, kept in the address, sent, and removed", async () => {
  await dashboard.goto("/");
  await page.getByRole("button", { name: "agent", exact: true }).focus();
  await page.keyboard.press("Enter");
  const form = page.getByRole("dialog");
  await focused(form.getByRole("combobox", { name: "Value" }));
  await page.keyboard.type("support");
  await form.getByRole("option", { name: "support" }).waitFor();
  await page.keyboard.press("Tab"); // what was typed is taken
  await form.getByText("support", { exact: true }).waitFor();
  await page.keyboard.press("Enter");
  await expect.poll(() => query().where).toBe('agent = "support"');
  await expect.poll(() => dashboard.stub.lastQuery("/api/v1/reports/overview").where).toBe('agent = "support"');
  await page.getByRole("button", { name: /Remove the condition/ }).click();
  await expect.poll(() => query().where).toBeUndefined();
});

test("a mistake in the filter's text is shown where it is", async () => {
  await dashboard.goto("/");
  await page.getByRole("button", { name: "Write the filter as text" }).click();
  const text = page.getByRole("textbox", { name: "Filter" });
  await text.fill('rating < 0.5 and agnet = "x"');
  await text.press("Enter");
  await page.getByText("did you mean agent?").waitFor();
  expect(await page.locator("mark").textContent()).toBe("agnet");
  expect(query().where).toBeUndefined();
  await text.fill("rating < 0.5");
  await text.press("Enter");
  await expect.poll(() => query().where).toBe("rating < 0.5");
});

test("the period is chosen and asked for in the project's zone", async () => {
  await dashboard.goto("/");
  await page.getByRole("button", { name: /27 Oct – 23 Nov/ }).click();
  await page.getByRole("button", { name: "Last month" }).click();
  await page.getByRole("button", { name: /1 Oct – 31 Oct/ }).waitFor();
  await expect.poll(() => dashboard.stub.lastQuery("/api/v1/reports/overview")).toMatchObject({ from: "2026-09-30T22:00:00.000Z", to: "2026-10-31T23:00:00.000Z", tz: "Europe/Paris" });
});

test("the list is read by keyboard: j, k, Enter, Escape", async () => {
  await dashboard.goto("/conversations");
  const focus = (): Promise<string | null | undefined> => page.evaluate(() => document.activeElement?.getAttribute("href")?.split("?")[0]);
  const press = async (key: string, conversation: string): Promise<void> => {
    await page.keyboard.press(key);
    expect(await focus()).toBe(`/conversations/${conversation}`);
  };
  await page.getByText("50 conversations").waitFor();
  // The table listens for keys a moment after it shows.
  await expect.poll(() => page.keyboard.press("j").then(focus)).toBe("/conversations/c-1");
  await press("j", "c-2");
  await press("j", "c-3");
  await press("k", "c-2");
  await page.keyboard.press("Enter");
  await page.getByRole("navigation", { name: "Conversations of the list" }).locator('[aria-current="page"][href^="/conversations/c-2"]').waitFor();
  await page.keyboard.press("j");
  await expect.poll(() => new URL(page.url()).pathname).toBe("/conversations/c-3");
  await page.keyboard.press("Escape");
  await expect.poll(() => new URL(page.url()).pathname).toBe("/conversations");
});

test("search, sort and pages are asked of the API", async () => {
  await dashboard.goto("/conversations");
  await page.getByRole("textbox", { name: "Search texts" }).fill("export");
  await page.keyboard.press("Enter");
  await page.getByText("by meaning too").click();
  await expect.poll(() => dashboard.stub.lastQuery("/api/v1/conversations")).toMatchObject({ q: "export", mode: "both" });
  await page.getByText("by meaning too").click();
  await expect.poll(() => query().mode).toBeUndefined();
  await page.getByRole("combobox", { name: "Sort" }).selectOption("rating");
  await page.getByRole("button", { name: "Next page" }).click();
  await expect.poll(() => dashboard.stub.lastQuery("/api/v1/conversations")).toMatchObject({ q: "export", sort: "rating", cursor: "20" });
  await page.getByRole("button", { name: "First page" }).click();
  await expect.poll(() => query().cursor).toBeUndefined();
  await page.getByRole("button", { name: "Export" }).click();
  const link = page.getByRole("menuitem", { name: "Turns, JSON lines" });
  expect(await link.getAttribute("href")).toMatch(/^\/api\/v1\/export\/turns\?.*format=jsonl.*q=export/);
});

test("what is analysed while the page is open shows without a reload", async () => {
  await dashboard.goto("/");
  await page.getByText("live", { exact: true }).waitFor();
  const asked = (): number => dashboard.stub.asked.filter(({ pathname }) => pathname === "/api/v1/reports/overview").length;
  const before = asked();
  dashboard.stub.analysed += 2;
  await expect.poll(asked).toBeGreaterThan(before);
});

test("the snippet is copied with this server's address and key, and the check sees the first event", async () => {
  await dashboard.goto("/settings/install");
  await page.getByRole("button", { name: "Copy" }).first().click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain(`"${dashboard.stub.origin}/tag.js"`);
  expect(copied).toContain(`$screeb("init", "${WRITE_KEY}");`);
  await page.getByText("Waiting for an event").waitFor();
  dashboard.stub.received = true;
  await page.getByText("An event arrived.").waitFor();
  expect(await page.getByRole("status").filter({ hasText: "An event arrived." }).textContent()).toContain("screeb_copilot_user_prompt");
});

test("who is signed out signs in and comes back to the page that was asked for", async () => {
  dashboard.stub.signedIn = false;
  await dashboard.goto("/conversations?q=export");
  await page.getByLabel("E-mail").fill("ada@example.com");
  await page.getByLabel("Password", { exact: true }).fill("wrong");
  await page.keyboard.press("Enter");
  await page.getByText("E-mail or password is wrong.").waitFor();
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.getByText("50 conversations").waitFor();
  expect(query()).toEqual({ q: "export" });
});

test("signing out and light or dark are in the account's menu", async () => {
  await dashboard.goto("/settings/install");
  await page.getByRole("button", { name: "ada@example.com" }).click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await expect.poll(() => page.locator("html").getAttribute("data-mantine-color-scheme")).toBe("dark");
  await page.getByRole("menuitem", { name: "Sign out" }).click(); // the menu stays, so that one sees what one chose
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
});

test("on a phone the navigation is in a drawer", async () => {
  await page.setViewportSize(NARROW);
  await dashboard.goto("/");
  await page.getByRole("button", { name: "Open navigation" }).click();
  await page.getByRole("link", { name: "Conversations", exact: true }).click();
  await page.getByText("50 conversations").waitFor();
  await page.getByRole("button", { name: "Close navigation" }).waitFor({ state: "hidden" });
});

test("a page that is gone to stays in the project that the address names", async () => {
  await dashboard.goto("/conversations?project=default&period=90d");
  await page.getByRole("button", { name: "ada@example.com" }).click();
  await page.getByRole("menuitem", { name: "Password and sessions" }).click();
  await page.getByRole("heading", { name: "Your account" }).waitFor();
  expect(query()).toEqual({ project: "default" });
});

test("another site's address is no page to come back to", async () => {
  await dashboard.goto("/sign-in?next=//evil.example/");
  await page.getByLabel("E-mail").fill("ada@example.com");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.keyboard.press("Enter");
  await expect.poll(() => page.url()).toBe(`${dashboard.stub.origin}/`);
});

test("a project's settings are changed, refused at their field, and put back", async () => {
  await dashboard.goto("/settings/project");
  const save = page.getByRole("button", { name: "Save" });
  await save.click();
  await page.getByRole("status").filter({ hasText: "nothing was changed" }).waitFor();
  const zone = page.getByRole("combobox", { name: "Time zone" });
  await zone.fill("tokyo");
  await page.getByRole("option", { name: "Asia/Tokyo" }).waitFor();
  await zone.press("ArrowDown");
  await zone.press("Enter");
  await expect.poll(() => zone.inputValue()).toBe("Asia/Tokyo");
  const domains = page.getByRole("combobox", { name: "Internal e-mail domains" });
  await domains.fill("bob@acme.com");
  await domains.press(",");
  await page.getByText("“bob@acme.com” is no domain").waitFor();
  await save.click(); // nothing is sent
  await domains.press("Backspace");
  await page.getByText("“bob@acme.com” is no domain").waitFor({ state: "detached" });
  const bots = page.getByRole("combobox", { name: "Bots" });
  await bots.fill("refused"); // and no Enter: Save takes it as it is
  await save.click();
  await page.getByText("This bot is refused.").waitFor();
  expect(await bots.getAttribute("aria-invalid")).toBe("true");
  await bots.press("Backspace");
  await bots.fill("crawler");
  await save.click();
  await page.getByText("Saved: days of Asia/Tokyo; bots +1. Of the last 28 days 12 conversations stay out.").waitFor();
  expect(dashboard.stub.settings).toMatchObject({ zone: "Asia/Tokyo", internal_domains: ["example.com"], bots: ["crawler"] });
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => dashboard.stub.settings).toMatchObject({ zone: "Europe/Paris", bots: [] });
  expect(dashboard.stub.wishes.map((wish) => wish.bots)).toEqual([["refused"], ["crawler"], []]);
});

test("a condition without a value says what is missing", async () => {
  await dashboard.goto("/");
  await page.getByRole("button", { name: "agent", exact: true }).click();
  const form = page.getByRole("dialog");
  const value = form.getByRole("combobox", { name: "Value" });
  await focused(value);
  await value.press("Tab");
  await page.keyboard.press("Enter");
  await form.getByRole("alert").filter({ hasText: "Give a value." }).waitFor();
  await value.fill("none of those that are offered"); // and no Enter
  await form.getByRole("button", { name: "Add" }).click();
  await expect.poll(() => query().where).toBe('agent = "none of those that are offered"');
});

test("Escape closes the list of values first and keeps what was chosen, then the form", async () => {
  await dashboard.goto("/");
  const agent = page.getByRole("button", { name: "agent", exact: true });
  await agent.click();
  const form = page.getByRole("dialog");
  const value = form.getByRole("combobox", { name: "Value" });
  await focused(value);
  await value.click();
  await form.getByRole("option", { name: "support" }).click();
  await form.getByRole("listbox").waitFor({ state: "hidden" });
  await value.press("ArrowDown");
  await form.getByRole("listbox").waitFor();
  await page.keyboard.press("Escape");
  await form.getByRole("listbox").waitFor({ state: "hidden" });
  await form.getByText("support", { exact: true }).waitFor();
  await page.keyboard.press("Escape");
  await form.waitFor({ state: "hidden" });
  await expect.poll(() => agent.evaluate((button) => button === document.activeElement)).toBe(true);
});

test("the conversation that is read is whole in the list beside it", async () => {
  await dashboard.goto("/conversations/c-14");
  const list = page.getByRole("navigation", { name: "Conversations of the list" });
  const here = list.locator('[aria-current="page"]');
  await here.waitFor();
  const gap = (): Promise<number> => here.evaluate((link) => window.innerHeight - link.getBoundingClientRect().bottom);
  await expect.poll(gap).toBeGreaterThanOrEqual(0);
  for (let at = 13; at > 0; at--) {
    await page.keyboard.press("k");
    await list.locator(`[aria-current="page"][href="/conversations/c-${at}"]`).waitFor();
  }
  const head = await list.locator("div").first().boundingBox();
  await expect.poll(async () => (await here.boundingBox())?.y).toBeGreaterThanOrEqual((head?.y ?? NaN) + (head?.height ?? NaN));
});

test("what stands behind a figure is no export, and says why", async () => {
  await dashboard.goto("/conversations?behind=success_rate");
  await page.getByText("50 conversations").waitFor();
  const button = page.getByRole("button", { name: "Export" });
  expect(await button.getAttribute("aria-disabled")).toBe("true");
  await button.focus();
  await page.getByRole("tooltip").getByText("show all conversations to export").waitFor();
  await page.keyboard.press("Enter");
  expect(await page.getByRole("menu").count()).toBe(0);
});
