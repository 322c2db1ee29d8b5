import type { Manner } from "../bank/bank.ts";
import type { Say } from "../draft.ts";
import type { Frame } from "../frame.ts";
import { type Scope, tagsOf } from "../realise.ts";
import { BOTH_LAYERS, type Embedded, HIDDEN, type Network, SPREAD, SPREAD_LENGTH, WIDTH } from "./network.ts";
import { type Site, sitesOf } from "./sites.ts";
import { ECHOES, frameToken } from "./tokens.ts";

/** Something to be said, with the frames that can say it. */
export interface Planned {
  readonly say: Say;
  readonly scope: Scope;
  /** Number of the heading it stands under. */
  readonly body: number;
  readonly frames: readonly Frame[];
}

/** A place where one of several tokens is to stand: a frame (site −1), or a site of the frame chosen. */
export interface Position {
  readonly unit: number;
  readonly site: number;
}

/** Features beyond this are left out, here as in training. */
const MOST_FEATURES = 96;

/** What the network sees of a place before anything is said. */
export const contextFeatures = (planned: Planned, manner: Manner): readonly string[] =>
  featuresOf(planned, manner).slice(0, MOST_FEATURES);

const featuresOf = ({ say, scope }: Planned, manner: Manner): readonly string[] => [
  `m:${say.move}`,
  `s:${say.section ?? "head"}`,
  `l:${say.layout}`,
  `a:${manner.abbreviation > 0.5}`,
  `t:${manner.telegraphic}`,
  `i:${manner.listed}`,
  `at:${manner.abbreviation > 0.5}${manner.telegraphic}`,
  ...tagsOf(scope).map(tag => `g:${tag}`),
];

interface Unit {
  readonly planned: Planned;
  readonly tokens: readonly Embedded[];
  readonly context: Float32Array;
  frame: number;
  sites: readonly SiteRows[];
  /** Option at each site, −1 masked. */
  chosen: number[];
  /** Probability with which each was chosen; the frame's stands first. */
  confidence: number[];
  /** Sum of the spread products of what stands here. */
  readonly sum: Float32Array;
  /** How often each pair of words stands here. */
  readonly echoes: Uint8Array;
}

/** A site with the embeddings of its tokens, and what kind of choice it is. */
interface SiteRows {
  readonly site: Site;
  readonly tokens: readonly Embedded[];
  readonly key: Float32Array;
}

/** A note being worded: all masked at first; the only object here that changes. */
export class Field {
  readonly #network: Network;
  readonly units: readonly Unit[];
  /** Sums over the note and over each heading: hidden layer, then output. */
  readonly #note = new Float32Array(BOTH_LAYERS);
  readonly #bodies: readonly Float32Array[];
  readonly #frameKey: Float32Array;
  readonly #echoes = new Uint16Array(ECHOES);
  /** Passes of the network so far: one a position scored. */
  passes = 0;

  constructor(planned: readonly Planned[], manner: Manner, network: Network) {
    this.#network = network;
    this.#frameKey = network.known("site", ["frame"]);
    const bodies = 1 + Math.max(-1, ...planned.map(({ body }) => body));
    this.#bodies = Array.from({ length: bodies }, () => new Float32Array(BOTH_LAYERS));
    this.units = planned.map(each => ({
      planned: each,
      tokens: each.frames.map(frame => network.embed(frameToken(frame))),
      context: network.known("context", contextFeatures(each, manner)),
      frame: -1,
      sites: [],
      chosen: [],
      confidence: [0],
      sum: new Float32Array(SPREAD_LENGTH),
      echoes: new Uint8Array(ECHOES),
    }));
    for (const [unit, { tokens }] of this.units.entries())
      if (tokens.length === 1) this.put({ unit, site: -1 }, 0, 1);
  }

  /** Positions where there is a choice, by whether they are masked. Sites exist once their frame is chosen. */
  positions(isMasked: boolean): readonly Position[] {
    const found: Position[] = [];
    this.units.forEach(({ tokens, frame, sites, chosen }, unit) => {
      if (tokens.length > 1 && frame < 0 === isMasked) found.push({ unit, site: -1 });
      for (let site = 0; site < sites.length; site++)
        if (
          sites[site]!.tokens.length > 1 &&
          chosen[site]! < 0 === isMasked &&
          isThere(sites[site]!.site, chosen)
        )
          found.push({ unit, site });
    });
    return found;
  }

  tokensAt({ unit, site }: Position): readonly Embedded[] {
    const { tokens, sites } = this.units[unit]!;
    return site < 0 ? tokens : sites[site]!.tokens;
  }

  at({ unit, site }: Position): number {
    const { frame, chosen } = this.units[unit]!;
    return site < 0 ? frame : chosen[site]!;
  }

  confidenceAt({ unit, site }: Position): number {
    return this.units[unit]!.confidence[site + 1]!;
  }

  /** Unmasks a position; a frame brings its sites, masked, those without a choice settled. */
  put(position: Position, option: number, confidence: number): void {
    const unit = this.units[position.unit]!;
    if (this.at(position) >= 0) this.mask(position);
    this.#add(position, option, 1);
    if (position.site >= 0) {
      unit.chosen[position.site] = option;
      unit.confidence[position.site + 1] = confidence;
      this.#settle(position.unit);
      return;
    }
    unit.frame = option;
    unit.sites = sitesOf(unit.planned.frames[option]!, unit.planned.scope).map(site => ({
      site,
      tokens: site.tokens.map(token => this.#network.embed(token)),
      key: this.#network.known("site", [site.key]),
    }));
    unit.chosen = unit.sites.map(() => -1);
    unit.confidence = [confidence, ...unit.sites.map(() => 0)];
    this.#settle(position.unit);
  }

  /** Sites without a choice are filled as soon as they exist, and emptied with the option they lie in. */
  #settle(index: number): void {
    const { sites, chosen } = this.units[index]!;
    sites.forEach((found, site) => {
      const isOpen = isThere(found.site, chosen);
      if (chosen[site]! >= 0 && !isOpen) this.mask({ unit: index, site });
      if (chosen[site]! < 0 && isOpen && found.tokens.length === 1) this.put({ unit: index, site }, 0, 1);
    });
  }

  /** Masks a position again; a frame takes its sites with it. */
  mask(position: Position): void {
    const unit = this.units[position.unit]!;
    if (position.site < 0)
      unit.sites.forEach((_, site) => {
        if (unit.chosen[site]! >= 0) this.mask({ unit: position.unit, site });
      });
    this.#add(position, this.at(position), -1);
    if (position.site >= 0) {
      unit.chosen[position.site] = -1;
      return;
    }
    unit.frame = -1;
    unit.sites = [];
    unit.chosen = [];
    unit.confidence = [0];
  }

  #add(position: Position, option: number, sign: 1 | -1): void {
    const { sum, planned, echoes } = this.units[position.unit]!;
    const { spread, echoes: pairs } = this.tokensAt(position)[option]!;
    for (const pair of pairs) {
      this.#echoes[pair]! += sign;
      echoes[pair]! += sign;
    }
    const body = this.#bodies[planned.body]!;
    for (let k = 0; k < SPREAD_LENGTH; k++) sum[k]! += sign * spread[k]!;
    for (let k = 0; k < BOTH_LAYERS; k++) {
      this.#note[k]! += sign * spread[SPREAD.note + k]!;
      body[k]! += sign * spread[SPREAD.section + k]!;
    }
  }

  /** What the rest of the note asks of a position: the hidden layer, and a score for each token that may stand there. */
  scores(position: Position): { readonly hidden: Float32Array; readonly scores: Float64Array } {
    this.passes++;
    const around = this.#around(position);
    const hidden = around.subarray(0, HIDDEN);
    const asked = around.subarray(HIDDEN);
    for (let k = 0; k < HIDDEN; k++) if (hidden[k]! < 0) hidden[k] = 0;
    const matrix = this.#network.weights.get("out.hidden")!;
    for (let row = 0; row < WIDTH; row++) {
      let sum = 0;
      for (let k = 0; k < HIDDEN; k++) sum += matrix[row * HIDDEN + k]! * hidden[k]!;
      asked[row]! += sum;
    }
    return { hidden, scores: this.#asked(position, asked) };
  }

  /** Both layers before the hidden one is bent: note and section without the sentence, the sentence without the place. */
  #around(position: Position): Float32Array {
    const { sum, context, planned } = this.units[position.unit]!;
    const body = this.#bodies[planned.body]!;
    const now = this.at(position);
    const self = now < 0 ? undefined : this.tokensAt(position)[now]!.spread;
    const around = new Float32Array(BOTH_LAYERS);
    for (let k = 0; k < BOTH_LAYERS; k++)
      around[k] =
        this.#note[k]! -
        sum[SPREAD.note + k]! +
        (body[k]! - sum[SPREAD.section + k]!) +
        (sum[SPREAD.own + k]! - (self === undefined ? 0 : self[SPREAD.own + k]!));
    const previous = this.units[position.unit - 1]?.sum;
    const next = this.units[position.unit + 1]?.sum;
    const key = this.#key(position);
    const bias = this.#network.weights.get("hidden.bias")!;
    for (let k = 0; k < HIDDEN; k++) around[k]! += bias[k]! + context[k]! + key[k]!;
    if (previous !== undefined) for (let k = 0; k < HIDDEN; k++) around[k]! += previous[SPREAD.previous + k]!;
    if (next !== undefined) for (let k = 0; k < HIDDEN; k++) around[k]! += next[SPREAD.next + k]!;
    return around;
  }

  #asked(position: Position, asked: Float32Array): Float64Array {
    const { echoes: own, planned } = this.units[position.unit]!;
    const weight = this.#network.weights.get("echo")![echoKind(planned, position.site)]!;
    return Float64Array.from(this.tokensAt(position), ({ out, bias, echoes }) => {
      let score = bias;
      for (let k = 0; k < WIDTH; k++) score += asked[k]! * out[k]!;
      let heard = 0;
      for (const pair of echoes) if (this.#echoes[pair]! > own[pair]!) heard++;
      return score + weight * heard;
    });
  }

  /** Whether a place is a frame's or which choice it is. */
  #key({ unit, site }: Position): Float32Array {
    return site < 0 ? this.#frameKey : this.units[unit]!.sites[site]!.key;
  }

  /** Learnt probability that what stands at a position is right. @source PRISM, arXiv:2510.01384 */
  quality(position: Position): number {
    const { hidden, scores } = this.scores(position);
    const now = this.at(position);
    const { in: rows } = this.tokensAt(position)[now]!;
    const [weigh, pair, scalar] = ["quality.hidden", "quality.pair", "quality.scalar"].map(
      name => this.#network.weights.get(name)!,
    );
    let logit = scalar![1]! + scalar![0]! * logProbability(scores, now);
    for (let j = 0; j < HIDDEN; j++) {
      let with_ = weigh![j]!;
      for (let k = 0; k < WIDTH; k++) with_ += pair![j * WIDTH + k]! * rows[k]!;
      logit += hidden[j]! * with_;
    }
    return 1 / (1 + Math.exp(-logit));
  }
}

/** Lists keep to one form, prose does not: 0 a frame of prose, 1 a choice inside a frame, 2 a frame of a list. */
export const echoKind = ({ say }: Planned, site: number): 0 | 1 | 2 =>
  site >= 0 ? 1 : say.move.endsWith(".item") ? 2 : 0;

const isThere = ({ within }: Site, chosen: readonly number[]): boolean =>
  within === undefined || chosen[within.site] === within.option;

/** log softmax(scores)[index]. */
export const logProbability = (scores: Float64Array, index: number): number => {
  let most = Number.NEGATIVE_INFINITY;
  for (const score of scores) most = Math.max(most, score);
  let sum = 0;
  for (const score of scores) sum += Math.exp(score - most);
  return scores[index]! - most - Math.log(sum);
};
