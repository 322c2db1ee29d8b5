import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Script } from "node:vm";
import { build, type Plugin } from "esbuild";
import { collector, type Suite } from "./suite.ts";

/** A test file with all of the project that it imports, compiled once. Each call evaluates all of it anew. */
export type Bundle = () => Suite;

/** @param file  path from the working folder, which may be a sandbox of Stryker's */
export const bundled = async (file: string): Promise<Bundle> => {
  const { outputFiles } = await build({
    entryPoints: [file],
    absWorkingDir: process.cwd(),
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
    target: "node20",
    packages: "external",
    logLevel: "error",
    plugins: [ownAddress],
  });
  const script = new Script(`(function (require, module, exports) {${outputFiles[0]!.text}\n})`, {
    filename: file,
  });
  const outer = createRequire(join(process.cwd(), "package.json"));
  return () => {
    const { suite, vitest } = collector();
    const require = (name: string): unknown => (name === "vitest" ? vitest : outer(name));
    const module = { exports: {} };
    script.runInThisContext()(require, module, module.exports);
    return suite;
  };
};

/** Files keep their own `import.meta.url`. */
const ownAddress: Plugin = {
  name: "own address",
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replaceAll(
        "import.meta.url",
        JSON.stringify(pathToFileURL(path).href),
      ),
      loader: "ts",
    }));
  },
};
