import {
  type CoverageData,
  INSTRUMENTER_CONSTANTS,
  type InstrumenterContext,
  type MutantCoverage,
} from "@stryker-mutator/api/core";
import { declareClassPlugin, PluginKind } from "@stryker-mutator/api/plugin";
import {
  type CompleteDryRunResult,
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from "@stryker-mutator/api/test-runner";
import { type Bundle, bundled } from "./bundle.ts";
import type { Suite } from "./suite.ts";
import { type TestFile, testFilesOf } from "./tests.ts";

/** Longest that one test may wait for something, milliseconds. */
const PATIENCE = 20_000;

/**
 * Runs tests for Stryker inside one process: every mutant evaluates the test files and the product anew, in
 * milliseconds, so that it is there from the first statement. What a file does while it is loaded counts for all of its
 * tests. Quick tests go first, in the order in which the first run's coverage names them.
 */
class InProcessRunner implements TestRunner {
  readonly #bundles = new Map<string, Promise<Bundle>>();

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    process.on("unhandledRejection", () => {});
    process.setMaxListeners(0);
  }

  async dryRun(): Promise<DryRunResult> {
    const tests: TestResult[] = [];
    const covered = new Map<string, CoverageData>();
    for (const file of testFilesOf(process.env.MUTATE_GROUP)) {
      const own = await this.#dry(file, covered);
      tests.push(...own);
    }
    tests.sort((a, b) => a.timeSpentMs - b.timeSpentMs);
    const perTest = Object.fromEntries(tests.map(({ id }) => [id, covered.get(id)!]));
    return { status: DryRunStatus.Complete, tests, mutantCoverage: { static: {}, perTest } };
  }

  async #dry({ file, without }: TestFile, covered: Map<string, CoverageData>): Promise<TestResult[]> {
    const context = strykers();
    delete context.mutantCoverage;
    const { cases, afterwards } = (await this.#bundle(file))();
    const tests: TestResult[] = [];
    for (const one of cases.filter(({ id }) => !without.some(part => id.includes(part)))) {
      context.currentTestId = `${file} | ${one.id}`;
      tests.push(await resultOf(file, one));
    }
    delete context.currentTestId;
    for (const run of afterwards) await run();
    const found = context.mutantCoverage as MutantCoverage | undefined;
    for (const { id } of tests) covered.set(id, sum(found?.static ?? {}, found?.perTest[id] ?? {}));
    return tests;
  }

  async mutantRun({ testFilter, activeMutant, hitLimit }: MutantRunOptions): Promise<MutantRunResult> {
    const context = strykers();
    context.activeMutant = activeMutant.id;
    context.hitCount = hitLimit === undefined ? undefined : 0;
    context.hitLimit = hitLimit;
    const tests = await this.#upToFailure(testFilter ?? []);
    context.activeMutant = undefined;
    const complete: CompleteDryRunResult = { status: DryRunStatus.Complete, tests };
    return toMutantRunResult(determineHitLimitReached(context.hitCount, hitLimit) ?? complete);
  }

  async #upToFailure(ids: readonly string[]): Promise<TestResult[]> {
    const results: TestResult[] = [];
    const suites = new Map<string, Suite>();
    for (const id of ids) {
      const file = id.slice(0, id.indexOf(" | "));
      try {
        if (!suites.has(file)) suites.set(file, (await this.#bundle(file))());
      } catch (error) {
        return [...results, failed({ id, name: id, timeSpentMs: 0, fileName: file }, error)];
      }
      const one = suites.get(file)!.cases.find(each => `${file} | ${each.id}` === id);
      const run = () => {
        throw new Error("is gone");
      };
      results.push(await resultOf(file, one ?? { id, run }));
      if (results.at(-1)!.status === TestStatus.Failed) break;
    }
    for (const { afterwards } of suites.values()) for (const run of afterwards) await run();
    return results;
  }

  #bundle(file: string): Promise<Bundle> {
    const known = this.#bundles.get(file) ?? bundled(file);
    this.#bundles.set(file, known);
    return known;
  }
}

const resultOf = async (file: string, { id, run }: Suite["cases"][number]): Promise<TestResult> => {
  const start = performance.now();
  const outcome = await settled(run);
  const timeSpentMs = performance.now() - start;
  const test = { id: `${file} | ${id}`, name: `${file} | ${id}`, timeSpentMs, fileName: file };
  return outcome === undefined ? { ...test, status: TestStatus.Success } : failed(test, outcome.error);
};

const failed = (test: Omit<TestResult, "status">, error: unknown): TestResult => ({
  ...test,
  status: TestStatus.Failed,
  failureMessage: String(error).slice(0, 300),
});

const settled = async (run: () => unknown): Promise<{ readonly error: unknown } | undefined> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("took too long")), PATIENCE);
  });
  try {
    await Promise.race([run(), late]);
    return undefined;
  } catch (error) {
    return { error };
  } finally {
    clearTimeout(timer);
  }
};

const sum = (a: CoverageData, b: CoverageData): CoverageData => {
  const total: Record<string, number> = { ...a };
  for (const [mutant, hits] of Object.entries(b)) total[mutant] = (total[mutant] ?? 0) + hits;
  return total;
};

type Context = { [K in keyof InstrumenterContext]: InstrumenterContext[K] | undefined };

/** What instrumented code and Stryker say to each other, in this process. */
const strykers = (): Context => {
  const shared = globalThis as unknown as Record<string, Context>;
  shared[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {};
  return shared[INSTRUMENTER_CONSTANTS.NAMESPACE]!;
};

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, "in-process", InProcessRunner)];
