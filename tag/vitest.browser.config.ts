import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { dir: "browser", testTimeout: 90_000, hookTimeout: 60_000, fileParallelism: false, expect: { poll: { timeout: 20_000 } } },
});
