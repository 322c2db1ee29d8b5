import type { Coverage, CoverageCell } from "../../schemas/report.ts";
import { categoryName } from "./coverage-words.ts";
import { html, type Markup } from "./html.ts";
import { percent } from "./numbers.ts";
import { chart, Plot } from "./plot.ts";

/** One-way shares with their intervals, and the reference as a tick. */
export const shareCharts = (coverage: Coverage): Markup => {
  const oneWay = coverage.tables.filter(({ axes }) => axes.length === 1);
  return html`<div class="charts">${oneWay.map(({ axes, cells }) => shares(axes[0]!, cells, coverage.reference.name))}</div>
<ul class="legend"><li><i style="background:#0b5a66;border-radius:50%"></i>synthetic share, with its 95 % interval (simultaneous within a panel)</li><li><i style="background:#b5473c;width:4px"></i>reference share</li></ul>`;
};

const shares = (axis: string, cells: readonly CoverageCell[], reference: string): Markup => {
  const rows = cells.map(({ cell, share, reference: expected }) => ({
    category: categoryName(axis, cell[axis]!),
    value: 100 * share.value,
    low: 100 * share.low,
    high: 100 * share.high,
    reference: 100 * expected,
  }));
  const words = cells.map(
    ({ cell, share, reference: expected }) =>
      `${categoryName(axis, cell[axis]!)} ${percent(share.value, 1)} against ${percent(expected, 1)}`,
  );
  const svg = chart(
    {
      width: 500,
      height: 52 + 25 * rows.length,
      marginLeft: Math.min(230, Math.max(116, 24 + 7 * Math.max(...rows.map(row => row.category.length)))),
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
