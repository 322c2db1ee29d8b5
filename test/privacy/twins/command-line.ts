import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Break, Copy } from "./twin.ts";

/** Everything that a run of the command line shows to anyone but the owner. */
export interface Traces {
  readonly exit: number | null;
  /** What was written to stderr and stdout from the moment on that the cohort was sealed. */
  readonly said: string;
  /** Path in the shareable folder → bytes. */
  readonly files: ReadonlyMap<string, Buffer>;
}

const NOISE = "privacy/mechanisms/noisy-sum.ts";
const NAMES = "privacy/mechanisms/partitions.ts";

/**
 * Every released number comes from the file named by STUB instead of the patients: what then still differs between
 * two cohorts did not come through a release.
 */
export const STUBBED: readonly Break[] = [
  {
    file: NOISE,
    find: "Number(BigInt(sum[start + i]!) + noise.gaussian(sigma)) / unit,",
    put: "stubbed(name, i),",
  },
  {
    file: NOISE,
    find: "const addNoise = (",
    put: `const stubbed = (name: string, i: number): number =>
  (JSON.parse(readFileSync(process.env.STUB!, "utf8")) as Record<string, number[]>)[name]![i]!;

const addNoise = (`,
  },
  {
    file: NOISE,
    find: 'import { z } from "zod";',
    put: 'import { readFileSync } from "node:fs";\nimport { z } from "zod";',
  },
  {
    file: NAMES,
    find: "const counts = countsOf(cohort, namesOf, planned.perPatient);",
    put: `if (countsOf(cohort, namesOf, planned.perPatient).size >= 0)
        return { purpose, partitions: [{ name: "is here with", patients: 200 }] };
      const counts = new Map<string, number>();`,
  },
];

/** The process dies when the noisy values are there and nobody has seen them. */
export const CRASHING: readonly Break[] = [
  {
    file: NOISE,
    find: "return { name, size, weight, values, noise: Number(sigma) / unit };",
    put: 'process.kill(process.pid, "SIGKILL");\n    return { name, size, weight, values, noise: Number(sigma) / unit };',
  },
];

/** Environment of a run: its own home, so that its keys and books are its own. */
export const environment = (home: string, stub?: string): NodeJS.ProcessEnv => ({
  ...process.env,
  SEMBLANCE_HOME: home,
  ...(stub === undefined ? {} : { STUB: stub }),
  NO_COLOR: "1",
});

/** How a process ended, and what it wrote. */
export interface Ended {
  readonly status: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a file of a copy to its end, whatever that is. */
export const runCopy = (
  copy: Copy,
  [file = "", ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Ended> =>
  new Promise(resolve => {
    const child = execFile(
      process.execPath,
      ["--import", "tsx", join(copy.folder, file), ...args],
      { cwd: copy.folder, env, encoding: "utf8", timeout: 900_000, maxBuffer: 2 ** 30 },
      (_, stdout, stderr) => resolve({ status: child.exitCode, signal: child.signalCode, stdout, stderr }),
    );
  });

/** The command line of a copy. */
export const CLI = "src/cli.ts";

/** Runs the command line on a cohort into `work/<name>`; paths in what it says are made alike. */
export const tracesOf = async (
  copy: Copy,
  args: readonly string[],
  place: { readonly work: string; readonly name: string; readonly home: string; readonly stub: string },
): Promise<Traces> => {
  const out = join(place.work, place.name, "out");
  const home = join(place.work, place.name, "home");
  mkdirSync(home, { recursive: true });
  cpSync(place.home, home, { recursive: true });
  const env = environment(home, place.stub);
  const { status, stdout, stderr } = await runCopy(copy, [CLI, ...args, "--out", out], env);
  const text = stderr + stdout;
  const sealedAt = text.indexOf("releasing");
  return {
    exit: status,
    said: text.slice(Math.max(0, sealedAt)).replaceAll(join(place.work, place.name), "<work>"),
    files: filesOf(out),
  };
};

export const filesOf = (folder: string): ReadonlyMap<string, Buffer> => {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
  return new Map(names.map(path => [path.slice(folder.length + 1), readFileSync(path)]));
};

/** What differs between two runs: nothing, or the names of what does. */
export const differences = (a: Traces, b: Traces): readonly string[] => {
  const names = [...new Set([...a.files.keys(), ...b.files.keys()])];
  const differing = names.filter(name => {
    const [left, right] = [a.files.get(name), b.files.get(name)];
    return left === undefined || right === undefined || !left.equals(right);
  });
  return [
    ...(a.exit === b.exit ? [] : ["exit code"]),
    ...(a.said === b.said ? [] : ["log"]),
    ...([...a.files.keys()].join() === [...b.files.keys()].join() ? [] : ["names of files"]),
    ...differing,
  ];
};
