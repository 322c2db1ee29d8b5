import { type Domain, MISSING } from "../../../schemas/domain.ts";
import { InvalidRequest } from "../../../src/errors.ts";
import { ageRange, OLDEST } from "../age-range.ts";
import { type Evidence, type RecordLaw, sampler } from "../law.ts";
import { population } from "../prior/population.ts";
import { drawnRange } from "../prior.ts";
import { AGE } from "../tree.ts";

/**
 * A box of people: for every attribute that is named, the categories that it may have. Ages are whole years, so that a
 * box may cut an age band; `UNKNOWN_AGE` stands for a missing age. What is not named is free.
 */
export interface Where {
  readonly allowed: ReadonlyMap<string, ReadonlySet<string>>;
  readonly years?: ReadonlySet<number>;
}

export const UNKNOWN_AGE = -1;

/** Everybody. */
export const ANYONE: Where = { allowed: new Map() };

/**
 * Reads `sex=female,age=70-90` or `race=black|asian`: attributes joined by commas, alternatives by `|`. An age is a
 * category of the domain, or years: `70-90`, `65+`, `40`.
 *
 * @throws InvalidRequest naming the attribute, the category and what the domain has
 */
export const parseWhere = (text: string, domain: Domain): Where => {
  const sides = text.split(",").map(part => {
    const [name = "", values, ...rest] = part.split("=").map(each => each.trim());
    if (values === undefined || values === "" || rest.length > 0)
      throw new InvalidRequest(
        `a group must read attribute=category[|category], joined by commas; got "${part}"`,
      );
    return {
      name,
      side: sideOf(
        name,
        values.split("|").map(each => each.trim()),
        domain,
      ),
    };
  });
  const twice = sides.find(({ name }, i) => sides.findIndex(other => other.name === name) < i);
  if (twice !== undefined) throw new InvalidRequest(`the group names "${twice.name}" twice`);
  // Sides of different attributes always have people in common.
  return sides.reduce<Where>((box, { side }) => both(box, side)!, ANYONE);
};

/**
 * The box of one attribute's categories (or ages in years).
 *
 * @throws InvalidRequest naming the attribute, the category and what the domain has
 */
export const sideOf = (name: string, asked: readonly string[], domain: Domain): Where => {
  const attribute = domain.find(each => each.name === name);
  if (attribute === undefined)
    throw new InvalidRequest(
      `the release has no attribute "${name}"; it has ${domain.map(each => each.name).join(", ")}`,
    );
  const categories = attribute.categories.filter(category => category !== MISSING);
  if (name === AGE && hasYears(categories))
    return { allowed: new Map(), years: new Set(asked.flatMap(each => yearsOf(each, categories))) };
  const wrong = asked.find(each => !categories.includes(each));
  if (wrong !== undefined)
    throw new InvalidRequest(`"${name}" has no category "${wrong}"; it has ${categories.join(", ")}`);
  return { allowed: new Map([[name, new Set(asked)]]) };
};

const hasYears = (categories: readonly string[]): boolean =>
  categories.every(category => ageRange(category) !== undefined);

const yearsOf = (text: string, categories: readonly string[]): readonly number[] => {
  const range = ageRange(text);
  const years = range === undefined ? [] : yearsBetween(range[0], Math.min(range[1], OLDEST));
  if (years.length === 0)
    throw new InvalidRequest(`an age must be years from 0 to ${OLDEST}, such as 70-90 or 65+; got "${text}"`);
  const drawn = new Set(categories.flatMap(category => yearsBetween(...drawnRange(category))));
  if (!years.some(year => drawn.has(year)))
    throw new InvalidRequest(`no age category of the release holds ${text} years`);
  return years;
};

const yearsBetween = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);

/** Everyone in both boxes; undefined where there is nobody. */
export const both = (a: Where, b: Where): Where | undefined => {
  const allowed = new Map(a.allowed);
  for (const [name, set] of b.allowed) {
    const mine = allowed.get(name);
    const common = mine === undefined ? set : new Set([...mine].filter(each => set.has(each)));
    if (common.size === 0) return undefined;
    allowed.set(name, common);
  }
  const years =
    a.years === undefined || b.years === undefined
      ? (a.years ?? b.years)
      : new Set([...a.years].filter(year => b.years!.has(year)));
  if (years?.size === 0) return undefined;
  return { allowed, ...(years === undefined ? {} : { years }) };
};

/** Everyone of `a` who is not in `b`, as boxes that do not overlap. */
export const without = (a: Where, b: Where, domain: Domain): readonly Where[] => {
  const pieces: Where[] = [];
  let inside: Where | undefined = a;
  for (const side of sidesOf(b)) {
    if (inside === undefined) break;
    const outside = both(inside, opposite(side, domain));
    if (outside !== undefined) pieces.push(outside);
    inside = both(inside, side);
  }
  return pieces;
};

/** A box as the boxes of its single attributes. */
const sidesOf = ({ allowed, years }: Where): readonly Where[] => [
  ...[...allowed].map(([name, set]) => ({ allowed: new Map([[name, set]]) })),
  ...(years === undefined ? [] : [{ allowed: new Map(), years }]),
];

const opposite = ({ allowed, years }: Where, domain: Domain): Where => {
  if (years !== undefined)
    return {
      allowed: new Map(),
      years: new Set([UNKNOWN_AGE, ...yearsBetween(0, OLDEST)].filter(year => !years.has(year))),
    };
  const [[name, set]] = [...allowed] as [[string, ReadonlySet<string>]];
  const { categories } = domain.find(each => each.name === name)!;
  return { allowed: new Map([[name, new Set(categories.filter(each => !set.has(each)))]]) };
};

/** The box as weights on categories; a band that is cut counts for its share of the public population. */
export const evidenceOf = ({ allowed, years }: Where, domain: Domain): Evidence => {
  const evidence = new Map<string, readonly number[]>();
  for (const { name, categories } of domain) {
    const set = allowed.get(name);
    if (set !== undefined)
      evidence.set(
        name,
        categories.map(each => Number(set.has(each))),
      );
    else if (name === AGE && years !== undefined)
      evidence.set(
        name,
        categories.map(each => shareOf(each, years)),
      );
  }
  return evidence;
};

/** Share of the law's people who are in the box, 0 to 1. */
export const shareIn = (law: RecordLaw, where: Where): number =>
  sampler(law, evidenceOf(where, law.domain)).share;

const shareOf = (category: string, years: ReadonlySet<number>): number => {
  if (category === MISSING) return Number(years.has(UNKNOWN_AGE));
  const band = yearsBetween(...drawnRange(category));
  const people = (of: readonly number[]) =>
    of.reduce((sum, year) => sum + population(year, "female") + population(year, "male"), 0);
  const inside = band.filter(year => years.has(year));
  return inside.length === band.length ? 1 : people(inside) / people(band);
};

/** The attributes that a box names, in the domain's order. */
export const namesOf = ({ allowed, years }: Where, domain: Domain): readonly string[] =>
  domain.map(({ name }) => name).filter(name => allowed.has(name) || (name === AGE && years !== undefined));
