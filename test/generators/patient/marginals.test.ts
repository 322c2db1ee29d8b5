import { describe, expect, it } from "vitest";
import { builtInDomain } from "../../../generators/patient/domain.ts";
import { marginalBlock, marginalLayout } from "../../../generators/patient/marginals.ts";
import { priorBackbone } from "../../../generators/patient/model.ts";
import { MODALITIES } from "../../../schemas/cohort.ts";
import type { Assignment } from "../../../schemas/domain.ts";
import { drawMany, FULL } from "./backbone-cohort.ts";

const norm = (values: Float64Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));

const contribution = (domain: typeof FULL, attributes: Readonly<Record<string, string>>) => {
  const block = marginalBlock(domain, 0.7);
  const out = new Float64Array(block.size);
  block.contribute({ attributes }, out);
  return out;
};

describe("the block of measured tables", () => {
  it("one patient's contribution has ℓ₂ norm 1, for drawn, empty, unknown and hostile assignments", () => {
    const drawn = drawMany(priorBackbone(FULL), 200, "norm");
    const odd: readonly Assignment[] = [
      {},
      { age: "no such band" },
      { "has/ecg": "yes" },
      { "has/fhir": "yes", rhythm: "sinus" },
      { sex: "__proto__", constructor: "x" },
    ];
    for (const assignment of [...drawn, ...odd])
      expect(norm(contribution(FULL, assignment))).toBeCloseTo(1, 12);
  });

  it("every non-empty set of modalities has a layout whose squared weights sum to 1 and whose cells fill the block", () => {
    for (let bits = 1; bits < 32; bits++) {
      const domain = builtInDomain(MODALITIES.filter((_, i) => (bits >> i) & 1));
      if (domain.every(({ name }) => !name.startsWith("has/"))) continue;
      const focus = bits < 16 ? "full" : "core";
      const layout = marginalLayout(domain, focus);
      expect(layout.reduce((sum, each) => sum + each.weight ** 2, 0)).toBeCloseTo(1, 12);
      let offset = 0;
      for (const each of layout) {
        expect(each.offset).toBe(offset);
        offset += each.cells;
      }
      expect(marginalBlock(domain, 1, focus).size).toBe(offset);
      expect(norm(contribution(domain, { age: "30-39" }))).toBeCloseTo(1, 12);
    }
  });

  it.each(["full", "core"] as const)(
    "every attribute can be read off at least one %s table, and one patient is in one cell of each",
    focus => {
      const layout = marginalLayout(FULL, focus);
      const measured = new Set(layout.flatMap(each => [each.columns.name, each.rows?.name]));
      for (const { name } of FULL) expect(measured.has(name) || name.startsWith("has/")).toBe(true);
      const block = marginalBlock(FULL, 1, focus);
      const out = new Float64Array(block.size);
      block.contribute({ attributes: { age: "40-49", sex: "male", "has/fhir": "yes" } }, out);
      for (const { offset, cells, weight } of layout) {
        const filled = out.slice(offset, offset + cells).filter(value => value !== 0);
        expect(Array.from(filled)).toEqual([weight]);
      }
    },
  );

  it("age with sex, presence and rhythm are measured more exactly than a single condition", () => {
    const weight = (rows: string | undefined, columns: string) =>
      marginalLayout(FULL).find(each => each.rows?.name === rows && each.columns.name === columns)!.weight;
    for (const [rows, columns] of [
      ["age", "sex"],
      [undefined, "presence"],
      [undefined, "rhythm"],
    ] as const)
      expect(weight(rows, columns)).toBeGreaterThan(1.9 * weight(undefined, "condition/asthma"));
  });
});
