import {
  CONDUCTION_KINDS,
  ECTOPY_KINDS,
  MORPHOLOGY_KINDS,
  RHYTHM_KINDS,
} from "../../../schemas/ecg-kinds.ts";
import { labelsOf } from "../../../schemas/ecg-vocabulary.ts";
import type { EcgOrder } from "../../../schemas/person.ts";
import type { Rng } from "../../../src/math/rng.ts";

const KINDS = {
  rhythm: RHYTHM_KINDS,
  conduction: CONDUCTION_KINDS,
  ectopy: ECTOPY_KINDS,
  morphology: MORPHOLOGY_KINDS,
};
type Field = keyof typeof KINDS;
const FIELDS = Object.keys(KINDS) as Field[];

/**
 * The order with the kinds that a recording's codes name within the order's groups (a prolonged QT among changes of ST
 * and T): of those with most of their codes in the recording one by the public shares. Where no code names a kind, it stays.
 *
 * @param dx  SNOMED CT codes of the recording
 */
export const withLabelledKinds = (order: EcgOrder, dx: readonly string[], rng: Rng): EcgOrder => {
  const named = FIELDS.map(field => [field, namedKind(field, order[field], dx, rng.child(field))] as const);
  return { ...order, ...Object.fromEntries(named) };
};

const namedKind = (field: Field, kind: string, dx: readonly string[], rng: Rng): string => {
  const group = Object.values<Shares>(KINDS[field]).find(kinds => kind in kinds) ?? {};
  const counted = Object.entries(group).map(([name, share = 0]) => ({
    name,
    share,
    codes: codesOf(field, name).filter(code => dx.includes(code)).length,
  }));
  const most = Math.max(...counted.map(({ codes }) => codes));
  if (most <= 0) return kind;
  const likeliest = counted.filter(({ codes }) => codes === most);
  return likeliest[rng.weighted(likeliest.map(({ share }) => share))]!.name;
};

type Shares = Readonly<Partial<Record<string, number>>>;

const PLAIN: EcgOrder = {
  rhythm: "sinus",
  conduction: "normal",
  ectopy: "none",
  morphology: "normal",
  ageYears: 60,
  sex: "female",
};
const PLAIN_CODES = labelsOf(PLAIN).map(({ code }) => code);

/** Codes that the kind adds to those of a plain recording. */
const codesOf = (field: Field, kind: string): readonly string[] =>
  labelsOf({ ...PLAIN, [field]: kind } as EcgOrder)
    .map(({ code }) => code)
    .filter(code => !PLAIN_CODES.includes(code));
