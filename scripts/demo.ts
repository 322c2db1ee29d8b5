/** `npm run demo`: the main job on the shipped sample cohort, into out/demo (its own earlier output is replaced). */
import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { main } from "../src/cli.ts";

const out = resolve("out/demo");
for (const folder of [out, `${out}-internal`]) rmSync(folder, { recursive: true, force: true });
process.exitCode = await main([
  "generate",
  resolve("samples/cohort"),
  "--out",
  out,
  "--epsilon",
  "3",
  "--delta",
  "1e-6",
  "--patients",
  "500",
  "--seed",
  "1",
  // The demo's own signing key: the reader's home is left alone.
  "--home",
  `${out}-internal/home`,
]);
