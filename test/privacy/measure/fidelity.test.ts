import { describe, expect, it } from "vitest";
import { attributeFidelity, featureFidelity } from "../../../privacy/measure/fidelity.ts";
import { vectorFidelity } from "../../../privacy/measure/spread.ts";
import { seal } from "../../../privacy/private.ts";
import type { Finding } from "../../../schemas/report.ts";
import { rng } from "../../../src/math/rng.ts";

const DOMAIN = [
  { name: "sex", categories: ["female", "male", "missing"] },
  { name: "smoker", categories: ["yes", "no", "missing"] },
];
const random = rng("fidelity");
const cloud = (count: number, shift: number, scale: readonly number[]) =>
  Array.from({ length: count }, () => Float64Array.from(scale, s => shift + s * random.normal()));
const metric = (findings: readonly Finding[], name: string) =>
  findings.find(finding => finding.metric === name)!.estimate;
const ISOTROPIC = Array(12).fill(1);

describe("fidelity", () => {
  it("is internal information, never a verdict", () => {
    const all = [
      ...attributeFidelity(DOMAIN, seal([{ sex: "male" }]), [{ sex: "female" }]),
      ...featureFidelity("ecg", seal([{ qrsMs: 90 }]), [{ qrsMs: 100 }]),
      ...vectorFidelity("image", seal(cloud(30, 0, ISOTROPIC)), cloud(30, 0, ISOTROPIC)),
    ];
    expect(new Set(all.map(({ audience, verdict }) => `${audience} ${verdict}`))).toEqual(
      new Set(["internal INFORMATION"]),
    );
  });
  it("of shares is the part of records that would have to change", () => {
    const real = [
      { sex: "female", smoker: "no" },
      { sex: "male", smoker: "yes" },
      { sex: "male", smoker: "no" },
      { sex: "male", smoker: "no" },
    ];
    const synthetic = [
      { sex: "female", smoker: "no" },
      { sex: "female", smoker: "yes" },
      { sex: "male", smoker: "no" },
      { sex: "male", smoker: "no" },
    ];
    const findings = attributeFidelity(DOMAIN, seal(real), synthetic);
    expect(findings.map(({ group, estimate }) => [group, estimate.value])).toEqual([
      ["sex", 0.25],
      ["smoker", 0],
      ["all pairs of attributes", 0.25],
    ]);
  });
  it("of a measurement nobody has says that nothing is known", () => {
    const [finding] = featureFidelity("ecg", seal([{ prMs: undefined }, { prMs: Number.NaN }]), [
      { prMs: 160 },
    ]);
    expect([finding!.estimate.low, finding!.estimate.high]).toEqual([0, 1]);
  });
  it("of vectors finds a shift of half a standard deviation, doubled widths and lost directions", () => {
    const real = seal(cloud(400, 0, ISOTROPIC));
    const alike = vectorFidelity("image", real, cloud(400, 0, ISOTROPIC));
    const other = vectorFidelity(
      "image",
      real,
      cloud(
        400,
        0.5,
        ISOTROPIC.map(() => 2),
      ),
    );
    const flat = vectorFidelity("image", real, cloud(400, 0, [1, 1, 1, ...Array(9).fill(0.01)]));
    expect(metric(alike, "difference of middles").low).toBe(0);
    expect(metric(alike, "difference of middles").value).toBeLessThan(0.12);
    expect(metric(other, "difference of middles").value).toBeCloseTo(0.5, 1);
    expect(metric(other, "ratio of widths").value).toBeCloseTo(2, 0);
    expect(metric(flat, "ratio of effective dimensions").value).toBeCloseTo(3 / 12, 1);
  });
  it("its jackknife intervals hold the truth in at least 85 of 100 seeded pairs (nominal 95; below 85 by chance < 1e-4)", () => {
    let [middles, widths] = [0, 0];
    for (let i = 0; i < 100; i++) {
      const found = vectorFidelity("x", seal(cloud(60, 0, ISOTROPIC)), cloud(60, 0.5, ISOTROPIC));
      const [m, w] = [metric(found, "difference of middles"), metric(found, "ratio of widths")];
      if (m.low <= 0.5 && 0.5 <= m.high) middles++;
      if (w.low <= 1 && 1 <= w.high) widths++;
    }
    expect(Math.min(middles, widths)).toBeGreaterThanOrEqual(85);
  });
  it("too few vectors give no finding", () => {
    expect(vectorFidelity("x", seal(cloud(19, 0, ISOTROPIC)), cloud(50, 0, ISOTROPIC))).toEqual([]);
  });
  it("agrees with itself on zero vectors and nothing at all", () => {
    const zeros = Array.from({ length: 30 }, () => new Float64Array(3));
    expect(vectorFidelity("x", seal(zeros), zeros).map(({ metric }) => metric)).not.toContain(
      "ratio of effective dimensions",
    );
    expect(attributeFidelity([], seal([]), [])).toEqual([]);
  });
});
