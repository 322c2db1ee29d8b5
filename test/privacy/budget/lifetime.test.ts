import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { EMPTY } from "../../../privacy/budget/book.ts";
import { FileBudgetStore } from "../../../privacy/budget/file-store.ts";
import { MarkKey, markKeyIn } from "../../../privacy/budget/key.ts";
import { Lifetime } from "../../../privacy/budget/lifetime.ts";
import type { BudgetBody } from "../../../privacy/budget/lines.ts";
import type { BudgetStore } from "../../../privacy/budget/store.ts";
import { GENESIS, linkLine } from "../../../privacy/chain.ts";
import { BudgetExceeded, InvalidInput, VerificationFailed } from "../../../src/errors.ts";
import { temporaryFolder } from "../fixtures.ts";
import { planHash, runId, TENTH } from "./contract.ts";

const KEY = new MarkKey(Buffer.alloc(32, 5));
const roster = [[KEY.mark("id", "a")]];
const entry = { events: [TENTH], planHash };

/** A store over an empty book that fails before or after it let someone decide. */
const failing = (when: "before" | "after"): BudgetStore => ({
  place: "nowhere",
  transact: async decide => {
    if (when === "after") decide(EMPTY);
    throw new Error("the disk is gone");
  },
  close: async () => {
    throw new Error("closed");
  },
});

describe("a run's place in the lifetime book", () => {
  it("counts as entered once it may have been charged, and not before", async () => {
    for (const [when, isEntered] of [
      ["before", false],
      ["after", true],
    ] as const) {
      const run = new Lifetime(failing(when), KEY).run(runId(1));
      expect(run.isEntered).toBe(false);
      await expect(run.enter(roster, entry)).rejects.toThrow("the disk is gone");
      expect(run.isEntered).toBe(when === "after" && isEntered);
    }
  });

  it("is not entered by a run that its limit does not allow", async () => {
    const lifetime = new Lifetime(new FileBudgetStore(temporaryFolder()), KEY);
    await lifetime.setLimit(roster, { epsilon: "0.01", delta: "1e-6" });
    const run = lifetime.run(runId(1));
    await expect(run.enter(roster, entry)).rejects.toThrow(BudgetExceeded);
    expect(run.isEntered).toBe(false);
  });

  it("says where its book is and with which key, and closes what it was given", async () => {
    const lifetime = new Lifetime(failing("before"), KEY);
    expect([lifetime.place, lifetime.key]).toEqual(["nowhere", KEY]);
    expect(lifetime.key).toBe(KEY);
    await expect(lifetime.close()).rejects.toThrow("closed");
  });
});

describe("a lifetime book's file", () => {
  const written = (...bodies: readonly BudgetBody[]) => {
    const home = temporaryFolder();
    let prev = GENESIS;
    const lines = bodies.map((body, i) => {
      const { text, hash } = linkLine(body, i + 1, prev);
      prev = hash;
      return `${text}\n`;
    });
    writeFileSync(join(home, "budget.jsonl"), lines.join(""));
    return new Lifetime(new FileBudgetStore(home), KEY);
  };
  const header: BudgetBody = { kind: "budget-book", format: "semblance-budget/1", keyCheck: KEY.check };

  it("whose lines are rightly chained, but break a rule of the book, is refused with the line", async () => {
    expect((await written(header).standing(roster)).known).toBe(0);
    const forged = written(header, header);
    await expect(forged.standing(roster)).rejects.toThrow(VerificationFailed);
    await expect(forged.standing(roster)).rejects.toThrow(/^lifetime book .*: line 2: a second header$/);
  });

  it.skipIf(!existsSync("/proc/self/fd"))("is closed after each look, refused or not", async () => {
    const home = temporaryFolder();
    const lifetime = new Lifetime(new FileBudgetStore(home), KEY);
    const stranger = new Lifetime(new FileBudgetStore(home), new MarkKey(Buffer.alloc(32, 6)));
    await lifetime.run(runId(1)).enter(roster, entry);
    const open = () => readdirSync("/proc/self/fd").length;
    const before = open();
    for (let i = 2; i < 8; i++) {
      await lifetime.run(runId(i)).enter(roster, entry);
      await expect(stranger.standing(roster)).rejects.toThrow("another key");
      await new Lifetime(new FileBudgetStore(temporaryFolder()), KEY).run(runId(i)).enter(roster, entry);
    }
    expect(open()).toBeLessThan(before + 5);
  });
});

describe("the key of the marks", () => {
  it("is 64 hexadecimal digits and a line end, and nothing before or after", () => {
    const hex = "0123456789abcdef".repeat(4);
    const holding = (text: string) => {
      const home = temporaryFolder();
      writeFileSync(join(home, "budget-key"), text, { mode: 0o600 });
      return () => markKeyIn(home);
    };
    expect(holding(`${hex}\n`)().mark("id", "a")).toBe(new MarkKey(Buffer.from(hex, "hex")).mark("id", "a"));
    for (const text of [hex, `x${hex}\n`, `${hex}\nmore`, `${hex}0\n`, `${hex.slice(1)}\n`, ""]) {
      expect(holding(text)).toThrow(InvalidInput);
      expect(holding(text)).toThrow(/budget-key.*holds no budget key/);
    }
  });
});
