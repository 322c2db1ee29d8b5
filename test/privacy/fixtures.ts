import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { boundedSum } from "../../privacy/mechanisms/bounded-sum.ts";
import { makePlan, type PlanRequest } from "../../privacy/plan.ts";
import { seal } from "../../privacy/private.ts";
import { cohortOf, type Vector, vectorBlock } from "./mechanisms/fixtures.ts";

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), "semblance-ledger-"));

export const blocks = [vectorBlock(3)];

export const request: PlanRequest = {
  budget: { epsilon: "3", delta: "1e-6" },
  releases: [
    { purpose: "counts and means", share: 0.65, blocks },
    { purpose: "second moments", share: 0.35, blocks },
  ],
  domain: [{ name: "sex", categories: ["female", "male", "missing"] }],
  choices: { asOf: "2026-01-01", rank: 12 },
};

export const plan = makePlan(request);

export const mechanismOf = (release: number) => boundedSum<Vector>(plan.releases[release]!, blocks);

export const sealed = seal(
  cohortOf<Vector>([
    [0.5, 0, 0],
    [1, 1, 1],
  ]),
);

export const SOFTWARE = { software: "semblance test" };
