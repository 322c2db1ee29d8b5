import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FileBudgetStore } from "../../../privacy/budget/file-store.ts";
import { markKeyIn } from "../../../privacy/budget/key.ts";
import { Lifetime } from "../../../privacy/budget/lifetime.ts";
import { diskIo, type LedgerIo } from "../../../privacy/ledger-file.ts";
import { InvalidInput } from "../../../src/errors.ts";
import { temporaryFolder } from "../fixtures.ts";
import { budgetContract, planHash, runId, TENTH } from "./contract.ts";

budgetContract("a file", async () => {
  const home = temporaryFolder();
  return {
    home,
    url: "",
    open: () => new FileBudgetStore(home),
    tamper: async () => {
      const path = join(home, "budget.jsonl");
      const text = readFileSync(path, "utf8");
      writeFileSync(path, text.replace('"noiseMultiplier":"2', '"noiseMultiplier":"3'));
    },
  };
});

class Crash extends Error {}

/** A machine that dies at its n-th write, counted from now. */
const dyingAt = (n: number, when: "before" | "torn" | "written" | "synced"): LedgerIo => {
  let count = 0;
  return {
    write: (fd, bytes) => {
      count++;
      if (count > n) throw new Crash("already dead");
      if (count === n && when === "before") throw new Crash();
      if (count === n && when === "torn") {
        diskIo.write(fd, bytes.subarray(0, Math.floor(bytes.length / 2)));
        throw new Crash();
      }
      diskIo.write(fd, bytes);
      if (count === n && when === "written") throw new Crash();
    },
    sync: fd => {
      diskIo.sync(fd);
      if (count === n && when === "synced") throw new Crash();
    },
  };
};

describe("a crash while the book is written", () => {
  const MOMENTS = ["before", "torn", "written", "synced"] as const;

  // Header, patients, charge, then a note a release.
  it.each([1, 2, 3, 4, 5].flatMap(n => MOMENTS.map(when => [n, when] as const)))(
    "at write %i, %s: the run is charged once, whatever is let through twice is charged twice, and the book goes on",
    async (n, when) => {
      const home = temporaryFolder();
      const key = markKeyIn(home);
      const roster = [[key.mark("id", "a")], [key.mark("id", "b")]];
      const entry = { events: [TENTH, TENTH], planHash };
      const letThrough: string[] = [];
      const attempt = async (io: LedgerIo) => {
        const run = new Lifetime(new FileBudgetStore(home, io), key).run(runId(1));
        await run.enter(roster, entry);
        letThrough.push("run");
        for (const release of [0, 1]) {
          await run.note(release);
          letThrough.push(`release ${release}`);
        }
      };
      await expect(attempt(dyingAt(n, when))).rejects.toThrow(Crash);
      await attempt(diskIo);
      const { cohorts } = await new Lifetime(new FileBudgetStore(home), key).standing(roster);
      expect(cohorts).toMatchObject([{ runs: 1 }]);
      // No ledger here says what was made: everything let through counts, as does what was noted and then lost.
      const made = letThrough.filter(what => what.startsWith("release")).length;
      const noted = n < 4 ? 0 : n - 4 + (when === "written" || when === "synced" ? 1 : 0);
      expect(made).toBe(2 + Math.max(0, n - 4));
      expect(cohorts[0]!.rho).toBeCloseTo(0.1 * (2 + noted), 9);
      expect(cohorts[0]!.rho).toBeGreaterThanOrEqual(0.1 * made * (1 - 1e-9));
    },
  );
});

describe("the owner's folder", () => {
  it("holds book and key for its owner alone, and no patient's id", async () => {
    const home = join(temporaryFolder(), "home");
    const key = markKeyIn(home);
    const lifetime = new Lifetime(new FileBudgetStore(home), key);
    await lifetime.run(runId(1)).enter([[key.mark("id", "patient-ada")]], { events: [TENTH], planHash });
    for (const file of ["budget.jsonl", "budget-key"]) {
      expect(statSync(join(home, file)).mode & 0o077, file).toBe(0);
      expect(readFileSync(join(home, file), "utf8")).not.toContain("patient-ada");
    }
    expect(existsSync(join(home, "budget.jsonl.lock"))).toBe(false);
    expect(JSON.stringify(key)).toBe('"[key]"');
    expect(markKeyIn(home).check).toBe(key.check);
    writeFileSync(join(home, "budget-key"), "not a key\n");
    expect(() => markKeyIn(home)).toThrow(InvalidInput);
  });

  it("a look writes nothing", async () => {
    const home = temporaryFolder();
    const lifetime = new Lifetime(new FileBudgetStore(home), markKeyIn(home));
    await lifetime.standing([["x".repeat(22)]]);
    expect(existsSync(join(home, "budget.jsonl"))).toBe(false);
  });
});
