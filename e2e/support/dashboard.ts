// The dashboard as a person has it: pages, what they show, and what they asked
// the API to show it.
import type { Locator, Page, Response } from "playwright-core";
import { expect, vi } from "vitest";
import type { Overview } from "../../ui/src/api/shapes";
import { readFigure } from "./figures";

export const WAIT = { timeout: 60_000, interval: 250 } as const;

/** More than a page has before its content. */
const MOST_TABS = 60;

export class Dashboard {
  /** The last good answer of each route. */
  private readonly answers = new Map<string, Response>();

  constructor(
    readonly page: Page,
    private readonly origin: string,
  ) {
    page.setDefaultTimeout(WAIT.timeout);
    page.on("response", (response) => {
      if (response.ok()) this.answers.set(new URL(response.url()).pathname, response);
    });
  }

  /** What the address says after its path. */
  get query(): Readonly<Record<string, string>> {
    return Object.fromEntries(new URL(this.page.url()).searchParams);
  }

  get path(): string {
    return new URL(this.page.url()).pathname;
  }

  /** Opens a page and waits until it shows what it is about. */
  async open(path: string): Promise<void> {
    await this.page.goto(this.origin + path);
    await this.complete();
  }

  /** Waits until nothing is loading any more. */
  async complete(): Promise<void> {
    await this.page.locator("h1").first().waitFor();
    const loading = this.page.locator(".mantine-Skeleton-root, [data-stale=true]");
    await vi.waitFor(async () => expect(await loading.count()).toBe(0), WAIT);
    if (this.path === "/") await this.page.locator("canvas, svg path").nth(20).waitFor({ state: "attached" });
    await this.page.evaluate(() => document.fonts.ready);
  }

  /** What the page last asked a route, where that was answered. */
  asked(route: string): Readonly<Record<string, string>> {
    const answer = this.answers.get(route);
    if (!answer) throw new Error(`${route} was not asked`);
    return Object.fromEntries(new URL(answer.url()).searchParams);
  }

  /** The figures that the Overview shows, with the query it asked for them. */
  async overview(): Promise<{ readonly asked: Readonly<Record<string, string>>; readonly figures: Overview }> {
    await this.complete();
    const asked = this.asked("/api/v1/reports/overview");
    return { asked, figures: (await this.answers.get("/api/v1/reports/overview")?.json()) as Overview };
  }

  /** The headline figures, by title, as texts. */
  async tiles(): Promise<Readonly<Record<string, string>>> {
    const tiles = this.page.getByRole("region", { name: "Headline figures" });
    const titles = await tiles.getByRole("heading").allTextContents();
    return Object.fromEntries(await Promise.all(titles.map(async (title) => [title, (await this.tile(title).textContent()) ?? ""] as const)));
  }

  /** The link of a headline figure to its conversations. */
  tile(title: string): Locator {
    return this.page.getByRole("region", { name: "Headline figures" }).getByRole("link", { name: new RegExp(`^${title}: `) });
  }

  /** How many conversations the list says there are. */
  async total(): Promise<number> {
    await this.complete();
    const shown = await this.page.getByRole("status").filter({ hasText: /^[\d,]+ conversations?$/ }).textContent();
    return readFigure(shown ?? "")?.value ?? NaN;
  }

  /** Presses Tab until what has the focus fits a selector and, where one is given, has this name. */
  async tabTo(selector: string, name?: string): Promise<void> {
    for (let pressed = 0; pressed < MOST_TABS; pressed++) {
      await this.page.keyboard.press("Tab");
      const focused = await this.page.evaluate((fits) => {
        const element = document.activeElement;
        if (!element?.matches(fits)) return undefined;
        return ((element as HTMLInputElement).labels?.[0] ?? element).textContent?.trim();
      }, selector);
      if (focused !== undefined && (name === undefined || focused === name)) return;
    }
    throw new Error(`${MOST_TABS} tabs do not lead to ${selector} ${name ?? ""}`);
  }
}
