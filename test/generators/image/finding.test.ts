import { describe, expect, it } from "vitest";
import { findingOf } from "../../../generators/image/finding.ts";
import type { Finding } from "../../../schemas/image.ts";

/** The 15 labels of ChestX-ray14 (Wang et al. 2017), each alone. */
const CHEST_XRAY_14: readonly (readonly [string, Finding])[] = [
  ["No Finding", "none"],
  ["Atelectasis", "other"],
  ["Cardiomegaly", "cardiomegaly"],
  ["Consolidation", "consolidation"],
  ["Edema", "consolidation"],
  ["Effusion", "effusion"],
  ["Emphysema", "other"],
  ["Fibrosis", "other"],
  ["Hernia", "other"],
  ["Infiltration", "consolidation"],
  ["Mass", "nodule"],
  ["Nodule", "nodule"],
  ["Pleural_Thickening", "other"],
  ["Pneumonia", "consolidation"],
  ["Pneumothorax", "pneumothorax"],
];

describe("the public mapping of labels to findings", () => {
  it.each(CHEST_XRAY_14)("%s is %s", (label, finding) => expect(findingOf([label])).toBe(finding));

  it("of several labels the fixed priority picks one, whatever their order", () => {
    expect(findingOf(["Infiltration", "Effusion"])).toBe("effusion");
    expect(findingOf(["Effusion", "Infiltration"])).toBe("effusion");
    expect(findingOf(["Nodule", "No Finding"])).toBe("nodule");
    expect(findingOf(["Hernia", "Mass"])).toBe("nodule");
  });

  it("case and punctuation do not matter; no label is none; an unknown label is other", () => {
    expect(findingOf(["pleural effusion"])).toBe("effusion");
    expect(findingOf([])).toBe("none");
    expect(findingOf(["Quux"])).toBe("other");
  });
});
