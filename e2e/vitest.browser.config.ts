import { defineConfig } from "vitest/config";

// Two files at a time: while one fills its server with the demo, the others run.
export default defineConfig({
  test: { globalSetup: "support/build.ts", maxWorkers: 2, testTimeout: 300_000, hookTimeout: 300_000, expect: { poll: { timeout: 60_000, interval: 100 } } },
});
