import { eigenSymmetric } from "../../../src/math/eigen.ts";
import { multiply, principalDirections, secondMoment } from "../../../src/math/linalg.ts";
import { rng } from "../../../src/math/rng.ts";
import { auc, type Interval } from "../../../src/math/stats.ts";
import { type Lesson, logisticScore } from "../logistic-score.ts";

type Rows = readonly Float64Array[];

/** Centred, turned into the leading principal directions of `basis` rows (public films), k numbers each. */
export const principal = (basis: Rows, k: number): ((rows: Rows) => Float64Array[]) => {
  const d = basis[0]!.length;
  const centre = meanOf(basis);
  const minus = (row: Float64Array) => row.map((value, i) => value - centre[i]!);
  const directions = principalDirections(basis.map(minus), d, k);
  const kept = directions.length / d;
  return rows => rows.map(row => multiply(directions, minus(row), kept, d));
};

/**
 * Fréchet distance of the Gaussians fitted to two sets of embedded films: ‖µa − µb‖² + tr(A + B − 2(√A B √A)^½).
 * Biased upwards by n: compare sets of the same size only. Source: Dowson & Landau 1982.
 */
export const frechet = (a: Rows, b: Rows): number => {
  const k = a[0]!.length;
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  const [covA, covB] = [covariance(a, meanA), covariance(b, meanB)];
  const root = squareRoot(covA, k);
  const { values } = eigenSymmetric(symmetric(product(product(root, covB, k), root, k), k), k);
  let distance = 0;
  for (let i = 0; i < k; i++) {
    distance += (meanA[i]! - meanB[i]!) ** 2 + covA[i * k + i]! + covB[i * k + i]!;
    distance -= 2 * Math.sqrt(Math.max(0, values[i]!));
  }
  return distance;
};

/**
 * How well a ridge logistic regression tells real from synthetic, five-fold cross-validated: AUC of the left-out
 * scores, 0.5 = not at all. Coordinates are scaled by the training folds' spread.
 */
export const discriminator = (real: Rows, synthetic: Rows, ridge = 1): Interval => {
  const scores = { real: new Float64Array(real.length), synthetic: new Float64Array(synthetic.length) };
  const order = rng("folds");
  const foldOf = (n: number) => Array.from({ length: n }, (_, i) => ({ i, at: order.uniform() }));
  const folds = { real: ranks(foldOf(real.length)), synthetic: ranks(foldOf(synthetic.length)) };
  for (let fold = 0; fold < 5; fold++) {
    const rows = [
      ...real.filter((_, i) => folds.real[i]! % 5 !== fold).map(x => ({ x, y: 1 })),
      ...synthetic.filter((_, i) => folds.synthetic[i]! % 5 !== fold).map(x => ({ x, y: 0 })),
    ];
    const score = logisticScore(rows, ridge);
    real.forEach((x, i) => {
      if (folds.real[i]! % 5 === fold) scores.real[i] = score(x);
    });
    synthetic.forEach((x, i) => {
      if (folds.synthetic[i]! % 5 === fold) scores.synthetic[i] = score(x);
    });
  }
  return auc(scores.real, scores.synthetic);
};

/** AUC on `judged` of a ridge logistic regression that learnt from `lessons`: what films teach of a label. */
export const taught = (lessons: readonly Lesson[], judged: readonly Lesson[], ridge = 1): Interval => {
  const score = logisticScore(lessons, ridge);
  const of = (label: number) => judged.filter(({ y }) => y === label).map(({ x }) => score(x));
  return auc(of(1), of(0));
};

/** Share of films whose nearest other film is of the same kind: 0.5 where nothing tells them apart (equal sizes). */
export const nearestOfSameKind = (real: Rows, synthetic: Rows): number => {
  const all = [...real.map(x => ({ x, y: 1 })), ...synthetic.map(x => ({ x, y: 0 }))];
  const same = all.filter(one => {
    let best = { distance: Number.POSITIVE_INFINITY, y: -1 };
    for (const other of all) {
      if (other === one) continue;
      const distance = squaredDistance(one.x, other.x);
      if (distance < best.distance) best = { distance, y: other.y };
    }
    return best.y === one.y;
  });
  return same.length / all.length;
};

/** Median over `rows` of the distance to the nearest of `to`: small means copies. */
export const nearestDistance = (rows: Rows, to: Rows): number => {
  const found = rows.map(row => Math.sqrt(Math.min(...to.map(other => squaredDistance(row, other)))));
  return found.sort((a, b) => a - b)[found.length >> 1]!;
};

const squaredDistance = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return sum;
};

const ranks = (items: readonly { readonly i: number; readonly at: number }[]): Int32Array => {
  const out = new Int32Array(items.length);
  [...items]
    .sort((a, b) => a.at - b.at)
    .forEach(({ i }, rank) => {
      out[i] = rank;
    });
  return out;
};

export const meanOf = (rows: Rows): Float64Array => {
  const out = new Float64Array(rows[0]!.length);
  for (const row of rows) for (let i = 0; i < out.length; i++) out[i] = out[i]! + row[i]! / rows.length;
  return out;
};

/** Covariance, 1/n, k × k. */
export const covariance = (rows: Rows, centre: Float64Array): Float64Array =>
  secondMoment(
    rows.map(row => row.map((value, i) => value - centre[i]!)),
    centre.length,
  );

/** Power ½ (or another) of a symmetric positive matrix; eigenvalues below 1e-9 of the largest count as that. */
export const squareRoot = (matrix: Float64Array, k: number, power = 0.5): Float64Array => {
  const { values, vectors } = eigenSymmetric(matrix, k);
  const out = new Float64Array(k * k);
  for (let c = 0; c < k; c++) {
    const root = Math.max(values[c]!, 1e-9 * values[0]!) ** power;
    for (let i = 0; i < k; i++)
      for (let j = 0; j < k; j++)
        out[i * k + j] = out[i * k + j]! + root * vectors[c * k + i]! * vectors[c * k + j]!;
  }
  return out;
};

export const product = (a: Float64Array, b: Float64Array, k: number): Float64Array => {
  const out = new Float64Array(k * k);
  for (let i = 0; i < k; i++)
    for (let t = 0; t < k; t++)
      for (let j = 0; j < k; j++) out[i * k + j] = out[i * k + j]! + a[i * k + t]! * b[t * k + j]!;
  return out;
};

/** Rounding taken out. */
const symmetric = (a: Float64Array, k: number): Float64Array =>
  a.map((value, at) => 0.5 * (value + a[(at % k) * k + Math.floor(at / k)]!));
