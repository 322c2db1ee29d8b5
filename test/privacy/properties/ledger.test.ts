import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readChain } from "../../../privacy/chain.ts";
import { Ledger } from "../../../privacy/ledger.ts";
import { boundedSum } from "../../../privacy/mechanisms/bounded-sum.ts";
import { makePlan } from "../../../privacy/plan.ts";
import { verifyRun } from "../../../privacy/verify.ts";
import { blocks, request, SOFTWARE, sealed, temporaryFolder } from "../fixtures.ts";
import type { Vector } from "../mechanisms/fixtures.ts";

const RUNS = { seed: 51 };

/** A ledger of several releases of which only the first few were run. */
const ledgerOf = (shares: readonly number[], run: number) => {
  const total = shares.reduce((sum, share) => sum + share, 0);
  const plan = makePlan({
    ...request,
    releases: shares.map((share, i) => ({ purpose: `release ${i}`, share: share / total, blocks })),
  });
  const path = join(temporaryFolder(), "ledger.jsonl");
  const ledger = Ledger.create(path, plan, SOFTWARE);
  for (const planned of plan.releases.slice(0, run))
    ledger.release(boundedSum<Vector>(planned, blocks), sealed);
  const { epsilon } = ledger.certificate();
  ledger.close();
  return { text: readFileSync(path, "utf8"), epsilon };
};

const { text } = ledgerOf([3, 2, 1], 3);
const bytes = Buffer.from(text);

describe("for any ledger (fixed seed)", () => {
  it("P12: reading it back gives the books' own total, to 1e-10 and rounded up, however many releases were run (50 ledgers)", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
        fc.nat({ max: 4 }),
        (shares, run) => {
          const written = ledgerOf(shares, Math.min(run, shares.length));
          const { epsilon, failures } = verifyRun({ files: { ledger: written.text } });
          expect(failures).toEqual([]);
          expect(Math.abs(epsilon - written.epsilon)).toBeLessThanOrEqual(1e-10 * written.epsilon);
        },
      ),
      { ...RUNS, numRuns: 50 },
    );
  });

  it("P12: any change of any bytes is detected (1e3 cases)", () => {
    fc.assert(
      fc.property(
        fc.nat({ max: bytes.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        fc.nat({ max: 3 }),
        (at, mask, more) => {
          const changed = Buffer.from(bytes);
          for (let i = at; i <= Math.min(at + more, changed.length - 1); i++) changed[i] = changed[i]! ^ mask;
          const { failures, torn } = readChain(changed.toString("utf8"));
          expect(failures.length > 0 || torn !== "").toBe(true);
        },
      ),
      { ...RUNS, numRuns: 1000 },
    );
  });

  it("P12: a ledger cut short anywhere counts no fewer charges than stand whole in it (every cut at 7 bytes)", () => {
    for (let cut = 0; cut < text.length; cut += 7) {
      const part = text.slice(0, cut);
      const whole = part
        .split("\n")
        .slice(0, -1)
        .filter(line => line.includes('"kind":"charge"')).length;
      const counted = readChain(part).lines.filter(({ body }) => body?.kind === "charge").length;
      expect(counted, `cut at ${cut}`).toBe(whole);
    }
  });
});
