import type { Section } from "./section.ts";

/**
 * Public heading lexicon: what sections are called in clinical notes. Read from real notes by `noteView`; a line
 * counts as a heading where the whole line, or what stands before its colon, is one of these.
 *
 * @source  LOINC document ontology section names (HL7 C-CDA R2.1) and headings in common clinical use
 */
const HEADINGS: Readonly<Record<Section, readonly string[]>> = {
  "chief-complaint": ["chief complaint", "chief complaints", "cc", "reason for visit", "presenting complaint", "presenting problem", "pc", "complaint", "reason for encounter"],
  "present-illness": ["history of present illness", "hpi", "present illness", "hpc", "history of presenting complaint", "history", "interval history", "subjective", "genhx", "s", "hx", "brief history", "reason for admission", "history of the present illness"],
  "past-history": ["past medical history", "pmh", "pmhx", "past history", "medical history", "past medical/surgical history", "problem list", "active problems", "past surgical history", "psh", "pastmedicalhx", "pastsurgical", "background", "comorbidities"],
  medications: ["medications", "meds", "current medications", "home medications", "discharge medications", "medication list", "dh", "drug history", "current meds", "medications on admission", "medications at discharge", "discharge meds", "home meds"],
  allergies: ["allergies", "allergy", "drug allergies", "allergies and intolerances"],
  "social-family": ["social history", "family history", "sh", "fh", "shx", "fhx", "family/social history", "social hx", "family hx", "fam/sochx", "social and family history"],
  "systems-review": ["review of systems", "ros", "systems review", "system review"],
  indication: ["indication", "indications", "clinical information", "clinical history", "clinical indication", "reason for exam", "reason for study", "clinical data", "reason for examination", "reason for test"],
  examination: ["physical exam", "physical examination", "exam", "examination", "pe", "o/e", "objective", "o", "vital signs", "vitals", "on examination", "exam on discharge", "exam on admission"],
  results: ["results", "labs", "laboratory data", "lab results", "data", "laboratory", "diagnostic studies", "diagnostics", "investigations", "pertinent results", "imaging", "studies", "data reviewed", "labs and studies", "test results"],
  findings: ["findings", "interpretation", "technique and findings", "description", "report", "tracing"],
  "hospital-course": ["hospital course", "brief hospital course", "course", "edcourse", "emergency department course", "ed course", "course in hospital", "hospital course by problem"],
  impression: ["impression", "imp", "conclusion", "summary", "opinion", "overall impression", "ecg impression"],
  assessment: ["assessment", "a", "diagnosis", "diagnoses", "discharge diagnosis", "discharge diagnoses", "final diagnosis", "final diagnoses", "assessment and plan", "a/p", "a&p", "assessment/plan", "assessment & plan", "problems", "principal diagnosis"],
  plan: ["plan", "p", "recommendations", "treatment plan", "assessment and plan", "a/p", "a&p", "assessment/plan", "assessment & plan"],
  "follow-up": ["follow-up", "follow up", "followup", "disposition", "discharge instructions", "discharge plan", "discharge disposition", "follow-up plan", "next visit", "plan for follow-up"],
};

const BY_NAME = new Map<string, readonly Section[]>();
for (const [section, names] of Object.entries(HEADINGS) as [Section, readonly string[]][])
  for (const name of names) BY_NAME.set(name, [...(BY_NAME.get(name) ?? []), section]);

const LONGEST = 40;

/** Sections that a line opens ("A/P:" opens two); none for an ordinary line. */
export const sectionsOpenedBy = (line: string): readonly Section[] => {
  const colon = line.indexOf(":");
  const head = (colon >= 0 && colon <= LONGEST ? line.slice(0, colon) : line).trim();
  if (head.length === 0 || head.length > LONGEST) return [];
  const plain = head.replace(/^[#*\s]+|[*\s.]+$/g, "").toLowerCase();
  // Without a colon or markup a single letter or a plain word is ordinary text ("History", "a").
  const isMarked = colon >= 0 || /^#/.test(head) || (/^[A-Z]/.test(head) && plain.length > 3);
  return isMarked ? (BY_NAME.get(plain) ?? []) : [];
};
