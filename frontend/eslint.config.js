import js from "@eslint/js";
import prettier from "eslint-config-prettier";
import vue from "eslint-plugin-vue";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig(
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  vue.configs["flat/recommended"],
  // Prettier decides about white space.
  prettier,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: [".vue"],
      },
    },
    rules: {
      eqeqeq: "error",
      // HeyGen and Python count characters as [...text] does.
      "@typescript-eslint/no-misused-spread": ["error", { allow: ["string"] }],
      // A shorthand such as `() => close()` is how a handler is written.
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // A number in a text is what it seems to be.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    },
  },
  {
    // No TypeScript, hence no types to check.
    files: ["*.js"],
    ...tseslint.configs.disableTypeChecked,
  },
  {
    files: ["**/*.vue"],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      // A component that nobody can read at once is two.
      "max-lines": ["error", { max: 300 }],
      // vue-tsc finds what isn't defined, and knows the names of the browser.
      "no-undef": "off",
      // A component is known by its import; its name is never a tag of HTML.
      "vue/multi-word-component-names": "off",
      // An optional prop that isn't given is undefined, and its type says so.
      "vue/require-default-prop": "off",
      "vue/block-lang": ["error", { script: { lang: "ts" } }],
      "vue/no-unused-refs": "error",
    },
  },
);
