import type { Coverage, CoverageCell, CoverageMass } from "../../schemas/report.ts";
import { BACKINGS } from "../coverage/evidence.ts";
import { columns, wrapped } from "./columns.ts";
import {
  cellsOf,
  crossing,
  groupName,
  isWhollyAbsent,
  largestFirst,
  mainTable,
  NOWHERE,
  referenceName,
  worstFirst,
} from "./coverage-words.ts";
import { grouped, percent, plural } from "./numbers.ts";
import { named } from "./words.ts";

const WIDTH = 100;
/** Rows of a list of groups. */
const SHOWN = 12;

/** A comparison with a reference population as text, at most 100 columns wide. */
export const coverageText = (coverage: Coverage): string => {
  const blocks = [
    head(coverage),
    massLines(coverage),
    ...coverage.tables
      .filter(({ axes }) => axes.length === 1)
      .map(({ axes, cells }) => oneWay(axes[0]!, cells)),
    worstLines(coverage),
    backingLines(coverage),
    evidenceLines(coverage),
    smallLines(coverage),
    wrapped(RULES, WIDTH),
  ];
  return `${blocks
    .filter(lines => lines.length > 0)
    .map(lines => lines.join("\n"))
    .join("\n\n")}\n`;
};

const RULES =
  "Ratio: share of the synthetic people over share of the reference, with Wilson’s 95 % interval; LD: log disparity, the difference of the log odds of both shares. covered: ratio 0.8 to 1.25. under, over: outside that, and told from chance by an exact test adjusted for all groups (Benjamini–Hochberg, 5 %). unclear: outside, not told from chance. too small: fewer than five people expected. --json has every group, with Goodman’s simultaneous intervals of the shares.";

const head = (coverage: Coverage): readonly string[] => {
  const { reference, people, unknown, outside, unrecorded, crossed } = coverage;
  const lines = crossed.join(", ");
  return [
    ...wrapped(
      `Coverage of ${plural(people, "synthetic patient")} against ${referenceName(coverage)}`,
      WIDTH,
    ),
    ...wrapped(
      `${reference.source}. ${reference.licence}. ${reference.note}`.replace(/\.\./g, "."),
      WIDTH,
      "  ",
    ),
    ...(unrecorded.length === 0
      ? []
      : wrapped(`Not recorded, so nothing can be said along it: ${unrecorded.join(", ")}.`, WIDTH)),
    ...(unknown === 0
      ? []
      : [`${plural(unknown, "person lacks", "people lack")} a value on one of ${lines}: left out there.`]),
    ...(outside === 0
      ? []
      : [
          `${plural(outside, "person is", "people are")} outside the reference on one of ${lines}: left out there.`,
        ]),
  ];
};

const KINDS: readonly (keyof CoverageMass)[] = [
  "covered",
  "over",
  "under",
  "unclear",
  "not in evidence",
  "too small",
  "empty",
];

const massLines = (coverage: Coverage): readonly string[] => {
  const main = mainTable(coverage);
  if (main === undefined) return ["Nothing can be compared."];
  const tables = [main, ...coverage.tables.filter(table => table !== main)];
  const kinds = KINDS.filter(kind => tables.some(({ mass }) => mass[kind] > 0));
  return [
    "Where the reference population lives (% of it, by what is said of its groups)",
    ...columns([
      ["", "groups", ...kinds],
      ...tables.map(({ axes, cells, mass }) => [
        crossing(axes),
        grouped(cells.length),
        ...kinds.map(kind => grouped(100 * mass[kind], 1)),
      ]),
    ]),
    ...wrapped(presence(coverage), WIDTH),
  ];
};

const presence = ({ mass, massInEvidence, minimum, crossed, backing }: Coverage): string =>
  `${percent(mass)} lives in groups (${crossing(crossed)}) with at least ${plural(minimum, "synthetic patient")}${
    massInEvidence === undefined
      ? "."
      : `, ${percent(massInEvidence)} in groups where some of them ${backing === "records" ? "come from" : "have signals measured in"} their own group.`
  }`;

const HEADINGS = ["patients", "share", "reference", "ratio (95 %)", "LD"];

const figures = ({ count, share, reference, ratio, logDisparity }: CoverageCell): readonly string[] => [
  grouped(count),
  percent(share.value, 1),
  percent(reference, 1),
  ratio === undefined
    ? "—"
    : `${grouped(ratio.value, 2)} (${grouped(ratio.low, 2)}–${grouped(ratio.high, 2)})`,
  logDisparity === undefined ? "—" : grouped(logDisparity.value, 2),
];

const oneWay = (axis: string, cells: readonly CoverageCell[]): readonly string[] =>
  columns(
    [
      [named(axis), ...HEADINGS, "verdict"],
      ...cells.map(cell => [groupName(cell), ...figures(cell), cell.verdict]),
    ],
    [6],
  );

/** Who stands behind the people of every single group, where the cohort says it. */
const backingLines = ({ tables, backing }: Coverage): readonly string[] => {
  const cells = tables.filter(({ axes }) => axes.length === 1).flatMap(table => table.cells);
  const shown = BACKINGS.filter(name => cells.some(({ provenance }) => (provenance?.[name] ?? 0) > 0));
  if (shown.length === 0) return [];
  return [
    `What backs the ${backing === "records" ? "people" : "people’s signals"} of a group`,
    ...columns([
      ["", ...shown.map(named)],
      ...cells.map(cell => [groupName(cell), ...shown.map(name => grouped(cell.provenance?.[name] ?? 0))]),
    ]),
  ];
};

const listed = (title: string, cells: readonly CoverageCell[]): readonly string[] => [
  ...wrapped(`${title}${cells.length > SHOWN ? ` (${SHOWN} of ${grouped(cells.length)})` : ""}`, WIDTH),
  ...columns([["", ...HEADINGS], ...cells.slice(0, SHOWN).map(cell => [groupName(cell), ...figures(cell)])]),
];

const worstLines = (coverage: Coverage): readonly string[] => {
  const { worst, crossed } = coverage;
  const under = worstFirst(cellsOf(coverage, ({ verdict }) => verdict === "under"));
  return [
    ...(worst === undefined
      ? [`Worst group of ${crossing(crossed)}: none can be judged`]
      : wrapped(
          `Worst group of ${crossing(crossed)} that can be judged: ${groupName(worst)}, ratio ${grouped(worst.ratio!.value, 2)}`,
          WIDTH,
        )),
    ...(under.length === 0
      ? ["No group that can be judged is under-represented."]
      : listed("Under-represented groups, worst first", under)),
  ];
};

const evidenceLines = (coverage: Coverage): readonly string[] => {
  const absent = largestFirst(
    cellsOf(coverage, ({ count, inEvidence }) => count > 0 && inEvidence === false),
  );
  if (absent.length === 0) return [];
  if (isWhollyAbsent(coverage)) return wrapped(NOWHERE, WIDTH);
  return listed(
    "Present in number, not in evidence: nobody here comes from patients of the group itself; largest in the reference first",
    absent,
  );
};

const smallLines = (coverage: Coverage): readonly string[] => {
  const cells = mainTable(coverage)?.cells ?? [];
  const small = largestFirst(cells.filter(({ verdict }) => verdict === "too small"));
  const share = small.reduce((sum, { reference }) => sum + reference, 0);
  return small.length === 0
    ? []
    : listed(
        `Too small to judge: ${grouped(small.length)} of ${grouped(cells.length)} groups of ${crossing(coverage.crossed)}, ${percent(share, 1)} of the reference; largest first`,
        small,
      );
};
