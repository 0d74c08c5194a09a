import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// The server of `make run`, for `npm run dev`.
const SERVER = process.env.DEBRIEF_SERVER ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [react()],
  // index.html is served at every path, so its assets are named from the root.
  base: "/",
  build: {
    target: "es2022",
    manifest: "manifest.json",
    // A data: URL would need a wider content security policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 800,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { "/api": SERVER, "/signin": SERVER, "/tag.js": SERVER } },
});
