import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { zcdpAccountant } from "../../privacy/accountant/zcdp.ts";
import { readBooks } from "../../privacy/books.ts";
import { canonicalHash } from "../../privacy/canonical-json.ts";
import { readChain } from "../../privacy/chain.ts";
import { Ledger } from "../../privacy/ledger.ts";
import { diskIo, type LedgerIo } from "../../privacy/ledger-file.ts";
import type { LedgerBody } from "../../privacy/ledger-lines.ts";
import { InvalidRequest, VerificationFailed } from "../../src/errors.ts";
import { mechanismOf, plan, SOFTWARE, sealed, temporaryFolder } from "./fixtures.ts";
import { bodiesOf, charge, forged } from "./forged-ledger.ts";

const fresh = (): string => join(temporaryFolder(), "ledger.jsonl");
const valueFile = (path: string, release: number): string => join(`${path}.values`, `000${release + 1}.json`);
const textsOf = (path: string) => readFileSync(path, "utf8").split("\n").slice(0, -1);

/** What every run of a mechanism drew, by release: more than one entry would be a second value under one charge. */
const drawing = () => {
  const drawn: string[][] = [[], []];
  const mechanism = (release: number) => {
    const honest = mechanismOf(release);
    const run: typeof honest.run = (data, noise) => {
      const value = honest.run(data, noise);
      drawn[release]!.push(canonicalHash(value));
      return value;
    };
    return { ...honest, run };
  };
  return { drawn, mechanism };
};

class Crash extends Error {}

/** A machine that dies at its n-th write: before a byte of it, in the middle, when all is written, or when all is synced. */
const dyingAt = (n: number, when: "before" | "torn" | "written" | "synced"): LedgerIo => {
  let count = 0;
  return {
    write: (fd, bytes) => {
      count++;
      if (count > n) throw new Crash("already dead");
      if (count === n && when === "before") throw new Crash("before");
      if (count === n && when === "torn") {
        diskIo.write(fd, bytes.subarray(0, Math.floor(bytes.length / 2)));
        throw new Crash("torn");
      }
      diskIo.write(fd, bytes);
      if (count === n && when === "written") throw new Crash("written");
    },
    sync: fd => {
      diskIo.sync(fd);
      if (count === n && when === "synced") throw new Crash("synced");
    },
  };
};

/** Header, then charge, value and line of two releases. */
const WRITES = 7;

describe("a run that stopped goes on", () => {
  it("a resumed run buys only what is missing: values come back from the disk, uncharged and unchanged", () => {
    const path = fresh();
    const { drawn, mechanism } = drawing();
    const ledger = Ledger.create(path, plan, SOFTWARE);
    const first = ledger.release(mechanism(0), sealed);
    ledger.close();
    const resumed = Ledger.resume(path);
    expect(resumed.release(mechanism(0), sealed)).toEqual(first);
    expect(textsOf(path)).toHaveLength(3);
    resumed.release(mechanism(1), sealed);
    expect(drawn.map(({ length }) => length)).toEqual([1, 1]);
    const complete = Ledger.resume(path);
    expect(canonicalHash(complete.release(mechanism(1), sealed))).toBe(drawn[1]![0]);
    expect(complete.spends).toHaveLength(2);
    expect(readBooks(readChain(readFileSync(path, "utf8")))).toMatchObject({ failures: [] });
  });

  it.each(
    Array.from({ length: WRITES - 1 }, (_, i) => i + 2).flatMap(n =>
      (["before", "torn", "written", "synced"] as const).map(when => [n, when] as const),
    ),
  )(
    "a crash at write %i, %s: nothing under-counted, nothing drawn twice, and the rest is bought",
    (n, when) => {
      const path = fresh();
      const { drawn, mechanism } = drawing();
      expect(() => {
        const ledger = Ledger.create(path, plan, { ...SOFTWARE, io: dyingAt(n, when) });
        for (const release of [0, 1]) ledger.release(mechanism(release), sealed);
      }).toThrow(Crash);
      const before = drawn.map(({ length }) => length);
      const resumed = Ledger.resume(path);
      expect(resumed.spends.length).toBeGreaterThanOrEqual(before[0]! + before[1]!);
      const lost = [0, 1].filter(release => {
        try {
          return canonicalHash(resumed.release(mechanism(release), sealed)) !== drawn[release]![0];
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidRequest);
          expect(String(error)).toContain(
            "was lost when the run stopped; it stays spent and is not bought again",
          );
          return true;
        }
      });
      resumed.close();
      expect(Math.max(...drawn.map(({ length }) => length))).toBeLessThanOrEqual(1);
      // Only what was charged and not stored whole is lost; where no charge reached the disk, nothing is.
      const part = ["charge", "value", "line"][(n - 2) % 3];
      const isLost =
        part === "charge"
          ? when === "written" || when === "synced"
          : part === "value" && (when === "before" || when === "torn");
      expect(lost).toEqual(isLost ? [Math.floor((n - 2) / 3)] : []);
      const books = readBooks(readChain(readFileSync(path, "utf8")));
      expect(books.failures).toEqual([]);
      expect(books.charges).toHaveLength(2);
      for (const [release, hashes] of drawn.entries())
        if (!lost.includes(release))
          expect(books.released.get(plan.releases[release]!.purpose)?.sha256).toBe(hashes[0]);
    },
  );

  it("a stored value that was changed is refused; one that was taken away is lost, not bought again", () => {
    const path = fresh();
    const ledger = Ledger.create(path, plan, SOFTWARE);
    ledger.release(mechanismOf(0), sealed);
    ledger.close();
    const stored = readFileSync(valueFile(path, 0), "utf8");
    writeFileSync(valueFile(path, 0), stored.replace(/"weight":1/, '"weight":2'));
    expect(() => Ledger.resume(path)).toThrow(VerificationFailed);
    writeFileSync(valueFile(path, 0), stored.slice(0, -1));
    const resumed = Ledger.resume(path);
    expect(() => resumed.release(mechanismOf(0), sealed)).toThrow("was lost");
    expect(resumed.spends).toHaveLength(1);
    resumed.close();
  });

  it("only the last value may be on the disk without its line: an earlier one counts as lost, and gets no line now", () => {
    const path = fresh();
    const ledger = Ledger.create(path, plan, SOFTWARE);
    ledger.release(mechanismOf(0), sealed);
    ledger.close();
    const [header] = bodiesOf(readFileSync(path, "utf8"));
    const text = forged(header!, charge(0), charge(1));
    writeFileSync(path, text);
    const resumed = Ledger.resume(path);
    expect(() => resumed.release(mechanismOf(0), sealed)).toThrow("was lost");
    expect(readFileSync(path, "utf8")).toBe(text);
    expect(resumed.spends).toHaveLength(2);
  });

  it("a rightly chained ledger that breaks a rule of the books, or was kept by nobody known, does not go on", () => {
    const path = fresh();
    Ledger.create(path, plan, SOFTWARE).close();
    const [header] = bodiesOf(readFileSync(path, "utf8"));
    const resume = (...bodies: readonly LedgerBody[]) => {
      writeFileSync(path, forged(...bodies));
      return () => Ledger.resume(path);
    };
    expect(resume(header!, charge(1))).toThrow(VerificationFailed);
    expect(resume(header!, charge(1))).toThrow(/line 2: a charge out of the plan's order$/);
    expect(resume(charge(0))).toThrow(VerificationFailed);
    expect(existsSync(`${path}.lock`)).toBe(false);
    const unknown = resume({ ...header, accountant: "trust me" } as LedgerBody);
    expect(unknown).toThrow(InvalidRequest);
    expect(unknown).toThrow("is kept by the trust me accountant; got none of that name");
    writeFileSync(path, forged(header!));
    expect(() => Ledger.resume(path, { accountant: zcdpAccountant })).toThrow(
      "is kept by the exact-gaussian accountant; got zcdp",
    );
  });

  it("a value comes back only to the mechanism that bought it", () => {
    const path = fresh();
    const ledger = Ledger.create(path, plan, SOFTWARE);
    ledger.release(mechanismOf(0), sealed);
    ledger.close();
    const resumed = Ledger.resume(path);
    const honest = mechanismOf(0);
    const { restore: _restore, ...forgetful } = honest;
    expect(() =>
      resumed.release({ ...honest, event: { kind: "gaussian", noiseMultiplier: "9" } }, sealed),
    ).toThrow("as another mechanism");
    expect(() => resumed.release(forgetful, sealed)).toThrow("cannot be read back");
    expect(() => honest.restore!({ purpose: honest.planned.purpose, blocks: [] })).toThrow(
      VerificationFailed,
    );
    resumed.close();
  });

  it("the file of a value is readable by its owner alone, and is the very text whose hash the ledger holds", () => {
    const path = fresh();
    const ledger = Ledger.create(path, plan, SOFTWARE);
    const value = ledger.release(mechanismOf(0), sealed);
    ledger.close();
    expect(readdirSync(`${path}.values`)).toEqual(["0001.json"]);
    expect(canonicalHash(JSON.parse(readFileSync(valueFile(path, 0), "utf8")))).toBe(canonicalHash(value));
  });
});

describe("the lifetime book's permit", () => {
  it("a release that the permit does not cover is refused before the data is opened", () => {
    const path = fresh();
    const { drawn, mechanism } = drawing();
    let noted = 0;
    const ledger = Ledger.create(path, plan, {
      ...SOFTWARE,
      permit: { note: async () => {}, covers: release => release < noted },
    });
    expect(() => ledger.release(mechanism(0), sealed)).toThrow("lifetime book");
    expect([textsOf(path).length, drawn[0]!.length]).toEqual([1, 0]);
    noted = 1;
    ledger.release(mechanism(0), sealed);
    expect(() => ledger.release(mechanism(1), sealed)).toThrow("lifetime book");
    ledger.close();
  });

  it("each release is noted once, just before it is made; nothing is noted that is refused or given back", async () => {
    const path = fresh();
    const noted: number[] = [];
    const permit = {
      note: async (release: number) => {
        noted.push(release);
      },
      covers: (release: number) => noted.includes(release),
    };
    const ledger = Ledger.create(path, plan, { ...SOFTWARE, permit });
    await expect(ledger.releaseNoted(mechanismOf(1), sealed)).rejects.toThrow(InvalidRequest);
    expect(noted).toEqual([]);
    const first = await ledger.releaseNoted(mechanismOf(0), sealed);
    expect([noted, textsOf(path).length]).toEqual([[0], 3]);
    ledger.close();
    const resumed = Ledger.resume(path, { permit });
    expect(await resumed.releaseNoted(mechanismOf(0), sealed)).toEqual(first);
    expect(noted).toEqual([0]);
    await resumed.releaseNoted(mechanismOf(1), sealed);
    expect(noted).toEqual([0, 1]);
  });

  it("a release that the book refuses is not made", async () => {
    const path = fresh();
    const refusing = {
      note: async () => {
        throw new InvalidRequest("over the lifetime budget");
      },
      covers: () => true,
    };
    const ledger = Ledger.create(path, plan, { ...SOFTWARE, permit: refusing });
    await expect(ledger.releaseNoted(mechanismOf(0), sealed)).rejects.toThrow("over the lifetime budget");
    expect(textsOf(path)).toHaveLength(1);
    ledger.close();
  });

  it("without a permit nobody is asked", async () => {
    const ledger = Ledger.create(fresh(), plan, SOFTWARE);
    const { purpose } = await ledger.releaseNoted(mechanismOf(0), sealed);
    expect(purpose).toBe(plan.releases[0]!.purpose);
    ledger.close();
  });
});
