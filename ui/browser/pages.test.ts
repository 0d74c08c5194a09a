// Every page in light and dark, wide and narrow: nothing axe-core objects to,
// no fault in the console, no sideways scrolling, and a picture to look at
// where SCREENSHOTS names a folder. Two pages at a time: browsers have processes of their own.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Dashboard, launch, NARROW, WIDE } from "./dashboard";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

interface Case {
  readonly name: string;
  readonly path: string;
  /** A text that shows once the page is complete. */
  readonly shows: string;
  readonly before?: (dashboard: Dashboard) => void;
}

const CASES: readonly Case[] = [
  { name: "overview", path: "/", shows: "onboarding" },
  { name: "overview-empty", path: "/", shows: "No event has arrived yet", before: ({ stub }) => (stub.empty = true) },
  { name: "overview-failed", path: "/", shows: "Something went wrong here", before: ({ stub }) => stub.failing.set("/reports/overview", { status: 500, detail: "Something went wrong here; the log says what." }) },
  { name: "conversations", path: '/conversations?where=agent+%3D+"support"+and+prop.plan+in+("pro","team")&behind=success_rate&by=agent&group=["support"]', shows: "50 conversations" },
  { name: "conversation", path: "/conversations/c-1", shows: "useless for scheduling" },
  { name: "live", path: "/live", shows: "Under Billing" },
  { name: "live-empty", path: "/live", shows: "Waiting for events", before: ({ stub }) => (stub.empty = true) },
  { name: "inbox", path: "/live/inbox", shows: "rating_out_of_range", before: ({ stub }) => (stub.stopped = true) },
  { name: "inbox-empty", path: "/live/inbox", shows: "Nothing was wrong", before: ({ stub }) => (stub.empty = true) },
  { name: "install", path: "/settings/install", shows: "Waiting for an event" },
  { name: "project", path: "/settings/project", shows: "of your own" },
  { name: "project-read", path: "/settings/project", shows: "Owners change them", before: ({ stub }) => (stub.role = "analyst") },
  { name: "keys", path: "/settings/keys", shows: "works until" },
  { name: "keys-empty", path: "/settings/keys", shows: "No key works", before: ({ stub }) => (stub.empty = true) },
  { name: "import", path: "/settings/import", shows: "Drop a file here" },
  { name: "people", path: "/settings/people", shows: "invited, link works until" },
  { name: "people-failed", path: "/settings/people", shows: "There must be an owner", before: ({ stub }) => stub.failing.set("/people", { status: 409, detail: "There must be an owner: make someone else one first." }) },
  { name: "log", path: "/settings/log", shows: "viewer → analyst" },
  { name: "account", path: "/account", shows: "Where you are signed in" },
  { name: "join", path: "/join#token=abc&email=zoe%40example.com", shows: "12 characters or more" },
  { name: "sign-in", path: "/sign-in", shows: "No password?" },
  { name: "missing", path: "/no/such/page", shows: "There is no page at this address" },
];

// The dark pages are the light ones in other colours.
const VIEWS = [
  { scheme: "light", width: "wide", rules: "all" },
  { scheme: "dark", width: "wide", rules: "colours" },
  { scheme: "dark", width: "narrow", rules: "colours" },
  { scheme: "light", width: "narrow", rules: "all" },
] as const;

/** Axe takes its time on a busy machine. */
const PATIENCE = 240_000;

test.concurrent.each(CASES)("$name", { timeout: PATIENCE }, async ({ name, path, shows, before }) => {
  const dashboard = await Dashboard.open(browser);
  const { page } = dashboard;
  const found: string[] = [];
  try {
    before?.(dashboard);
    await dashboard.goto(path);
    await page.getByText(shows, { exact: false }).filter({ visible: true }).first().waitFor();
    if (name === "overview") await page.locator("svg path").nth(20).waitFor({ state: "attached" });
    for (const { scheme, width, rules } of VIEWS) {
      await page.setViewportSize(width === "wide" ? WIDE : NARROW);
      await dashboard.scheme(scheme);
      const wrong = await dashboard.violations(rules);
      await dashboard.screenshot(`${name}-${width}-${scheme}`);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (sideways > 0) found.push(`${scheme}, ${width}: scrolls ${sideways} px sideways`);
      found.push(...wrong.map((violation) => `${scheme}, ${width}: ${violation}`));
    }
    expect([...found, ...dashboard.faults]).toEqual([]);
  } finally {
    await dashboard.close();
  }
});
