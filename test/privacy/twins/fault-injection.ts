import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { CLI, CRASHING, environment, filesOf, runCopy } from "./command-line.ts";
import { copyOf, type Twin } from "./twin.ts";

/** Whether the charge of a run that died between its noise and its value is in its ledger. */
export const survivesCrash = async (twin: Twin, cohort: string, work: string): Promise<boolean> => {
  const copy = copyOf({ name: twin.name, breaks: [...twin.breaks, ...CRASHING] });
  const at = join(work, `${twin.name}-crash`);
  mkdirSync(join(at, "home"), { recursive: true });
  const args = [CLI, "fit", cohort, "--modalities", "fhir", "--set-aside", "0", "--out", join(at, "out")];
  const { signal } = await runCopy(copy, args, environment(join(at, "home")));
  copy.drop();
  if (signal !== "SIGKILL") throw new Error("the run did not die where it should");
  return [...filesOf(at)].some(
    ([file, bytes]) => file.endsWith("ledger.jsonl") && bytes.includes('"kind":"charge"'),
  );
};
