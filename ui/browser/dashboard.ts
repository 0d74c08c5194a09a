// The built dashboard in Chromium, against the stub.
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AxeResults } from "axe-core";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { NOW } from "./figures";
import { Stub } from "./stub";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Where screenshots go: SCREENSHOTS, else a folder among the temporary files. */
export const SCREENSHOTS = process.env.SCREENSHOTS ?? join(tmpdir(), "debrief-ui");

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

  /** What axe-core finds wrong, a line each. */
  async violations(): Promise<readonly string[]> {
    await this.page.evaluate(AXE); // not as a script of the page, which its policy forbids
    const results = await this.page.evaluate(() => (window as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run());
    return results.violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary}`));
  }

  async screenshot(name: string): Promise<void> {
    mkdirSync(SCREENSHOTS, { recursive: true });
    await this.page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
  }
}
