import { measure } from "../../generators/ecg/delineate.ts";
import type { LeadGains } from "../../generators/ecg/disturbance.ts";
import { type EcgScene, ecgPrior, hasPr, recordedWith } from "../../generators/ecg/prior.ts";
import { RESIDUAL_BLOCK } from "../../generators/ecg/residual/block.ts";
import { residualGains } from "../../generators/ecg/residual/gains.ts";
import { RESIDUAL_STRATA } from "../../generators/ecg/residual/levels.ts";
import { imagePriorAt } from "../../generators/image/prior.ts";
import type { ThoraxScene } from "../../generators/image/thorax-scene.ts";
import { type Detail, drawSignal } from "../../generators/latent/draw.ts";
import {
  peopleOf,
  type SignalModel,
  signalModel,
  strataOf,
  supportOf,
  traitsOf,
} from "../../generators/latent/model.ts";
import { movesOf } from "../../generators/latent/moves.ts";
import type { LatentSpace } from "../../generators/latent/space.ts";
import type { Bank } from "../../generators/note/bank/bank.ts";
import { ENGLISH } from "../../generators/note/bank/en/index.ts";
import { writeWith } from "../../generators/note/grammar.ts";
import { fitStyle, type NoteStyle, PRIOR_STYLE } from "../../generators/note/style.ts";
import type { RecordLaw } from "../../generators/patient/law.ts";
import { type BackboneModel, fitBackbone } from "../../generators/patient/model.ts";
import { refinedLaw, tablesOf } from "../../generators/patient/refine.ts";
import { groupSupport } from "../../generators/patient/steer/support.ts";
import { isSupported } from "../../generators/patient/support.ts";
import type { EcgMeasurements, EcgRecord } from "../../schemas/ecg.ts";
import type { ImageRecord } from "../../schemas/image.ts";
import type { EcgOrder, ImageOrder, Person, SyntheticPatient } from "../../schemas/person.ts";
import type { Release } from "../../schemas/release.ts";
import type { Support } from "../../schemas/report.ts";
import { type Rng, rng } from "../math/rng.ts";
import { blockOf } from "./design.ts";
import { type DrawnPerson, drawnPerson } from "./drawn-person.ts";
import { sumsOf } from "./fit.ts";
import { ecgResidual, type Frame, frameOf, readChoices } from "./frame.ts";
import { bankOf, plainNotes } from "./house.ts";
import { ecgConditioning, imageConditioning } from "./signals.ts";
import { type Request, steeringOf } from "./steering.ts";

/** Everything that sampling needs, made from released numbers and public priors only. */
export interface Models {
  readonly frame: Frame;
  readonly backbone: BackboneModel;
  /** The backbone, ready to be asked and drawn from. */
  readonly law: RecordLaw;
  /** What the release holds of a group. */
  readonly groups: ReturnType<typeof groupSupport>;
  readonly style: NoteStyle;
  /**
   * What notes are written from, worded as the release says: made when it is first asked for, and kept.
   *
   * @throws VerificationFailed where the release counted other frames than the bank's
   */
  readonly bank: () => Bank;
  readonly ecg?: SignalModel;
  /** By how much the leads' disturbances are louder than the prior's. */
  readonly recording?: readonly LeadGains[];
  readonly image?: SignalModel;
  /** Signals that people are drawn with: declared public, or shown by the release to be there. */
  readonly drawn: Readonly<Record<"ecg" | "image" | "note", boolean>>;
  /** Where images get their detail from a neural prior; the phantoms' own otherwise. */
  readonly imageDetail?: (space: Pick<LatentSpace, "projection">) => Detail<ImageOrder>;
  readonly asOf: string;
}

/** Post-processing of a release: shrinks every statistic to its prior with the known noise. */
export const modelsOf = (release: Release, spaces: Frame = frameOf(release.plan)): Models => {
  const { first, second, tables } = sumsOf(release);
  const signal = (space: LatentSpace, names: readonly string[] = []) => {
    const later = (kind: string) => second?.blocks.find(block => block.name === `${space.name}/${kind}`);
    const traits = later("traits");
    const groups = {
      strata: strataOf(space, blockOf(first, `${space.name}/means`)),
      traits: traits === undefined ? {} : traitsOf(space, names, traits),
    };
    return signalModel(space, groups, later("moments"));
  };
  const note = first.blocks.find(block => block.name === "note/style");
  const residual = first.blocks.find(block => block.name === RESIDUAL_BLOCK);
  const { domain } = release.plan;
  const marginals = blockOf(first, "patient/marginals");
  const focus = release.plan.choices.focus === "core" ? "core" : "full";
  const backbone = fitBackbone(domain, marginals, focus);
  const shown = (name: "ecg" | "image" | "note") =>
    release.plan.choices.modalitiesDeclared === true || isSupported(backbone, `has/${name}`);
  const ecg = spaces.ecg && signal(spaces.ecg, ecgConditioning.traits?.names);
  const models: Models = {
    frame: spaces,
    backbone,
    law: refinedLaw(backbone, tablesOf(domain, tables)),
    groups: groupSupport(domain, marginals, focus),
    drawn: { ecg: shown("ecg"), image: shown("image"), note: shown("note") },
    style: note === undefined ? PRIOR_STYLE : fitStyle(note),
    ...(ecg ? { ecg } : {}),
    ...(ecg && residual
      ? { recording: residualGains(ecgResidual(), residual, peopleOf(ecg, RESIDUAL_STRATA)) }
      : {}),
    ...(spaces.image ? { image: signal(spaces.image) } : {}),
    bank: once(() => bankOf(release, ENGLISH, () => plainNotes(release, ENGLISH, models))),
    asOf: String(release.plan.choices.asOf),
  };
  return models;
};

const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

export const supportRows = (models: Models): readonly Support[] => [
  ...(models.ecg ? supportOf("ecg", models.ecg) : []),
  ...(models.image ? supportOf("image", models.image) : []),
];

/**
 * Draws people one by one: the record first, then ECG, image and note conditioned on it. Person i depends on the
 * release, what is asked for and i alone, so any range can be drawn anywhere.
 *
 * @param range  people from..to; all that are asked for unless told
 */
export function* population(
  release: Release,
  models: Models,
  request: Request,
  range = { from: 0, to: request.patients },
): Generator<SyntheticPatient> {
  const root = rng(`semblance|${release.planHash}|${request.seed}`);
  const signals = signalSources(release, models);
  const steering = steeringOf(models, request);
  // A release of other frames is refused before anybody is drawn.
  if (models.drawn.note) models.bank();
  const streamOf = (index: number) => root.child(`patient|${index}`);
  let index = range.from;
  for (const drawn of steering.assignments(range, i => streamOf(i).child("assignment"))) {
    const patient = drawPatient(models, signals, { index, drawn, seed: request.seed }, streamOf(index));
    yield { ...patient, provenance: steering.provenanceOf(drawn) };
    index++;
  }
}

type EcgSource = Parameters<typeof drawSignal<EcgOrder, EcgScene, EcgRecord>>[0];
type ImageSource = Parameters<typeof drawSignal<ImageOrder, ThoraxScene, ImageRecord>>[0];

interface Sources {
  readonly ecg?: EcgSource;
  readonly image?: ImageSource;
}

/** What ECGs are drawn from, steered by a release; undefined where it has none. */
export const ecgSource = ({ frame, ecg: model, recording }: Models): EcgSource | undefined =>
  frame.ecg &&
  model && {
    prior: recording === undefined ? ecgPrior : recordedWith(recording),
    conditioning: ecgConditioning,
    model,
    moves: movesOf(frame.ecg, model),
  };

const signalSources = (release: Release, models: Models): Sources => {
  const { image } = models.frame;
  const ecg = models.drawn.ecg ? ecgSource(models) : undefined;
  return {
    ...(ecg ? { ecg } : {}),
    ...(image && models.image && models.drawn.image
      ? {
          image: {
            prior: imagePriorAt(readChoices(release.plan).image),
            conditioning: imageConditioning,
            model: models.image,
            moves: movesOf(image, models.image),
            detail: models.imageDetail?.(image),
          },
        }
      : {}),
  };
};

const drawPatient = (
  models: Models,
  signals: Sources,
  which: DrawnPerson,
  random: Rng,
): Omit<SyntheticPatient, "provenance"> => {
  const before = drawnPerson(models, which, random.child("person"));
  const ecg = before.ecg && signals.ecg ? drawEcg(signals.ecg, before.ecg, random.child("ecg")) : undefined;
  const image =
    before.image && signals.image
      ? drawSignal(signals.image, before.image, random.child("image"))
      : undefined;
  const person = ecg === undefined ? before : withHeartRate(before, ecg.measurements);
  const note =
    person.hasNote && models.drawn.note
      ? writeWith(models.bank(), person, {
          signals: {
            ...(ecg && person.ecg ? { ecg: { measurements: ecg.measurements, order: person.ecg } } : {}),
            ...(image && person.image ? { image: person.image } : {}),
          },
          style: models.style,
          rng: random.child("note"),
        })
      : undefined;
  return { person, ...(ecg ? { ecg } : {}), ...(image ? { image } : {}), ...(note ? { note } : {}) };
};

/**
 * An ECG whose intervals can be read back from the trace itself: record and note quote what the trace shows. A trace
 * that our own reader cannot measure is drawn again.
 */
const drawEcg = (source: EcgSource, order: EcgOrder, random: Rng): SyntheticPatient["ecg"] => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const drawn = drawSignal(source, order, random.child(String(attempt)));
    const measurements = measure(drawn.record);
    if (measurements !== undefined) return { ...drawn, measurements: withoutFalsePr(order, measurements) };
  }
  return undefined;
};

const ATTEMPTS = 6;

/** Fibrillation, flutter and blocks that drop beats have no PR interval; what is locked to QRS can look like one to a reader. */
const withoutFalsePr = (order: EcgOrder, { prMs, ...rest }: EcgMeasurements): EcgMeasurements =>
  prMs === undefined || !hasPr(order) ? rest : { prMs, ...rest };

const HEART_RATE = "8867-4";

/** The pulse of the index visit is the rate of the ECG made on that visit. */
const withHeartRate = (person: Person, measurements: EcgMeasurements): Person => ({
  ...person,
  record: {
    ...person.record,
    observations: person.record.observations.map(observation =>
      observation.code.code === HEART_RATE && observation.date?.slice(0, 10) === person.visitDate.slice(0, 10)
        ? { ...observation, value: Math.round(measurements.heartRate) }
        : observation,
    ),
  },
});
