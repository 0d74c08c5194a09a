// Writes the pictures of docs/images from the demo. `npm run pictures`.
import { statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Dashboard } from "../support/dashboard";
import { launch, Reader } from "../support/reader";
import { Server } from "../support/server";
import { telling } from "./story";

const IMAGES = fileURLToPath(new URL("../../docs/images", import.meta.url));
/** That of a first start, for whoever compares. */
const PORT = 8080;
const MOST_BYTES = 300_000;
const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };

let browser: Browser;
let server: Server;
let storageState: NonNullable<BrowserContextOptions["storageState"]>;
beforeAll(async () => {
  [browser, server] = await Promise.all([launch(), Server.start("demo", PORT)]);
  const reader = await Reader.open(browser);
  await reader.page.goto(server.signInLink);
  storageState = await reader.context.storageState();
  await reader.context.close();
});
afterAll(() => Promise.all([browser?.close(), server?.end()]));

interface Picture {
  readonly name: string;
  readonly path: string | (() => Promise<string>);
  readonly colorScheme?: "dark";
  readonly viewport?: typeof NARROW;
  /** The whole page rather than what a window shows of it. */
  readonly whole?: boolean;
}

test.each<Picture>([
  { name: "overview", path: "/", whole: true },
  { name: "overview-dark", path: "/", colorScheme: "dark", whole: true },
  { name: "overview-390", path: "/", viewport: NARROW, whole: true },
  { name: "conversations", path: "/conversations?where=version+%3D+%22v42%22&sort=rating" },
  { name: "conversation", path: async () => `/conversations/${await telling(server)}?where=version+%3D+%22v42%22&sort=rating` },
  { name: "install", path: "/settings/install", whole: true },
])("$name", async ({ name, path, colorScheme = "light" as const, viewport = WIDE, whole = false }) => {
  const reader = await Reader.open(browser, { storageState, viewport, colorScheme });
  const dashboard = new Dashboard(reader.page, server.origin);
  await dashboard.open(typeof path === "string" ? path : await path());
  const file = join(IMAGES, `${name}.png`);
  await reader.page.screenshot({ path: file, fullPage: whole, animations: "disabled" });
  await reader.close([server.origin]);
  expect(statSync(file).size).toBeLessThan(MOST_BYTES);
});
