import { readFile } from "node:fs/promises";
import { type Answer, answer } from "../../privacy/accountant/answer.ts";
import { casesIn } from "../../privacy/accountant/case.ts";
import { InvalidInput } from "../errors.ts";
import { command } from "./command.ts";

/** Prints a certificate for each case of a file; touches no patient and no ledger. Exit 1 where every case is refused. */
export const accountCommand = command<{ readonly file: string; readonly json: boolean }>({
  command: "account <file>",
  describe: "what a plan of mechanisms costs: ε at δ, δ at ε, σ for both, Rényi or group; a certificate each",
  builder: argv =>
    argv
      .positional("file", {
        type: "string",
        demandOption: true,
        describe: 'JSON: one case, a list, or {"cases": [...]}; privacy/accountant/README.md has the format',
      })
      .option("json", { type: "boolean", default: false, describe: "machine-readable answers" })
      .example("$0 account cases.json --json", "answers in the order of the cases"),
  handler: async ({ file, json }) => {
    const answers = casesOf(file, await textOf(file)).map(answer);
    process.stdout.write(
      json
        ? `${JSON.stringify({ cases: answers.map(flat) }, printable, 1)}\n`
        : answers.map(inWords).join("\n"),
    );
    if (answers.every(one => "error" in one)) process.exitCode = 1;
  },
});

const casesOf = (file: string, text: string) => {
  try {
    return casesIn(text);
  } catch (cause) {
    if (!(cause instanceof InvalidInput)) throw cause;
    throw new InvalidInput(cause.rule, { ...cause.place, file }, { cause });
  }
};

const textOf = (file: string): Promise<string> =>
  readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new InvalidInput(cause.code === "ENOENT" ? "is not there" : "cannot be read", { file }, { cause });
  });

/** JSON has no infinity. */
const printable = (_: string, value: unknown): unknown =>
  typeof value === "number" && !Number.isFinite(value) ? String(value) : value;

/** An answer with its certificate's main figures beside it. */
const flat = (one: Answer) => {
  if ("error" in one) return one;
  const { id, value, certificate } = one;
  if (certificate === undefined) return { id, value };
  const { question, upper, lower, relation, directions, assumptions } = certificate;
  const asked = "delta" in question ? "epsilon" : "delta";
  return {
    id,
    value,
    [`${asked}Upper`]: upper,
    [`${asked}Lower`]: lower ?? null,
    ...question,
    relation,
    directions,
    assumptions,
  };
};

const shown = (value: number | undefined): string => (value === undefined ? "none" : value.toPrecision(10));

const inWords = (one: Answer): string => {
  if ("error" in one) return `${one.id}: refused: ${one.error}\n`;
  const { id, value, certificate } = one;
  if (certificate === undefined) return `${id}: ${JSON.stringify(value)}\n`;
  const { question, upper, lower, directions, assumptions } = certificate;
  const claim =
    "delta" in question
      ? `ε ≤ ${upper} at δ = ${question.delta} (not below ${shown(lower)})`
      : `δ ≤ ${upper} at ε = ${question.epsilon} (not below ${shown(lower)})`;
  const sigma = typeof value === "number" && value !== upper ? `σ = ${value}: ` : "";
  const engines = directions.map(({ name, engines: { closed, pld, contour, rdp }, errors }) =>
    [
      `  ${name}: closed form ${shown(closed)}, PLD ${shown(pld)}, contour ${shown(contour?.value)}, Rényi ${shown(rdp?.tightest)}`,
      ...(errors === undefined
        ? []
        : [
            `    added to δ: infinite loss ${errors.infinite.toExponential(2)}, above the window ${errors.aboveWindow.toExponential(2)}, rounding ${errors.rounding.toExponential(2)}, quadrature ${errors.quadrature.toExponential(2)} of δ`,
          ]),
    ].join("\n"),
  );
  return [`${id}: ${sigma}${claim}`, ...engines, ...assumptions.map(line => `  assumes: ${line}`), ""].join(
    "\n",
  );
};
