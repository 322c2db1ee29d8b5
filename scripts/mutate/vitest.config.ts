import { defineConfig } from "vitest/config";

const tests = process.env.MUTATE_TESTS?.split(",") ?? ["test/privacy/**/*.test.ts"];

/** The tests that a run of `npm run verify:privacy -- --mutate` holds against each mutant. */
export default defineConfig({
  test: { include: tests, testTimeout: 60_000, hookTimeout: 60_000, pool: "forks", bail: 1 },
});
