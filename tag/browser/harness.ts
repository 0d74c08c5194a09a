// What every browser test here has: Chromium, a site of its own, a collector,
// and a page in which nothing may go wrong.
import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, type Page, chromium } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from "vitest";
import { Collector, Site } from "./stub";

export const KEY = "c796994e-f2dd-41c5-a88c-91d54fc42b0e";

type Screeb = (...args: unknown[]) => Promise<unknown>;
declare global {
  interface Window {
    $screeb: Screeb;
    answers: unknown[];
  }
}

/** What the test that runs has at hand. */
export class Bench {
  browser!: Browser;
  context!: BrowserContext;
  page!: Page;
  collector!: Collector;
  site!: Site;
  /** Uncaught errors and rejections nobody handles, of every page. */
  faults: string[] = [];

  /** The snippet of Screeb's documentation; only the address and the id differ. */
  snippet(init = `$screeb("init", "${KEY}");`): string {
    return `<script type="text/javascript">
  (function (s, c, r, ee, b) {
    s["ScreebObject"] = r;
    s[r] = s[r] || function () { var d = arguments;
        return new Promise(function (a, b) { (s[r].q = s[r].q || []).push({ v: 1, args: d, ok: a, ko: b }); }); };
    b = c.createElement("script"); b.type = "text/javascript"; b.id = r; b.src = ee; b.async = 1;
    c.getElementsByTagName("head")[0].appendChild(b);
  })(window, document, "$screeb", "${this.collector.origin}/tag.js");
  ${init}
</script>`;
  }

  /** Another tab of the same person. */
  async tab(): Promise<Page> {
    const page = await this.context.newPage();
    page.on("pageerror", (fault) => this.faults.push(`${page.url()}: ${String(fault)}`));
    return page;
  }

  /** Waits until so many events are acknowledged. */
  arrived(count: number, timeout = 20_000): Promise<void> {
    return vi.waitFor(() => expect(this.collector.events.length).toBeGreaterThanOrEqual(count), { timeout, interval: 20 });
  }

  /** The names of the events that were acknowledged. */
  get names(): string[] {
    return this.collector.events.map((e) => e.event);
  }
}

export const call = (page: Page, ...args: unknown[]): Promise<unknown> => page.evaluate((a) => window.$screeb(...a), args);
export const track = (page: Page, name: string): Promise<unknown> => call(page, "event.track", name);
/** Resolves once the tag runs. */
export const loaded = (page: Page): Promise<unknown> => call(page, "identity.get");

/** Sets everything up before each test of a file, and takes it down. */
export function bench(): Bench {
  const b = new Bench();
  beforeAll(async () => {
    const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
    if (!existsSync(executablePath)) {
      throw new Error(`no browser at ${executablePath}; install it (apt-get install chromium) or set CHROMIUM to its path`);
    }
    b.browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  });
  afterAll(() => b.browser?.close());
  beforeEach(async () => {
    b.collector = new Collector();
    b.site = new Site();
    b.faults = [];
    await Promise.all([b.collector.start(), b.site.start()]);
    b.context = await b.browser.newContext({ locale: "fr-FR", timezoneId: "Europe/Paris" });
    b.page = await b.tab();
  });
  afterEach(async () => {
    await b.context.close();
    await Promise.all([b.collector.stop(), b.site.stop()]);
    expect(b.faults).toEqual([]);
  });
  return b;
}
