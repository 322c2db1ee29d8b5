import { describe, expect, it } from "vitest";
import type { EcgOrder } from "../../../../schemas/person.ts";
import { withLabelledKinds } from "../../../../scripts/bench/ecg/labelled-kinds.ts";
import { rng } from "../../../../src/math/rng.ts";

const order: EcgOrder = {
  rhythm: "sinus",
  conduction: "right-bundle-branch-and-left-anterior-fascicular-block",
  ectopy: "none",
  morphology: "ischaemic-st-t-change",
  ageYears: 60,
  sex: "male",
};
const [SINUS, RBBB, LAFB, LONG_QT, OLD_INFARCTION] = [
  "426783006",
  "59118001",
  "445118002",
  "111975006",
  "164867002",
];
const withCodes = (...dx: string[]) => withLabelledKinds(order, dx, rng("kinds"));

describe("kinds that a recording's codes name", () => {
  it("are drawn in place of the group's commonest", () => {
    expect(withCodes(SINUS, LONG_QT).morphology).toBe("long-qt");
  });

  it("have as many of their codes as any in the group", () => {
    expect(withCodes(RBBB, LAFB).conduction).toBe("right-bundle-branch-and-left-anterior-fascicular-block");
    const alone = Array.from(
      { length: 60 },
      (_, i) => withLabelledKinds(order, [RBBB], rng(`kind ${i}`)).conduction,
    );
    expect(new Set(alone)).toEqual(
      new Set(["right-bundle-branch-block", "right-bundle-branch-and-left-anterior-fascicular-block"]),
    );
  });

  it("are of the order's own groups", () => {
    expect(withCodes(SINUS, OLD_INFARCTION)).toEqual(order);
  });

  it("leave an order alone that no code says more of", () => {
    expect(withCodes()).toEqual(order);
    expect(withCodes(SINUS)).toEqual(order);
  });
});
