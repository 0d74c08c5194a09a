import { defineConfig } from "vitest/config";

/** What a loaded machine may take: a test waits for what it needs, and this is when it gives up. */
const PATIENCE = 60_000;

export default defineConfig({
  test: { dir: "browser", testTimeout: 2 * PATIENCE, hookTimeout: PATIENCE, fileParallelism: false, maxConcurrency: 2, expect: { poll: { timeout: PATIENCE / 2, interval: 50 } } },
});
