import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import vue from "@vitejs/plugin-vue";
import { minify } from "terser";
import { defineConfig, type EnvironmentOptions, type Plugin, type Rollup } from "vite";

const HERE = import.meta.dirname;
/** The modules by their entry in src/: the studio's, and those that are defined when first used. */
const MODULES = {
  main: "heygen-widgets.mjs",
  avatars: "heygen-avatars.mjs",
  sweeps: "heygen-sweep.mjs",
};
const SINGLE_QUOTES = 1; // as terser calls them
/** What the module depends on besides src/: the versions of all tools, and their settings. */
const SETTINGS = ["package-lock.json", "tsconfig.json", "vite.config.ts"];

/**
 * The hash of all that the module is made of; tests/widgets/test_bundle.py computes it as well.
 * It is the hash of a list, one line for each file in the order of their names: hash, name.
 */
function hashOfSources(): string {
  const sources = readdirSync(join(HERE, "src"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .map((entry) => relative(HERE, join(entry.parentPath, entry.name)).replaceAll("\\", "/"));
  // Without a function to compare, sort() goes by code units: alike for every language and system.
  const lines = [...sources, ...SETTINGS].sort().map((name) => {
    const text = readFileSync(join(HERE, name), "utf8").replaceAll("\r\n", "\n");
    return `${sha256(text)}  ${name}\n`;
  });
  return sha256(lines.join(""));
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/**
 * What the compiler says of an element or a component that it makes: flags, and the names of the
 * props that may change. Without the names Vue compares all props, of which the others never change.
 */
const DYNAMIC_PROPS = /, (\d+), (?:\[(?:"[^"]+"(?:, )?)+\]|_hoisted_[\w$]+)\)/g;

const SOME_PROPS = 8; // as all of these, one of Vue's PatchFlags

/** Return the flags that say "compare all props" in place of "compare class, style, these props". */
function withFullProps(flags: number): number {
  const [classes, styles, all] = [2, 4, 16];
  return (flags & ~(classes | styles | SOME_PROPS)) | all;
}

/** Refuses what must not be in the module. */
function refuse({ moduleIds, exports }: Rollup.OutputChunk): void {
  const foreign = moduleIds.filter((id) => id.includes("node_modules"));
  if (foreign.length > 0) {
    // Its licence would want a notice, and Vue and Vuetify are ipyvuetify's.
    throw new Error(`The module would hold code of others: ${foreign.join(", ")}`);
  }
  if (exports.includes("default")) {
    throw new Error("ipyvue takes a default export for a plugin of every app: export by name.");
  }
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
      refuse(entry);
      const css = sheets.map((sheet) => String(sheet.source)).join("");
      // The same element for all widgets of a page, and for a module that is built anew. In braces:
      // its name must not meet another one.
      const insert = `{const id="${entry.fileName.replace(".mjs", "-style")}";(document.getElementById(id)??document.head.appendChild(Object.assign(document.createElement("style"),{id}))).textContent=${JSON.stringify(css.trim())}}`;
      const lean = entry.code
        // Names of components are for the developer's tools alone.
        .replaceAll(/__name: "\w+",\s*/g, "")
        // These two are never refs; the compiler can't know.
        .replaceAll(/\bunref\((studio|traits)\)/g, "$1")
        .replaceAll(DYNAMIC_PROPS, (made, flags: string) =>
          Number(flags) & SOME_PROPS ? `, ${withFullProps(Number(flags))})` : made,
        );
      const { code } = await minify(lean + insert, {
        module: true,
        // Unsafe only for functions that are called with `new`; those here are not.
        compress: { passes: 4, ecma: 2020, unsafe_arrows: true, unsafe_methods: true },
        // The module travels as JSON, in which each double quote takes two bytes.
        // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- its enum has no values
        format: { quote_style: SINGLE_QUOTES },
      });
      if (!code) {
        throw new Error("Nothing was built.");
      }
      entry.code = `/* sources: ${hashOfSources()} */\n${code}`;
      for (const sheet of sheets) {
        Reflect.deleteProperty(bundle, sheet.fileName);
      }
    },
  };
}

/** Return how the module of an entry is built. */
function built(entry: keyof typeof MODULES): EnvironmentOptions {
  return {
    build: {
      // The first one takes out what an earlier build has left.
      emptyOutDir: entry === "main",
      lib: { entry: `src/${entry}.ts`, formats: ["es"], fileName: () => MODULES[entry] },
    },
  };
}

export default defineConfig({
  plugins: [vue(), oneFile()],
  define: { "process.env.NODE_ENV": '"production"', __VUE_OPTIONS_API__: "true" },
  build: {
    target: "es2022",
    // Vite leaves the white space of a library in place: terser does it all, above.
    minify: false,
    cssMinify: true,
    outDir: "../heygen_widgets/widgets/static",
    // The kernel sends one file for each of them.
    rollupOptions: { external: ["vue"], output: { inlineDynamicImports: true } },
  },
  // Each is whole, and shares nothing with the other.
  builder: {
    buildApp: async (builder) => {
      for (const name of ["client", "avatars", "sweeps"]) {
        const environment = builder.environments[name];
        if (environment) {
          await builder.build(environment);
        }
      }
    },
  },
  environments: {
    client: built("main"),
    avatars: { consumer: "client", ...built("avatars") },
    sweeps: { consumer: "client", ...built("sweeps") },
  },
});
