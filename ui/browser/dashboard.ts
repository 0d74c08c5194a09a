// The built dashboard in Chromium, against the stub.
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { AxeResults } from "axe-core";
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from "playwright-core";
import { expect } from "vitest";
import { NOW } from "./figures";
import { Stub } from "./stub";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Where screenshots go; none are taken unless SCREENSHOTS names a folder. */
const { SCREENSHOTS } = process.env;

export type Scheme = "light" | "dark";

export const WIDE = { width: 1440, height: 900 };
export const NARROW = { width: 390, height: 844 };

export async function launch(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  if (!existsSync(executablePath)) {
    throw new Error(`no browser at ${executablePath}; install it (apt-get install chromium) or set CHROMIUM to its path`);
  }
  return chromium.launch({ executablePath, args: ["--no-sandbox"] });
}

/** One reader: a browser window and the server it looks at. */
export class Dashboard {
  readonly stub = new Stub();
  /** What must stay empty: uncaught errors, refusals of the content security policy, warnings of React. */
  readonly faults: string[] = [];
  private context!: BrowserContext;
  page!: Page;

  static async open(browser: Browser): Promise<Dashboard> {
    const made = new Dashboard();
    await made.stub.start();
    // The reader is far from the project's zone, which is Europe/Paris.
    made.context = await browser.newContext({ viewport: WIDE, colorScheme: "light", timezoneId: "America/New_York", permissions: ["clipboard-read", "clipboard-write"], reducedMotion: "reduce" });
    made.page = await made.context.newPage();
    await made.page.clock.setFixedTime(NOW);
    made.page.on("pageerror", (error) => made.faults.push(String(error)));
    made.page.on("console", (message) => {
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) made.faults.push(message.text());
    });
    return made;
  }

  async close(): Promise<void> {
    await this.context.close();
    await this.stub.stop();
  }

  goto(path: string): Promise<unknown> {
    return this.page.goto(this.stub.origin + path);
  }

  /** Shows the page in light or dark, and waits until it is. */
  async scheme(colorScheme: Scheme): Promise<void> {
    await this.page.emulateMedia({ colorScheme });
    await this.page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor({ state: "attached" });
  }

  /** Waits until no colour and no box is on its way to another, but for what always turns. */
  async still(): Promise<void> {
    await this.page.evaluate(() => document.fonts.ready);
    await this.page.waitForFunction(() => document.getAnimations().every(({ playState, effect }) => playState !== "running" || effect?.getComputedTiming().endTime === Infinity));
  }

  /** What axe-core finds wrong, a line each: by all its rules, or by those about colours alone. */
  async violations(rules: "all" | "colours" = "all"): Promise<readonly string[]> {
    await this.still();
    if (!(await this.page.evaluate(() => "axe" in window))) await this.page.evaluate(AXE); // not as a script of the page, which its policy forbids
    const results = await this.page.evaluate(
      (options) => (window as unknown as { axe: { run: (options: object) => Promise<AxeResults> } }).axe.run(options),
      { resultTypes: ["violations"], ...(rules === "all" ? {} : { runOnly: ["color-contrast", "link-in-text-block"] }) },
    );
    return results.violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary}`));
  }

  /** Writes a picture, where pictures are asked for. */
  async screenshot(name: string): Promise<void> {
    if (SCREENSHOTS === undefined) return;
    mkdirSync(SCREENSHOTS, { recursive: true });
    await this.page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
  }
}

/** Waits until the focus is on what has it first where something opened. */
export const focused = (element: Locator): Promise<void> => expect.poll(() => element.evaluate((one) => one === document.activeElement)).toBe(true);
