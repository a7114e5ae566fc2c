import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const backend = "127.0.0.1:8321";

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [react(), tailwindcss()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  // No inlined data: URLs, so that a strict Content-Security-Policy holds.
  build: {
    outDir: "dist",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        // What changes with a new version of a library only, apart from what changes with ours.
        codeSplitting: {
          groups: [
            { name: "react", test: /node_modules\/(react|react-dom|scheduler|react-router)\// },
            {
              name: "state",
              test: /node_modules\/(@reduxjs|react-redux|redux|immer|reselect|zod)\//,
            },
          ],
        },
      },
    },
  },
  server: {
    host: "127.0.0.1",
    port: 5173,
    // The backend checks Host and Origin: the proxy speaks to it as itself.
    proxy: {
      "/api": {
        target: `http://${backend}`,
        changeOrigin: true,
        ws: true,
        headers: { origin: `http://${backend}` },
      },
    },
  },
});
