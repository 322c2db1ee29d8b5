import type { Coverage, CoverageCell } from "../../schemas/report.ts";
import { html, type Markup } from "./html.ts";
import { percent } from "./numbers.ts";
import { chart, Plot } from "./plot.ts";
import { named } from "./words.ts";

/** The cells of the table that crosses most axes. */
export const crossedCells = ({ cells }: Coverage): readonly CoverageCell[] => {
  const most = Math.max(0, ...cells.map(({ cell }) => Object.keys(cell).length));
  return most < 2 ? [] : cells.filter(({ cell }) => Object.keys(cell).length === most);
};

/** Ratio to the reference in seven steps; grey where fewer than five people are expected or the rest cannot be judged. */
const STEPS: readonly { readonly below: number; readonly colour: string; readonly words: string }[] = [
  { below: 0.5, colour: "#a6611a", words: "less than half the reference share" },
  { below: 0.8, colour: "#dfc27d", words: "0.5 to 0.8 of it" },
  { below: 1.25, colour: "#f2f5f0", words: "0.8 to 1.25: like the reference" },
  { below: 2, colour: "#80cdc1", words: "1.25 to 2 times" },
  { below: Number.POSITIVE_INFINITY, colour: "#018571", words: "more than twice" },
];
const UNJUDGED = "#d9dde1";

const colourOf = ({ ratio, verdict }: CoverageCell): string =>
  verdict === "cannot judge" ? UNJUDGED : STEPS.find(({ below }) => ratio < below)!.colour;
const inkOf = (cell: CoverageCell): string =>
  ["#a6611a", "#018571"].includes(colourOf(cell)) ? "#fff" : "#17212b";

/** Age across, race (or residence, or sex) down, one panel a sex. */
export const heatMap = (coverage: Coverage): Markup | undefined => {
  const cells = crossedCells(coverage);
  if (cells.length === 0) return undefined;
  const axes = Object.keys(cells[0]!.cell);
  const x = axes[0]!;
  const facet = axes.length > 2 ? axes[1]! : undefined;
  const y = axes.length > 2 ? axes[2]! : axes[1]!;
  const rows = cells.map(cell => ({
    x: named(cell.cell[x]!),
    y: named(cell.cell[y]!),
    facet: facet === undefined ? "" : named(cell.cell[facet]!),
    fill: colourOf(cell),
    ink: inkOf(cell),
    count: cell.count,
  }));
  const orders = (name: string) => [...new Set(cells.map(({ cell }) => named(cell[name]!)))];
  const place = { x: "x", y: "y", ...(facet === undefined ? {} : { fx: "facet" }) };
  const svg = chart(
    {
      width: 1020,
      height: 56 + 34 * orders(y).length,
      marginLeft: 112,
      marginTop: facet === undefined ? 10 : 34,
      marginBottom: 34,
      x: { domain: orders(x), label: null, tickSize: 0, padding: 0.03 },
      y: { domain: orders(y), label: null, tickSize: 0, padding: 0.05 },
      ...(facet === undefined ? {} : { fx: { domain: orders(facet), label: null, padding: 0.04 } }),
      marks: [
        Plot.cell(rows, {
          ...place,
          fill: (row: { readonly fill: string }) => row.fill,
          stroke: "#b9c3cb",
          strokeWidth: 0.6,
        }),
        Plot.text(rows, {
          ...place,
          text: (row: { readonly count: number }) => String(row.count),
          fill: "ink",
        }),
      ],
      color: { type: "identity" },
    },
    `Number of synthetic patients by ${axes.join(", ")}; colour is the ratio to the reference share. The table below lists the cells.`,
  );
  return html`<figure><div class="scroll chart wide" tabindex="0" role="group" aria-label="Heat map, scrolls sideways">${svg}</div>
<ul class="legend">${STEPS.map(({ colour, words }) => html`<li><i style="background:${colour}"></i>${words}</li>`)}<li><i style="background:${UNJUDGED}"></i>cannot judge</li></ul>
<figcaption>Number of synthetic patients by ${axes.join(" × ")}. Colour compares the cell’s share with its share of the reference
population.</figcaption></figure>`;
};

/** One-way shares with their intervals, and the reference as a tick. */
export const shareCharts = (coverage: Coverage): Markup => {
  const oneWay = coverage.cells.filter(({ cell }) => Object.keys(cell).length === 1);
  const axes = [...new Set(oneWay.map(({ cell }) => Object.keys(cell)[0]!))];
  return html`<div class="charts">${axes.map(axis =>
    shares(
      axis,
      oneWay.filter(({ cell }) => axis in cell),
      coverage.reference.name,
    ),
  )}</div>
<ul class="legend"><li><i style="background:#0b5a66;border-radius:50%"></i>synthetic share, with its 95 % interval (simultaneous within a panel)</li><li><i style="background:#b5473c;width:4px"></i>reference share</li></ul>`;
};

const shares = (axis: string, cells: readonly CoverageCell[], reference: string): Markup => {
  const rows = cells.map(({ cell, share, reference: expected }) => ({
    category: named(cell[axis]!),
    value: 100 * share.value,
    low: 100 * share.low,
    high: 100 * share.high,
    reference: 100 * expected,
  }));
  const words = cells.map(
    ({ cell, share, reference: expected }) =>
      `${named(cell[axis]!)} ${percent(share.value, 1)} against ${percent(expected, 1)}`,
  );
  const svg = chart(
    {
      width: 500,
      height: 52 + 25 * rows.length,
      marginLeft: 116,
      marginRight: 16,
      marginTop: 8,
      marginBottom: 38,
      x: {
        label: "share of people, %",
        grid: true,
        domain: [0, Math.max(...rows.map(row => Math.max(row.high, row.reference))) * 1.04],
        ticks: 5,
        nice: true,
      },
      y: { domain: rows.map(({ category }) => category), label: null, tickSize: 0, padding: 0.4 },
      marks: [
        Plot.ruleY(rows, { y: "category", x1: "low", x2: "high", stroke: "#0b5a66", strokeWidth: 2 }),
        Plot.dot(rows, { y: "category", x: "value", fill: "#0b5a66", r: 4 }),
        Plot.tickX(rows, { y: "category", x: "reference", stroke: "#b5473c", strokeWidth: 3 }),
      ],
    },
    `Shares by ${axis}, synthetic against ${reference}: ${words.join("; ")}`,
  );
  return html`<figure class="chart"><figcaption><b>By ${axis}</b></figcaption>${svg}</figure>`;
};
