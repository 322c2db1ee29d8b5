import { join } from "node:path";
import { cohort, NEIGHBOURS, SOURCE, UNRELATED } from "./cohorts.ts";
import { differences } from "./command-line.ts";
import { survivesCrash } from "./fault-injection.ts";
import { auditMechanism, CLAIM, loadMechanism } from "./mechanism-audit.ts";
import { stubbedRuns, stubFrom } from "./non-interference.ts";
import { auditTinyWorlds, CLAIMED_MU } from "./tiny-worlds.ts";
import { copyOf, HONEST, type Twin } from "./twin.ts";
import { TWINS } from "./twins.ts";

/** What looks for leaks, in the order of the columns. */
export const DETECTORS = ["mechanism audit", "tiny worlds", "non-interference", "fault injection"] as const;
export type Detector = (typeof DETECTORS)[number];

/** Who must catch whom: any one of the named detectors is enough, as in the design. */
export const REQUIRED: Readonly<Record<string, readonly Detector[]>> = {
  L1: ["mechanism audit"],
  L2: ["mechanism audit"],
  L3: ["mechanism audit"],
  L4: ["tiny worlds", "non-interference"],
  L5: ["tiny worlds", "non-interference"],
  L6: ["mechanism audit", "tiny worlds"],
  L8: ["mechanism audit", "non-interference"],
  L9: ["mechanism audit"],
  L10: ["fault injection"],
  L11: ["non-interference"],
  L12: ["tiny worlds", "non-interference"],
};

/** A twin as a detector saw it. */
export interface Cell {
  readonly twin: string;
  readonly what: string;
  readonly detector: Detector;
  readonly caught: boolean;
  /** What it saw: a proved μ and its claim, or what differed. */
  readonly evidence: string;
}

/** How large the experiments are. */
export interface Size {
  readonly runs: number;
  readonly tinyRuns: number;
  /** False-alarm rate of each statistical audit. */
  readonly alpha: number;
  /** Declared modalities of the non-interference runs. */
  readonly modalities: string;
}

/** The detectors on the cohorts of one folder. */
export const detectorsIn = (work: string, size: Size) => {
  const unrelated = UNRELATED.map((shape, i) => cohort(join(work, `unrelated-${i}`), shape));
  const neighbours = NEIGHBOURS.map((shape, i) => cohort(join(work, `neighbour-${i}`), shape));
  const pair = ([a, b]: readonly string[]) => [a!, b!] as const;
  let stub: ReturnType<typeof stubFrom> | undefined;
  const setting = async () => {
    stub ??= stubFrom(cohort(join(work, "source"), SOURCE), { work, modalities: size.modalities });
    return { work, cohorts: pair(unrelated), modalities: size.modalities, ...(await stub) };
  };
  const look: Readonly<Record<Detector, (twin: Twin) => Promise<Pick<Cell, "caught" | "evidence">>>> = {
    "mechanism audit": async twin => {
      const copy = copyOf(twin);
      const { mu, attack } = auditMechanism(await loadMechanism(copy), size);
      copy.drop();
      return { caught: mu > CLAIM, evidence: `μ ≥ ${mu.toFixed(2)}, claimed ${CLAIM} (${attack})` };
    },
    "tiny worlds": async twin => {
      const { mu, attack } = await auditTinyWorlds(twin, pair(neighbours), {
        work,
        runs: size.tinyRuns,
        alpha: size.alpha,
      });
      return {
        caught: mu > CLAIMED_MU,
        evidence: `μ ≥ ${mu.toFixed(2)}, claimed ${CLAIMED_MU.toFixed(2)} (${attack})`,
      };
    },
    "non-interference": async twin => {
      const [a, b] = await stubbedRuns(twin, await setting());
      const differing = differences(a, b);
      if (a.exit !== 0) throw new Error(`the stubbed run ended with ${a.exit}: ${a.said}`);
      return {
        caught: differing.length > 0,
        evidence:
          differing.length === 0 ? `${a.files.size} files, log and exit code alike` : differing.join(", "),
      };
    },
    "fault injection": async twin => {
      const kept = await survivesCrash(twin, unrelated[0]!, work);
      return {
        caught: !kept,
        evidence: kept ? "the charge outlives the crash" : "the crash takes the charge away",
      };
    },
  };
  return async (twin: Twin, detector: Detector): Promise<Cell> => ({
    twin: twin.name,
    what: twin.what,
    detector,
    ...(await look[detector](twin)),
  });
};

/** All twins and the product before all detectors. */
export const matrix = async (
  work: string,
  size: Size,
  tell: (cell: Cell) => void,
): Promise<readonly Cell[]> => {
  const detect = detectorsIn(work, size);
  const cells: Cell[] = [];
  for (const twin of [HONEST, ...TWINS])
    for (const detector of DETECTORS) {
      const cell = await detect(twin, detector);
      cells.push(cell);
      tell(cell);
    }
  return cells;
};

/** What is not as it must be: a twin that nobody required caught, or the product caught by anybody. */
export const faults = (cells: readonly Cell[]): readonly string[] => [
  ...cells
    .filter(({ twin, caught }) => twin === HONEST.name && caught)
    .map(({ detector, evidence }) => `the product fails ${detector}: ${evidence}`),
  ...Object.entries(REQUIRED)
    .filter(
      ([name, by]) =>
        !cells.some(({ twin, detector, caught }) => twin === name && by.includes(detector) && caught),
    )
    .map(([name, by]) => `${name} is not caught by ${by.join(" or ")}`),
];
