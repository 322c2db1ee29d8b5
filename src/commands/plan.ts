import type { Accountant } from "../../privacy/accountant/accountant.ts";
import { gaussianAccountant } from "../../privacy/accountant/gaussian.ts";
import { zcdpAccountant } from "../../privacy/accountant/zcdp.ts";
import { plannedAccountant, plannedSpend } from "../../privacy/planned-event.ts";
import { type PlannedRelease, RELATION, type SealedPlan, UNIT } from "../../schemas/plan.ts";
import { planned } from "../pipeline/expected.ts";
import { terminalProgress } from "../progress.ts";
import { command } from "./command.ts";
import { checkedCount, declaredConfig, designOf, type PlanOptions, withPlanOptions } from "./options.ts";
import { roundedUp } from "./rounded.ts";

type Options = PlanOptions & {
  readonly cohort?: string | undefined;
  readonly size?: number | undefined;
  readonly json: boolean;
};

/** How a budget would be split and the error to expect, from public numbers only. Reads cohort.yaml, no patient. */
export const planCommand = command<Options>({
  command: "plan [cohort]",
  describe: "how a budget would be split and the error to expect; reads cohort.yaml and no patient",
  builder: argv =>
    withPlanOptions(argv)
      .positional("cohort", {
        type: "string",
        describe: "folder with a cohort.yaml (default: built-in public domains)",
      })
      .option("size", {
        type: "number",
        describe: "public number of patients to expect errors for (default: the declared size)",
      })
      .option("json", {
        type: "boolean",
        default: false,
        describe: "print the plan itself, as it would be sealed",
      }),
  handler: async options => {
    const progress = terminalProgress();
    const declared = await declaredConfig(options.cohort, options);
    const size = options.size === undefined ? declared.size : checkedCount("size", options.size);
    const config = { ...declared, ...(size === undefined ? {} : { size }) };
    const design = designOf(config, options);
    progress.stop();
    process.stdout.write(
      options.json ? `${JSON.stringify(design.plan, undefined, 1)}\n` : text(design, size),
    );
  },
});

const epsilonBy = (accountant: Accountant, plan: SealedPlan): number =>
  accountant.epsilon(plan.releases.map(plannedSpend), Number(plan.budget.delta));

const text = (design: ReturnType<typeof designOf>, size: number | undefined): string => {
  const { plan } = design;
  const rows = planned(design, size).map(({ release, block, values, noise, reading }) => [
    release,
    block,
    values === undefined ? "as chosen" : String(values),
    `± ${noise.toPrecision(3)}`,
    reading,
  ]);
  return [
    `budget   ε = ${plan.budget.epsilon} at δ = ${plan.budget.delta}`,
    `unit     ${UNIT}`,
    `relation ${RELATION}`,
    `accounts ${accounts(plan)}`,
    `patients ${size === undefined ? "not declared public: errors are given in patients" : `${size} (declared public)`}`,
    "",
    ...plan.releases.map(
      release =>
        `${(100 * release.share).toFixed(1).padStart(5)} % of μ²  ${costOf(release).padEnd(24)}  ${release.purpose}`,
    ),
    "",
    ...table([["release", "block", "values", "noise a value", "what to expect"], ...rows]),
    "",
    "Noise is Gaussian with the standard deviation given, on every value, before shrinking to the public prior.",
    "",
  ].join("\n");
};

const accounts = (plan: SealedPlan): string => {
  const zcdp = `ε ≤ ${roundedUp(epsilonBy(zcdpAccountant, plan))}`;
  return plannedAccountant(plan.releases) === zcdpAccountant.name
    ? `zCDP ${zcdp}: choices among tables are not Gaussian`
    : `exact Gaussian ε ≤ ${roundedUp(epsilonBy(gaussianAccountant, plan))}; zCDP as a second opinion ${zcdp} (sound, looser)`;
};

const costOf = (release: PlannedRelease): string =>
  release.kind === "selection"
    ? `ε ${Number(release.epsilon).toPrecision(4)} to choose`
    : `noise multiplier ${Number(release.noiseMultiplier).toPrecision(4)}`;

const table = (rows: readonly (readonly string[])[]): readonly string[] => {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map(row => row[column]!.length)));
  return rows.map(row =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join("  ")
      .trimEnd(),
  );
};
