import type { Coverage, CoverageCell } from "../../schemas/report.ts";
import { categoryName, crossing, mainTable } from "./coverage-words.ts";
import { html, type Markup } from "./html.ts";
import { grouped } from "./numbers.ts";
import { chart, Plot } from "./plot.ts";
import { type Texture, textured } from "./texture.ts";

/** Ratio to the reference in five steps. */
const STEPS: readonly { readonly below: number; readonly colour: string; readonly words: string }[] = [
  { below: 0.5, colour: "#a6611a", words: "less than half the reference share" },
  { below: 0.8, colour: "#dfc27d", words: "0.5 to 0.8 of it" },
  { below: 1.25, colour: "#f2f5f0", words: "0.8 to 1.25: like the reference" },
  { below: 2, colour: "#80cdc1", words: "1.25 to 2 times" },
  { below: Number.POSITIVE_INFINITY, colour: "#018571", words: "more than twice" },
];
const DARK = ["#a6611a", "#018571"];
const SMALL = "#fbfcfd";
/** What is not told from chance keeps its colour, but faintly. */
const FAINT = 0.38;

const LEGEND: readonly { readonly style: string; readonly words: string }[] = [
  ...STEPS.map(({ colour, words }) => ({ style: `background:${colour}`, words })),
  { style: `background:${STEPS[0]!.colour};opacity:${FAINT}`, words: "faint: not told from chance" },
  {
    style: "background:repeating-linear-gradient(45deg,#c3ccd3 0 2px,#fff 2px 6px)",
    words: "striped: too small to judge",
  },
  {
    style: "background:radial-gradient(#7d52a8 1.3px,#fff 1.6px) 0 0/6px 6px",
    words: "dotted: present in number, not in evidence",
  },
];

const fillOf = ({ ratio, verdict }: CoverageCell): string =>
  verdict === "too small" ? SMALL : STEPS.find(({ below }) => ratio!.value < below)!.colour;

const textureOf = (cell: CoverageCell): Texture | undefined => {
  const { count, inEvidence, verdict } = cell;
  if (verdict === "too small") return "stripes";
  if (count === 0 || inEvidence !== false) return undefined;
  return inkOf(cell) === INK.light ? "light dots" : "dots";
};

const INK = { dark: "#17212b", light: "#fff" };
const inkOf = (cell: CoverageCell): string =>
  DARK.includes(fillOf(cell)) && cell.verdict !== "unclear" ? INK.light : INK.dark;

/** Keeps a number readable on stripes and dots. */
const haloOf = (cell: CoverageCell): string => {
  if (textureOf(cell) === undefined) return "none";
  return inkOf(cell) === INK.light ? fillOf(cell) : "#fff";
};

interface Layout {
  readonly x: string;
  readonly y: string;
  readonly facet?: string;
}

/** More columns, rows or panels than this cannot be read. */
const MOST = { across: 24, down: 60, panels: 4, columns: 40 };

/** Age (or the first axis) across; of the others the one with fewest categories makes panels. */
const layoutOf = (axes: readonly string[], size: (axis: string) => number): Layout | undefined => {
  if (axes.length < 2) return undefined;
  const x = axes.includes("age") ? "age" : axes[0]!;
  const [a, b] = axes.filter(axis => axis !== x).sort((one, other) => size(other) - size(one));
  const panels = b === undefined ? 1 : size(b);
  const fits =
    size(x) <= MOST.across &&
    size(a!) <= MOST.down &&
    panels <= MOST.panels &&
    panels * size(x) <= MOST.columns;
  return fits ? { x, y: a!, ...(b === undefined ? {} : { facet: b }) } : undefined;
};

/** The coverage map: one square a group of the table that stands for the whole; undefined below two axes. */
export const coverageMap = (coverage: Coverage): Markup | undefined => {
  const table = mainTable(coverage);
  if (table === undefined || table.axes.length < 2) return undefined;
  const { axes, cells } = table;
  const categories = (axis: string) => [...new Set(cells.map(({ cell }) => cell[axis]!))];
  const layout = layoutOf(axes, axis => categories(axis).length);
  if (layout === undefined)
    return html`<p>The ${grouped(cells.length)} groups of ${crossing(axes)} are too many for one picture.</p>`;
  const { x, y, facet } = layout;
  const label = (axis: string, { cell }: CoverageCell) => categoryName(axis, cell[axis]!);
  const order = (axis: string) => categories(axis).map(category => categoryName(axis, category));
  const rows = cells.map(cell => ({
    x: label(x, cell),
    y: label(y, cell),
    facet: facet === undefined ? "" : label(facet, cell),
    fill: fillOf(cell),
    opacity: cell.verdict === "unclear" ? FAINT : 1,
    ink: inkOf(cell),
    halo: haloOf(cell),
    count: cell.count,
  }));
  const place = { x: "x", y: "y", ...(facet === undefined ? {} : { fx: "facet" }) };
  const down = order(y);
  const svg = chart(
    {
      width: 1020,
      height: 56 + (down.length > 10 ? 24 : 34) * down.length,
      marginLeft: Math.min(230, Math.max(80, 24 + 7 * Math.max(...down.map(name => name.length)))),
      marginTop: facet === undefined ? 10 : 34,
      marginBottom: 34,
      x: { domain: order(x), label: null, tickSize: 0, padding: 0.03 },
      y: { domain: down, label: null, tickSize: 0, padding: 0.05 },
      ...(facet === undefined ? {} : { fx: { domain: order(facet), label: null, padding: 0.04 } }),
      marks: [
        Plot.cell(rows, {
          ...place,
          fill: (row: { readonly fill: string }) => row.fill,
          fillOpacity: (row: { readonly opacity: number }) => row.opacity,
          stroke: "#b9c3cb",
          strokeWidth: 0.6,
          render: textured(cells.map(textureOf)),
        }),
        Plot.text(rows, {
          ...place,
          text: (row: { readonly count: number }) => String(row.count),
          fill: "ink",
          stroke: (row: { readonly halo: string }) => row.halo,
          strokeWidth: 4,
        }),
      ],
      color: { type: "identity" },
      opacity: { type: "identity" },
    },
    `Coverage map: number of synthetic patients by ${crossing(axes)}; colour is the ratio to the reference share. The tables around it name the groups.`,
  );
  return html`<figure><div class="scroll chart wide" tabindex="0" role="group" aria-label="Coverage map, scrolls sideways">${svg}</div>
<ul class="legend">${LEGEND.map(({ style, words }) => html`<li><i style="${style}"></i>${words}</li>`)}</ul>
<figcaption>Coverage map: number of synthetic patients by ${crossing(axes)}. Colour compares a group’s share with its share of the
reference population.</figcaption></figure>`;
};
