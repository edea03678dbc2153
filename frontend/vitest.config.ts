// Apart from vite.config.ts, which sets Vue to production and counts as a source of the module.
import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [vue()],
  test: {
    environment: "happy-dom",
    include: ["tests/**/*.test.ts"],
    setupFiles: ["tests/support/setup.ts"],
    restoreMocks: true,
    // All files share what they load, Vuetify above all: a third of the time.
    isolate: false,
    // A whole studio takes a second to draw where other work goes on beside it.
    testTimeout: 30_000,
  },
});
