import type { Bench } from "../../bench.ts";
import { boostedTrees, type Classifier, logisticRegression, transferAuc } from "./classifiers.ts";
import { difference, interval, marginalDistance, shown } from "./measure.ts";
import type { Draw } from "./methods.ts";
import type { Split } from "./split.ts";

const CLASSIFIERS: Readonly<Record<string, Classifier>> = {
  logistic: logisticRegression,
  trees: boostedTrees,
};

/** Figures of one draw; those of real rows have no cost. */
export interface Figures {
  readonly single: number;
  readonly pair: number;
  /** AUC by classifier. */
  readonly auc: Readonly<Record<string, number>>;
  readonly cpuSeconds: number;
}

/** Every draw of one method on one table at one ε, one figure a draw. */
export interface Cell {
  readonly table: string;
  readonly epsilon: string;
  readonly method: string;
  readonly software: string;
  readonly draws: readonly Figures[];
}

export const figuresOf = (
  { train, test, target }: Split,
  { table, cpuSeconds }: Pick<Draw, "table" | "cpuSeconds">,
): Figures => ({
  ...marginalDistance(train, table),
  auc: Object.fromEntries(
    Object.entries(CLASSIFIERS).map(([name, classify]) => [
      name,
      transferAuc(classify, { train: table, test, target }),
    ]),
  ),
  cpuSeconds,
});

export const rowOf = ({ table, epsilon, method, draws }: Cell, real: Figures): Bench["rows"][number] => {
  const spread = (figure: (figures: Figures) => number) => interval(draws.map(figure));
  return {
    table,
    ε: epsilon,
    method,
    "1-way TV": shown(spread(({ single }) => single)),
    "2-way TV": shown(spread(({ pair }) => pair)),
    ...Object.fromEntries(
      Object.keys(CLASSIFIERS).flatMap(name => {
        const auc = spread(figures => figures.auc[name]!);
        const share = (auc.centre - 0.5) / (real.auc[name]! - 0.5);
        return [
          [`AUC ${name}`, shown(auc)],
          [`${name} of real`, share.toFixed(2)],
        ];
      }),
    ),
    "CPU s": spread(({ cpuSeconds }) => cpuSeconds).centre.toFixed(1),
    draws: draws.length,
  };
};

/** Each peer against the record model: how much more its pairs are off, and how much longer it takes. */
export const summaryOf = (cells: readonly Cell[]): readonly string[] =>
  cells.flatMap(other => {
    const own = cells.find(
      ({ table, epsilon, method }) =>
        method === "semblance" && table === other.table && epsilon === other.epsilon,
    );
    if (own === undefined || own === other || other.method === "independent") return [];
    const gap = (figure: (figures: Figures) => number) =>
      shown(difference(own.draws.map(figure), other.draws.map(figure)));
    const cpu = (cell: Cell) => interval(cell.draws.map(({ cpuSeconds }) => cpuSeconds)).centre;
    return [
      `${other.table}, ε = ${other.epsilon}, semblance − ${other.method}: 2-way TV ${gap(({ pair }) => pair)}, AUC ${Object.keys(
        CLASSIFIERS,
      )
        .map(name => `${name} ${gap(({ auc }) => auc[name]!)}`)
        .join(", ")}; CPU ${(cpu(other) / cpu(own)).toPrecision(2)} times`,
    ];
  });
