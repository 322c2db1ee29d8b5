import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type Detector, detectorsIn, REQUIRED } from "./matrix.ts";
import { leastFactor } from "./mechanism-audit.ts";
import { copyOf, HONEST } from "./twin.ts";
import { TWINS } from "./twins.ts";

const work = mkdtempSync(join(tmpdir(), "semblance-twins-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

// System noise has no seed: the false-alarm rate is so small instead.
const SIZE = { runs: 20_000, tinyRuns: 60, alpha: 1e-5, modalities: "fhir" };
const detect = detectorsIn(work, SIZE);
const twin = (name: string) => [HONEST, ...TWINS].find(each => each.name === name)!;
const seen = (name: string, detector: Detector) => detect(twin(name), detector);

/** What `npm test` looks at; `npm run verify:privacy` fills the whole matrix at full size. */
const CAUGHT: readonly (readonly [string, Detector])[] = [
  ["L1", "mechanism audit"],
  ["L2", "mechanism audit"],
  ["L3", "mechanism audit"],
  ["L6", "mechanism audit"],
  ["L8", "mechanism audit"],
  ["L9", "mechanism audit"],
  ["L4", "non-interference"],
  ["L5", "non-interference"],
  ["L11", "non-interference"],
  ["L12", "non-interference"],
  ["L4", "tiny worlds"],
  ["L10", "fault injection"],
];

describe("leaky twins: the product with one line broken (2e4 runs a world, system noise, false alarm 1e-5 an audit)", () => {
  it("each twin has a detector that must catch it, and is tried here", () => {
    expect(Object.keys(REQUIRED)).toEqual(TWINS.map(({ name }) => name));
    for (const [name, by] of Object.entries(REQUIRED))
      expect(
        CAUGHT.some(([tried, detector]) => tried === name && by.includes(detector)),
        name,
      ).toBe(true);
  });

  it.each(CAUGHT)(
    "%s is caught by the %s",
    async (name, detector) => {
      expect(await seen(name, detector)).toMatchObject({ caught: true });
    },
    240_000,
  );

  // Non-interference of the product, in all modalities, is src/pipeline/non-interference.test.ts.
  it.each<Detector>(["mechanism audit", "tiny worlds", "fault injection"])(
    "the product itself passes the %s",
    async detector => {
      expect(await seen("product", detector)).toMatchObject({ caught: false });
    },
    240_000,
  );

  it("an audit of this size sees noise a tenth too small, and one of 1e5 runs a twentieth", () => {
    expect(leastFactor(SIZE.runs, SIZE.alpha)).toBeLessThan(1.1);
    expect(leastFactor(1e5, 1e-3)).toBeLessThan(1.05);
    expect(leastFactor(500, 1e-3)).toBeGreaterThan(1.4);
  });

  it("a twin whose line is no longer in the product is refused", () => {
    const breaks = [{ file: "privacy/clip.ts", find: "no such line", put: "" }];
    expect(() => copyOf({ name: "gone", breaks })).toThrow("holds 0 places");
  });
});
