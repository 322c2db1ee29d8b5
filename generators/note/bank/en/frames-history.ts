import { type Frame, frames } from "../../frame.ts";

/** Past history, medications, allergies. */
export const HISTORY_FRAMES: readonly Frame[] = [
  ...frames(
    "pmh.item",
    {
      any: [
        "{cond}",
        "{cond} ([dx|diagnosed|since] {since})",
        "{cond}, since {since}",
        "{cond} ({since})",
        "{cond}, [diagnosed|dx] {since}",
        "{cond} x {years:short}",
        "{cond} for {years}",
      ],
      full: ["{cond}, on {drugs}", "{cond}, treated with {drugs}"],
      terse: ["{cond} - {drugs}", "{cond} on {drugs}"],
    },
    { unless: ["past", "resolved"] },
  ),
  ...frames(
    "pmh.item",
    {
      any: [
        "history of {cond}",
        "prior {cond}",
        "{cond} ({since})",
        "prior {cond} ({since})",
        "{cond} in {since}",
        "h/o {cond} ({since})",
      ],
    },
    { when: ["past"], unless: ["resolved"] },
  ),
  ...frames(
    "pmh.item",
    {
      any: [
        "{cond}, resolved",
        "{cond} ({since}), resolved",
        "{cond}, resolved {until}",
        "history of {cond}, resolved {until}",
        "prior {cond} (resolved)",
        "h/o {cond}, resolved",
      ],
    },
    { when: ["resolved"] },
  ),
  ...frames("pmh.prose", {
    any: ["{^all}."],
    full: [
      "[Significant|Notable|Remarkable] for {all}.",
      "{subj} has {all}.",
      "{^his} [past|medical|] history includes {all}.",
      "Includes {all}.",
      "[Known|Listed|Documented]: {all}.",
      "On record: {all}.",
    ],
    terse: ["{^all:short}.", "Sig for {all:short}.", "Known {all:short}."],
  }),
  ...frames(
    "pmh.none",
    {
      any: [
        "No [chronic|significant|active|past] [conditions|illnesses|problems|diagnoses] [recorded|on record|listed|documented|on file].",
        "Problem list is [empty|blank].",
        "No [significant|relevant] medical problems [recorded|on file|listed].",
      ],
    },
    { when: ["no=history"] },
  ),
  ...frames(
    "pmh.none",
    {
      any: [
        "None [recorded|on record|documented|listed].",
        "Nothing [recorded|on file|of note on record].",
        "Unremarkable per [chart|record|records].",
      ],
    },
    { when: ["no=history"], unless: ["operated"] },
  ),
  ...frames(
    "med.item",
    {
      any: [
        "{drug} {dose} {route} {freq}",
        "{drug} {dose} {freq}",
        "{drug} {dose}, {route}, {freq}",
        "{drug} {dose}, {freq}",
        "{drug} {dose} {route}, {freq}",
      ],
    },
    { unless: ["stopped"] },
  ),
  ...frames(
    "med.item",
    { any: ["{drug} {dose} {freq}", "{drug} {dose}, {freq}"] },
    { unless: ["stopped", "route"] },
  ),
  ...frames("med.item", { any: ["{drug} {freq}", "{drug}, {freq}"] }, { unless: ["stopped", "dose"] }),
  ...frames(
    "med.item",
    { any: ["{drug} {dose}", "{drug} {dose} {route}"] },
    { unless: ["stopped", "frequency"] },
  ),
  ...frames("med.item", { any: ["{drug}"] }, { unless: ["stopped", "dose", "frequency"] }),
  ...frames("med.prose", {
    any: ["{^medlist}.", "{^drugs-all}.", "[Takes|On|Only] {drugs-all}."],
    full: [
      "{subj} takes {medlist}.",
      "Currently: {medlist}.",
      "{subj} is [currently|presently|] [on|taking] {medlist}.",
      "Currently taking {medlist}.",
      "Includes {medlist}.",
      "[Home|Regular] medications: {medlist}.",
    ],
    terse: ["On {medlist:short}.", "Taking {medlist:short}.", "{^medlist:short}."],
  }),
  ...frames("med.discharge-prose", {
    any: ["{^medlist}."],
    full: [
      "Discharged on {medlist}.",
      "Continue {medlist}.",
      "To continue {medlist}.",
      "{subj} [goes home|was discharged] on {medlist}.",
      "Sent home on {medlist}.",
    ],
    terse: ["Cont {medlist:short}.", "D/c on {medlist:short}."],
  }),
  ...frames("med.none", {
    any: [
      "None.",
      "None [listed|on file|recorded|at present|currently].",
      "No [regular|current|prescribed|active|prescription] [medications|medicines|meds] [listed|on file|recorded|at present|].",
      "Takes no [regular|prescribed|prescription] [medications|medicines].",
    ],
  }),
  ...frames(
    "allergy",
    {
      any: [
        "None [recorded|on file|documented|listed|entered].",
        "Not [recorded|documented|entered|on file|reviewed today].",
        "No [entries|entry] [in the chart|on file|in the record].",
        "No drug allergies [recorded|on file|listed|documented].",
        "Allergy list [is empty|is blank|has no entries].",
      ],
    },
    { unless: ["no=allergy", "allergic"] },
  ),
];
