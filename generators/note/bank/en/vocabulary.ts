import { readingsOf } from "../../readings.ts";
import { vocabularyOf } from "../../uncertainty.ts";
import { ENGLISH } from "./index.ts";
import { ANALYTE_NAMES, CONDITION_NAMES, FREQUENCY_NAMES, ROUTE_NAMES, SYMPTOM_NAMES } from "./names.ts";
import {
  ALCOHOL_WORDS,
  ALLERGEN_NAMES,
  OPERATION_NAMES,
  REACTION_NAMES,
  SMOKING_WORDS,
} from "./names-background.ts";

/** Words of the English bank, and of the lists its slots are filled from. */
export const ENGLISH_VOCABULARY = vocabularyOf([
  ...[...ENGLISH.frames.values()].flat().flatMap(({ source }) => readingsOf(source)),
  ...[CONDITION_NAMES, SYMPTOM_NAMES, ANALYTE_NAMES, ROUTE_NAMES].flatMap(names =>
    Object.values(names).flat(),
  ),
  ...[ALLERGEN_NAMES, REACTION_NAMES, OPERATION_NAMES].flatMap(names => Object.values(names).flat()),
  ...[SMOKING_WORDS, ALCOHOL_WORDS]
    .flatMap(words => Object.values(words))
    .flatMap(({ verb, label }) => [...verb, ...label]),
  ...Object.values(FREQUENCY_NAMES).flatMap(({ full, short }) => [...full, ...(short ?? [])]),
  "woman man female male girl boy infant patient years year-old yo y/o F M high low H L and or day days week weeks month months",
  "one two three four five six seven eight nine ten",
  "January February March April May June July August September October November December",
  "Jan Feb Mar Apr Jun Jul Aug Sep Oct Nov Dec Mr Ms",
]);
