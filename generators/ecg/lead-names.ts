import { LEADS, type Lead } from "../../schemas/ecg.ts";

/** A lead of the standard twelve, and −1 where the name says that it is recorded upside down. */
export interface NamedLead {
  readonly lead: Lead;
  readonly sign: 1 | -1;
}

const STANDARD = new Map<string, Lead>(LEADS.map(lead => [lead.toUpperCase(), lead]));
/** Modified limb leads, Arabic and German numbers, and C for the chest. */
const ALIASES: ReadonlyMap<string, Lead> = new Map([
  ...(["I", "II", "III"] as const).flatMap((lead, i): [string, Lead][] => [
    [`ML${lead}`, lead],
    [`D${lead}`, lead],
    [`D${i + 1}`, lead],
    [`L${i + 1}`, lead],
    [`${i + 1}`, lead],
  ]),
  ...(["aVR", "aVL", "aVF"] as const).map((lead): [string, Lead] => [lead.slice(1).toUpperCase(), lead]),
  ...([1, 2, 3, 4, 5, 6] as const).flatMap((n): [string, Lead][] => [
    [`C${n}`, `V${n}`],
    [`MCL${n}`, `V${n}`],
    [`V0${n}`, `V${n}`],
  ]),
]);

/**
 * The lead that a signal's name means: any case; "Lead II", "ECG V1", "V-1" and "a VR" as well as "MLII", "DI" or
 * "C3"; a leading minus means the lead turned upside down ("-aVR").
 *
 * @returns  undefined for any other name
 */
export const parseLeadName = (name: string): NamedLead | undefined => {
  const trimmed = name.trim().toUpperCase();
  const sign = /^[-−]/.test(trimmed) ? -1 : 1;
  const bare = trimmed
    .replace(/^[-−]/, "")
    .replace(/^(ECG|EKG|LEAD|CHANNEL)[\s_:-]*/g, "")
    .replace(/^LEAD[\s_:-]*/, "")
    .replace(/[\s_.-]/g, "");
  const lead = STANDARD.get(bare) ?? ALIASES.get(bare);
  return lead === undefined ? undefined : { lead, sign };
};
