import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Accountant } from "../../privacy/accountant/accountant.ts";
import { gaussianAccountant } from "../../privacy/accountant/gaussian.ts";
import { zcdpAccountant } from "../../privacy/accountant/zcdp.ts";
import { canonicalHash } from "../../privacy/canonical-json.ts";
import { Ledger } from "../../privacy/ledger.ts";
import { diskIo } from "../../privacy/ledger-file.ts";
import type { Mechanism } from "../../privacy/mechanism.ts";
import { makePlan, planHash } from "../../privacy/plan.ts";
import { BudgetExceeded, InvalidRequest, Unsound, VerificationFailed } from "../../src/errors.ts";
import { replayNoise } from "../replay-noise.ts";
import { mechanismOf, plan, request, SOFTWARE, sealed, temporaryFolder } from "./fixtures.ts";

const fresh = (): string => join(temporaryFolder(), "ledger.jsonl");
const linesOf = (path: string) =>
  readFileSync(path, "utf8")
    .trimEnd()
    .split("\n")
    .map(line => JSON.parse(line));
const kindsOf = (path: string): string[] => linesOf(path).map(line => line.kind);

/** The planned mechanism, with a word said whenever it is run. */
const spied = (release: number, onRun: () => void): Mechanism<never, unknown> => {
  const mechanism = mechanismOf(release);
  return {
    ...mechanism,
    run: (data, noise) => {
      onRun();
      return mechanism.run(data, noise);
    },
  };
};
const untouched = (release: number) =>
  spied(release, () => {
    throw new Error("the data was opened");
  });

/** Says any ε it is told to, one a question. */
const scripted = (...answers: number[]): Accountant => ({
  name: "scripted",
  epsilon: () => answers.shift() ?? 0,
  delta: () => 0,
});

describe("ledger", () => {
  it("the header with the plan and its hash is on disk before any data is seen", () => {
    const path = fresh();
    Ledger.create(path, plan, SOFTWARE).close();
    const [header] = linesOf(path);
    expect(header).toMatchObject({
      kind: "header",
      line: 1,
      plan,
      planHash: planHash(plan),
      accountant: "exact-gaussian",
      private: true,
      ...SOFTWARE,
    });
  });

  it("a charge is on disk before the data is opened and noise is drawn", () => {
    const path = fresh();
    const events: string[] = [];
    const io = {
      write: (fd: number, bytes: Uint8Array) => {
        events.push(`write ${JSON.parse(Buffer.from(bytes).toString()).kind ?? "value"}`);
        diskIo.write(fd, bytes);
      },
      sync: (fd: number) => {
        events.push("sync");
        diskIo.sync(fd);
      },
    };
    const noise = {
      ...replayNoise("order"),
      gaussian: () => {
        events.push("noise");
        return 0n;
      },
    };
    const ledger = Ledger.create(path, plan, { ...SOFTWARE, io, noise });
    ledger.release(
      spied(0, () => {
        events.push(`open ${kindsOf(path).at(-1)}`);
      }),
      sealed as never,
    );
    ledger.close();
    expect(events).toEqual([
      "write header",
      "sync",
      "write charge",
      "sync",
      "open charge",
      "noise",
      "noise",
      "noise",
      "write value",
      "sync",
      "write released",
      "sync",
    ]);
  });

  it("the released line holds the hash of the very value that came out", () => {
    const path = fresh();
    const value = Ledger.create(path, plan, SOFTWARE).release(mechanismOf(0), sealed);
    expect(linesOf(path)[2].sha256).toBe(canonicalHash(value));
    expect(
      canonicalHash(
        JSON.parse(
          JSON.stringify({
            ...value,
            blocks: value.blocks.map(b => ({ ...b, values: Array.from(b.values) })),
          }),
        ),
      ),
    ).toBe(canonicalHash(value));
  });

  it("a release over budget is refused before the data is opened", () => {
    const path = fresh();
    const ledger = Ledger.create(path, plan, { ...SOFTWARE, accountant: scripted(1, 1, 3.0000001) });
    ledger.release(mechanismOf(0), sealed);
    expect(() => ledger.release(untouched(1), sealed as never)).toThrow(BudgetExceeded);
    expect(kindsOf(path)).toEqual(["header", "charge", "released"]);
    expect(ledger.spends).toHaveLength(1);
    ledger.close();
  });

  it("a total of exactly the budget is within it", () => {
    const path = fresh();
    const ledger = Ledger.create(path, plan, { ...SOFTWARE, accountant: scripted(3, 1, 3) });
    ledger.release(mechanismOf(0), sealed);
    ledger.release(mechanismOf(1), sealed);
    expect(linesOf(path).flatMap(({ kind, epsilon }) => (kind === "charge" ? [epsilon] : []))).toEqual([
      1, 3,
    ]);
    expect(() => ledger.release(untouched(1), sealed as never)).toThrow(
      "every release of the sealed plan is spent",
    );
  });

  it("a plan over its own budget, or an accountant that says NaN, is refused before a file stands", () => {
    const greedy = { ...plan, releases: plan.releases.map(r => ({ ...r, noiseMultiplier: "1" })) };
    const path = fresh();
    expect(() => Ledger.create(path, greedy, SOFTWARE)).toThrow(BudgetExceeded);
    expect(() => Ledger.create(path, plan, { ...SOFTWARE, accountant: zcdpAccountant })).toThrow(
      BudgetExceeded,
    );
    expect(() => Ledger.create(path, plan, { ...SOFTWARE, accountant: scripted(Number.NaN) })).toThrow(
      BudgetExceeded,
    );
    expect(() => readFileSync(path)).toThrow("ENOENT");
  });

  it("a release that is not the plan's next one is refused before the data is opened: out of order, twice, altered, or after the last", () => {
    const path = fresh();
    const ledger = Ledger.create(path, plan, SOFTWARE);
    const refused = (mechanism: Mechanism<never, unknown>) =>
      expect(() => ledger.release(mechanism, sealed as never)).toThrow(InvalidRequest);
    refused(untouched(1));
    refused({ ...untouched(0), event: { kind: "gaussian", noiseMultiplier: "0.1" } });
    refused({ ...untouched(0), planned: { ...plan.releases[0]!, noiseMultiplier: "0.1" } });
    refused({ ...untouched(0), planned: { ...plan.releases[0]!, purpose: "something else" } });
    expect(kindsOf(path)).toEqual(["header"]);
    ledger.release(mechanismOf(0), sealed);
    refused(untouched(0));
    ledger.release(mechanismOf(1), sealed);
    refused(untouched(0));
    refused(untouched(1));
    expect(kindsOf(path)).toEqual(["header", "charge", "released", "charge", "released"]);
  });

  it("what was sealed does not change with the caller's plan", () => {
    const mutable = structuredClone(plan) as { releases: { noiseMultiplier: string }[] } & typeof plan;
    const ledger = Ledger.create(fresh(), mutable, SOFTWARE);
    mutable.releases[0]!.noiseMultiplier = "0.001";
    expect(ledger.plan).toEqual(plan);
    ledger.close();
  });

  it("noise that does not come from the system stamps the ledger not private", () => {
    const path = fresh();
    const ledger = Ledger.create(path, plan, { ...SOFTWARE, noise: replayNoise("test") });
    expect([ledger.private, ledger.certificate().private, linesOf(path)[0].private]).toEqual([
      false,
      false,
      false,
    ]);
    ledger.close();
    expect(linesOf(path)[0].warning).toBe("NOT PRIVATE: TEST NOISE");
    const system = fresh();
    Ledger.create(system, plan, SOFTWARE).close();
    expect(() => Ledger.resume(system, { ...SOFTWARE, noise: replayNoise("test") })).toThrow(InvalidRequest);
  });

  it("a mechanism that fails after its charge costs it, and its words do not get out", () => {
    const path = fresh();
    const ledger = Ledger.create(path, plan, SOFTWARE);
    const failing = spied(0, () => {
      throw new Error("patient Ada");
    });
    try {
      ledger.release(failing, sealed as never);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(Unsound);
      expect(String(error)).not.toContain("Ada");
      expect((error as Error).cause).toBeUndefined();
    }
    expect(kindsOf(path)).toEqual(["header", "charge"]);
    const next = Ledger.resume(path);
    expect(next.spends.map(({ purpose }) => purpose)).toEqual([plan.releases[0]!.purpose]);
    expect(() => next.release(untouched(0), sealed as never)).toThrow(InvalidRequest);
    next.release(mechanismOf(1), sealed);
  });

  it("the certificate gives the total and each release alone at the plan's δ", () => {
    const ledger = Ledger.create(fresh(), plan, SOFTWARE);
    expect(ledger.certificate()).toMatchObject({
      epsilon: 0,
      spends: [],
      relation: plan.relation,
      unit: plan.unit,
    });
    ledger.release(mechanismOf(0), sealed);
    ledger.release(mechanismOf(1), sealed);
    const { epsilon, delta, spends } = ledger.certificate();
    expect([delta, epsilon]).toEqual([1e-6, gaussianAccountant.epsilon(ledger.spends, 1e-6)]);
    expect(epsilon).toBeLessThanOrEqual(3);
    expect(spends).toEqual(
      ledger.spends.map((spend, i) => ({
        purpose: spend.purpose,
        noiseMultiplier: plan.releases[i]!.noiseMultiplier,
        epsilonAlone: gaussianAccountant.epsilon([spend], 1e-6),
      })),
    );
    for (const { epsilonAlone } of spends) expect(epsilonAlone).toBeLessThan(epsilon);
  });

  it("a ledger that stands already is not written over; a plan that makePlan did not make is refused", () => {
    const path = fresh();
    Ledger.create(path, plan, SOFTWARE).close();
    expect(() => Ledger.create(path, plan, SOFTWARE)).toThrow(InvalidRequest);
    const twins = { ...plan, releases: [plan.releases[1]!, plan.releases[1]!] };
    for (const bad of [{ ...plan, extra: 1 }, { ...plan, relation: "none" as never }, twins])
      expect(() => Ledger.create(fresh(), bad, SOFTWARE)).toThrow(InvalidRequest);
  });

  it("resuming a changed, headless or misordered ledger is refused, with the line", () => {
    const path = fresh();
    Ledger.create(path, plan, SOFTWARE).close();
    const text = readFileSync(path, "utf8");
    writeFileSync(path, text.replace('"epsilon":"3"', '"epsilon":"9"'));
    expect(() => Ledger.resume(path)).toThrow(VerificationFailed);
    expect(() => Ledger.resume(path)).toThrow("line 1: its hash does not match its content");
    writeFileSync(path, text.slice(0, 50));
    expect(() => Ledger.resume(path)).toThrow("line 1");
    writeFileSync(path, text);
    expect(() => Ledger.resume(path, { ...SOFTWARE, accountant: zcdpAccountant })).toThrow(InvalidRequest);
    Ledger.resume(path).close();
  });

  it("someone else's append while the ledger is open is noticed before the next charge", () => {
    const path = fresh();
    const ledger = Ledger.create(path, plan, SOFTWARE);
    writeFileSync(path, "x", { flag: "a" });
    expect(() => ledger.release(untouched(0), sealed as never)).toThrow(VerificationFailed);
    ledger.close();
  });

  it("a single release may take the whole budget", () => {
    const whole = makePlan({ ...request, releases: [{ ...request.releases[0]!, share: 1 }] });
    const ledger = Ledger.create(fresh(), whole, SOFTWARE);
    ledger.close();
    expect(whole.releases).toHaveLength(1);
  });
});
