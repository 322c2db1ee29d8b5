import { type Frame, frames } from "../../frame.ts";

const SYMPTOM = { when: ["visit=symptom"] };
const ROUTINE = { when: ["visit=routine"], unless: ["stay"] };
const ADMITTED = { when: ["visit=routine", "stay"] };
const NO_HISTORY = { when: ["visit=routine", "no=history"], unless: ["stay"] };

/** Present illness and systems review. */
export const ILLNESS_FRAMES: readonly Frame[] = [
  ...frames(
    "hpi.open",
    {
      full: [
        "{subj} is a/an {person:full} with {history} who presents with {symptoms} {duration}.",
        "A/an {person:full} with a history of {history} [presents|comes in|is seen] [today|] with {symptoms}, which began {ago}.",
        "This {person:full} with {history} comes in because of {symptoms} {duration}.",
        "{subj}, a/an {person:full} with {history}, [was seen|is seen] [today|] for {symptoms}.",
        "{subj} presents with {symptoms} {duration}. {^he} is a/an {person:full} with {history}.",
        "A/an {person:full} known to have {history} [reports|describes] {symptoms} {duration}.",
        "{^symptoms} {duration} in a/an {person:full} with {history}.",
        "{subj} is a/an {person:full} whose history includes {history}. {^he} [presents|comes in|is here] with {symptoms} {duration}.",
        "This is a/an {person:full} with {history}. {^his} [main|chief] concern [today|] is {symptoms}, present {duration}.",
        "A/an {person:full} with {history} noticed {symptom} {ago}.",
        "Starting {ago}, {subj}, a/an {person:full} with {history}, noticed {symptoms}.",
      ],
      terse: [
        "{person:short} w/ {history} p/w {symptoms} {duration:short}.",
        "{person:short} with {history}, here for {symptoms} {duration:short}.",
        "{person:short}, PMH {history:short}, c/o {symptoms} {duration:short}.",
        "{person:short} w/ {history:short} presents for {symptoms}.",
        "{person:short}, {history:short}. {^symptoms} {duration:short}.",
        "{person:short} w/ h/o {history:short}, now {symptoms} {duration:short}.",
        "{person:short} - {symptoms} {duration:short}, background {history:short}.",
      ],
    },
    SYMPTOM,
  ),
  ...frames(
    "hpi.open",
    {
      full: [
        "{subj} is a/an {person:full} who presents with {symptoms} {duration}.",
        "A/an {person:full} [presents|comes in|is seen] with {symptoms} {duration}.",
        "This {person:full} has had {symptoms} {duration}.",
        "{subj}, a/an {person:full}, [reports|describes] {symptoms} {duration}.",
        "{^symptoms} {duration} in a/an {person:full}.",
      ],
      terse: [
        "{person:short} p/w {symptoms} {duration:short}.",
        "{person:short} c/o {symptoms} {duration:short}.",
        "{person:short}: {symptoms} {duration:short}.",
        "{person:short}. {^symptoms}, onset {ago:short}.",
      ],
    },
    SYMPTOM,
  ),
  ...frames(
    "hpi.open",
    {
      full: [
        "{subj} is a/an {person:full} with {history} [seen|here] for [routine|scheduled|regular] follow-up.",
        "A/an {person:full} with {history} [returns|comes in|is seen] for a [scheduled|routine|planned] visit.",
        "This {person:full} with {history} [returns|is back] for follow-up [and has no new complaints|without new complaints|].",
        "{subj} returns for follow-up of {problems}. {^he} is a/an {person:full}.",
        "{subj}, a/an {person:full}, is followed [here|in this clinic|] for {history}.",
        "{subj} [comes in|is here] for review of {problems}.",
        "This is a [scheduled|routine|planned] visit for a/an {person:full} with {history}.",
        "A/an {person:full} [followed|seen here|known to us] for {history}.",
        "{subj} is a/an {person:full} [whose problems include|who has] {history}. {^he} [comes in|is here] for [a regular check|routine follow-up|a scheduled review].",
      ],
      terse: [
        "{person:short} w/ {history} seen for routine f/u.",
        "{person:short} w/ {history:short}, here for f/u.",
        "{person:short}, {history:short}. [Routine|Scheduled] f/u[, no new complaints|].",
        "F/u visit. {person:short} w/ {history:short}.",
        "{person:short} with {history}. No new issues [today|].",
        "Seen for f/u of {problems:short}. {person:short}.",
      ],
    },
    ROUTINE,
  ),
  ...frames(
    "hpi.open",
    {
      full: [
        "{subj} is a/an {person:full} here for [a general|an annual|a routine] [examination|check-up|physical].",
        "A/an {person:full} [comes in|is seen] for [a general|an annual|a routine] [examination|check-up|physical].",
        "This {person:full} has no [specific|particular|current|new] complaints [and comes for a health check|].",
        "{subj}, a/an {person:full}, comes for [health maintenance|a wellness visit|a preventive visit].",
      ],
      terse: [
        "{person:short}, [annual|routine] exam, no complaints.",
        "{person:short} here for [annual|routine] physical.",
        "{person:short}: health check.",
      ],
    },
    NO_HISTORY,
  ),

  ...frames(
    "hpi.person",
    {
      full: [
        "{subj} is a/an {person:full} with {history}.",
        "{^his} history includes {history}.",
        "{subj}, a/an {person:full}, [has|is known to have] {history}.",
      ],
      terse: ["{person:short} w/ {history:short}.", "{person:short}, {history:short}."],
    },
    { given: ["history"] },
  ),
  ...frames("hpi.person", { full: ["{subj} is a/an {person:full}."], terse: ["{person:short}."] }),
  ...frames(
    "hpi.open",
    {
      full: [
        "{subj} is a/an {person:full} with {history} admitted for {purpose:full}.",
        "A/an {person:full} with {history} was admitted on {admitted} for {purpose:full}.",
        "This {person:full} was admitted for {purpose:full}. {^his} history includes {history}.",
        "Admitted on {admitted} for {purpose:full}, {subj} is a/an {person:full} with {history}.",
      ],
      terse: [
        "{person:short} w/ {history:short} adm for {purpose:short}.",
        "Adm {admitted} for {purpose:short}. {person:short}, {history:short}.",
      ],
    },
    ADMITTED,
  ),
  ...frames(
    "hpi.open",
    {
      full: [
        "{subj} is a/an {person:full} admitted for {purpose:full}.",
        "A/an {person:full} was admitted on {admitted} for {purpose:full}.",
      ],
      terse: [
        "{person:short} adm {admitted} for {purpose:short}.",
        "{person:short}, adm for {purpose:short}.",
      ],
    },
    ADMITTED,
  ),

  ...frames(
    "hpi.detail",
    {
      full: [
        "{subj} also [reports|describes|mentions|has noticed] {others}.",
        "There is also {others}.",
        "{^others} [came on|developed] at about the same time.",
        "In addition {he} [reports|has] {others}.",
        "{^his} [other|further|additional] complaint is {others}.",
      ],
      terse: ["Also {others}.", "Also c/o {others}.", "+ {others}."],
    },
    SYMPTOM,
  ),
  ...frames(
    "hpi.onset",
    {
      full: [
        "Symptoms began {ago}.",
        "It [started|began] {ago}.",
        "{subj} [dates|traces] the onset to {ago}.",
        "{subj} was well until {ago}.",
        "{^his} symptoms [started|first appeared] {ago}.",
      ],
      terse: ["Onset {ago:short}.", "Started {ago:short}."],
    },
    { when: ["visit=acute"] },
  ),
  ...frames(
    "hpi.chronic",
    {
      full: [
        "{^cond} was diagnosed in {since}.",
        "{subj} has had {cond} since {since}.",
        "{^cond} has been [present|known] since {since}.",
        "The diagnosis of {cond} [dates from|goes back to|was made in] {since}.",
        "{subj} was [diagnosed with|found to have] {cond} in {since}.",
        "{subj} has [carried|had] a diagnosis of {cond} for {years}.",
        "{subj} has [lived with|had] {cond} for {years}.",
      ],
      terse: ["{^cond} since {since}.", "{^cond} dx {since}.", "{^cond} x {years:short}."],
    },
    { when: ["current"] },
  ),
  ...frames(
    "hpi.treatment",
    {
      full: [
        "{subj} takes {drugs} for {his} {cond}.",
        "{^his} {cond} is [treated|managed] with {drugs}.",
        "For {cond} {he} takes {doses}.",
        "{^cond} is [being treated|treated] with {doses}.",
        "{subj} [remains|continues] on {drugs} for {cond}.",
        "Treatment for {cond} [is|consists of] {doses}.",
        "{subj} is taking {drugs} for {cond}.",
      ],
      terse: [
        "{^cond}: on {doses}.",
        "On {drugs} for {cond}.",
        "{^cond} on {drugs}.",
        "Takes {doses} ({cond}).",
      ],
    },
    { when: ["current", "treated"] },
  ),
  ...frames(
    "hpi.marker",
    {
      full: [
        "{^marker} at [this visit|today's visit].",
        "{^measure} today [is|was] {reading}.",
        "Today's {measure} [is|was] {reading}.",
        "{^his} {measure} [is|was] {reading} today.",
      ],
      terse: ["{^marker} today.", "Today {marker}."],
    },
    { when: ["marker=vital"] },
  ),
  ...frames(
    "hpi.marker",
    {
      full: [
        "[The latest|The most recent|The last] {measure} was {reading}.",
        "{^his} [latest|most recent|last] {measure} was {reading}.",
        "{^measure} was last {reading}.",
        "On the [latest|most recent] labs {measure} was {reading}.",
      ],
      terse: ["Last {marker}.", "Latest {marker}.", "{^marker} on recent labs."],
    },
    { when: ["marker=lab"] },
  ),
  ...frames("hpi.negative", {
    full: [
      "There is no [known|prior|] history of {absent}.",
      "{subj} has no [known|prior|] history of {absent}.",
      "{subj} denies [any|a|] history of {absent}.",
      "No [known|prior|previous] history of {absent}.",
      "{^he} has never been [diagnosed with] {absent}.",
      "No prior diagnosis of {absent} [is on record|is recorded|].",
      "{^his} history is negative for {absent}.",
      "There is no history of {absent} [in the chart|on chart review|].",
    ],
    terse: [
      "No h/o {absent}.",
      "No known {absent}.",
      "Neg for {absent}.",
      "Denies h/o {absent}.",
      "No hx of {absent}.",
    ],
  }),
  ...frames(
    "ros",
    {
      any: [
        "Positive for {symptoms}.",
        "[Notable|Significant|Pertinent] for {symptoms}.",
        "{^symptoms}, as [above|in the HPI].",
        "As in the HPI: {symptoms}.",
        "Pos: {symptoms}.",
      ],
      full: [
        "{subj} reports {symptoms}; otherwise as in the HPI.",
        "{subj} [acknowledges|endorses|confirms] {symptoms}.",
      ],
    },
    SYMPTOM,
  ),
];
