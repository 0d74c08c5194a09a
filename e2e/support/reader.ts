// A browser, and one person's window in it, of which nothing may go wrong.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { expect } from "vitest";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export async function launch(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  if (!existsSync(executablePath)) {
    throw new Error(`no browser at ${executablePath}; install it (apt-get install chromium) or set CHROMIUM to its path`);
  }
  return chromium.launch({ executablePath, args: ["--no-sandbox"] });
}

type Allowed = (fault: string) => boolean;

export class Reader {
  /** Uncaught errors, unhandled rejections, and errors in the console. */
  readonly faults: string[] = [];
  /** The origins that anything was asked of. */
  readonly origins = new Set<string>();

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
  ) {
    page.on("pageerror", (error) => this.faults.push(`uncaught: ${String(error)}`));
    page.on("console", (message) => {
      if (message.type() === "error") this.faults.push(`${message.text()} (${message.location().url})`);
    });
    context.on("request", (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol.startsWith("http")) this.origins.add(origin);
    });
  }

  static async open(browser: Browser, options: BrowserContextOptions = {}): Promise<Reader> {
    const context = await browser.newContext({ locale: "en-GB", reducedMotion: "reduce", ...options });
    return new Reader(context, await context.newPage());
  }

  /** Closes the window, and fails if anything went wrong in it but what is allowed, or anybody else was asked. */
  async close(origins: readonly string[], allowed: Allowed = () => false): Promise<void> {
    await this.context.close();
    expect(this.faults.filter((fault) => !allowed(fault))).toEqual([]);
    expect([...this.origins].filter((origin) => !origins.includes(origin))).toEqual([]);
  }

  /** Shows the page in light or dark, and waits until it is. */
  async scheme(colorScheme: "light" | "dark"): Promise<void> {
    await this.page.emulateMedia({ colorScheme });
    await this.page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor({ state: "attached" });
  }

  /** Waits until no colour and no box is on its way to another, but for what always turns. */
  async still(): Promise<void> {
    await this.page.evaluate(() => document.fonts.ready);
    await this.page.waitForFunction(() => document.getAnimations().every(({ playState, effect }) => playState !== "running" || effect?.getComputedTiming().endTime === Infinity));
  }

  /** What axe-core finds wrong with the page as it is, a line each: by all its rules, or by those about colours alone. */
  async violations(rules: "all" | "colours" = "all"): Promise<readonly string[]> {
    await this.still();
    if (!(await this.page.evaluate(() => "axe" in window))) await this.page.evaluate(AXE); // not as a script of the page, which its policy forbids
    const results = await this.page.evaluate(
      (options) => (window as unknown as { axe: { run: (options: object) => Promise<AxeResults> } }).axe.run(options),
      { resultTypes: ["violations"], ...(rules === "all" ? {} : { runOnly: ["color-contrast", "link-in-text-block"] }) },
    );
    return results.violations.flatMap(({ id, impact, nodes }) => nodes.map(({ target, failureSummary }) => `${id} (${impact}): ${target.join(" ")}: ${failureSummary}`));
  }

  /** The same in light and in dark, which differ in colours alone. */
  async violationsOfBoth(): Promise<readonly string[]> {
    await this.scheme("light");
    const light = await this.violations();
    await this.scheme("dark");
    return [...light, ...(await this.violations("colours")).map((line) => `dark: ${line}`)];
  }
}
