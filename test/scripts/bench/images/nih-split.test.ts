import { describe, expect, it } from "vitest";
import { NIH_SHARES, nihPart } from "../../../../scripts/bench/images/nih-split.ts";

const ids = Array.from({ length: 30_805 }, (_, i) => String(i + 1));

describe("the split of NIH ChestX-ray14 by patient", () => {
  it("puts a patient in one part however the id is written", () => {
    for (const id of ids.slice(0, 300)) expect(nihPart(id.padStart(8, "0"))).toBe(nihPart(id));
  });
  it("depends on the id alone: a change of the rule would let training images into the test part", () => {
    // python3: int(hashlib.sha256(b"nih-cxr14|75").hexdigest()[:8], 16) / 2**32
    expect(["75", "100", "129", "211", "282"].map(nihPart)).toEqual([
      "private",
      "public",
      "test",
      "public",
      "test",
    ]);
  });
  it("has the shares it says, within 5 binomial standard deviations over 30 805 ids (no seed: the rule is fixed)", () => {
    for (const [part, share] of Object.entries(NIH_SHARES)) {
      const found = ids.filter(id => nihPart(id) === part).length / ids.length;
      expect(Math.abs(found - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / ids.length));
    }
  });
});
