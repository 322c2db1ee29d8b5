import { canonicalHash, canonicalJson } from "./canonical-json.ts";
import type { Chain } from "./chain.ts";
import type { Charge, Header, LedgerBody } from "./ledger-lines.ts";
import { plannedEvent } from "./planned-event.ts";

/** What a chain of lines amounts to: the sealed plan, what was charged in order, what came out. */
export interface Books {
  readonly header?: Header;
  readonly charges: readonly { readonly line: number; readonly charge: Charge }[];
  /** Purpose → SHA-256 of the released value. */
  readonly released: ReadonlyMap<string, { readonly line: number; readonly sha256: string }>;
  readonly failures: readonly string[];
}

/**
 * Reads the bookkeeping of a checked chain. Rules: the header comes first and once and its plan has the stated hash;
 * charges follow the plan's order, once each, with the plan's events (in adaptive mode: in order, each of a new name);
 * a value is released once, right after its charge.
 */
export const readBooks = ({ lines }: Chain): Books => {
  const failures: string[] = [];
  const charges: { line: number; charge: Charge }[] = [];
  const released = new Map<string, { line: number; sha256: string }>();
  const first = lines[0]?.body;
  const header = first?.kind === "header" ? first : undefined;
  if (header === undefined) failures.push("line 1: is no intact header");
  else failures.push(...headerFaults(header).map(fault => `line 1: ${fault}`));
  for (const { line, body } of lines.slice(1)) {
    const fault = body === undefined ? undefined : faultOf(body, header, charges, released);
    if (fault !== undefined) failures.push(`line ${line}: ${fault}`);
    if (body?.kind === "charge") charges.push({ line, charge: body });
    if (body?.kind === "released" && !released.has(body.purpose))
      released.set(body.purpose, { line, sha256: body.sha256 });
  }
  return { ...(header === undefined ? {} : { header }), charges, released, failures };
};

const headerFaults = ({ plan, planHash, mode, accountant }: Header): string[] => [
  ...(canonicalHash(plan) === planHash ? [] : ["the plan does not have the stated hash"]),
  ...(mode === "planned" || plan.releases.length === 0 ? [] : ["an adaptive run's plan lists releases"]),
  ...(mode === "planned" || accountant === "zcdp" ? [] : ["an adaptive run is not kept by zCDP"]),
];

const faultOf = (
  body: LedgerBody,
  header: Header | undefined,
  charges: Books["charges"],
  released: Books["released"],
): string | undefined => {
  switch (body.kind) {
    case "header":
      return "a second header";
    case "charge":
      return chargeFault(body, header, charges);
    case "released": {
      const last = charges.at(-1)?.charge;
      if (last?.release !== body.release || last.purpose !== body.purpose)
        return "a released value without its charge before it";
      return released.has(body.purpose) ? "a value released twice" : undefined;
    }
    case "recovered":
      return undefined;
  }
};

const chargeFault = (
  charge: Charge,
  header: Header | undefined,
  earlier: Books["charges"],
): string | undefined => {
  if (header?.mode === "adaptive") {
    if (charge.release !== earlier.length) return "a charge out of order";
    if (charge.event.kind === "thresholded") return "a charge under a threshold that no plan states";
    return earlier.some(({ charge: { purpose } }) => purpose === charge.purpose)
      ? "a second charge of one name"
      : undefined;
  }
  const planned = header?.plan.releases[charge.release];
  if (planned === undefined) return "a charge that is not in the plan";
  if (charge.release !== earlier.length) return "a charge out of the plan's order";
  if (
    planned.purpose !== charge.purpose ||
    canonicalJson(plannedEvent(planned)) !== canonicalJson(charge.event)
  )
    return "a charge that differs from the plan";
  return undefined;
};
