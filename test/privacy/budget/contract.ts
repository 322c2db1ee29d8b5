import { spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { epsilonAt } from "../../../privacy/budget/decide.ts";
import { MarkKey, markKeyIn } from "../../../privacy/budget/key.ts";
import { Lifetime } from "../../../privacy/budget/lifetime.ts";
import type { BudgetStore } from "../../../privacy/budget/store.ts";
import type { PrivacyEvent } from "../../../privacy/event.ts";
import { BudgetExceeded, InvalidRequest, VerificationFailed } from "../../../src/errors.ts";

export const runId = (n: number): string => n.toString(16).padStart(32, "0");
export const planHash = "0".repeat(64);
/** ρ = 0.1: what ten of cost ρ = 1. */
export const TENTH: PrivacyEvent = { kind: "gaussian", noiseMultiplier: "2.2360679775" };

/** A place for one new book, opened as often as asked: by name, so that another process can open it too. */
export interface Place {
  readonly home: string;
  /** The database's address, or empty for a file in `home`. */
  readonly url: string;
  open(): BudgetStore;
  /** Changes one byte of the book's first charge, behind the store's back. */
  tamper(): Promise<void>;
}

const RACER = join(fileURLToPath(new URL(".", import.meta.url)), "racer.ts");

/** Runs `n` processes that all try to enter a run of this cost over the same patients at the same moment. */
const race = async (place: Place, n: number, first: number): Promise<readonly string[]> => {
  const go = join(mkdtempSync(join(tmpdir(), "semblance-race-")), "go");
  const outcomes = Array.from({ length: n }, (_, i) => {
    const child = spawn(
      process.execPath,
      ["--import", "tsx", RACER, place.home, place.url, runId(first + i), go],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    let said = "";
    const ready = new Promise<void>(done => {
      child.stdout.on("data", (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes("ready")) done();
      });
      child.on("exit", () => done());
    });
    const ended = new Promise<string>(done =>
      child.on("close", () => done(said.replace("ready\n", "").trim())),
    );
    return { ready, ended };
  });
  await Promise.all(outcomes.map(({ ready }) => ready));
  writeFileSync(go, "");
  return Promise.all(outcomes.map(({ ended }) => ended));
};

/** What every store of a lifetime book must do. @param place  a new, empty one a call */
export const budgetContract = (name: string, place: () => Promise<Place>): void => {
  const begin = async () => {
    const at = await place();
    const key = markKeyIn(at.home);
    const lifetime = new Lifetime(at.open(), key);
    const roster = (...ids: string[]) => ids.map(id => [key.mark("id", id)]);
    const enter = (
      run: number,
      people: ReturnType<typeof roster>,
      events: readonly PrivacyEvent[] = [TENTH],
    ) => lifetime.run(runId(run)).enter(people, { events, planHash });
    return { at, key, lifetime, roster, enter };
  };

  describe(`a lifetime book in ${name}`, () => {
    it("runs over the same patients add up, whatever folder, day or process they come from", async () => {
      const { at, key, lifetime, roster, enter } = await begin();
      expect((await enter(1, roster("a", "b", "c"))).cohorts).toMatchObject([{ runs: 1, limits: [] }]);
      // Another connection, as another day's process has: a row more, one less, in another order.
      const later = new Lifetime(at.open(), key);
      const standing = await later
        .run(runId(2))
        .enter(roster("d", "c", "a"), { events: [TENTH, TENTH], planHash });
      expect(standing).toMatchObject({ known: 2, patients: 3 });
      expect(standing.cohorts).toHaveLength(1);
      expect(standing.cohorts[0]!.rho).toBeCloseTo(0.3, 9);
      // "d" came with the second run: from now on d's runs and a's are one total.
      expect((await lifetime.standing(roster("d"))).cohorts[0]!.rho).toBeCloseTo(0.3, 9);
      expect(await lifetime.standing(roster("z"))).toMatchObject({
        known: 0,
        cohorts: [{ runs: 0, rho: 0 }],
      });
      await later.close();
      await lifetime.close();
    });

    it("a run that would pass a cohort's lifetime budget is refused before anything is written or data opened", async () => {
      const { lifetime, roster, enter } = await begin();
      const limit = { epsilon: epsilonAt({ rho: 0.2500001, failure: 0 }, "1e-5").toFixed(6), delta: "1e-5" };
      await lifetime.setLimit(roster("a", "b"), limit);
      await enter(1, roster("a", "b"));
      await enter(2, roster("a"));
      const before = await lifetime.standing(roster("a", "b", "new"));
      await expect(enter(3, roster("b", "new"))).rejects.toThrow(BudgetExceeded);
      expect(await lifetime.standing(roster("a", "b", "new"))).toEqual(before);
      // Nobody's budget is touched by others', and what is left still buys something smaller.
      await enter(4, roster("unrelated"));
      await enter(5, roster("b"), [{ kind: "exponential", epsilon: "0.5" }]);
      await lifetime.close();
    });

    it("a limit is set once, also through one patient only, and counts what was spent before", async () => {
      const { lifetime, roster, enter } = await begin();
      await enter(1, roster("a", "b"), [TENTH, TENTH, TENTH]);
      const standing = await lifetime.setLimit(roster("b"), { epsilon: "0.5", delta: "1e-6" });
      expect(standing.cohorts[0]).toMatchObject({ runs: 1, limits: [{ epsilon: "0.5", delta: "1e-6" }] });
      await expect(lifetime.setLimit(roster("a"), { epsilon: "9", delta: "1e-6" })).rejects.toThrow(
        "set once",
      );
      for (const [epsilon, delta] of [
        ["0", "1e-6"],
        ["1", "0"],
        ["1", "0.01"],
        ["x", "1e-6"],
      ] as const)
        await expect(lifetime.setLimit(roster("q"), { epsilon, delta }), epsilon).rejects.toThrow(
          InvalidRequest,
        );
      await expect(enter(2, roster("a"))).rejects.toThrow(BudgetExceeded);
      await lifetime.close();
    });

    it("a run that goes on is not charged again; a release that may be made twice, by a copy of a run or after a crash, is charged twice", async () => {
      const { at, key, lifetime, roster } = await begin();
      const entry = { events: [TENTH, TENTH], planHash };
      const run = lifetime.run(runId(1));
      await expect(run.note(0)).rejects.toThrow("must be charged to the lifetime book first");
      await run.enter(roster("a"), entry);
      await run.note(0);
      expect([run.covers(0), run.covers(1)]).toEqual([true, false]);
      const resumed = new Lifetime(at.open(), key).run(runId(1));
      expect((await resumed.enter(roster("a"), entry)).cohorts[0]!.rho).toBeCloseTo(0.2, 9);
      await resumed.note(1);
      expect(resumed.chargedAgain).toEqual([]);
      await expect(resumed.note(2)).rejects.toThrow("must be charged");
      // A copy of the run, or the run itself after a crash between this book and its ledger.
      const copy = new Lifetime(at.open(), key).run(runId(1));
      await copy.note(1);
      expect([copy.chargedAgain, copy.covers(1)]).toEqual([[1], true]);
      expect((await lifetime.standing(roster("a"))).cohorts).toMatchObject([{ runs: 1 }]);
      expect((await lifetime.standing(roster("a"))).cohorts[0]!.rho).toBeCloseTo(0.3, 9);
      // Someone new in the folder: their cohort is charged for all of it, the second time included.
      await lifetime.run(runId(2)).enter(roster("b"), entry);
      const both = await lifetime.run(runId(1)).enter(roster("a", "b"), entry);
      expect(both.cohorts.map(({ rho }) => Math.round(rho * 1e6) / 1e6)).toEqual([0.3, 0.5]);
      await lifetime.setLimit(roster("a"), {
        epsilon: epsilonAt({ rho: 0.3500001, failure: 0 }, "1e-5").toFixed(6),
        delta: "1e-5",
      });
      const another = new Lifetime(at.open(), key).run(runId(1));
      await expect(another.note(0)).rejects.toThrow(BudgetExceeded);
      expect(another.covers(0)).toBe(false);
      await lifetime.close();
    });

    it("marks of another key are refused, not taken for strangers", async () => {
      const { at, lifetime, roster, enter } = await begin();
      await enter(1, roster("a"));
      const other = new Lifetime(at.open(), new MarkKey(Buffer.alloc(32, 7)));
      await expect(other.standing([])).rejects.toThrow("started with another key");
      await other.close();
      await lifetime.close();
    });

    it("a book in which a byte was changed is refused, with the line", async () => {
      const { at, key, lifetime, roster, enter } = await begin();
      await enter(1, roster("a"));
      await lifetime.close();
      await at.tamper();
      const after = new Lifetime(at.open(), key);
      await expect(after.standing(roster("a"))).rejects.toThrow(VerificationFailed);
      await expect(after.standing(roster("a"))).rejects.toThrow(/line 3: its hash does not match/);
      await after.close();
    });

    it("two runs racing for the last of a lifetime budget cannot both have it: 5 rounds of 2 processes", async () => {
      for (let round = 0; round < 5; round++) {
        const { at, lifetime, roster, enter } = await begin();
        await lifetime.setLimit(roster("a"), {
          epsilon: epsilonAt({ rho: 0.2500001, failure: 0 }, "1e-5").toFixed(6),
          delta: "1e-5",
        });
        await enter(1, roster("a"));
        expect([...(await race(at, 2, 2))].sort()).toEqual(["in", "refused"]);
        expect((await lifetime.standing(roster("a"))).cohorts[0]).toMatchObject({ runs: 2 });
        await lifetime.close();
      }
    }, 240_000);

    it("of six processes, as many come in as there is room for, and the total is theirs", async () => {
      const { at, lifetime, roster } = await begin();
      await lifetime.setLimit(roster("a"), {
        epsilon: epsilonAt({ rho: 0.3500001, failure: 0 }, "1e-5").toFixed(6),
        delta: "1e-5",
      });
      const outcomes = await race(at, 6, 1);
      expect(outcomes.filter(outcome => outcome === "in")).toHaveLength(3);
      expect(outcomes.filter(outcome => outcome === "refused")).toHaveLength(3);
      const { cohorts } = await lifetime.standing(roster("a"));
      expect(cohorts[0]!.runs).toBe(3);
      expect(cohorts[0]!.rho).toBeCloseTo(0.3, 9);
      await lifetime.close();
    }, 120_000);
  });
};
