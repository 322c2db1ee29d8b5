import { z } from "zod";
import { MODALITIES } from "../../schemas/cohort.ts";
import { MISSING } from "../../schemas/domain.ts";

export const CONFIG_FILE = "cohort.yaml";

/** Limits that keep a declared domain countable: every category is a cell that noise is added to. */
const MOST_CATEGORIES = 256;
const MOST_ATTRIBUTES = 64;

const category = z
  .union([z.string(), z.number()], { error: "must be text or a number; quote true, false and null" })
  .transform(value => String(value).trim())
  .refine(value => value !== "", "must not be empty");

const isAscending = (edges: readonly number[]): boolean =>
  edges.every((edge, index) => index === 0 || edge > edges[index - 1]!);

const attribute = z
  .strictObject({
    column: z.string().min(1, "must not be empty").optional(),
    values: z.array(category).min(1).max(MOST_CATEGORIES).optional(),
    mapping: z.record(z.string(), category).optional(),
    bins: z
      .array(z.custom<number>(edge => typeof edge === "number" && !Number.isNaN(edge), "must be a number"))
      .min(2)
      .max(MOST_CATEGORIES)
      .refine(isAscending, "must ascend")
      .optional(),
  })
  .superRefine((given, context) => {
    const refuse = (message: string, ...path: PropertyKey[]) =>
      context.addIssue({ code: "custom", message, path });
    const { values, bins, mapping = {} } = given;
    if ((values === undefined) === (bins === undefined)) return refuse("must have either values or bins");
    if (values === undefined)
      return void (given.mapping !== undefined && refuse("goes with values, not bins", "mapping"));
    if (new Set(values).size < values.length) refuse("must not name a value twice", "values");
    if (values.includes(MISSING)) refuse(`every attribute has ${MISSING}; leave it out`, "values");
    for (const [raw, value] of Object.entries(mapping))
      if (!values.includes(value) && value !== MISSING) refuse("must be one of values", "mapping", raw);
  });

export type AttributeYaml = z.output<typeof attribute>;

const records = z.int().min(1).max(1000).optional();
const pixels = z.int().min(16).max(4096).optional();

/** A day that the calendar has, YYYY-MM-DD. */
export const isDay = (day: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(day) && new Date(`${day}T00:00:00Z`).toJSON()?.slice(0, 10) === day;

/** `cohort.yaml` as it stands in the file; see `readConfig` for what it means. */
export const configSchema = z.strictObject({
  version: z.literal(1, "must be 1"),
  size: z.int().min(1).optional(),
  asOf: z.string().refine(isDay, "must be a day, YYYY-MM-DD").optional(),
  modalities: z
    .array(z.enum(MODALITIES, `must be one of ${MODALITIES.join(", ")}`))
    .min(1)
    .refine(names => new Set(names).size === names.length, "must not name a modality twice")
    .optional(),
  recordsPerPatient: z.strictObject({ ecg: records, image: records, note: records }).optional(),
  image: z
    .strictObject({
      width: pixels,
      height: pixels,
      bits: z.union([z.literal(8), z.literal(16)], "must be 8 or 16").optional(),
    })
    .optional(),
  attributes: z
    .record(
      z.string().regex(/^[A-Za-z][A-Za-z0-9_/-]*$/, "must be a name of letters, digits, -, _ and /"),
      attribute,
    )
    .refine(all => Object.keys(all).length <= MOST_ATTRIBUTES, `must be at most ${MOST_ATTRIBUTES}`)
    .optional(),
});
