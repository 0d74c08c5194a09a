import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { dir: "browser", testTimeout: 60_000, hookTimeout: 60_000, fileParallelism: false },
});
