// An owner moves the project's days and keeps somebody out of figures; the
// Overview follows, says so, and leads to what it leaves out.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Dashboard } from "../support/dashboard";
import { launch, Reader } from "../support/reader";
import { KEYS, Server } from "../support/server";

let browser: Browser;
let server: Server;
beforeAll(async () => {
  [browser, server] = await Promise.all([launch(), Server.start()]);
  const said = ["u-1", "u-2", "u-me"].flatMap((user_id) => {
    const properties = { conversation_id: `c-${user_id}` };
    return [
      { event: "screeb_copilot_user_prompt", user_id, properties: { ...properties, prompt: "Where is my invoice?" } },
      { event: "screeb_copilot_response", user_id, properties: { ...properties, response: "In Settings." } },
    ];
  });
  const response = await fetch(`${server.origin}/t`, { method: "POST", body: JSON.stringify({ key: KEYS.write, events: said }) });
  expect(await response.json()).toMatchObject({ accepted: 6, rejected: [] });
  await server.events();
});
afterAll(() => Promise.all([browser?.close(), server?.end()]));

/** The hour at which a day begins in a zone, of an instant: 0 for midnight. */
const hourIn = (zone: string, at = ""): number => Number(new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "numeric", hourCycle: "h23" }).format(new Date(at)));

test("days move with the project's zone, and internal users leave every figure, visibly", { timeout: 240_000 }, async () => {
  const reader = await Reader.open(browser, { viewport: { width: 1440, height: 900 }, colorScheme: "light" });
  const dashboard = new Dashboard(reader.page, server.origin);
  const { page } = reader;
  const users = async (): Promise<string> => (await dashboard.tile("Active users").textContent()) ?? "";
  try {
    await page.goto(server.signInLink);
    await dashboard.complete();
    expect(await users()).toMatch(/^3/);
    expect((await dashboard.overview()).asked.tz).toBe("UTC");

    await dashboard.open("/settings/project");
    await page.getByRole("combobox", { name: "Time zone" }).fill("Asia/Tokyo");
    await page.getByRole("option", { name: "Asia/Tokyo" }).click();
    await page.getByRole("combobox", { name: "Internal users" }).fill("u-me");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved: days of Asia/Tokyo; internal users +1. Of the last 28 days 1 conversation stays out.").waitFor();
    await page.getByRole("region", { name: "Kept out" }).getByText("1 conversation", { exact: true }).waitFor();
    expect(await reader.violations()).toEqual([]);

    await page.getByRole("link", { name: "Overview" }).click();
    await expect.poll(async () => (await dashboard.overview()).asked.tz).toBe("Asia/Tokyo");
    const { asked, figures } = await dashboard.overview();
    expect([asked.tz, figures.zone, hourIn("Asia/Tokyo", asked.from)]).toEqual(["Asia/Tokyo", "Asia/Tokyo", 0]);
    expect(hourIn("UTC", figures.outcomes[0]?.at)).toBe(15);
    expect(await users()).toMatch(/^2/);
    await page.getByText("1 user of your own").waitFor();
    await page.getByRole("link", { name: "1 conversation", exact: true }).click();
    await expect.poll(() => dashboard.path).toBe("/conversations");
    await page.getByRole("cell", { name: "u-me" }).waitFor();
    expect(await dashboard.total()).toBe(1);

    await dashboard.open("/settings/project");
    await page.getByText("u-me", { exact: true }).waitFor();
    await page.getByRole("combobox", { name: "Internal users" }).press("Backspace");
    await page.getByText("u-me", { exact: true }).waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved: internal users −1.").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Saved: internal users +1.").waitFor();
    expect((await server.read("/api/v1/settings")).internal_users).toEqual(["u-me"]);
  } finally {
    // Who is not signed in is told so by the API, which the browser writes of.
    await reader.close([server.origin], (fault) => /status of 401 /.test(fault));
  }
});
