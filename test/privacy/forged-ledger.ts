import { GENESIS, linkLine } from "../../privacy/chain.ts";
import type { LedgerBody } from "../../privacy/ledger-lines.ts";
import { plan } from "./fixtures.ts";

/** A ledger of these bodies, every hash right: what a liar who knows the format would write. */
export const forged = (...bodies: readonly LedgerBody[]): string => {
  let prev = GENESIS;
  return bodies
    .map((body, i) => {
      const { text, hash } = linkLine(body, i + 1, prev);
      prev = hash;
      return `${text}\n`;
    })
    .join("");
};

/** The bodies of a ledger's lines, without their links. */
export const bodiesOf = (ledger: string): LedgerBody[] =>
  ledger
    .trimEnd()
    .split("\n")
    .map(text => {
      const { line: _line, prev: _prev, hash: _hash, ...body } = JSON.parse(text);
      return body as LedgerBody;
    });

export const charge = (release: number, change = {}): LedgerBody => ({
  kind: "charge",
  release,
  purpose: plan.releases[release]!.purpose,
  event: { kind: "gaussian", noiseMultiplier: plan.releases[release]!.noiseMultiplier },
  epsilon: 3,
  ...change,
});

export const released = (release: number): LedgerBody => ({
  kind: "released",
  release,
  purpose: plan.releases[release]!.purpose,
  sha256: GENESIS,
});
