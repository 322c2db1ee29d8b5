/** The library: what the command line is made of. `privacy/README.md` says what each guarantee means. */
export { verifyRun } from "../privacy/verify.ts";
export type { CohortConfig } from "../schemas/config.ts";
export type { SyntheticPatient } from "../schemas/person.ts";
export type { Plan } from "../schemas/plan.ts";
export type { Release } from "../schemas/release.ts";
export { readConfig } from "./cohort/config.ts";
export { coverage } from "./coverage.ts";
export * from "./errors.ts";
export { type Design, type DesignOptions, design } from "./pipeline/design.ts";
export { fit, openLedger, sealCohort, writeRelease } from "./pipeline/fit.ts";
export { type Models, modelsOf, population, supportRows } from "./pipeline/population.ts";
export { readRelease } from "./pipeline/read-release.ts";
export { writePopulation } from "./pipeline/write.ts";
export { silentProgress, terminalProgress } from "./progress.ts";
export { REFERENCES } from "./reference/index.ts";
export { readReference } from "./reference/read.ts";
export { renderReport } from "./report/report.ts";
export { SOFTWARE, VERSION } from "./version.ts";
