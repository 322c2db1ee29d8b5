import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CLI, environment, runCopy, STUBBED, type Traces, tracesOf } from "./command-line.ts";
import { copyOf, type Twin } from "./twin.ts";

export interface Setting {
  readonly work: string;
  /** Folders of two cohorts that have nothing in common but what was declared. */
  readonly cohorts: readonly [string, string];
  /** Modalities declared public, comma-separated. */
  readonly modalities: string;
  /** The owner's home, with the signing key, and the values that stand in for every release. */
  readonly home: string;
  readonly stub: string;
}

interface Released {
  readonly sums: readonly {
    readonly blocks: readonly { readonly name: string; readonly values: number[] }[];
  }[];
}

/** With this much even a cohort of undeclared size is asked for the phrases of its notes. */
const BUDGET = ["--epsilon", "8"];

/** A home with a key, and one honest release of a third cohort as the stub. */
export const stubFrom = async (
  source: string,
  { work, modalities }: Pick<Setting, "work" | "modalities">,
): Promise<Pick<Setting, "home" | "stub">> => {
  const home = join(work, "home");
  mkdirSync(home, { recursive: true });
  const copy = copyOf({ name: "source", breaks: [] });
  const out = join(work, "source-out");
  const args = [CLI, "fit", source, "--modalities", modalities, "--set-aside", "0", "--out", out, ...BUDGET];
  const { status, stderr } = await runCopy(copy, args, environment(home));
  if (status !== 0) throw new Error(`the stub's run ended with ${status}: ${stderr}`);
  const { sums } = JSON.parse(readFileSync(join(out, "release.json"), "utf8")) as Released;
  const stub = join(work, "stub.json");
  const values = sums.flatMap(({ blocks }) => blocks.map(({ name, values }) => [name, values]));
  writeFileSync(stub, JSON.stringify(Object.fromEntries(values)));
  copy.drop();
  return { home, stub };
};

/**
 * The whole job on two unrelated cohorts with every released number stubbed: both runs' traces.
 *
 * @param twin  its breaks and the stub's are both in the copy that runs
 */
export const stubbedRuns = async (twin: Twin, setting: Setting): Promise<readonly [Traces, Traces]> => {
  const copy = copyOf({ name: twin.name, breaks: [...twin.breaks, ...STUBBED] });
  const run = (side: 0 | 1) => tracesOf(copy, generate(setting, side), placeOf(setting, twin, side));
  const both = await Promise.all([run(0), run(1)]);
  copy.drop();
  return both;
};

const generate = ({ cohorts, modalities }: Setting, side: 0 | 1): readonly string[] => [
  "generate",
  cohorts[side],
  "--modalities",
  modalities,
  // So many that some are near somebody of one cohort and nobody of the other, whatever noise the stub holds.
  "--patients",
  "24",
  "--seed",
  "3",
  ...BUDGET,
];

const placeOf = ({ work, home, stub }: Setting, { name }: Twin, side: 0 | 1) => ({
  work,
  name: `${name}-stubbed-${side}`,
  home,
  stub,
});
