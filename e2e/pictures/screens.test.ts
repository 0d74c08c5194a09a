// Writes every page and state of the dashboard, in every width and in light and
// dark, for whoever judges them by eye. `make screenshots`; SCREENSHOTS names
// the folder. Nothing is compared: axe-core and the widths are held elsewhere.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Dashboard } from "../support/dashboard";
import { launch, Reader } from "../support/reader";
import { Server } from "../support/server";
import { awkward, telling } from "./story";

const FOLDER = process.env.SCREENSHOTS ?? "../screenshots";
const WIDTHS = [1440, 1024, 390] as const;
const HEIGHTS = { 1440: 900, 1024: 768, 390: 844 } as const;
const SCHEMES = ["light", "dark"] as const;

type State = NonNullable<BrowserContextOptions["storageState"]>;

let browser: Browser;
/** The demo, with names that are too long and events that are wrong; and one to which nothing was ever sent. */
let full: Server;
let empty: Server;
const states = new Map<Server, State>();
let story: string;
let longest: string;

beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  [browser, full, empty] = await Promise.all([launch(), Server.start("demo"), Server.start()]);
  await awkward(full);
  story = await telling(full);
  longest = (await full.read("/api/v1/conversations", { sort: "-turns", limit: "1" })).conversations[0]?.conversation_id ?? "";
  for (const server of [full, empty]) {
    const reader = await Reader.open(browser);
    await reader.page.goto(server.signInLink);
    await reader.page.getByRole("heading", { name: "Overview" }).waitFor();
    if (server === full) await people(reader.page, server);
    states.set(server, await reader.context.storageState());
    await reader.context.close();
  }
});
afterAll(() => Promise.all([browser?.close(), full?.end(), empty?.end()]));

/** Somebody with a long address is invited, and a key is limited: there is something to see in Settings. */
async function people(page: Page, { origin }: Server): Promise<void> {
  const post = async (path: string, data: object): Promise<void> => expect((await page.request.post(origin + path, { data })).ok()).toBe(true);
  await post("/api/v1/people", { email: "grace.with-a-rather-long-name@engineering.subsidiary.example.com", role: "analyst" });
  await post("/api/v1/keys?project=default", { kind: "write", name: "the shop and its many subsidiaries, by their own names", transcripts: false, origins: ["https://shop.example.com", "https://*.example.org"], rate: 50 });
}

interface Screen {
  readonly name: string;
  readonly path: string | (() => string);
  /** On a server without any event. */
  readonly bare?: true;
  /** Nobody is signed in. */
  readonly outside?: true;
  /** Before the page is opened, or once it shows. */
  readonly before?: (page: Page) => Promise<unknown>;
  readonly after?: (page: Page) => Promise<unknown>;
  /** A text that shows once the page is as far as it comes; without one, once nothing is loading. */
  readonly shows?: string | RegExp;
}

const hold = (page: Page): Promise<unknown> => page.route("**/api/v1/{reports,conversations,metrics}**", () => undefined);
const fail = (page: Page): Promise<unknown> =>
  page.route("**/api/v1/{reports/,conversations?,people}**", (route) => route.fulfill({ status: 500, contentType: "application/problem+json", body: JSON.stringify({ status: 500, detail: "Something went wrong here; the log says what, under request 4711." }) }));
const press = (name: string) => (page: Page) => page.getByRole("button", { name, exact: true }).first().click();

const SCREENS: readonly Screen[] = [
  { name: "overview", path: "/" },
  { name: "overview-filtered", path: '/?period=90d&where=agent+%3D+"support"+and+(signal+%3D+slow+or+signal+%3D+copied)+and+prop.plan+in+("pro",+"team")&metric=latency_p90&breakdown=version' },
  { name: "overview-none", path: '/?where=agent+%3D+"nobody"', shows: "No conversation of this period" },
  { name: "overview-empty", path: "/", bare: true, shows: "No event has arrived" },
  { name: "overview-loading", path: "/", before: hold, shows: /^(live|analysing)/ },
  { name: "overview-failed", path: "/", before: fail, shows: "Something went wrong here" },
  { name: "overview-period", path: "/", after: (page) => page.getByRole("button", { name: / – / }).first().click() },
  { name: "overview-condition", path: "/", after: press("Filter") },
  { name: "overview-text", path: '/?where=agent+%3D+"support"', after: press("Write the filter as text") },
  { name: "conversations", path: "/conversations" },
  { name: "conversations-search", path: "/conversations?q=invoice&sort=rating" },
  { name: "conversations-behind", path: '/conversations?behind=success_rate&by=agent&group=["support"]' },
  { name: "conversations-none", path: "/conversations?q=xyzzy" },
  { name: "conversations-empty", path: "/conversations", bare: true },
  { name: "conversations-loading", path: "/conversations", before: hold, shows: /^(live|analysing)/ },
  { name: "conversations-failed", path: "/conversations", before: fail, shows: "Something went wrong here" },
  { name: "conversation", path: () => `/conversations/${story}?where=version+%3D+"v42"&sort=rating` },
  { name: "conversation-longest", path: () => `/conversations/${longest}` },
  { name: "conversation-awkward", path: "/conversations/c-awkward" },
  { name: "conversation-missing", path: "/conversations/no-such-conversation", shows: "There is no such thing" },
  { name: "live", path: "/live", before: () => awkward(full) },
  { name: "live-empty", path: "/live", bare: true },
  { name: "inbox", path: "/live/inbox" },
  { name: "inbox-empty", path: "/live/inbox", bare: true },
  { name: "install", path: "/settings/install" },
  { name: "project", path: "/settings/project" },
  { name: "keys", path: "/settings/keys" },
  { name: "import", path: "/settings/import" },
  { name: "people", path: "/settings/people" },
  { name: "people-failed", path: "/settings/people", before: fail, shows: "Something went wrong here" },
  { name: "log", path: "/settings/log" },
  { name: "account", path: "/account" },
  { name: "sign-in", path: "/sign-in", outside: true, shows: "No password?" },
  { name: "sign-in-expired", path: "/sign-in?link=expired", outside: true, shows: "Password" },
  { name: "join", path: "/join#token=abc&email=zoe%40example.com", outside: true, shows: "Password" },
  { name: "missing", path: "/no/such/page", shows: "no page at this address" },
];

test.each(SCREENS)("$name", async ({ name, path, bare, outside, before, after, shows }) => {
  const server = bare ? empty : full;
  const state = states.get(server);
  const reader = await Reader.open(browser, outside || !state ? {} : { storageState: state });
  const { page } = reader;
  const dashboard = new Dashboard(page, server.origin);
  const address = typeof path === "string" ? path : path();
  await page.setViewportSize({ width: WIDTHS[0], height: HEIGHTS[WIDTHS[0]] });
  await before?.(page);
  await page.goto(server.origin + address);
  if (shows === undefined) await dashboard.complete();
  else await page.getByText(shows).first().waitFor();
  await after?.(page);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: HEIGHTS[width] });
    for (const scheme of SCHEMES) {
      await reader.scheme(scheme);
      await reader.still();
      await page.screenshot({ path: join(FOLDER, `${name}-${width}-${scheme}.png`), fullPage: after === undefined });
    }
  }
  await reader.context.close();
});
