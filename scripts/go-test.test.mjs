import assert from "node:assert/strict";
import { test } from "node:test";
import { Report } from "./go-test.mjs";

/** Feeds events and returns everything printed. */
function print(...events) {
  const report = new Report();
  return events.map((event) => report.line(typeof event === "string" ? event : JSON.stringify(event))).join("") + report.summary();
}

const says = (Test, Output) => ({ Action: "output", Package: "p", Test, Output });
const ends = (Action, Test) => ({ Action, Package: "p", Test });

test("a passing package is one line", () => {
  const got = print(says("TestA", "=== RUN TestA\n"), says("TestA", "chatter\n"), ends("pass", "TestA"), says(undefined, "PASS\n"), says(undefined, "ok  \tp\t0.1s\n"), ends("pass"));
  assert.equal(got, "ok  \tp\t0.1s\n\ntests: 1 passed, 0 failed, 0 skipped\n");
});

test("a failing test shows what it said, and only that", () => {
  const got = print(says("TestA", "quiet\n"), ends("pass", "TestA"), says("TestB", "=== RUN TestB\n"), says("TestB", "    b_test.go:1: got 1\n"), says("TestB", "--- FAIL: TestB\n"), ends("fail", "TestB"), says(undefined, "FAIL\tp\t0.1s\n"), ends("fail"));
  assert.equal(got, "    b_test.go:1: got 1\n--- FAIL: TestB\nFAIL\tp\t0.1s\n\ntests: 1 passed, 1 failed, 0 skipped\n");
});

test("a skipped test is named with its reason", () => {
  const got = print(says("TestA", "=== RUN TestA\n"), says("TestA", "    a_test.go:1: no data\n"), says("TestA", "--- SKIP: TestA\n"), ends("skip", "TestA"), says(undefined, "ok  \tp\t0.1s\n"), ends("pass"));
  assert.match(got, /skipped tests:\n {2}p TestA: a_test.go:1: no data\n\ntests: 0 passed, 0 failed, 1 skipped\n$/);
});

test("a package that does not build, or panics, fails loudly", () => {
  assert.match(print({ Action: "build-output", ImportPath: "p", Output: "a.go:1: undefined\n" }, ends("fail")), /undefined\n\ntests: 0 passed, 1 failed/);
  assert.match(print(says("TestA", "panic: oh\n"), ends("fail")), /panic: oh\n\ntests: 0 passed, 1 failed/);
  assert.match(print("not an event"), /^not an event\n/);
});
