/** A bank in which some frames say the opposite of what their facts are: food for the correction. */
import type { Bank } from "../../../generators/note/bank/bank.ts";
import { byMove } from "../../../generators/note/bank/en/index.ts";
import { frames } from "../../../generators/note/frame.ts";

const SYMPTOM = { when: ["visit=symptom"] };

export const poisoned = (bank: Bank): Bank => {
  const poison = [
    ...frames(
      "hpi.open",
      { any: ["{^person} without {history}, here for {symptoms}.", "{^person}, denies {history}."] },
      SYMPTOM,
    ),
    ...frames("hpi.negative", { any: ["Known {absent}.", "History of {absent}.", "Has had {absent}."] }),
    ...frames("hpi.treatment", { any: ["{^cond} absent, on {drugs}.", "No {cond}; takes {drugs}."] }),
    ...frames(
      "cxr.pleura",
      { any: ["Pleural effusion and pneumothorax."] },
      { when: ["no=effusion", "no=pneumothorax"] },
    ),
    ...frames("problem", { any: ["No {cond}; nothing to do.", "{^cond} ruled out."] }),
    ...frames("ecg.rhythm", { any: ["Not in {rhythm}, rate {rate}."] }),
  ];
  return { ...bank, frames: byMove([...[...bank.frames.values()].flat(), ...poison]) };
};
