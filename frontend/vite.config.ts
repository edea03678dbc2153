import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import vue from "@vitejs/plugin-vue";
import { minify } from "terser";
import { defineConfig, type Plugin } from "vite";

const FILE = "heygen-widgets.mjs";

/** The hash of all that the module is made of; tests/widgets/test_bundle.py computes it as well. */
function hashOfSources(): string {
  const hash = createHash("sha256");
  const files = readdirSync("src", { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll("\\", "/"));
  for (const file of [...files, "package-lock.json", "vite.config.ts"].sort()) {
    hash.update(`${file}\n`).update(readFileSync(file));
  }
  return hash.digest("hex");
}

/** Puts the style sheet into the module, takes out white space, and names the sources in line 1. */
function oneFile(): Plugin {
  return {
    name: "one-file",
    apply: "build",
    enforce: "post",
    async generateBundle(_options, bundle) {
      const sheets = Object.values(bundle).filter((part) => part.type === "asset");
      const entry = Object.values(bundle).find((part) => part.type === "chunk" && part.isEntry);
      if (entry?.type !== "chunk") {
        throw new Error("The build has no entry.");
      }
      const css = sheets.map((sheet) => String(sheet.source)).join("");
      // The same element for all studios of a page, and for a module that is built anew.
      const insert = `{const id="heygen-widgets-style";(document.getElementById(id)??document.head.appendChild(Object.assign(document.createElement("style"),{id}))).textContent=${JSON.stringify(css.trim())}}`;
      const lean = entry.code
        // Names of components are for the developer's tools alone.
        .replaceAll(/__name: "\w+",\s*/g, "")
        // These two are never refs; the compiler can't know.
        .replaceAll(/\bunref\((studio|traits)\)/g, "$1");
      const { code } = await minify(lean + insert, {
        module: true,
        compress: { passes: 3, ecma: 2020 },
        // The module travels as JSON, in which each double quote takes two bytes.
        format: { quote_style: 1 },
      });
      entry.code = `/* sources: ${hashOfSources()} */\n${code}`;
      sheets.forEach((sheet) => delete bundle[sheet.fileName]);
    },
  };
}

export default defineConfig({
  plugins: [vue(), oneFile()],
  define: { "process.env.NODE_ENV": '"production"', __VUE_OPTIONS_API__: "true" },
  build: {
    target: "es2022",
    // Vite leaves the white space of a library in place, so terser does it all (above).
    minify: false,
    cssMinify: true,
    outDir: "../heygen_widgets/widgets/static",
    emptyOutDir: true,
    lib: { entry: "src/main.ts", formats: ["es"], fileName: () => FILE },
    rollupOptions: { external: ["vue"] },
  },
});
