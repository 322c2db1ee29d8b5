import { contingency } from "../../../privacy/contingency.ts";
import type { CodedTable } from "../../../schemas/marginal.ts";

/** A table's people and those drawn from it, to be looked at side by side. */
export interface Pictured {
  readonly title: string;
  readonly names: readonly string[];
  readonly real: CodedTable;
  readonly synthetic: CodedTable;
}

/**
 * Strength of the association of every two attributes, 0 to 1: Cramér's V with Bergsma's correction, so that a small
 * table is not taken for an associated one. Categories that nobody has do not count.
 *
 * @returns  attributes × attributes, symmetric, 1 on the diagonal
 * @source   Bergsma 2013, A bias-correction for Cramér's V and Tschuprow's T
 */
export const associations = (table: CodedTable): readonly (readonly number[])[] =>
  table.sizes.map((_, a) => table.sizes.map((_, b) => (a === b ? 1 : cramersV(table, a, b))));

const cramersV = (table: CodedTable, a: number, b: number): number => {
  const [first, second] = a < b ? [a, b] : [b, a];
  const counts = contingency(table, [first, second]);
  const columns = table.sizes[second]!;
  const across = Array.from(contingency(table, [first]));
  const down = Array.from(contingency(table, [second]));
  const people = across.reduce((sum, count) => sum + count, 0);
  let chiSquare = 0;
  for (let cell = 0; cell < counts.length; cell++) {
    const expected = (across[Math.floor(cell / columns)]! * down[cell % columns]!) / people;
    if (expected > 0) chiSquare += (counts[cell]! - expected) ** 2 / expected;
  }
  const [r, k] = [across, down].map(margin => margin.filter(count => count > 0).length) as [number, number];
  const phi = Math.max(0, chiSquare / people - ((r - 1) * (k - 1)) / (people - 1));
  const least = Math.min(r - (r - 1) ** 2 / (people - 1), k - (k - 1) ** 2 / (people - 1)) - 1;
  return least > 0 ? Math.min(1, Math.sqrt(phi / least)) : 0;
};

const SIDE = 34;
const LABEL = 84;

/** One page, no script: for every table the associations of real people, of synthetic ones, and the difference. */
export const correlationsPage = (pictures: readonly Pictured[], note: string): string => {
  const sections = pictures.map(({ title, names, real, synthetic }) => {
    const [a, b] = [associations(real), associations(synthetic)];
    const gap = b.map((row, i) => row.map((value, j) => value - a[i]![j]!));
    const off = gap.flatMap((row, i) => row.filter((_, j) => j < i).map(Math.abs));
    const mean = off.reduce((sum, value) => sum + value, 0) / off.length;
    return `<section><h2>${escaped(title)}</h2>
<p>Mean absolute difference over ${off.length} pairs ${mean.toFixed(3)}, largest ${Math.max(...off).toFixed(3)}.</p>
<div class="row">${matrix("real", names, a, strength)}${matrix("synthetic", names, b, strength)}${matrix("synthetic − real", names, gap, gapColour)}</div></section>`;
  });
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Correlations, real against synthetic</title>
<style>body{font:14px/1.4 "DejaVu Sans",sans-serif;margin:24px;color:#1b1b1b;background:#fff}h1{font-size:20px}h2{font-size:16px;margin:24px 0 4px}p{margin:4px 0 12px}.row{display:flex;flex-wrap:wrap;gap:24px}svg text{font:10px "DejaVu Sans",sans-serif}svg .title{font-size:12px;font-weight:bold}</style>
<h1>Correlations, real against synthetic</h1>
<p>${escaped(note)}</p>
${sections.join("\n")}
</html>
`;
};

const matrix = (
  title: string,
  names: readonly string[],
  values: readonly (readonly number[])[],
  colour: (value: number) => Shade,
): string => {
  const size = LABEL + names.length * SIDE;
  const cells = values.flatMap((row, i) =>
    row.map((value, j) => {
      if (i === j) return "";
      const [x, y] = [LABEL + j * SIDE, LABEL + i * SIDE];
      const text = value
        .toFixed(2)
        .replace(/^(-?)0\./, "$1.")
        .replace("-.00", ".00")
        .replace("-", "−");
      const { fill, ink } = colour(value);
      return `<rect x="${x}" y="${y}" width="${SIDE - 1}" height="${SIDE - 1}" fill="${fill}"><title>${escaped(`${names[i]} × ${names[j]}: ${value.toFixed(3)}`)}</title></rect><text x="${x + SIDE / 2}" y="${y + SIDE / 2 + 3}" text-anchor="middle" fill="${ink}">${text}</text>`;
    }),
  );
  const labels = names.map(
    (name, i) =>
      `<text x="${LABEL - 6}" y="${LABEL + i * SIDE + SIDE / 2 + 3}" text-anchor="end">${escaped(name)}</text><text transform="translate(${LABEL + i * SIDE + SIDE / 2 + 3} ${LABEL - 6}) rotate(-60)">${escaped(name)}</text>`,
  );
  return `<svg width="${size + 20}" height="${size}" role="img" aria-label="${escaped(title)}"><text class="title" x="0" y="14">${escaped(title)}</text>${labels.join("")}${cells.join("")}</svg>`;
};

/** Colour of a cell, and of the number in it. */
interface Shade {
  readonly fill: string;
  readonly ink: string;
}

const BLUE = [8, 64, 129];
const ORANGE = [200, 82, 0];

/** White to blue over 0…1. */
const strength = (value: number): Shade => shaded(BLUE, value);

/** Orange below, white at, blue above 0; full at ±0.3. */
const gapColour = (value: number): Shade => shaded(value < 0 ? ORANGE : BLUE, Math.abs(value) / 0.3);

const shaded = (hue: readonly number[], strength: number): Shade => {
  const share = Math.min(1, Math.max(0, strength));
  const fill = `rgb(${hue.map(value => Math.round(255 + (value - 255) * share)).join(",")})`;
  return { fill, ink: share > 0.5 ? "#fff" : "#1b1b1b" };
};

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
