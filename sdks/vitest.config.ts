import { defineConfig } from "vitest/config";

// The program is built as for the end-to-end tests, whose server runs it.
export default defineConfig({
  test: { globalSetup: "../e2e/support/build.ts", environment: "node", maxWorkers: 2, testTimeout: 300_000, hookTimeout: 300_000, expect: { poll: { timeout: 60_000, interval: 100 } } },
});
