import { sectionsOpenedBy } from "./headings.ts";
import { SECTIONS, type Section } from "./section.ts";
import { LENGTH_EDGES, ORDER_PAIRS } from "./style-space.ts";

/** Style of one text: everything in [0, 1]. */
export interface TextStyle {
  readonly sections: readonly number[];
  readonly order: readonly number[];
  readonly length: readonly number[];
  readonly switches: readonly number[];
}

/** Characters read of one note: a paste of megabytes says nothing more about style. */
const READ = 100_000;
const ABBREVIATED_PER_100_WORDS = 5;
const LIST_ITEMS = 2;
const TELEGRAPHIC_SHARE = 0.8;

/** Reads the style of a text; undefined where it holds no word. Never throws: any string is a text. */
export const readStyle = (raw: string): TextStyle | undefined => {
  const text = plainText(raw.slice(0, READ));
  const words = text.match(WORD) ?? [];
  if (words.length === 0) return undefined;
  const lines = text
    .split("\n")
    .map(line => line.trim())
    .filter(line => line !== "");
  const positions = sectionPositions(lines);
  return {
    sections: SECTIONS.map(section => (positions.has(section) ? 1 : 0)),
    order: ORDER_PAIRS.flatMap(([a, b]) => before(positions.get(a), positions.get(b))),
    length: oneHot(
      lengthBin(raw.length > READ ? Number.POSITIVE_INFINITY : words.length),
      LENGTH_EDGES.length + 1,
    ),
    switches: [
      abbreviationRate(words) >= ABBREVIATED_PER_100_WORDS,
      listItems(lines) >= LIST_ITEMS,
      bareShare(lines) >= TELEGRAPHIC_SHARE,
    ].map(Number),
  };
};

const WORD = /[\p{L}\p{M}\d][\p{L}\p{M}\d'/&.+-]*/gu;

/** Markup and RTF control words out, line ends alike. */
export const plainText = (text: string): string => {
  const unwrapped = /^\s*\{\\rtf/.test(text)
    ? text.replace(/\\(par|line)\b/g, "\n").replace(/\\[a-z]+-?\d* ?|[{}]/g, "")
    : text;
  const unmarked = /<(html|p|br|div|table)\b/i.test(unwrapped)
    ? unwrapped.replace(/<(br|p|div|tr|li)\b[^<>]{0,500}>/gi, "\n").replace(/<[^<>]{0,500}>/g, " ")
    : unwrapped;
  return unmarked.replace(/\r\n?/g, "\n");
};

const sectionPositions = (lines: readonly string[]): ReadonlyMap<Section, number> => {
  const positions = new Map<Section, number>();
  lines.forEach((line, index) => {
    for (const section of sectionsOpenedBy(line)) if (!positions.has(section)) positions.set(section, index);
  });
  return positions;
};

const before = (a: number | undefined, b: number | undefined): readonly [number, number] => {
  if (a === undefined || b === undefined || a === b) return [0, 0];
  return a < b ? [1, 0] : [0, 1];
};

/** Index of the length bin of a word count. */
export const lengthBin = (words: number): number => {
  const index = LENGTH_EDGES.findIndex(edge => words < edge);
  return index < 0 ? LENGTH_EDGES.length : index;
};

const oneHot = (index: number, size: number): readonly number[] =>
  Array.from({ length: size }, (_, i) => (i === index ? 1 : 0));

const ABBREVIATIONS = new Set(
  `pt pts w w/ w/o y/o yo h/o c/o s/p p/w f/u r/o d/c b/l hx dx tx rx sx fhx pmh pmhx psh shx hpi ros cc htn dm dm2 t2dm t1dm hld cad mi chf hf af afib afl copd osa ckd esrd cva tia pe dvt pad gerd uti uri bph oa ra mdd sob doe cp ha n/v le ue rle lle abd bid tid qid qd qhs qod prn po iv im sc sl inh bp hr rr spo2 vs wt ht bmi nad rrr ctab wnl nl abnl cxr ekg cbc bmp cmp hgb hct wbc plt cr bun a1c na k cl ca alb nsr pvcs pacs lbbb rbbb lad rad cont cont'd neg pos sig occ bilat rtc pcp er ed icu op imp oe nkda`.split(
    /\s+/,
  ),
);

/** Abbreviations a hundred words. */
const abbreviationRate = (words: readonly string[]): number =>
  (100 * words.filter(word => ABBREVIATIONS.has(word.toLowerCase().replace(/[.]$/, ""))).length) /
  words.length;

const listItems = (lines: readonly string[]): number =>
  lines.filter(line => /^([-*•·]|\d{1,2}[.)])\s+\S/.test(line)).length;

const FINITE =
  /\b(is|are|was|were|has|have|had|does|did|will|would|should|shows|showed|takes|took|presents|presented|reports|reported|denies|denied|returns|comes|came|states|stated|continues|complains|underwent|received|remains|appears|includes|began|noticed|feels|felt|led|lasted)\b/i;

/** Share of sentences of at least five words without a common finite verb: notes in note form. */
const bareShare = (lines: readonly string[]): number => {
  let sentences = 0;
  let bare = 0;
  for (const line of lines)
    for (const sentence of line.split(/(?<=[.!?])\s+/)) {
      if ((sentence.match(/\s+/g)?.length ?? 0) < 4) continue;
      sentences++;
      if (!FINITE.test(sentence)) bare++;
    }
  return sentences === 0 ? 1 : bare / sentences;
};
