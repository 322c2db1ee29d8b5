import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gaussianAccountant } from "../../privacy/accountant/gaussian.ts";
import { zcdpAccountant, zcdpEpsilonUp, zcdpRho } from "../../privacy/accountant/zcdp.ts";
import { readBooks } from "../../privacy/books.ts";
import { readChain } from "../../privacy/chain.ts";
import type { PrivacyEvent, Spend } from "../../privacy/event.ts";
import { Ledger } from "../../privacy/ledger.ts";
import type { LedgerBody } from "../../privacy/ledger-lines.ts";
import type { Mechanism } from "../../privacy/mechanism.ts";
import { makeAdaptivePlan, makePlan } from "../../privacy/plan.ts";
import { plannedEvent, plannedSpend } from "../../privacy/planned-event.ts";
import { verifyRun } from "../../privacy/verify.ts";
import type { PlannedRelease } from "../../schemas/plan.ts";
import { BudgetExceeded, InvalidRequest, UnsupportedEvent } from "../../src/errors.ts";
import { blocks, plan, request, SOFTWARE, sealed, temporaryFolder } from "./fixtures.ts";
import { bodiesOf, forged } from "./forged-ledger.ts";

const fresh = (): string => join(temporaryFolder(), "ledger.jsonl");

/** A mechanism of this plan entry that counts how often it was let near the data. */
const counted = (planned: PlannedRelease, opened: { times: number }): Mechanism<unknown, unknown> => ({
  planned,
  event: plannedEvent(planned),
  run: () => {
    opened.times++;
    return { purpose: planned.purpose };
  },
});

/** Select–measure–generate, as a record model asks for it: first tables, then rounds of choosing and measuring. */
const mixed = makePlan({
  ...request,
  releases: [
    { kind: "tables", purpose: "first tables", share: 0.3 },
    ...[1, 2, 3].flatMap(round => [
      { kind: "selection" as const, purpose: `round ${round}: choose`, share: 0.04 },
      { kind: "tables" as const, purpose: `round ${round}: measure`, share: 0.09 },
    ]),
    { purpose: "signal means", share: 0.31, blocks },
  ],
});

describe("a sealed plan with selections", () => {
  it("is priced and kept by zCDP, and uses its budget to 1e-8", () => {
    const spends = mixed.releases.map(plannedSpend);
    const epsilon = zcdpAccountant.epsilon(spends, 1e-6);
    expect(epsilon).toBeLessThanOrEqual(3);
    expect(epsilon).toBeGreaterThan(3 - 1e-8);
    expect(() => gaussianAccountant.epsilon(spends, 1e-6)).toThrow(UnsupportedEvent);
  });

  it("every release gets its share of ρ, whatever its kind", () => {
    const total = zcdpRho(mixed.releases.map(plannedSpend));
    for (const release of mixed.releases)
      expect(zcdpRho([plannedSpend(release)]) / total / release.share).toBeCloseTo(1, 9);
  });

  it("stays within its budget for any shares (200 random plans)", () => {
    const kind = fc.constantFrom("selection", "tables", "sum");
    fc.assert(
      fc.property(
        fc.array(fc.tuple(kind, fc.integer({ min: 1, max: 1000 })), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 200 }),
        (parts, tenths) => {
          const whole = parts.reduce((sum, [, part]) => sum + part, 0);
          const made = makePlan({
            ...request,
            budget: { epsilon: String(tenths / 10), delta: "1e-6" },
            releases: parts.map(([kind, part], i) => {
              const head = { purpose: `release ${i}`, share: part / whole };
              return kind === "sum" ? { ...head, blocks } : { ...head, kind: kind as "selection" | "tables" };
            }),
          });
          const accountant = parts.some(([k]) => k === "selection") ? zcdpAccountant : gaussianAccountant;
          expect(accountant.epsilon(made.releases.map(plannedSpend), 1e-6)).toBeLessThanOrEqual(tenths / 10);
        },
      ),
      { numRuns: 200, seed: 20 },
    );
  });

  it("runs in order through a planned ledger, whose header says zcdp, and verify recomputes its total", () => {
    const path = fresh();
    const opened = { times: 0 };
    const ledger = Ledger.create(path, mixed, SOFTWARE);
    expect(() => ledger.release(counted(mixed.releases[1]!, opened), sealed)).toThrow(InvalidRequest);
    const greedy = {
      ...counted(mixed.releases[0]!, opened),
      event: { kind: "exponential", epsilon: "0.001" } as const,
    };
    expect(() => ledger.release(greedy, sealed)).toThrow(InvalidRequest);
    expect(opened.times).toBe(0);
    for (const planned of mixed.releases) ledger.release(counted(planned, opened), sealed);
    expect(opened.times).toBe(8);
    const text = readFileSync(path, "utf8");
    expect(readBooks(readChain(text))).toMatchObject({
      header: { accountant: "zcdp", mode: "planned" },
      failures: [],
    });
    const { failures, epsilon } = verifyRun({ files: { ledger: text } });
    expect(failures).toEqual([]);
    expect(epsilon / ledger.certificate().epsilon).toBeCloseTo(1, 9);
  });
});

describe("adaptive mode", () => {
  const adaptive = makeAdaptivePlan(request);
  const gaussian = (purpose: string, noiseMultiplier: string): PlannedRelease => ({
    kind: "tables",
    purpose,
    share: 0.5,
    noiseMultiplier,
  });

  it("releases need not be listed; the total zCDP stays within the budget, and a release over it is refused before the data is opened", () => {
    const path = fresh();
    const opened = { times: 0 };
    const ledger = Ledger.create(path, adaptive, { ...SOFTWARE, mode: "adaptive" });
    ledger.release(counted(gaussian("a", "4"), opened), sealed);
    ledger.release(counted({ kind: "selection", purpose: "b", share: 0, epsilon: "0.5" }, opened), sealed);
    const before = readFileSync(path, "utf8");
    expect(() => ledger.release(counted(gaussian("c", "1"), opened), sealed)).toThrow(BudgetExceeded);
    expect(() => ledger.release(counted(gaussian("a", "100"), opened), sealed)).toThrow(InvalidRequest);
    expect([opened.times, readFileSync(path, "utf8")]).toEqual([2, before]);
    // What was refused cost nothing: a smaller one may still follow.
    ledger.release(counted(gaussian("c", "10"), opened), sealed);
    const alone = (event: PrivacyEvent) => zcdpAccountant.epsilon([{ purpose: "x", event, count: 1 }], 1e-6);
    expect(ledger.certificate().spends.slice(0, 2)).toEqual([
      { purpose: "a", noiseMultiplier: "4", epsilonAlone: alone({ kind: "gaussian", noiseMultiplier: "4" }) },
      { purpose: "b", selectionEpsilon: "0.5", epsilonAlone: alone({ kind: "exponential", epsilon: "0.5" }) },
    ]);
    ledger.close();
    const { failures, statements } = verifyRun({ files: { ledger: readFileSync(path, "utf8") } });
    expect(failures).toEqual([]);
    expect(statements.join("\n")).toContain("adaptive mode");
  });

  it("whatever is asked for, in whatever order, what was let through is within ρ (100 random sequences, seed 21)", () => {
    const event = fc.oneof(
      fc
        .integer({ min: 5, max: 400 })
        .map((z): PrivacyEvent<"gaussian"> => ({ kind: "gaussian", noiseMultiplier: String(z / 10) })),
      fc
        .integer({ min: 0, max: 300 })
        .map((e): PrivacyEvent<"exponential"> => ({ kind: "exponential", epsilon: String(e / 100) })),
    );
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 12 }), events => {
        const ledger = Ledger.create(fresh(), adaptive, { ...SOFTWARE, mode: "adaptive" });
        const refusals = events.map((event, i) => {
          const planned: PlannedRelease =
            event.kind === "gaussian"
              ? gaussian(`release ${i}`, event.noiseMultiplier)
              : { kind: "selection", purpose: `release ${i}`, share: 0, epsilon: event.epsilon };
          const spend: Spend = { purpose: planned.purpose, event, count: 1 };
          const wouldCost = zcdpEpsilonUp(zcdpRho([...ledger.spends, spend]), 1e-6);
          try {
            ledger.release(counted(planned, { times: 0 }), sealed);
            return wouldCost <= 3;
          } catch (error) {
            return error instanceof BudgetExceeded && wouldCost > 3;
          }
        });
        expect(refusals).not.toContain(false);
        expect(zcdpAccountant.epsilon(ledger.spends, 1e-6)).toBeLessThanOrEqual(3);
        ledger.close();
      }),
      { numRuns: 100, seed: 21 },
    );
  }, 120_000);

  it("a resumed adaptive run counts what it had spent, and may leave a lost release behind", () => {
    const path = fresh();
    const opened = { times: 0 };
    const ledger = Ledger.create(path, adaptive, { ...SOFTWARE, mode: "adaptive" });
    const failing = {
      ...counted(gaussian("a", "2.5"), opened),
      run: () => {
        throw new Error("out of memory");
      },
    };
    expect(() => ledger.release(failing, sealed)).toThrow("its mechanism failed");
    const resumed = Ledger.resume(path);
    expect(resumed.mode).toBe("adaptive");
    expect(() => resumed.release(counted(gaussian("a", "2.5"), opened), sealed)).toThrow("was lost");
    expect(() => resumed.release(counted(gaussian("b", "2"), opened), sealed)).toThrow(BudgetExceeded);
    resumed.release(counted(gaussian("b", "4"), opened), sealed);
    resumed.close();
  });

  it("is kept by zCDP alone, lists no releases, and a planned ledger lists one or more", () => {
    const refused = (make: () => Ledger) => expect(make).toThrow(InvalidRequest);
    refused(() =>
      Ledger.create(fresh(), adaptive, { ...SOFTWARE, mode: "adaptive", accountant: gaussianAccountant }),
    );
    refused(() => Ledger.create(fresh(), plan, { ...SOFTWARE, mode: "adaptive" }));
    refused(() => Ledger.create(fresh(), adaptive, SOFTWARE));
  });

  it("a forged adaptive ledger is told: a name twice, numbers out of order, exact accounting, releases in its plan", () => {
    const path = fresh();
    const ledger = Ledger.create(path, adaptive, { ...SOFTWARE, mode: "adaptive" });
    ledger.release(counted(gaussian("a", "10"), { times: 0 }), sealed);
    ledger.release(counted(gaussian("b", "10"), { times: 0 }), sealed);
    ledger.close();
    const bodies = bodiesOf(readFileSync(path, "utf8"));
    const faults = (change: (body: LedgerBody) => object) =>
      readBooks(
        readChain(forged(...bodies.map(body => ({ ...body, ...change(body) }) as LedgerBody))),
      ).failures.join();
    expect(faults(() => ({}))).toBe("");
    expect(
      faults(({ kind }) => (kind === "charge" || kind === "released" ? { purpose: "a" } : {})),
    ).toContain("line 4: a second charge of one name");
    expect(faults(({ kind }) => (kind === "charge" ? { release: 5 } : {}))).toContain(
      "line 2: a charge out of order",
    );
    expect(faults(({ kind }) => (kind === "header" ? { accountant: "exact-gaussian" } : {}))).toContain(
      "line 1: an adaptive run is not kept by zCDP",
    );
    expect(faults(({ kind }) => (kind === "header" ? { plan } : {}))).toContain(
      "line 1: an adaptive run's plan lists releases",
    );
  });
});
