import { type Frame, frames } from "../../frame.ts";

/** How a letter to another doctor opens and closes. */
export const LETTER_FRAMES: readonly Frame[] = [
  ...frames("letter.salutation", {
    any: ["Dear colleague,", "Dear doctor,", "Dear colleagues,", "To the referring physician:"],
  }),
  ...frames(
    "letter.open",
    {
      full: [
        "[Thank you|Many thanks] for [referring|asking me to see] {subj-object}, whom I saw on {visit}.",
        "I [saw|reviewed] {subj-object} on {visit}.",
        "Thank you for [your referral of|sending] {subj-object}, [seen|reviewed] on {visit}.",
        "I had the pleasure of [seeing|meeting] {subj-object} on {visit}.",
        "[Many thanks|Thank you] for your letter about {subj-object}, whom I [saw|met] on {visit}.",
        "It was a pleasure to [see|review] {subj-object} on {visit}.",
        "I am writing to [update you on|let you know about] {subj-object}, whom we [saw|reviewed] on {visit}.",
        "{^subj-object} [came to see us|was seen by us|attended] on {visit}.",
        "This letter concerns {subj-object}, [reviewed|seen] by our team on {visit}.",
      ],
    },
    { given: ["visit=symptom"], unless: ["stay"] },
  ),
  ...frames(
    "letter.open",
    {
      full: [
        "[I am writing about|This letter concerns] {subj-object}, who was admitted under our care on {admitted}.",
        "{^subj-object} was admitted to our ward on {admitted}.",
        "[I saw|We saw] {subj-object} on the ward on {visit}, the day of admission.",
        "{^subj-object} came into hospital on {admitted} [and was looked after by our team|under our team|].",
        "Thank you for [sending in|referring] {subj-object}, who was admitted on {admitted}.",
        "I [write|am writing] to let you know that {subj-object} was admitted [to us|here|] on {admitted}.",
      ],
    },
    { given: ["stay"] },
  ),
  ...frames(
    "letter.open",
    {
      full: [
        "I saw {subj-object} for [follow-up|review] on {visit}.",
        "{^subj-object} [came|returned] for [review|follow-up] on {visit}.",
        "[Thank you|Many thanks] for your continued care of {subj-object}, whom I [saw|reviewed] on {visit}.",
        "I [reviewed|saw] {subj-object} again on {visit}.",
        "{subj} [attended|came] for a [planned|scheduled] review on {visit}.",
        "It was good to [see|review] {subj-object} again on {visit}.",
        "I am writing after our [review|appointment] of {visit} with {subj-object}.",
        "A [short|brief] letter after the [visit|appointment] of {visit}.",
      ],
    },
    { given: ["visit=routine"], unless: ["stay"] },
  ),
  ...frames("letter.close", {
    full: [
      "Thank you for [involving us|letting us take part] in [the care of this patient|this patient's care].",
      "[Please contact us|Please call] [should|if] anything [change|changes] in the meantime.",
      "With kind regards and thanks for the [referral|kind referral].",
      "Please do not hesitate to [call|write|contact me] with any [questions|concerns].",
      "Many thanks for [continuing this treatment|taking this forward] in the community.",
      "I would be grateful if you could [continue|take over] the [prescriptions|monitoring] in the meantime.",
      "A copy of this letter [has gone|goes] to the patient.",
      "Thank you again for [asking our opinion|the opportunity to be of help].",
      "We are happy to [see {subj-object} sooner|bring the appointment forward] if needed.",
      "Kind regards, and thank you for your [help|support].",
      "I have [asked|advised] {subj-object} to [see you|make an appointment with you] in {weeks}.",
      "Further [letters|reports] will follow after the next visit.",
    ],
  }),
];
