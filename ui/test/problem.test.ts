import { expect, test } from "vitest";
import { describe, Problem, problemOf } from "../src/api/problem";

test("a problem says what the server says", () => {
  const problem = problemOf(400, { title: "Bad Request", status: 400, code: "invalid_filter", detail: "column 3: what is this?", field: "where", position: 2 });
  expect(problem).toMatchObject({ status: 400, code: "invalid_filter", field: "where", position: 2 });
  expect(describe(problem)).toBe("column 3: what is this?");
});

test("an answer that is no problem still says something", () => {
  const f = (status: number, body: unknown, want: string): void => expect(describe(problemOf(status, body))).toBe(want);
  f(502, undefined, "The server answered 502.");
  f(502, "<html>", "The server answered 502.");
  f(404, { title: "Not Found" }, "Not Found");
});

test("a server that does not answer is told apart", () => {
  expect(describe(new TypeError("Failed to fetch"))).toMatch(/did not answer/);
  expect(describe(new Problem(500, "The log says what."))).toBe("The log says what.");
});
