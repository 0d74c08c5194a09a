// An owner invites a viewer, who sees figures and no text, in two browsers at
// once; roles and removal count at once, and so does a new password.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Dashboard } from "../support/dashboard";
import { launch, Reader } from "../support/reader";
import { KEYS, Server } from "../support/server";

const SECRET = "xyzzymarker";
const PASSWORD = "a long and good one";

let browser: Browser;
let server: Server;
beforeAll(async () => {
  [browser, server] = await Promise.all([launch(), Server.start()]);
  const properties = { conversation_id: "c-1", note: SECRET };
  const response = await fetch(`${server.origin}/t`, {
    method: "POST",
    body: JSON.stringify({
      key: KEYS.write,
      events: [
        { event: "screeb_copilot_user_prompt", user_id: `u-${SECRET}`, properties: { ...properties, prompt: `${SECRET} in a prompt` } },
        { event: "screeb_copilot_response", user_id: `u-${SECRET}`, properties: { ...properties, response: `${SECRET} in an answer`, model: "m-1" } },
      ],
    }),
  });
  expect(await response.json()).toEqual({ accepted: 2, duplicate: 0, rejected: [] });
  await server.events();
});
afterAll(() => Promise.all([browser?.close(), server?.end()]));

interface Someone {
  readonly reader: Reader;
  readonly dashboard: Dashboard;
  /** Every byte that the API answered. */
  readonly told: string[];
}

async function someone(): Promise<Someone> {
  const reader = await Reader.open(browser, { viewport: { width: 1440, height: 900 }, colorScheme: "light" });
  const told: string[] = [];
  reader.page.on("response", (response) => {
    if (new URL(response.url()).pathname.startsWith("/api/")) void response.text().then((text) => told.push(text), () => undefined);
  });
  return { reader, dashboard: new Dashboard(reader.page, server.origin), told };
}

/** Who lost a session is refused, which the browser writes of. */
const refusals = (fault: string): boolean => /status of (401|400|409) /.test(fault);

test("an owner invites a viewer, who sees figures and no text, and is removed", { timeout: 240_000 }, async () => {
  const owner = await someone();
  const viewer = await someone();
  try {
    await owner.reader.page.goto(server.signInLink);
    await owner.reader.page.getByRole("link", { name: "Settings" }).click();
    await owner.reader.page.getByRole("link", { name: "People" }).click();
    await owner.reader.page.getByRole("textbox", { name: "E-mail" }).fill("Ada@example.org");
    await owner.reader.page.getByRole("button", { name: "Invite" }).click();
    const link = (await owner.reader.page.getByLabel("Invitation link").textContent()) ?? "";
    expect(link).toContain(`${server.origin}/join#`);
    const row = owner.reader.page.getByRole("listitem").filter({ hasText: "ada@example.org" });
    await row.getByText("invited, link works until").waitFor();
    expect(await owner.reader.violations()).toEqual([]);

    const { page } = viewer.reader;
    await page.goto(link.trim());
    await page.getByLabel("Password", { exact: true }).fill("short");
    await page.getByRole("button", { name: "Join" }).click();
    await page.getByRole("alert").filter({ hasText: "at least 12 characters" }).waitFor();
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "Join" }).click();
    await page.getByRole("region", { name: "Headline figures" }).waitFor();
    expect(await page.getByRole("link", { name: "Settings" }).count()).toBe(0);
    await viewer.dashboard.open("/conversations");
    await page.getByRole("cell", { name: "c-1" }).waitFor();
    expect(await page.getByRole("textbox", { name: "Search texts" }).count()).toBe(0);
    expect(await page.getByRole("link", { name: "c-1" }).count()).toBe(0);
    await page.goto(`${server.origin}/settings/people`);
    await page.getByRole("alert").filter({ hasText: "needs owner" }).waitFor();
    await page.goto(`${server.origin}/conversations/c-1`);
    await page.getByRole("alert").filter({ hasText: "needs analyst" }).waitFor();
    expect(viewer.told.length).toBeGreaterThan(5);
    expect(viewer.told.filter((text) => text.includes(SECRET))).toEqual([]);

    // The role counts at once, without signing in again.
    await row.getByRole("combobox", { name: "Role of ada@example.org" }).selectOption("analyst");
    await row.getByText("Was viewer.").waitFor();
    await page.goto(`${server.origin}/conversations/c-1`);
    await page.getByRole("article").getByText(`${SECRET} in a prompt`).first().waitFor();
    await row.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => row.getByRole("combobox").inputValue()).toBe("viewer");
    await page.reload();
    await page.getByRole("alert").filter({ hasText: "needs analyst" }).waitFor();

    await owner.reader.page.getByRole("combobox", { name: "Role of owner@localhost" }).selectOption("viewer");
    await owner.reader.page.getByRole("alert").filter({ hasText: "There must be an owner" }).waitFor();
    await row.getByRole("button", { name: "Remove: ada@example.org" }).click();
    await owner.reader.page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await expect.poll(() => row.count()).toBe(0);
    await page.goto(server.origin);
    await page.getByRole("heading", { name: "Sign in" }).waitFor();

    await owner.reader.page.getByRole("link", { name: "Log" }).click();
    await owner.reader.page.getByText("removed").first().waitFor();
    expect(await owner.reader.violations()).toEqual([]);
  } finally {
    await viewer.reader.close([server.origin], (fault) => refusals(fault) || /status of (403|422) /.test(fault));
    await owner.reader.close([server.origin], refusals);
  }
});

test("a person chooses a password, which ends the other sessions; a key is made, rotated and revoked", { timeout: 240_000 }, async () => {
  const here = await someone();
  const there = await someone();
  const link = async (): Promise<string> => {
    const made = await here.reader.context.request.post(`${server.origin}/api/v1/signin-links`, { data: { email: "owner@localhost" } });
    return server.origin + ((await made.json()) as { path: string }).path;
  };
  const { page } = here.reader;
  try {
    // The printed link is used up, so that one is made on the folder itself.
    await page.goto(server.makeSignInLink("owner@localhost"));
    await here.dashboard.complete();
    await there.reader.page.goto(await link());
    await there.dashboard.complete();
    await here.dashboard.open("/account");
    await expect.poll(() => page.getByRole("region", { name: "Sessions" }).getByRole("listitem").count()).toBeGreaterThan(1);
    await page.getByLabel("New password", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "Choose password" }).click();
    await page.getByText("Your password is changed.").waitFor();
    await expect.poll(() => page.getByRole("region", { name: "Sessions" }).getByRole("listitem").count()).toBe(1);
    await there.reader.page.goto(server.origin);
    await there.reader.page.getByLabel("E-mail").fill("owner@localhost");
    await there.reader.page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await there.reader.page.getByRole("button", { name: "Sign in" }).click();
    await there.reader.page.getByRole("heading", { name: "Overview" }).waitFor();

    await here.dashboard.open("/settings/keys");
    const list = page.getByRole("list", { name: "Keys" });
    await page.getByLabel("What it is for").fill("shop");
    await page.getByLabel("The id or key you have already").fill("<script>");
    await page.getByRole("button", { name: "Add key" }).click();
    await page.getByRole("alert").waitFor();
    await page.getByLabel("The id or key you have already").fill("0b8d6a0e-94c5-4f0e-8000-of-the-shop");
    await page.getByLabel("Sites whose pages may use it").fill("https://shop.example.org");
    await page.getByRole("button", { name: "Add key" }).click();
    await list.getByText("pages of https://shop.example.org").waitFor();
    const send = async (origin: string): Promise<number> =>
      (await fetch(`${server.origin}/t?k=0b8d6a0e-94c5-4f0e-8000-of-the-shop`, { method: "POST", headers: { Origin: origin }, body: "[]" })).status;
    expect(await send("https://evil.example")).toBe(403);

    await page.getByRole("button", { name: "Rotate: shop" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Rotate" }).click();
    await list.getByText("works until").waitFor();
    expect(await page.getByRole("region", { name: "New key" }).or(page.getByLabel("New key")).first().textContent()).toContain("dbw_");
    expect(await here.reader.violations()).toEqual([]);
    await page.getByRole("button", { name: "Revoke: shop" }).first().click();
    await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
    await page.getByRole("button", { name: "Show revoked keys (1)" }).click();
    await list.getByText("ended").waitFor();
  } finally {
    await there.reader.close([server.origin], refusals);
    await here.reader.close([server.origin], refusals);
  }
});
