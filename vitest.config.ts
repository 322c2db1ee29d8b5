import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

// Signing keys of runs under test: never the reader's own home.
const SEMBLANCE_HOME = mkdtempSync(join(tmpdir(), "semblance-test-home-"));

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    pool: "forks",
    // All cores: left alone, one of two would stay idle.
    maxWorkers: "100%",
    env: { SEMBLANCE_HOME },
  },
});
