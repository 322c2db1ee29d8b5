import type { Accountant } from "./accountant.ts";
import { gaussianAccountant } from "./gaussian.ts";
import { zcdpAccountant } from "./zcdp.ts";

/** The accountant that a ledger's header names; undefined for a name that none has. */
export const accountantNamed = (name: string): Accountant | undefined =>
  [gaussianAccountant, zcdpAccountant].find(accountant => accountant.name === name);
