// The dashboard on a real server with the demo: what it shows is what the API
// says, and every figure leads to as many conversations as it counts.
import { isDeepStrictEqual } from "node:util";
import type { Browser, BrowserContextOptions, Request } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { Dashboard } from "../support/dashboard";
import { shows } from "../support/figures";
import { launch, Reader } from "../support/reader";
import { KEYS, Server } from "../support/server";

const TILES = ["Active users", "Conversations", "Success", "Satisfied", "Converted"];

let browser: Browser;
let server: Server;
let storageState: NonNullable<BrowserContextOptions["storageState"]>;
let reader: Reader;
let dashboard: Dashboard;
const open = async (): Promise<void> => {
  reader = await Reader.open(browser, { storageState, viewport: { width: 1440, height: 900 }, colorScheme: "light" });
  dashboard = new Dashboard(reader.page, server.origin);
};
beforeAll(async () => {
  [browser, server] = await Promise.all([launch(), Server.start("demo")]);
  storageState = { cookies: [], origins: [] };
  await open();
  await reader.page.goto(server.signInLink);
  await dashboard.complete();
  storageState = await reader.context.storageState();
  await reader.close([server.origin]);
});
afterAll(() => Promise.all([browser?.close(), server?.end()]));
beforeEach(open);
// Who is not signed in is told so by the API, which the browser writes of.
afterEach(() => reader.close([server.origin], (fault) => /status of 401 .*\/api\/v1\/me\)$/.test(fault)));

/** Sums of the same numbers in another order differ in their last digits. */
const rounded = (body: object): unknown => JSON.parse(JSON.stringify(body, (_, value: unknown) => (typeof value === "number" ? Number(value.toPrecision(9)) : value)));

/** How often the page is loaded anew where it and the API were asked at different times: conversations settle in between. */
const AGAIN = 10;

/** Holds what the Overview shows against what the API says about the same. */
async function isTrue(again = AGAIN): Promise<void> {
  const { asked, figures } = await dashboard.overview();
  const said = await server.read("/api/v1/reports/overview", asked);
  if (again > 0 && !isDeepStrictEqual(rounded(figures), rounded(said))) {
    await reader.page.reload();
    return isTrue(again - 1);
  }
  expect(rounded(figures)).toEqual(rounded(said));
  expect(said.tiles.map(({ title }) => title)).toEqual(TILES);
  const shown = await dashboard.tiles();
  const wrong = said.tiles.filter(({ title, figures: [figure] }) => !shows(shown[title] ?? "", figure?.value));
  expect(wrong.map(({ title, figures: [figure] }) => `${title} shows ${shown[title]}, the API says ${figure?.value}`)).toEqual([]);
}

test("the Overview's five figures are the API's, before and after a condition is added by keyboard", async () => {
  const { page } = reader;
  await dashboard.open("/");
  await isTrue();
  const all = await dashboard.overview();
  const { values } = await server.read("/api/v1/filters/values", { field: "agent" });
  const agent = values?.[0] ?? "";
  expect(agent).not.toBe("");

  await dashboard.tabTo("section[aria-label=Filters] button", "agent");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByRole("combobox", { name: "Value" }).waitFor();
  await dashboard.tabTo("[role=dialog] input", "Value");
  await page.keyboard.type(agent);
  await page.keyboard.press("Enter");
  await dashboard.tabTo("[role=dialog] button", "Add");
  await page.keyboard.press("Enter");
  await expect.poll(() => dashboard.query.where).toBe(`agent = "${agent}"`);
  await expect.poll(async () => (await dashboard.overview()).asked.where).toBe(`agent = "${agent}"`);
  await isTrue();
  const some = await dashboard.overview();
  const conversations = (of: typeof all): number => of.figures.tiles[1]?.figures[0]?.value ?? NaN;
  expect(conversations(some)).toBeGreaterThan(0);
  expect(conversations(some)).toBeLessThan(conversations(all));

  await page.reload(); // the address alone says it all
  await expect.poll(async () => (await dashboard.overview()).asked.where).toBe(`agent = "${agent}"`);
  await isTrue();
});

test("what a browser loads before the first figures weighs at most 300 kB as it is sent", async () => {
  const { page } = reader;
  let release = (): void => undefined;
  const held = new Promise<void>((done) => (release = done));
  await page.route("**/api/v1/reports/overview?*", async (route) => {
    await held; // so that all that is loaded by now was asked for without figures
    await route.continue();
  });
  const loading = new Set<Request>(); // the held answer keeps the network from ever being idle
  page.on("request", (request) => !new URL(request.url()).pathname.startsWith("/api/") && loading.add(request));
  page.on("requestfinished", (request) => loading.delete(request));
  page.on("requestfailed", (request) => loading.delete(request));
  await page.goto(server.origin);
  await page.locator(".mantine-Skeleton-root").first().waitFor();
  await reader.still();
  await expect.poll(() => loading.size).toBe(0);
  const sent = await page.evaluate(() =>
    [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
      .map((entry) => ({ path: new URL(entry.name).pathname, bytes: (entry as PerformanceResourceTiming).encodedBodySize, whole: (entry as PerformanceResourceTiming).decodedBodySize }))
      .filter(({ path }) => !path.startsWith("/api/")),
  );
  expect(sent.map(({ path }) => path)).toEqual(expect.arrayContaining([expect.stringMatching(/OverviewPage.*\.js$/), expect.stringMatching(/\.css$/), expect.stringMatching(/\.woff2$/)]));
  expect(sent.filter(({ path, bytes, whole }) => bytes === 0 || (path.endsWith(".js") && whole > 5_000 && bytes >= whole))).toEqual([]);
  const sum = sent.reduce((total, { bytes }) => total + bytes, 0);
  console.log(`first load: ${sum} bytes in ${sent.length} files`);
  expect(sum).toBeLessThanOrEqual(300_000);
  release();
  await dashboard.complete();
});

test("each of them leads to as many conversations as it counts", async () => {
  await dashboard.open("/?period=90d");
  for (const title of TILES) {
    const figure = (await dashboard.overview()).figures.tiles.find((tile) => tile.title === title)?.figures[0];
    expect(figure?.matches).toBeGreaterThan(0);
    await dashboard.tile(title).click();
    await expect.poll(() => dashboard.path).toBe("/conversations");
    await expect.poll(() => dashboard.total()).toBe(figure?.matches);
    expect((await server.follow(figure?.link ?? "")).total).toBe(figure?.matches);
    await reader.page.goBack();
    await expect.poll(() => dashboard.path).toBe("/");
  }
});

test("a conversation is found by its words, opened by keyboard, and read", async () => {
  const { page } = reader;
  await dashboard.open("/conversations?period=90d");
  const { from = "", to = "" } = dashboard.asked("/api/v1/conversations");
  const word = "invoice";
  const found = await server.read("/api/v1/conversations", { from, to, q: word });
  expect(found.total).toBeGreaterThan(0);
  expect(await dashboard.total()).toBeGreaterThan(found.total);
  await page.getByRole("textbox", { name: "Search texts" }).fill(word);
  await page.keyboard.press("Enter");
  await expect.poll(() => dashboard.query.q).toBe(word);
  await expect.poll(() => dashboard.total()).toBe(found.total);
  await page.locator("[data-snippet] mark").first().waitFor();
  expect((await page.locator("[data-snippet] mark").first().textContent())?.toLowerCase()).toContain(word);

  await page.keyboard.press("Tab"); // in a field, j and k are letters
  for (const key of ["j", "j", "j", "k"]) await page.keyboard.press(key);
  await page.keyboard.press("Enter");
  const second = found.conversations[1]?.conversation_id ?? "";
  await expect.poll(() => dashboard.path).toBe(`/conversations/${second}`);
  const detail = await server.read("/api/v1/conversations/{id}", {}, second);
  await page.getByRole("heading", { name: `Why ${detail.outcome}` }).waitFor();
  const texts = detail.turns.flatMap(({ prompt, response }) => [prompt ?? "", response ?? ""]);
  expect(texts.join("")).not.toBe("");
  const chat = (await page.getByRole("article").textContent()) ?? "";
  expect(texts.filter((text) => !chat.includes(text))).toEqual([]);
  await page.keyboard.press("Escape");
  await expect.poll(() => dashboard.path).toBe("/conversations");
  expect(dashboard.query.q).toBe(word);
});

test("Settings → Install offers the snippet of this server, waits for an event and sees it", async () => {
  const { page } = reader;
  await dashboard.open("/settings/install");
  const snippet = (await page.getByLabel("Snippet").textContent()) ?? "";
  expect(snippet).toContain(`"${server.origin}/tag.js"`);
  expect(snippet).toContain(`$screeb("init", "${KEYS.write}");`);
  await page.getByText("Waiting for an event.").waitFor();
  const response = await fetch(`${server.origin}/t`, {
    method: "POST",
    body: JSON.stringify({ key: KEYS.write, events: [{ event: "screeb_copilot_user_prompt", user_id: "u-install", properties: { prompt: "Is this on?", conversation_id: "conv_install" } }] }),
  });
  expect(await response.json()).toEqual({ accepted: 1, duplicate: 0, rejected: [] });
  const status = page.getByRole("status").filter({ hasText: "An event arrived." });
  await status.waitFor();
  expect(await status.textContent()).toContain("screeb_copilot_user_prompt");
  await page.getByRole("link", { name: "Open today's conversations" }).click();
  await page.getByRole("link", { name: "Is this on?" }).waitFor();
});

test("a link signs in once, and who signs out is out", async () => {
  const { page, context } = reader;
  const made = await context.request.post(`${server.origin}/api/v1/signin-links`, { data: { email: "owner@localhost" } });
  expect(made.status()).toBe(200);
  const { path } = (await made.json()) as { path: string };
  await context.clearCookies();
  await page.goto(server.origin + path);
  await dashboard.complete();
  await page.getByRole("button", { name: "owner@localhost" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await page.goto(server.origin);
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await page.goto(server.origin + path);
  await page.getByRole("alert").filter({ hasText: "That link was used already" }).waitFor();
  expect((await context.request.get(`${server.origin}/api/v1/me`)).status()).toBe(401);
});

test("axe-core finds nothing wrong with any page, light or dark", async () => {
  const { page } = reader;
  await page.clock.setFixedTime(new Date()); // each minute asks anew, and fades what is on screen until it is told
  const [first] = (await server.read("/api/v1/conversations", { sort: "-turns" })).conversations;
  const wrong: string[] = [];
  const look = async (name: string): Promise<void> => void wrong.push(...(await reader.violationsOfBoth()).map((line) => `${name}: ${line}`));
  for (const path of ["/", "/conversations", `/conversations/${first?.conversation_id ?? ""}`, "/settings/install"]) {
    await dashboard.open(path);
    await look(path);
  }
  await page.goto("about:blank"); // a page that is open asks on
  await reader.context.clearCookies();
  await page.goto(server.origin);
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await look("/sign-in");
  expect(wrong).toEqual([]);
});
