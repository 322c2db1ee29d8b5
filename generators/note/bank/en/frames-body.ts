import { type Frame, frames } from "../../frame.ts";

/** What was found normal of abdomen, neck, throat, skin and nerves; `quiet=…` where nothing on record speaks against it. */
export const BODY_FRAMES: readonly Frame[] = [
  ...frames(
    "exam.abdomen",
    {
      any: [
        "[Abdomen|Abd]: soft, [nontender|non-tender][, nondistended|].",
        "Abdomen soft [and|,] nontender[, bowel sounds present|, normal bowel sounds|].",
        "[Abdomen|Belly] soft, no tenderness.",
      ],
      full: [
        "The abdomen is soft and [nontender|not tender][ to palpation|].",
        "ABDOMEN: Soft[, nontender| and nontender| without tenderness].",
        "Abdomen soft without [masses or tenderness|tenderness].",
      ],
      terse: ["Abd: soft, NT.", "Abd soft, NT/ND.", "Abd benign, soft."],
    },
    { given: ["quiet=abdomen"], states: ["sign/abdomen-soft"] },
  ),
  ...frames(
    "exam.neck",
    {
      any: [
        "Neck: supple[, no lymphadenopathy|, no JVD|].",
        "Neck supple[ without adenopathy| and symmetric|].",
      ],
      full: ["The neck is supple[ without lymphadenopathy| with full range of motion|].", "NECK: Supple."],
      terse: ["Neck: supple, no nodes.", "Neck supple."],
    },
    { given: ["quiet=neck"], states: ["sign/neck-supple"] },
  ),
  ...frames(
    "exam.throat",
    {
      any: [
        "[HEENT|Oropharynx]: [mucous membranes moist|moist mucous membranes][, oropharynx clear|].",
        "Oropharynx clear[, mucous membranes moist|].",
      ],
      full: ["The oropharynx is clear[ and the mucous membranes are moist|].", "Mucous membranes are moist."],
      terse: ["HEENT: MMM, OP clear.", "MMM.", "OP clear."],
    },
    { given: ["quiet=throat"], states: ["sign/throat-clear"] },
  ),
  ...frames(
    "exam.skin",
    {
      any: [
        "Skin: [warm and dry|warm, dry, intact|intact, good turgor|warm, well perfused].",
        "Skin [warm and dry|warm, dry|intact|warm and well perfused][, no lesions|, no ulcers|].",
        "[Warm|Warm and dry|Warm, intact] skin.",
      ],
      full: [
        "The skin is [warm and dry|intact|warm and well perfused][ without lesions|].",
        "SKIN: [Warm and dry|Intact|Warm, no lesions].",
      ],
      terse: ["Skin: W/D.", "Skin: intact."],
    },
    { given: ["quiet=skin"], states: ["sign/skin-intact"] },
  ),
  ...frames(
    "exam.nerves",
    {
      any: [
        "[Neuro|Neurologic]: [nonfocal|no focal deficits|grossly intact].",
        "[No focal|No focal neurologic|No gross focal] deficits.",
      ],
      full: [
        "The neurologic [exam|examination] is [nonfocal|without focal deficits].",
        "NEUROLOGIC: [Grossly intact|No focal deficits].",
        "Cranial nerves are [grossly|] intact and strength is [full|symmetric].",
      ],
      terse: ["Neuro: nonfocal.", "Neuro: grossly intact.", "CN II-XII grossly intact."],
    },
    { given: ["quiet=nerves"], states: ["sign/nerves-intact"] },
  ),
];
