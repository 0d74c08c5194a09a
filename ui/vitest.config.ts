import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { environment: "jsdom", dir: "test", restoreMocks: true, unstubGlobals: true, env: { TZ: "America/New_York" } },
});
