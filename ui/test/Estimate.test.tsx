import { MantineProvider } from "@mantine/core";
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Figure } from "../src/api/shapes";
import { Estimate } from "../src/estimate/Estimate";
import { IntervalBar } from "../src/estimate/IntervalBar";
import { parseSearch, stringifySearch } from "../src/scope/search";

beforeEach(() => {
  vi.stubGlobal("scrollTo", () => undefined);
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined }));
});
afterEach(cleanup);

const LINK = '/api/v1/conversations?behind=success_rate&from=2026-10-27T00%3A00%3A00Z&group=%5B%22support%22%5D&by=agent';
const OK: Figure = {
  value: 0.712, low: 0.68, high: 0.741, n: 1_103, coverage: 0.8, state: "ok", matches: 1_103, by: {}, link: LINK,
  previous: { value: 0.822, low: 0.79, high: 0.85, n: 990, coverage: 0.8, state: "ok" },
  change: { value: -0.11, low: -0.15, high: -0.07, verdict: "worse" },
};

/** Shows a figure at an address and gives what is to be read. */
async function show(figure: Partial<Figure>, address = "/", as: "tile" | "cell" | "note" = "tile"): Promise<string> {
  const root = createRootRoute();
  const page = createRoute({ getParentRoute: () => root, path: "/", component: () => (
    <main>
      <Estimate figure={{ ...OK, ...figure }} measure={{ unit: "share" }} name="Success" as={as} compares />
    </main>
  ) });
  const list = createRoute({ getParentRoute: () => root, path: "/conversations" });
  const router = createRouter({ routeTree: root.addChildren([page, list]), history: createMemoryHistory({ initialEntries: [address] }), parseSearch, stringifySearch });
  await router.load();
  render(
    <MantineProvider>
      <RouterProvider router={router} />
    </MantineProvider>,
  );
  return screen.getByRole("main").textContent ?? "";
}

const verdict = (): string | undefined => document.querySelector<HTMLElement>("[data-verdict]")?.dataset.verdict;

test("a value stands with its interval and its change", async () => {
  expect(await show({})).toMatch(/71 %68–74.*−11 pts/);
  expect(verdict()).toBe("worse");
  expect(screen.getByRole("link").getAttribute("aria-label")).toBe("Success: 71 %, 95 % interval 68 to 74, n 1,103, −11 pts, worse. Show its conversations");
});

test("it leads to its conversations by the query of the API's link", async () => {
  await show({});
  const target = new URL(screen.getByRole<HTMLAnchorElement>("link").href);
  expect(target.pathname).toBe("/conversations");
  expect(Object.fromEntries(target.searchParams)).toEqual({ behind: "success_rate", by: "agent", group: '["support"]', from: "2026-10-27T00:00:00Z" });
});

test("a change within chance is said in words and has no colour of its own", async () => {
  const text = await show({ change: { value: 0.004, low: -0.02, high: 0.03, verdict: "no_clear_change" } });
  expect(text).toContain("no clear change");
  expect(text).not.toContain("pts");
  expect(verdict()).toBe("no_clear_change");
});

test("what may still move says so", async () => {
  expect(await show({ state: "provisional" })).toContain("provisional");
  expect(screen.getByRole("link").getAttribute("aria-label")).toContain("provisional");
});

const NOTHING: Partial<Figure> = { value: null, low: null, high: null, change: { value: null, low: null, high: null, verdict: "unknown" } };

test("too little data is no number", async () => {
  const text = await show({ ...NOTHING, n: 3, state: "not_enough_data" });
  expect(text).toContain("not enough yet");
  expect(text).toContain("n = 3");
  expect(text).not.toContain("%");
});

test("no data is never 0 and leads nowhere", async () => {
  for (const as of ["tile", "cell", "note"] as const) {
    const text = await show({ ...NOTHING, n: 0, matches: 0, state: "no_data" }, "/", as);
    expect(text).toContain("no data");
    expect(text).not.toMatch(/\d/);
    expect(screen.queryByRole("link")).toBeNull();
    cleanup();
  }
});

test("bars that stand among one another have one axis", () => {
  const [short, long] = [10, 40].map((high): Figure => ({ by: {}, value: 5, low: 4, high, n: 50, coverage: null, state: "ok", matches: 1, link: "" }));
  if (!short || !long) throw new Error("no figures");
  const { container } = render(<IntervalBar figure={short} unit="milliseconds" compares={false} among={[short, long]} />);
  expect(parseFloat(container.querySelector("b")?.style.left ?? "")).toBeCloseTo((5 / (40 * 1.15)) * 100, 6);
});
