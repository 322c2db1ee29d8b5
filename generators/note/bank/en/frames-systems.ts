import { type Frame, frames } from "../../frame.ts";
import { SYSTEMS, type System } from "../../knowledge/systems.ts";

/** What a system is called before a colon. */
const LABELS: Readonly<Record<System, string>> = {
  constitutional: "[Constitutional|General]",
  head: "[HEENT|Eyes, ears, nose and throat]",
  heart: "[Cardiovascular|Cardiac|CV]",
  lungs: "[Respiratory|Pulmonary|Resp]",
  gut: "[Gastrointestinal|GI]",
  urine: "[Genitourinary|Urinary|GU]",
  joints: "[Musculoskeletal|MSK]",
  nerves: "[Neurologic|Neurological|Neuro]",
  skin: "[Skin|Dermatologic]",
};

/** Review of systems, system by system, and pertinent negatives of the present illness. */
export const SYSTEM_FRAMES: readonly Frame[] = [
  ...SYSTEMS.flatMap(system =>
    frames(`ros.${system}`, {
      any: [
        `${LABELS[system]}: [No|Negative for|No recent|Denies] {no-${system}}.`,
        `[No|Negative for] {no-${system}}.`,
        `No [complaints of|] {no-${system}}.`,
      ],
      full: [`{subj} denies [any|] {no-${system}}.`, `{^he} [has|reports] no {no-${system}}.`],
      terse: [`Neg for {no-${system}:short}.`, `No {no-${system}:short}.`, `Denies {no-${system}:short}.`],
    }),
  ),
  ...frames("hpi.denies", {
    full: [
      "{subj} denies {negatives}.",
      "{^he} [reports|has had|has] no {negatives}.",
      "{subj} has not had [any|] {negatives}.",
      "{^he} specifically denies {negatives}.",
    ],
    terse: ["No {negatives:short}.", "Denies {negatives:short}.", "(-) {negatives:short}."],
  }),
  ...frames(
    "hpi.denies",
    { full: ["No [associated|accompanying] {negatives}."] },
    { given: ["visit=symptom"] },
  ),
];
