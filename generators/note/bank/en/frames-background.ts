import { type Frame, frames } from "../../frame.ts";

/** Allergies, operations, social history. */
export const BACKGROUND_FRAMES: readonly Frame[] = [
  ...frames("allergy", {
    any: ["{^allergies}.", "Allergic to {allergies}.", "{^allergens}.", "Allergies to {allergens}."],
    full: [
      "{subj} is allergic to {allergies}.",
      "{subj} [reports|has] [an allergy|a known allergy] to {allergens}.",
      "Known allergy to {allergies}.",
      "[Reactions|Reaction] to {allergies} [on record|recorded|documented].",
      "Intolerant of {allergens}.",
    ],
    terse: ["{^allergies:short}.", "All: {allergies:short}.", "{^allergens:short} allergy."],
  }),
  ...frames(
    "allergy",
    {
      any: [
        "[No known|No] [drug|medication|] allergies.",
        "No known [drug|medication] [allergies|allergies or intolerances].",
        "No [known|] allergies to [medications|medication|drugs].",
      ],
      full: [
        "{subj} has no known [drug|medication|] allergies.",
        "{subj} denies [any|] [drug|medication|] allergies.",
        "There are no known [drug|medication|] allergies.",
        "{^he} [reports|has] no allergies[ to medication|].",
      ],
      terse: ["NKDA.", "NKA.", "No known allergies."],
    },
    { when: ["no=allergy"] },
  ),
  ...frames("allergy.item", {
    any: [
      "{allergen} ({reaction:short})",
      "{allergen} - {reaction:short}",
      "{allergen}: {reaction:short}",
      "{allergen}, {reaction:short}",
    ],
    full: ["{allergen} [causes|caused] {reaction}"],
  }),
  ...frames("allergy.item", { any: ["{allergen}", "{allergen}, reaction [not recorded|unknown]"] }),

  ...frames("psh.prose", {
    any: ["[Surgeries|Operations|Surgical history]: {operations}.", "Status post {operations}."],
    full: [
      "{subj} has had {operation-names}.",
      "{^his} [past surgical history|surgical history] [includes|is significant for] {operations}.",
      "[Past surgical history|Surgical history] [is notable|is significant|notable|positive] for {operations}.",
      "[Previous|Prior] [operations|surgery|procedures]: {operations}.",
      "{subj} underwent {operations}.",
    ],
    terse: ["PSH {operations:short}.", "S/p {operations:short}.", "PSH: {operation-names:short}."],
  }),
  ...frames("psh.item", {
    any: [
      "{operation} ({when})",
      "{operation} in {when}",
      "{operation}, {when}",
      "s/p {operation} ({when})",
      "[status post|s/p] {operation}",
      "{operation}",
    ],
  }),

  ...frames("social.habits", {
    any: ["{^tobacco}, {etoh}.", "{^tobacco}. {^etoh}."],
    full: [
      "{subj} {smokes} and {drinks}.",
      "{subj} {drinks} and {smokes}.",
      "{subj} {smokes}. {^he} {drinks}.",
      "[Regarding|As for] habits, {he} {smokes} and {drinks}.",
      "{subj} {smokes}; {he} {drinks}.",
      "Tobacco: {tobacco}. Alcohol: {etoh}.",
    ],
    terse: ["Tob: {tobacco}. EtOH: {etoh}.", "{^tobacco}; {etoh}.", "Habits: {tobacco}, {etoh}."],
  }),
  ...frames("social.habits", {
    any: ["{^tobacco}.", "Tobacco: {tobacco}."],
    full: ["{subj} {smokes}.", "{^he} {smokes}."],
    terse: ["Tob: {tobacco}."],
  }),
  ...frames("social.habits", {
    any: ["{^etoh}.", "Alcohol: {etoh}."],
    full: ["{subj} {drinks}.", "{^he} {drinks}."],
    terse: ["EtOH: {etoh}."],
  }),
  ...frames("social.work", {
    any: ["Occupation: {job}.", "{^job} [by occupation|by trade].", "{^job}."],
    full: ["{subj} {works}.", "{^he} {works}.", "{^his} occupation is {job}."],
    terse: ["Occ: {job}.", "Works: {job}.", "Job: {job}."],
  }),
];
