import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Ledger } from "../../privacy/ledger.ts";
import type { LedgerBody } from "../../privacy/ledger-lines.ts";
import { partitionSelection } from "../../privacy/mechanisms/partitions.ts";
import { makePlan, type PlanRequest, planHash, type RequestedRelease } from "../../privacy/plan.ts";
import { plannedAccountant } from "../../privacy/planned-event.ts";
import { seal } from "../../privacy/private.ts";
import { verifyRun } from "../../privacy/verify.ts";
import type { PlannedPartitions } from "../../schemas/plan.ts";
import { InvalidRequest } from "../../src/errors.ts";
import { blocks, mechanismOf, request, SOFTWARE, sealed, temporaryFolder } from "./fixtures.ts";
import { bodiesOf, forged } from "./forged-ledger.ts";
import { cohortOf } from "./mechanisms/fixtures.ts";

const asked: PlanRequest<RequestedRelease> = {
  ...request,
  releases: [
    { purpose: "counts and means", share: 0.6, blocks },
    { kind: "partitions", purpose: "phrases", share: 0.4, perPatient: 4, delta: "1e-7" },
  ],
};
const plan = makePlan(asked);
const phrases = plan.releases[1] as PlannedPartitions;
const held = seal(
  cohortOf(Array.from({ length: 200 }, (_, i) => ["no acute distress", `a phrase of ${"x".repeat(i)}`])),
);
const selection = (planned = phrases) => partitionSelection(planned, (names: readonly string[]) => names);

/** A run of this plan, its value of the first release aside. */
const run = () => {
  const path = join(temporaryFolder(), "ledger.jsonl");
  const ledger = Ledger.create(path, plan, SOFTWARE);
  ledger.release({ ...mechanismOf(0), planned: plan.releases[0]!, event: eventOf(0) }, sealed);
  const found = ledger.release(selection(), held);
  return { path, found, certificate: ledger.certificate(), text: readFileSync(path, "utf8") };
};
const eventOf = (release: 0) =>
  ({
    kind: "gaussian",
    noiseMultiplier: (plan.releases[release] as { noiseMultiplier: string }).noiseMultiplier,
  }) as const;

const withHeader = (bodies: readonly LedgerBody[], changed: typeof plan): string =>
  forged(
    ...bodies.map(body =>
      body.kind === "header" ? ({ ...body, plan: changed, planHash: planHash(changed) } as LedgerBody) : body,
    ),
  );

describe("phrases over a threshold, from plan to verification", () => {
  const { found, certificate, text } = run();

  it("are planned with the noise and threshold that the budget buys, in exact books", () => {
    expect(plannedAccountant(plan.releases)).toBe("exact-gaussian");
    expect(Object.keys(phrases).sort()).toEqual(
      ["delta", "kind", "noiseMultiplier", "perPatient", "purpose", "share", "threshold"].sort(),
    );
    const plain = makePlan({ ...asked, releases: [{ purpose: "all", share: 1, blocks }] });
    const [all] = plain.releases;
    // A tenth of δ is not left to the noise.
    expect(Number(phrases.noiseMultiplier)).toBeGreaterThan(
      Number((all as { noiseMultiplier: string }).noiseMultiplier) / Math.sqrt(0.4),
    );
  });

  it("come out where many share them, never where one has them, and cost what the plan says", () => {
    expect(found.partitions.map(({ name }) => name)).toEqual(["no acute distress"]);
    expect(certificate.epsilon).toBeLessThanOrEqual(3);
    expect(certificate.epsilon).toBeGreaterThan(3 - 3e-9);
    expect(certificate.spends[1]).toMatchObject({ purpose: "phrases", thresholdDelta: "1e-7" });
  });

  it("verify, which says what of δ pays for them", () => {
    const verified = verifyRun({ files: { ledger: text } });
    expect(verified.failures).toEqual([]);
    expect(Math.abs(verified.epsilon - certificate.epsilon)).toBeLessThan(1e-10);
    expect(verified.statements.join("\n")).toContain("is paid out of δ = 1e-6");
  });

  it("do not verify under a plan whose threshold is lower than its δ buys", () => {
    const lower = { ...phrases, threshold: String(Number(phrases.threshold) * 0.99) };
    const changed = { ...plan, releases: [plan.releases[0]!, lower] };
    expect(verifyRun({ files: { ledger: withHeader(bodiesOf(text), changed) } }).failures).toContainEqual(
      expect.stringContaining("lets through more than the δ it states"),
    );
  });

  it("do not verify where a charge hides their δ", () => {
    const bodies = bodiesOf(text).map(body =>
      body.kind === "charge" && body.event.kind === "thresholded"
        ? { ...body, event: { ...body.event, delta: "1e-9" } }
        : body,
    );
    expect(verifyRun({ files: { ledger: forged(...bodies) } }).ok).toBe(false);
  });

  it("come back unchanged and uncharged when the run is resumed", () => {
    const { path, found: first } = run();
    const ledger = Ledger.resume(path);
    expect(ledger.release(selection(), held)).toEqual(first);
    expect(ledger.spends).toHaveLength(2);
  });

  it("have no place in an adaptive run, whose plan names no threshold", () => {
    const path = join(temporaryFolder(), "ledger.jsonl");
    const adaptive = { ...plan, releases: [] };
    const ledger = Ledger.create(path, adaptive, { ...SOFTWARE, mode: "adaptive" });
    expect(() => ledger.release(selection(), held)).toThrow(InvalidRequest);
    expect(ledger.spends).toEqual([]);
    ledger.close();
    const bodies = bodiesOf(readFileSync(path, "utf8"));
    const charge = bodiesOf(text).find(body => body.kind === "charge" && body.purpose === "phrases")!;
    const { failures } = verifyRun({
      files: { ledger: forged(...bodies, { ...charge, release: 0 } as LedgerBody) },
    });
    expect(failures.join()).toContain("a charge under a threshold that no plan states");
  });

  it("are refused where they would use up δ, or count no or too many names of a patient", () => {
    const withPhrases = (change: object) => () =>
      makePlan({ ...asked, releases: [asked.releases[0]!, { ...asked.releases[1]!, ...change }] as never });
    expect(withPhrases({ delta: "1e-6" })).toThrow("leave some of the plan's delta to the noise");
    expect(withPhrases({ delta: "1e-5" })).toThrow("leave some of the plan's delta to the noise");
    expect(withPhrases({ delta: "0" })).toThrow("its delta must be above 0");
    for (const perPatient of [0, -1, 1.5, 2000])
      expect(withPhrases({ perPatient }), `${perPatient}`).toThrow("a patient may count 1 to 1024 names");
  });
});
