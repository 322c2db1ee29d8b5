import { describe, expect, it } from "vitest";
import { LEDGER_LINES, parseBody } from "../../privacy/ledger-lines.ts";
import { blocks, plan } from "./fixtures.ts";
import { charge, released } from "./forged-ledger.ts";

const HASH = "0123456789abcdef".repeat(4);
const header = {
  kind: "header",
  format: "semblance-ledger/1",
  software: "test",
  accountant: "zcdp",
  mode: "planned",
  private: true,
  planHash: HASH,
  plan,
};
const withNoise = (noiseMultiplier: unknown) => ({
  ...charge(0),
  event: { kind: "gaussian", noiseMultiplier },
});

describe("what may stand in a ledger", () => {
  it("is a header, a charge, a released value or a recovery, and says it all", () => {
    const tables = { kind: "tables", purpose: "t", share: 0.1, noiseMultiplier: "3" };
    const selection = { kind: "selection", purpose: "s", share: 0.1, epsilon: "0.5" };
    for (const line of [
      header,
      { ...header, mode: "adaptive", private: false, warning: "NOT PRIVATE: TEST NOISE" },
      { ...header, plan: { ...plan, releases: [tables, selection] } },
      charge(0),
      { ...charge(0), event: { kind: "exponential", epsilon: "0.5" } },
      released(1),
      { ...released(1), sha256: HASH },
      LEDGER_LINES.recovered(0, HASH),
      LEDGER_LINES.recovered(12, HASH),
    ])
      expect(parseBody(line), JSON.stringify(line)).toEqual(line);
    expect(LEDGER_LINES.parse(header)).toEqual(header);
  });

  it("holds decimals that exact arithmetic can read, and no other text", () => {
    for (const decimal of ["1", "0.5", "12.25", "1e5", "1E5", "1e+12", "2.5e-300", "9".repeat(60)])
      expect(parseBody(withNoise(decimal)), decimal).toBeDefined();
    for (const text of [
      "",
      "x1",
      "-1",
      "1x",
      "1.",
      ".5",
      "1.x",
      "1e",
      "1ex",
      "1e1234",
      "1 ",
      " 1",
      "1,5",
      "9".repeat(61),
      `0.${"9".repeat(61)}`,
      "Infinity",
      1,
    ])
      expect(parseBody(withNoise(text)), String(text)).toBeUndefined();
  });

  it("holds hashes of 64 hexadecimal digits, and no other text", () => {
    for (const sha256 of [`${HASH}0`, `0${HASH}`, HASH.slice(1), HASH.toUpperCase(), `${HASH.slice(1)}g`, ""])
      expect(parseBody({ ...released(0), sha256 }), sha256).toBeUndefined();
  });

  it("is none of these with a field missing, added or of another type", () => {
    const [first] = plan.releases;
    for (const line of [
      undefined,
      null,
      "header",
      {},
      { kind: "refund" },
      { ...header, extra: 1 },
      { ...header, mode: "free" },
      { ...header, private: "yes" },
      { ...header, warning: "private enough" },
      { ...header, plan: { ...plan, extra: 1 } },
      { ...header, plan: { ...plan, relation: "none" } },
      { ...header, plan: { ...plan, releases: [{ ...first, blocks: undefined }] } },
      { ...header, plan: { ...plan, releases: [{ ...first, blocks: [{ ...blocks[0], name: "x" }, 1] }] } },
      { ...header, plan: { ...plan, releases: [{ ...first, extra: 1 }] } },
      { ...header, plan: { ...plan, choices: { a: { b: 1 } } } },
      { ...header, plan: { ...plan, domain: [{ name: "sex" }] } },
      { ...charge(0), release: -1 },
      { ...charge(0), release: 0.5 },
      { ...charge(0), epsilon: -1 },
      { ...charge(0), epsilon: "3" },
      { ...charge(0), event: { kind: "laplace", scale: "1" } },
      { ...charge(0), extra: 1 },
      { ...released(0), purpose: 1 },
      { ...released(0), extra: 1 },
      { ...LEDGER_LINES.recovered(1, HASH), bytes: -1 },
      { ...LEDGER_LINES.recovered(1, HASH), extra: 1 },
    ])
      expect(parseBody(line), JSON.stringify(line)).toBeUndefined();
  });
});
