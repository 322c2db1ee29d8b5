import type { NoteType, Section } from "../../section.ts";
import type { Bank } from "../bank.ts";

export const HEADINGS: Bank["headings"] = {
  "chief-complaint": { full: ["Chief Complaint", "Reason for Visit", "Chief Complaint"], short: ["CC"] },
  "present-illness": { full: ["History of Present Illness"], short: ["HPI"] },
  "past-history": { full: ["Past Medical History", "Medical History"], short: ["PMH", "PMHx"] },
  medications: { full: ["Medications", "Current Medications"], short: ["Meds"] },
  allergies: { full: ["Allergies"], short: ["Allergies"] },
  "social-family": { full: ["Social History"], short: ["SH"] },
  "systems-review": { full: ["Review of Systems"], short: ["ROS"] },
  indication: { full: ["Indication", "Clinical Information", "Clinical Indication"], short: ["Indication"] },
  examination: { full: ["Physical Examination", "Physical Exam", "Objective"], short: ["Exam", "PE", "O/E"] },
  results: { full: ["Results", "Data", "Data Reviewed"], short: ["Data", "Results", "Studies"] },
  findings: { full: ["Findings"], short: ["Findings"] },
  "hospital-course": {
    full: ["Hospital Course", "Brief Hospital Course"],
    short: ["Hospital Course", "Course"],
  },
  impression: { full: ["Impression"], short: ["Impression", "Imp"] },
  assessment: { full: ["Assessment"], short: ["Assessment", "A"] },
  plan: { full: ["Plan"], short: ["Plan", "P"] },
  "follow-up": { full: ["Follow-up", "Disposition"], short: ["F/U", "Follow-up"] },
};

export const SPECIAL: Readonly<Partial<Record<NoteType, Partial<Record<Section, readonly string[]>>>>> = {
  progress: { "present-illness": ["Interval History", "Subjective", "History of Present Illness", "HPI"] },
  discharge: {
    "chief-complaint": ["Reason for Admission", "Presenting Problem"],
    "present-illness": ["Brief History", "History of Present Illness", "HPI"],
    medications: ["Discharge Medications", "Medications at Discharge", "Discharge Meds"],
    assessment: ["Discharge Diagnoses", "Diagnoses", "Final Diagnoses"],
    results: ["Pertinent Results", "Results", "Data"],
    plan: ["Recommendations", "Plan"],
    "follow-up": ["Follow-up", "Discharge Plan", "Disposition"],
  },
  radiology: { indication: ["Indication", "Clinical History", "Reason for Exam", "Clinical Information"] },
  ecg: {
    indication: ["Indication", "Reason for Test", "Clinical Information"],
    findings: ["Findings", "Interpretation", "Tracing"],
    impression: ["Impression", "Conclusion", "Summary"],
  },
  letter: {
    assessment: ["Diagnoses", "Problems", "Diagnosis"],
    medications: ["Current Medications", "Medications"],
    "present-illness": ["History", "Present Illness"],
    "past-history": ["Background", "Past History"],
    examination: ["On Examination", "Examination"],
    results: ["Investigations", "Results"],
    plan: ["Recommendations", "Plan"],
    "follow-up": ["Follow-up", "Plan for Follow-up"],
  },
};

export const ASSESSMENT_AND_PLAN: Bank["assessmentAndPlan"] = {
  full: ["Assessment and Plan", "Assessment & Plan", "Assessment/Plan"],
  short: ["A/P", "A&P"],
};

export const TITLES: Bank["titles"] = {
  progress: ["Progress Note"],
  "history-physical": ["History and Physical", "H&P", "History & Physical Examination"],
  discharge: ["Discharge Summary", "Hospital Discharge Summary"],
  radiology: ["Chest Radiograph", "XR Chest", "Chest X-ray Report", "Radiology Report: Chest X-ray"],
  ecg: ["12-Lead ECG", "ECG Report", "Electrocardiogram", "EKG Interpretation"],
  letter: ["Letter to the Referring Physician", "Consultation Letter"],
};

export const SETTING_TITLES: Bank["settingTitles"] = {
  ambulatory: {
    progress: ["Clinic Note", "Office Visit Note", "Outpatient Progress Note", "Follow-up Visit"],
    letter: ["Clinic Letter", "Outpatient Letter"],
  },
  stay: {
    "history-physical": ["Admission History and Physical", "Admission Note"],
    progress: ["Inpatient Progress Note", "Ward Note"],
    letter: ["Inpatient Letter", "Letter about an Admission"],
  },
};
