import { describe, expect, it } from "vitest";
import { compose, lowest } from "../../../privacy/accountant/composed.ts";
import { addedSample, gaussianLaw, removedSample } from "../../../privacy/accountant/gaussian-laws.ts";
import type { Law } from "../../../privacy/accountant/law.ts";
import { active, momentsOf } from "../../../privacy/accountant/moments.ts";
import * as other from "../../../privacy/accountant/other-laws.ts";
import { LAWS, mean, pair } from "./laws.ts";

const near = (a: number, b: number, room: number) =>
  expect(Math.abs(a - b), `${a} ≈ ${b}`).toBeLessThanOrEqual(room);

/** The law with nothing but its atoms and densities: K by quadrature. */
const bare = ({ infinite, atoms, pieces }: Law): Law => ({ infinite, atoms, pieces });

describe.each(Object.entries(LAWS))("moments of %s", (_name, [law]) => {
  it("are ln E[e^{tL}], by closed form and by quadrature", () => {
    for (const moments of [momentsOf(law, { t: 12, y: 6 }), momentsOf(bare(law), { t: 12, y: 6 })])
      for (const t of [0, 0.01, 0.5, 3, 12]) {
        const log = Math.log(mean(law, l => Math.exp(t * l), t));
        near(moments.at(t), log, 1e-11 * (1 + Math.abs(log)));
      }
  });

  it("along a line are those of cos and sin, and meet the real ones at 0", () => {
    for (const moments of [momentsOf(law, { t: 12, y: 6 }), momentsOf(bare(law), { t: 12, y: 6 })])
      for (const t of [0.02, 0.7, 4]) {
        near(moments.along(t, 0).re, moments.at(t), 1e-12 * (1 + Math.abs(moments.at(t))));
        near(moments.along(t, 0).im, 0, 1e-15);
        for (const y of [0.3, 2, 6]) {
          const k = moments.along(t, y);
          const size = mean(law, l => Math.exp(t * l), t);
          near(
            Math.exp(k.re) * Math.cos(k.im),
            mean(law, l => Math.exp(t * l) * Math.cos(y * l), t),
            2e-11 * size,
          );
          near(
            Math.exp(k.re) * Math.sin(k.im),
            mean(law, l => Math.exp(t * l) * Math.sin(y * l), t),
            2e-11 * size,
          );
        }
      }
  });

  it("come from nodes that hold all finite mass, few enough to sum", () => {
    const { loss, mass, logMass } = momentsOf(law, { t: 12, y: 6 }).nodes;
    near(
      mass.reduce((a, b) => a + b, 0),
      1 - law.infinite,
      1e-12,
    );
    expect([mass.length, logMass.length]).toEqual([loss.length, loss.length]);
    for (const [i, m] of mass.entries()) near(m, Math.exp(logMass[i]!), 1e-15);
    expect(loss.length).toBeLessThan(3000);
  });
});

describe("moments", () => {
  it("follow an oscillation that is fast for their panels, and have no more nodes than that needs", () => {
    const law = gaussianLaw(0.05);
    for (const y of [10, 40, 90]) {
      const { re, im } = momentsOf(bare(law), { t: 1, y }).along(0.5, y);
      // K(z) = μ² z (z + 1) / 2
      near(re, 0.00125 * (0.75 - y * y), 1e-8 * (1 + y * y * 0.00125));
      near(im % (2 * Math.PI), (0.00125 * y * 2) % (2 * Math.PI), 1e-9);
    }
    const slow = momentsOf(bare(law), { t: 1, y: 1 }).nodes.loss.length;
    const fast = momentsOf(bare(law), { t: 1, y: 1000 }).nodes.loss.length;
    expect(fast).toBeGreaterThan(4 * slow);
    expect(fast).toBeLessThan(60 * slow);
    expect(momentsOf(bare(law), { t: 1, y: 1e6 }).nodes.loss.length).toBe(64 * slow);
  });

  it("do not overflow where e^{K} does", () => {
    const { at, along } = momentsOf(other.laplaceLaw(4), { t: 200, y: 1 });
    for (const t of [50, 60, 100, 150]) {
      // Of e^{tr}/2 and the density's e^{tr}/4 · 1/(t + ½).
      near(at(t), 4 * t + Math.log(0.5 + 0.25 / (t + 0.5)), 1e-9);
      near(along(t, 0).re, at(t), 1e-12);
    }
    const turned = along(100, 0.3);
    near(Math.abs(Math.sin(turned.im / 2 - 0.6)), 0, 0.01);
    const far = momentsOf(bare(gaussianLaw(0.5)), { t: 60, y: 1 });
    near(far.at(60), 0.125 * 60 * 61, 1e-8);
    near(far.along(60, 0.1).re, 0.125 * (60 * 61 - 0.01), 1e-8);
    near(momentsOf(gaussianLaw(3), { t: 12, y: 1 }).at(1e5), 4.5 * 1e5 * 100_001, 1);
    // Real and imaginary part alike, and their squares beyond a double.
    const { re, im } = along(120, Math.PI / 16);
    near(re, 480 + Math.log(0.5), 0.01);
    near(im, Math.PI / 4, 0.01);
  });

  it("keep their digits where next to nothing is lost", () => {
    const faint = other.laplaceLaw(1e-6);
    const digits = (found: number, truth: number) =>
      expect(Math.abs(found / truth - 1), `${found} ≈ ${truth}`).toBeLessThan(1e-7);
    for (const t of [0.5, 2, 8]) {
      const truth = mean(faint, l => Math.expm1(t * l), t);
      const moments = momentsOf(bare(faint), { t: 8, y: 1 });
      digits(moments.at(t), truth);
      digits(moments.along(t, 0).re, truth);
      digits(
        moments.along(t, 1).im,
        mean(faint, l => Math.exp(t * l) * Math.sin(l), t),
      );
    }
  });

  it("reach from the plain law to the law tilted by the largest order, and no further", () => {
    const [piece] = gaussianLaw(1).pieces;
    const cell = (range: readonly [number, number]) => Math.max((range[1] - range[0]) / 400, 0);
    for (const [t, negligible] of [
      [0, -90],
      [10, -90],
      [3, -50],
    ] as const) {
      const [from, to] = negligible === -90 ? active(piece!, t) : active(piece!, t, negligible);
      const reach = Math.sqrt(-2 * negligible);
      const room = 2.001 * cell(piece!.range(t));
      expect(from).toBeLessThanOrEqual(0.5 - reach);
      expect(from).toBeGreaterThanOrEqual(0.5 - reach - room);
      expect(to).toBeGreaterThanOrEqual(0.5 + t + reach);
      expect(to).toBeLessThanOrEqual(0.5 + t + reach + room);
    }
    // A range of few panels is still looked at in 400 cells; one of many in one a panel, up to 2^16.
    const [short] = other.laplaceLaw(0.8).pieces;
    expect(active(short!, 2)).toEqual([-0.8, 0.8]);
    let seen = 0;
    const look = (u: number) => {
      seen++;
      return -u * u;
    };
    const counted = (scale: number) => {
      seen = 0;
      active({ ...short!, scale, logDensity: look }, 0);
      return seen;
    };
    expect([counted(1), counted(1.6 / 1000), counted(1e-9)]).toEqual([401, 1001, 65537]);
  });
});

describe("a composition", () => {
  const laplace = other.laplaceLaw(0.5);
  const claim = other.claimLaw(0.3, 0.01);
  const direction = {
    name: "x",
    parts: [
      { law: laplace, count: 3, key: "a" },
      { law: claim, count: 2, key: "b", bound: (t: number) => 0.001 * t },
    ],
  };

  it("adds moments by count, with the tightest curve of each for the bound", () => {
    const composed = compose(direction, { t: 8, y: 1 });
    const own = [laplace, claim].map(law => momentsOf(law, { t: 8, y: 1 }));
    for (const t of [0.3, 2, 8]) {
      near(composed.at(t), 3 * own[0]!.at(t) + 2 * own[1]!.at(t), 1e-13);
      near(composed.bound(t), 3 * own[0]!.at(t) + 0.002 * t, 1e-13);
    }
    near(composed.infinite, 1 - 0.99 ** 2, 1e-15);
    expect(composed).toMatchObject({ hasLaw: true, reach: { t: 8, y: 1 }, direction });
    expect(composed.parts.map(({ part }) => part)).toEqual(direction.parts);
  });

  it("of a part without a law has a bound alone", () => {
    const composed = compose(
      { name: "x", parts: [...direction.parts, { bound: t => 7 * t, count: 5, key: "c" }] },
      { t: 8, y: 1 },
    );
    expect([composed.hasLaw, composed.parts.length]).toEqual([false, 2]);
    near(composed.bound(2) - compose(direction, { t: 8, y: 1 }).bound(2), 70, 1e-12);
  });

  it("is lowest where golden section finds it, beside values that are no number or infinite", () => {
    near(
      lowest(t => (Math.log(t) - 1) ** 2, 1e-6, 1e6),
      Math.E,
      1e-5,
    );
    near(
      lowest(t => Math.abs(t - 3), 1e-3, 1e3),
      3,
      1e-5,
    );
    near(
      lowest(t => t, 2, 50),
      2,
      1e-5,
    );
    near(
      lowest(t => -t, 2, 50),
      50,
      1e-4,
    );
    near(
      lowest(t => (t > 10 ? Number.NaN : (t - 4) ** 2), 1e-3, 1e6),
      4,
      1e-4,
    );
    near(
      lowest(t => (t > 10 ? Number.POSITIVE_INFINITY : (t - 4) ** 2), 1e-3, 1e6),
      4,
      1e-4,
    );
    let looks = 0;
    const parabola = (t: number) => {
      looks++;
      return (Math.log(t) - 1) ** 2;
    };
    const coarse = lowest(parabola, 1e-2, 1e2, 0.1);
    near(Math.log(coarse), 1, 0.1);
    expect(looks).toBeLessThan(15);
  });

  it("of a sampled law knows its moments at the order of its reach", () => {
    for (const law of [removedSample(pair(0.2, 0.9)), addedSample(pair(0.2, 0.9))]) {
      const { at } = compose({ name: "x", parts: [{ law, count: 2, key: "" }] }, { t: 20, y: 1 });
      const log = Math.log(mean(law, l => Math.exp(20 * l), 20));
      near(at(20), 2 * log, 1e-10 * log);
    }
  });
});
