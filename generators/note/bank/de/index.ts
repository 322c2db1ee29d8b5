import { frames } from "../../frame.ts";
import { germanContradictions } from "../../reader/german.ts";
import type { Bank } from "../bank.ts";
import { byMove } from "../en/index.ts";
import { speaker } from "./speaker.ts";

const SYMPTOM = { given: ["visit=symptom"], unless: ["stay"] };
const ROUTINE = { given: ["visit=routine"], unless: ["stay"] };
const STAY = { given: ["stay"] };

const FRAMES = [
  ...frames("header.date", { any: ["Datum: {visit}", "Vorstellung am {visit}", "Untersuchung vom {visit}"] }),
  ...frames("header.exam-date", { any: ["Untersuchung vom {visit}", "Aufnahmedatum: {visit}"] }),
  ...frames("header.stay", {
    any: ["Stationär vom {admitted} bis {discharged}", "Aufnahme {admitted}, Entlassung {discharged}"],
  }),
  ...frames("header.person", { any: ["{^person}", "Pat.: {person}"] }),
  ...frames("cc", { any: ["{^symptoms} {duration}.", "Vorstellung wegen {symptoms}."] }, SYMPTOM),
  ...frames(
    "cc",
    { any: ["Routinekontrolle.", "Verlaufskontrolle bei {problems}.", "Geplante Wiedervorstellung."] },
    ROUTINE,
  ),
  ...frames(
    "hpi.open",
    {
      any: [
        "{^person}, Vorstellung mit {symptoms} {duration}.",
        "Die Vorstellung erfolgt [wegen|aufgrund von] {symptoms} {duration}.",
        "{^duration} bestehen Beschwerden mit {symptoms}.",
        "{^person} mit {symptoms}, {duration} [bestehend|zunehmend].",
      ],
    },
    SYMPTOM,
  ),
  ...frames(
    "hpi.open",
    {
      any: [
        "{^person}, Vorstellung zur [Routinekontrolle|Verlaufskontrolle|geplanten Kontrolle].",
        "Geplante Kontrolle; bekannt sind {history}.",
        "Wiedervorstellung bei {problems}, [beschwerdefrei|keine neuen Beschwerden].",
      ],
    },
    ROUTINE,
  ),
  ...frames(
    "hpi.open",
    {
      any: [
        "{^person}, stationäre Aufnahme am {admitted}.",
        "Die stationäre Aufnahme erfolgte am {admitted} zur [Überwachung|weiteren Abklärung].",
      ],
    },
    STAY,
  ),
  ...frames("hpi.person", { any: ["{^person} mit {history}.", "{^person}, vorbekannt: {history}."] }),
  ...frames("hpi.person", { any: ["{^person}."] }),
  ...frames("hpi.chronic", {
    any: [
      "{^cond} seit {since} bekannt.",
      "{^cond}, Erstdiagnose {since}.",
      "Seit {since} besteht eine Diagnose: {cond}.",
    ],
  }),
  ...frames(
    "hpi.treatment",
    { any: ["{^cond}: Therapie mit {doses}.", "Unter {doses} bei {cond}."] },
    { given: ["treated"] },
  ),
  ...frames("hpi.negative", {
    any: [
      "Keine Vorgeschichte von {absent}.",
      "{^absent} nicht bekannt.",
      "Anamnestisch kein Hinweis auf {absent}.",
    ],
  }),
  ...frames("pmh.item", { any: ["{^cond}", "{^cond} (seit {since})"] }),
  ...frames("pmh.prose", {
    any: ["Bekannt: {history}.", "Vordiagnosen: {history}.", "In der Vorgeschichte {history}."],
  }),
  ...frames("pmh.none", { any: ["Keine Vorerkrankungen dokumentiert.", "Vorgeschichte leer."] }),
  ...frames("med.item", { any: ["{drug}"] }),
  ...frames("med.prose", { any: ["{^medlist}.", "Aktuell {medlist}.", "Dauermedikation: {medlist}."] }),
  ...frames("med.discharge-prose", { any: ["Bei Entlassung {medlist}.", "Weiter mit {medlist}."] }),
  ...frames("med.none", { any: ["Keine Dauermedikation.", "Keine Medikamente eingetragen."] }),
  ...frames(
    "allergy",
    { any: ["Keine eingetragen.", "Nicht dokumentiert."] },
    { unless: ["no=allergy", "allergic"] },
  ),
  ...frames(
    "allergy",
    { any: ["Keine Allergien bekannt.", "Allergien werden verneint."] },
    { when: ["no=allergy"] },
  ),
  ...frames("allergy", {
    any: [
      "Allergie gegen {allergens}.",
      "Bekannte Allergie: {allergens}.",
      "Unverträglichkeit: {allergens}.",
    ],
  }),
  ...frames("allergy.item", { any: ["Allergie: {allergen}"] }),
  ...frames("vitals", { any: ["{^vitals}.", "Vitalwerte: {vitals}.", "Bei Untersuchung {vitals}."] }),
  ...frames("labs", { any: ["Labor: {labs}.", "{^labs}.", "Laborwerte: {labs}."] }),
  ...frames("ecg.line", {
    any: [
      "EKG: {rhythm}, Frequenz {rate}/min, QRS {qrs} ms, QTc {qtc} ms.",
      "Im EKG {rhythm} mit {rate}/min.",
    ],
  }),
  ...frames("ecg.rhythm", {
    any: ["{^rhythm}, Frequenz {rate}/min.", "{^rhythm} mit einer Kammerfrequenz von {rate}/min."],
  }),
  ...frames("ecg.intervals", {
    any: ["QRS {qrs} ms, QTc {qtc} ms.", "QRS-Dauer {qrs} ms, frequenzkorrigierte QT-Zeit {qtc} ms."],
  }),
  ...frames("ecg.impression", { any: ["{^rhythm}.", "Zusammenfassend {rhythm}."] }),
  ...frames("cxr.main", { any: ["{^finding}.", "Es zeigt sich: {finding}.", "Nachweis: {finding}."] }),
  ...frames("cxr.line", { any: ["Röntgen-Thorax: {finding}.", "Im Röntgenbild des Thorax {finding}."] }),
  ...frames(
    "cxr.line",
    { any: ["Röntgen-Thorax ohne [akuten Befund|pathologischen Befund].", "Röntgen-Thorax unauffällig."] },
    { when: ["finding=none"] },
  ),
  ...frames("cxr.impression", { any: ["{^finding}.", "Beurteilung: {finding}."] }),
  ...frames(
    "cxr.impression",
    { any: ["Kein akuter Befund.", "Unauffälliger Thoraxbefund.", "Herz und Lunge unauffällig."] },
    { when: ["finding=none"] },
  ),
  ...frames(
    "cxr.lungs",
    { any: ["Lunge [frei|ohne Infiltrat].", "Kein Infiltrat."] },
    { when: ["finding=none"] },
  ),
  ...frames("assess.summary", {
    any: ["{^person}; bekannt sind {history}.", "Zusammenfassend {person} mit {symptoms}."],
  }),
  ...frames(
    "problem",
    { any: ["{^cond}: {doses} fortführen.", "{^cond} – weiter mit {doses}."] },
    { given: ["treated"] },
  ),
  ...frames(
    "problem",
    { any: ["{^cond}: Verlaufskontrolle.", "{^cond}: [derzeit|aktuell] keine Änderung."] },
    { unless: ["treated"] },
  ),
  ...frames(
    "plan.return",
    { any: ["Wiedervorstellung in [vier|sechs|acht] Wochen.", "Kontrolle in [drei|sechs] Monaten."] },
    { unless: ["stay"] },
  ),
  ...frames(
    "course.open",
    { any: ["Die Aufnahme erfolgte am {admitted}.", "Stationäre Behandlung ab dem {admitted}."] },
    STAY,
  ),
  ...frames("course.end", {
    any: [
      "Entlassung am {discharged} in [gutem|stabilem] Zustand.",
      "Am {discharged} konnte die Entlassung erfolgen.",
    ],
  }),
  ...frames("dx.item", { any: ["{^cond}"] }),
  ...frames("dx.prose", { any: ["{^problems}.", "Hauptdiagnose: {problems}."] }),
  ...frames("discharge.follow", {
    any: ["Hausärztliche Kontrolle in [einer Woche|zwei Wochen].", "Um Weiterbetreuung wird gebeten."],
  }),
  ...frames("letter.salutation", {
    any: ["Sehr geehrte Kollegin, sehr geehrter Kollege,", "Liebe Kolleginnen und Kollegen,"],
  }),
  ...frames("letter.open", {
    any: [
      "Wir berichten über die Vorstellung am {visit}.",
      "Vielen Dank für die Überweisung zur Vorstellung am {visit}.",
    ],
  }),
  ...frames("letter.close", {
    any: ["Mit freundlichen kollegialen Grüßen.", "Für Rückfragen stehen wir gern zur Verfügung."],
  }),
];

const heading = (...full: readonly string[]) => ({ full, short: full });

/** Clinical German: a small bank, which shows that a language is a folder. */
export const GERMAN: Bank = {
  language: "de",
  frames: byMove(FRAMES),
  headings: {
    "chief-complaint": heading("Vorstellungsgrund"),
    "present-illness": heading("Aktuelle Anamnese", "Anamnese"),
    "past-history": heading("Vorerkrankungen", "Vordiagnosen"),
    medications: heading("Medikation"),
    allergies: heading("Allergien"),
    "social-family": heading("Sozialanamnese"),
    "systems-review": heading("Vegetative Anamnese"),
    indication: heading("Fragestellung"),
    examination: heading("Untersuchungsbefund", "Befund"),
    results: heading("Befunde"),
    findings: heading("Befund"),
    "hospital-course": heading("Verlauf", "Stationärer Verlauf"),
    impression: heading("Beurteilung"),
    assessment: heading("Diagnosen"),
    plan: heading("Procedere"),
    "follow-up": heading("Weiteres Vorgehen"),
  },
  special: {},
  assessmentAndPlan: heading("Beurteilung und Procedere"),
  titles: {
    progress: ["Verlaufsbericht", "Ambulanzbericht"],
    "history-physical": ["Aufnahmebefund"],
    discharge: ["Entlassungsbrief", "Arztbrief"],
    radiology: ["Röntgenbefund Thorax"],
    ecg: ["EKG-Befund"],
    letter: ["Arztbrief", "Ambulanzbrief"],
  },
  settingTitles: {},
  contradictions: germanContradictions,
  speaker,
};
