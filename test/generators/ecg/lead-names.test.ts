import { describe, expect, it } from "vitest";
import { parseLeadName } from "../../../generators/ecg/lead-names.ts";
import { LEADS } from "../../../schemas/ecg.ts";

describe("a lead's name", () => {
  it("is read in any case, with words, spaces and signs around it", () => {
    for (const lead of LEADS)
      for (const name of [
        lead,
        lead.toLowerCase(),
        lead.toUpperCase(),
        ` ${lead} `,
        `Lead ${lead}`,
        `ECG ${lead}`,
      ])
        expect(parseLeadName(name)).toEqual({ lead, sign: 1 });
  });

  it("turns the lead where a minus comes first", () => {
    expect(parseLeadName("-aVR")).toEqual({ lead: "aVR", sign: -1 });
    expect(parseLeadName("−avr")).toEqual({ lead: "aVR", sign: -1 });
  });

  it.each([
    ["MLII", "II"],
    ["DI", "I"],
    ["D3", "III"],
    ["VL", "aVL"],
    ["C4", "V4"],
    ["V-1", "V1"],
    ["a VR", "aVR"],
    ["MCL1", "V1"],
  ])("%s means %s", (name, lead) => {
    expect(parseLeadName(name)).toEqual({ lead, sign: 1 });
  });

  it.each(["", "V7", "V3R", "vx", "RESP", "PLETH", "ABP", "IV", "X1"])("'%s' is none of the twelve", name => {
    expect(parseLeadName(name)).toBeUndefined();
  });
});
