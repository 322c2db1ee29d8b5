import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AttributeSource } from "../../../schemas/config.ts";
import { decidingPart } from "../../../src/cohort/attribute.ts";

const finding: AttributeSource = {
  attribute: { name: "finding", categories: ["effusion", "nodule", "other", "missing"] },
  column: "findings",
  mapping: { Effusion: "effusion", Mass: "nodule", Edema: "other", "Edema|Mass": "other" },
};

describe("text of a declared column", () => {
  it.each([
    ["Mass", "Mass"],
    ["nodule", "nodule"],
    ["Edema|Mass|Effusion", "Effusion"],
    ["Edema| Mass", "Mass"],
    ["Edema|Mass", "Edema|Mass"],
    ["Hernia|nodule", "nodule"],
    ["Hernia|Fibrosis", "Hernia|Fibrosis"],
  ])("%s is decided by %s: the whole, then the mapping's order, then the values", (raw, part) => {
    expect(decidingPart(finding, raw)).toBe(part);
  });

  it("is the whole text or one of its parts, whatever it is", () => {
    fc.assert(
      fc.property(fc.string(), raw => {
        const part = decidingPart(finding, raw);
        expect(part === raw || raw.split("|").some(each => each.trim() === part)).toBe(true);
      }),
      { seed: 1 },
    );
  });

  it("is never split where it is a number", () => {
    expect(decidingPart({ ...finding, mapping: {}, edges: [0, 1] }, "0|1")).toBe("0|1");
  });
});
