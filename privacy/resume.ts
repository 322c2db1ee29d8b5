import { VerificationFailed } from "../src/errors.ts";
import type { Books } from "./books.ts";
import type { LedgerFile } from "./ledger-file.ts";
import type { Charge, LedgerBody } from "./ledger-lines.ts";
import type { ValueFolder } from "./values.ts";

/** A release that was charged before the ledger was resumed. */
export interface EarlierRelease {
  readonly charge: Charge;
  /** What came out, as plain data; undefined where it was lost: charged, but cut short before it was stored. */
  readonly value: unknown;
}

/**
 * What became of every charge of a run that stopped, by purpose. The last value may be on the disk without its line, as
 * the value is written first: then the line is added now. It was drawn once, under its charge, and nothing else was.
 *
 * @throws VerificationFailed if a stored value is not the one the ledger names
 */
export const earlierReleases = (
  { charges, released }: Books,
  values: ValueFolder,
  file: LedgerFile<LedgerBody>,
): ReadonlyMap<string, EarlierRelease> => {
  const earlier = new Map<string, EarlierRelease>();
  for (const { charge } of charges) {
    const { release, purpose } = charge;
    const stored = values.read(release);
    const stated = released.get(purpose)?.sha256;
    if (stored !== undefined && stated !== undefined && stored.sha256 !== stated)
      throw new VerificationFailed(
        `release "${purpose}": its stored value is not the one that the ledger released`,
      );
    const isLast = release === charges.length - 1;
    if (stored !== undefined && stated === undefined && isLast)
      file.append({ kind: "released", release, purpose, sha256: stored.sha256 });
    const isKnown = stated !== undefined || isLast;
    earlier.set(purpose, { charge, value: isKnown ? stored?.value : undefined });
  }
  return earlier;
};
