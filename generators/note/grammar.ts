import type { Fact, Person, SyntheticNote } from "../../schemas/person.ts";
import type { Rng } from "../../src/math/rng.ts";
import type { Bank, Manner } from "./bank/bank.ts";
import { ENGLISH } from "./bank/en/index.ts";
import { drawOutline, planBodies, shortened } from "./compose.ts";
import { draft, newDiscourse, type Sentence, type Voice } from "./draft.ts";
import { entitiesOf } from "./entities.ts";
import { type FactIndex, indexOf } from "./fact.ts";
import { factsOf, type Signals } from "./facts.ts";
import { type Body, type LaidOut, layOut } from "./layout.ts";
import { drawManner } from "./manner.ts";
import { type Matter, statedIn } from "./moves.ts";
import { TYPE_PRIOR } from "./outline.ts";
import { presentation } from "./presentation.ts";
import { DOCUMENTS, NOTE_TYPES, type NoteType } from "./section.ts";
import type { NoteStyle } from "./style.ts";
import { drawnWords, type Words } from "./words.ts";

/** A note and how often the checker had a sentence redrawn while it was written. */
export interface WrittenNote extends SyntheticNote {
  readonly corrections: number;
}

/**
 * Writes one note about a person: type and style by the (released) style, sentences from the bank, every statement
 * with the ids of the facts it states. The text is read back by the checker; a sentence that contradicts a fact is
 * redrawn, at last in its plain wording, at the very last left out.
 *
 * @param signals  ECG and image of the visit, if drawn; types that report them need them
 * @param style    from `fitStyle`, or `PRIOR_STYLE`
 * @param rng      the same rng, person and style give the same note
 */
export const writeNote = (person: Person, signals: Signals, style: NoteStyle, rng: Rng): WrittenNote =>
  writeWith(ENGLISH, person, { signals, style, rng });

/** Letters are written out, whatever the house is used to. */
const mannerOf = (type: NoteType, manner: Manner): Manner =>
  type === "letter" ? { ...manner, abbreviation: 0.02, telegraphic: false, heading: "title" } : manner;

/** What a note is written from, beside the person. */
export interface Occasion {
  readonly signals: Signals;
  readonly style: NoteStyle;
  readonly rng: Rng;
  /** How planned sentences get their words; one after another where nothing else is said. */
  readonly words?: Words;
}

/** `writeNote` in the language of a bank. */
export const writeWith = (
  bank: Bank,
  person: Person,
  { signals, style, rng, words = drawnWords }: Occasion,
): WrittenNote => {
  const known = factsOf(person, signals.ecg, signals.image);
  const before = indexOf(known);
  const type = drawType(before, style, rng.child("type"));
  const visit = presentation(before, type, rng.child("visit"));
  const facts = [...known, ...visit.facts];
  const index = new Map([...before, ...indexOf(visit.facts)]);
  const manner = mannerOf(type, drawManner(style, rng.child("manner")));
  const text = rng.child("text");
  const speaker = bank.speaker(index, visit, manner, { family: person.name.family, facts, rng: text });
  const voice: Voice = { bank, speaker, manner, rng: text };
  const outline = drawOutline(type, style, rng.child("outline"));
  const matter: Matter = {
    type,
    sections: new Set(outline),
    facts,
    index,
    conditions: statedIn("condition", facts),
    medications: statedIn("medication", facts),
    visit,
    manner,
    speaker,
    rng: text,
  };
  const head = drawHead(person, matter, voice);
  const plans = planBodies(matter, voice, outline);
  const bodies = [head, ...shortened(words.write(plans, voice), voice.rng.weighted(style.length))];
  const { laidOut, corrections } = corrected(bodies, facts, { voice, words });
  return { ...noteOf(laidOut, type, matter), corrections };
};

/** A stay is summed up more often than a clinic visit noted; a plain progress note says little of it. */
const STAY_TILT: Readonly<Record<NoteType, number>> = {
  progress: 0.3,
  "history-physical": 1,
  discharge: 4,
  radiology: 1,
  ecg: 1,
  letter: 0.02,
};

/** Types the facts allow: a discharge needs a stay, a report its signal. */
const drawType = (facts: FactIndex, style: NoteStyle, rng: Rng): NoteType => {
  const allowed: Readonly<Record<NoteType, boolean>> = {
    progress: true,
    "history-physical": true,
    discharge: facts.has("date/admission"),
    radiology: facts.has("imaging/finding"),
    ecg: facts.has("ecg/rate"),
    letter: true,
  };
  const isStay = allowed.discharge;
  const weights = NOTE_TYPES.map(type =>
    allowed[type] ? style.types[type] * (isStay ? STAY_TILT[type] : 1) : 0,
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return NOTE_TYPES[
    rng.weighted(total > 0 ? weights : NOTE_TYPES.map(type => (allowed[type] ? TYPE_PRIOR[type] : 0)))
  ]!;
};

/** Title, dates and (half the time) who it is about. */
const drawHead = (person: Person, matter: Matter, voice: Voice): Body => {
  const { type, speaker, rng, manner, index } = matter;
  const isStay = index.has("date/admission");
  const setting = isStay ? "stay" : isAmbulatory(person) ? "ambulatory" : "other";
  const title = rng.pick([...voice.bank.titles[type], ...(voice.bank.settingTitles[setting]?.[type] ?? [])]);
  const isReport = type === "radiology" || type === "ecg";
  const date = type === "discharge" ? "header.stay" : isReport ? "header.exam-date" : "header.date";
  const moves = [
    ...(rng.chance(0.5) ? ["header.person"] : []),
    date,
    ...(type === "letter" ? ["letter.salutation"] : []),
  ];
  const sentences = moves
    .map(move => draft({ move, scope: speaker.whole, layout: "item", rank: 0 }, voice, newDiscourse()))
    .filter(sentence => sentence !== undefined);
  return { title: manner.heading === "capitals" ? title.toUpperCase() : title, sections: [], sentences };
};

const isAmbulatory = ({ record, visitDate }: Person): boolean =>
  record.encounters.every(
    ({ class: kind, start }) => start.slice(0, 10) !== visitDate.slice(0, 10) || kind === "AMB",
  );

const ATTEMPTS = 4;

/** Reads the text back and redraws what contradicts the facts, sentence by sentence. */
const corrected = (
  drawn: readonly Body[],
  facts: readonly Fact[],
  { voice, words }: { readonly voice: Voice; readonly words: Words },
): { readonly laidOut: LaidOut; readonly corrections: number } => {
  let bodies = drawn;
  let corrections = 0;
  const tried = new Set<string>();
  for (let attempt = 0; ; attempt++) {
    const laidOut = layOut(bodies, voice.manner);
    const wrong = offending(laidOut, voice.bank.contradictions(laidOut.text, facts));
    if (wrong.size === 0) return { laidOut, corrections };
    corrections += wrong.size;
    for (const { utterance } of wrong) tried.add(utterance.frame.id);
    const plain = attempt === ATTEMPTS;
    const replaced = (sentence: Sentence) =>
      wrong.has(sentence)
        ? attempt > ATTEMPTS
          ? undefined
          : words.again(sentence, voice, { tried, plain, bodies })
        : sentence;
    bodies = bodies
      .map(body => ({
        ...body,
        sentences: body.sentences.map(replaced).filter(sentence => sentence !== undefined),
      }))
      .filter(({ sentences }, index) => index === 0 || sentences.length > 0);
  }
};

/** The sentences that hold a contradiction. */
const offending = ({ places }: LaidOut, found: ReturnType<Bank["contradictions"]>): ReadonlySet<Sentence> =>
  new Set(
    found.flatMap(({ span: [start, end] }) =>
      places.filter(place => place.start < end && start < place.end).map(({ sentence }) => sentence),
    ),
  );

const noteOf = (
  { text, sections, places }: LaidOut,
  type: NoteType,
  { facts, index }: Matter,
): SyntheticNote => {
  const spans = places
    .map(({ sentence, start, end }) => ({ start, end, facts: sentence.words.facts }))
    .filter(span => span.facts.length > 0);
  // Signs and treatments that sentences create ("sign/edema", "therapy/antibiotics") join the facts.
  const signs = [...new Set(spans.flatMap(span => span.facts))]
    .filter(id => !index.has(id))
    .map(
      (id): Fact => ({
        id,
        kind: id.startsWith("therapy/") ? "medication" : "observation",
        name: id.split("/")[1]!.replaceAll("-", " "),
        value: "present",
      }),
    );
  const stated = [...facts, ...signs];
  const entities = entitiesOf(places, signs.length === 0 ? index : indexOf(stated));
  return { text, type: DOCUMENTS[type], sections, spans, entities, facts: stated };
};
