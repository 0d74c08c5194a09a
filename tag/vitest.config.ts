import { defineConfig } from "vitest/config";

export default defineConfig({
  define: { VERSION: JSON.stringify("0.0.0-test") },
  test: { environment: "jsdom", dir: "test", testTimeout: 30_000, restoreMocks: true, unstubGlobals: true },
});
