import { createHmac } from "node:crypto";
import type { PatientId } from "../../schemas/cohort.ts";
import { InvalidRequest } from "../errors.ts";

/** Leading bits of the digest that are compared with the fraction: exact in a double. */
const BITS = 48;

/**
 * Whether a patient is set aside as a control for the audit and never fitted: HMAC-SHA256 of the id under a secret key,
 * read as a number in [0, 1), lies below `fraction`. Depends on that patient's id and the key alone, so that adding or
 * removing another patient changes nothing.
 *
 * @param key       at least 16 random bytes, kept inside; who has it could tell from an id which side it is on
 * @param fraction  expected share set aside, in [0, 1]
 */
export const isSetAside = (patient: PatientId, key: Buffer, fraction: number): boolean => {
  if (key.length < 16)
    throw new InvalidRequest(`the holdout key must have at least 16 bytes; got ${key.length}`);
  if (!(fraction >= 0 && fraction <= 1))
    throw new InvalidRequest(`the holdout fraction must be in [0, 1]; got ${fraction}`);
  const digest = createHmac("sha256", key).update(patient, "utf8").digest();
  return digest.readUIntBE(0, BITS / 8) / 2 ** BITS < fraction;
};
