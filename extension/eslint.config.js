import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["node_modules", "wire.ts", "messages.gen.ts", "eslint.config.js"] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // node:test's own way of declaring tests.
      "@typescript-eslint/no-floating-promises": ["error", { allowForKnownSafeCalls: [{ from: "package", name: ["test", "describe", "it"], package: "node:test" }] }],
      // Every word is said by words.ts, from _locales.
      "no-restricted-syntax": ["error", { selector: "JSXText[value=/\\p{L}{2}/u]", message: "what people read comes from _locales" }],
      "no-restricted-properties": ["error", { property: "innerHTML", message: "text from pages is shown as text" }],
    },
  },
);
