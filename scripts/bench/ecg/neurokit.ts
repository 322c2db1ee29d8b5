import { spawnSync } from "node:child_process";

export interface NeurokitQuestion {
  readonly rateHz: number;
  readonly lead: ArrayLike<number>;
  /** False where only peaks are asked. */
  readonly waves?: boolean;
}

type Column = readonly (number | null)[];

/** Sample numbers; the columns of `waves` go with the peaks. */
export interface NeurokitAnswer {
  readonly peaks: readonly number[];
  readonly waves?: {
    readonly ECG_P_Onsets: Column;
    readonly ECG_P_Offsets: Column;
    readonly ECG_R_Onsets: Column;
    readonly ECG_R_Offsets: Column;
    readonly ECG_T_Offsets: Column;
  };
  readonly error?: string;
}

/** What neurokit2 (NEUROKIT_PYTHON) says of each lead; the reason, where it cannot be asked. */
export const neurokit = (
  questions: readonly NeurokitQuestion[],
):
  | { readonly version: string; readonly answers: readonly NeurokitAnswer[] }
  | { readonly skipped: string } => {
  const python = process.env.NEUROKIT_PYTHON;
  if (!python) return { skipped: "neurokit2: NEUROKIT_PYTHON names no Python with neurokit2" };
  const input = questions
    .map(({ rateHz, lead, waves }) =>
      JSON.stringify({ rateHz, lead: Array.from(lead, value => Number(value.toFixed(5))), waves }),
    )
    .join("\n");
  const child = spawnSync(python, ["scripts/peers/neurokit.py"], {
    input: `${input}\n`,
    encoding: "utf8",
    maxBuffer: 2 ** 30,
    env: { ...process.env, OMP_NUM_THREADS: "1" },
  });
  if (child.status !== 0) return { skipped: `neurokit2: ${child.stderr.trim().split("\n").at(-1)}` };
  const [head, ...lines] = child.stdout.trim().split("\n");
  const answers = lines.map(line => {
    const answer = JSON.parse(line) as Partial<NeurokitAnswer>;
    return { peaks: [], ...answer };
  });
  return { version: (JSON.parse(head!) as { version: string }).version, answers };
};
