import { expect, it } from "vitest";
import type { SealedPlan } from "../../../schemas/plan.ts";
import { budgetSection } from "../../../src/report/budget.ts";
import { reportInput } from "./fixture.ts";

it("phrases over a threshold stand in the budget with their noise, their ε alone, the patients they take and their part of δ", () => {
  const input = reportInput();
  const purpose = "phrases of notes";
  const plan: SealedPlan = {
    ...input.plan,
    releases: [
      ...input.plan.releases,
      {
        kind: "partitions",
        purpose,
        share: 0.04,
        noiseMultiplier: "3.4",
        perPatient: 8,
        threshold: "52.3",
        delta: "1e-7",
      },
    ],
  };
  const spend = { purpose, noiseMultiplier: "3.4", thresholdDelta: "1e-7", epsilonAlone: 1.4567 };
  const certificate = { ...input.certificate, spends: [...input.certificate.spends, spend] };
  const { text } = budgetSection({ ...input, plan, certificate });
  const row = /<tr><th scope="row">phrases of notes[\s\S]*?<\/tr>/.exec(text)![0];
  for (const said of [
    "4.0 %",
    "3.4",
    "1.46",
    "as found",
    "about 53 patients",
    "at most 8 a patient",
    "δ 1e-7",
  ])
    expect(row.replace(/\s/g, " "), said).toContain(said);
  expect(text).toContain("note/phrases");
});
