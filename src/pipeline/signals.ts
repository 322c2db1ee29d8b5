import type { Conditioning } from "../../generators/latent/space.ts";
import type { Assignment } from "../../schemas/domain.ts";
import {
  CONDUCTION_GROUP,
  CONDUCTION_GROUPS,
  ECTOPY_GROUP,
  ECTOPY_GROUPS,
  MORPHOLOGY_GROUP,
  MORPHOLOGY_GROUPS,
} from "../../schemas/ecg-groups.ts";
import { shownOf } from "../../schemas/ecg-shown.ts";
import type { EcgOrder, ImageOrder } from "../../schemas/person.ts";

/** Age and sex as the priors see them: numbers of order one, 0 where unknown. */
const body = (ageYears: number | undefined, sex: string | undefined): readonly number[] => {
  const age = ageYears === undefined ? 0 : (ageYears - 50) / 25;
  const child = ageYears === undefined ? 0 : Math.max(0, (16 - ageYears) / 16);
  return [age, age * age, child, sex === "female" ? 0.5 : sex === "male" ? -0.5 : 0];
};

const indicators = (categories: readonly string[], value: string | undefined): readonly number[] =>
  categories.slice(1).map(category => (category === value ? 1 : 0));

/** Middle of an age band such as "50-59" or "90+", years; undefined where there is none. */
export const bandMiddle = (band: string | undefined): number | undefined => {
  const match = /^(\d+)(?:-(\d+)|\+)$/.exec(band ?? "");
  if (match === null) return undefined;
  const low = Number(match[1]);
  return match[2] === undefined ? low + 3 : (low + Number(match[2]) + 1) / 2;
};

/** What sets a recording apart beside its rhythm, the most telling first: the muscle's state, conduction, ectopy. */
const ECG_TRAITS = [
  "no other finding",
  ...MORPHOLOGY_GROUPS.slice(1),
  ...CONDUCTION_GROUPS.slice(1),
  ...ECTOPY_GROUPS.slice(1),
];

const ecgTrait = (groups: readonly (string | undefined)[]): string =>
  groups.find(group => group !== undefined && ECG_TRAITS.indexOf(group) > 0) ?? ECG_TRAITS[0]!;

export const ecgConditioning: Conditioning<EcgOrder> = {
  traits: {
    names: ECG_TRAITS,
    fromOrder: wish => {
      const order = shownOf(wish);
      return ecgTrait([
        MORPHOLOGY_GROUP[order.morphology],
        CONDUCTION_GROUP[order.conduction],
        ECTOPY_GROUP[order.ectopy],
      ]);
    },
    fromAssignment: ({ morphology, conduction, ectopy }) => ecgTrait([morphology, conduction, ectopy]),
  },
  names: [
    "age",
    "age²",
    "child",
    "sex",
    ...CONDUCTION_GROUPS.slice(1),
    ...ECTOPY_GROUPS.slice(1),
    ...MORPHOLOGY_GROUPS.slice(1),
  ],
  fromOrder: wish => {
    const order = shownOf(wish);
    return Float64Array.of(
      ...body(order.ageYears, order.sex),
      ...indicators(CONDUCTION_GROUPS, CONDUCTION_GROUP[order.conduction]),
      ...indicators(ECTOPY_GROUPS, ECTOPY_GROUP[order.ectopy]),
      ...indicators(MORPHOLOGY_GROUPS, MORPHOLOGY_GROUP[order.morphology]),
    );
  },
  fromAssignment: (assignment: Assignment) =>
    Float64Array.of(
      ...body(bandMiddle(assignment.age), assignment.sex),
      ...indicators(CONDUCTION_GROUPS, assignment.conduction),
      ...indicators(ECTOPY_GROUPS, assignment.ectopy),
      ...indicators(MORPHOLOGY_GROUPS, assignment.morphology),
    ),
};

export const imageConditioning: Conditioning<ImageOrder> = {
  names: ["age", "age²", "child", "sex", "AP"],
  fromOrder: order => Float64Array.of(...body(order.ageYears, order.sex), order.view === "AP" ? 0.5 : -0.5),
  fromAssignment: (assignment: Assignment) =>
    Float64Array.of(
      ...body(bandMiddle(assignment.age), assignment.sex),
      assignment.view === "AP" ? 0.5 : assignment.view === "PA" ? -0.5 : 0,
    ),
};
