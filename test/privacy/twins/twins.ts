import type { Break, Twin } from "./twin.ts";

const SUM = "privacy/mechanisms/bounded-sum.ts";
const NOISE = "privacy/mechanisms/noisy-sum.ts";
const CONFIG = "src/cohort/config.ts";

const lessNoise = (divisor: number): Break => ({
  file: NOISE,
  find: "const sigma = latticeSigma(planned.noiseMultiplier);",
  put: `const sigma = latticeSigma(planned.noiseMultiplier) / ${divisor}n;`,
});

/** Every column of cohort.csv that cohort.yaml declares, changed by what the column holds. */
const fromData = (change: string): Break => ({
  file: CONFIG,
  find: "if (source !== undefined) return parseConfig(source);",
  put: `if (source !== undefined) {
    const config = parseConfig(source);
    const [head, ...rows] = ((await textOf(join(folder, "cohort.csv"))) ?? "").trim().split("\\n").map(row => row.split(","));
    const column = (name: string) => [...new Set(rows.map(row => row[head!.indexOf(name)]!).filter(v => v !== ""))].sort();
    return { ...config, attributes: config.attributes.map(a => (${change})) };
  }`,
});

/** The twelve leaks of the design, but for L7 (verbatim copies): `attacks/leak-suite.test.ts` has it. */
export const TWINS: readonly Twin[] = [
  { name: "L1", what: "a tenth of the noise", breaks: [lessNoise(10)] },
  { name: "L2", what: "half of the noise", breaks: [lessNoise(2)] },
  {
    name: "L3",
    what: "clips before projecting",
    breaks: [
      {
        file: "test/privacy/projected.ts",
        find: "out.set(projection.apply(x));",
        put: "clip(x);\n    out.set(projection.apply(x));",
      },
      {
        file: "test/privacy/projected.ts",
        find: 'import type { Block } from "../../schemas/statistic.ts";',
        put: 'import { clip } from "../../privacy/clip.ts";\nimport type { Block } from "../../schemas/statistic.ts";',
      },
      { file: SUM, find: "    clip(values);\n", put: "" },
      {
        file: SUM,
        find: "quantise(joint);",
        put: "for (let i = 0; i < length; i++) joint[i] = Math.round(joint[i]! * 2 ** 20);",
      },
    ],
  },
  {
    name: "L4",
    what: "vocabulary from data",
    breaks: [
      fromData(
        "a.edges ? a : { ...a, attribute: { ...a.attribute, categories: [...column(a.column), MISSING] } }",
      ),
    ],
  },
  {
    name: "L5",
    what: "min and max from data",
    breaks: [
      fromData(`!a.edges ? a : ((edges: readonly number[]) => ({ ...a, edges, attribute: { ...a.attribute,
        categories: [...bandNames(edges), MISSING] } }))([Math.min(...column(a.column).map(Number)), ...a.edges.slice(1, -1),
        Math.max(...column(a.column).map(Number)) + 1].sort((x, y) => x - y))`),
    ],
  },
  {
    name: "L6",
    what: "seeded noise, seed in metadata",
    breaks: [
      {
        file: "src/math/secret-noise.ts",
        find: "const WORDS = 1024;",
        put: "const WORDS = 1024;\nexport const SEED = 42;",
      },
      {
        file: "src/math/secret-noise.ts",
        find: "randomFillSync(this.#buffer);",
        put: "for (let i = 0; i < WORDS; i++) this.#buffer[i] = this.#seeded();",
      },
      {
        file: "src/math/secret-noise.ts",
        find: "  #next = WORDS;",
        put: `  #next = WORDS;
  #state = SEED;
  #seeded(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
    return (t ^ (t >>> 14)) >>> 0;
  }`,
      },
      { file: NOISE, find: "purpose: planned.purpose,", put: "purpose: planned.purpose, ...{ seed: SEED }," },
      {
        file: NOISE,
        find: 'import type { SecretNoise } from "../../src/math/secret-noise.ts";',
        put: 'import { SEED, type SecretNoise } from "../../src/math/secret-noise.ts";',
      },
    ],
  },
  {
    name: "L8",
    what: "divides by the true n",
    breaks: [
      {
        file: NOISE,
        find: "blocks: addNoise(blocks, integerSum(data), { sigma, noise }),",
        put: `blocks: addNoise(blocks, integerSum(data), { sigma, noise }).map(block => ({
        ...block, values: block.values.map(v => v / (data as unknown as Map<unknown, unknown>).size) })),`,
      },
    ],
  },
  {
    name: "L9",
    what: "clips records, not patients",
    breaks: [
      {
        file: SUM,
        find: "for (const patient of cohort.values()) {",
        put: `for (const patient of [...cohort.values()].flatMap(records =>
    Array.isArray(records) ? (records.map(record => [record]) as R[]) : [records])) {`,
      },
    ],
  },
  {
    name: "L10",
    what: "charges after the release",
    breaks: [
      {
        file: "privacy/ledger.ts",
        find: /(file\.append\(\{ kind: "charge"[^;]*;)([^}]*?)(const value = this\.#run\([^;]*;)/,
        put: "$3$1$2",
      },
    ],
  },
  {
    name: "L11",
    what: "rejects synthetic patients near a real one",
    breaks: [
      {
        file: "src/pipeline/fit.ts",
        find: "train: seal<Cohort<Digest>>(train),",
        put: `train: seal<Cohort<Digest>>((Object.assign(globalThis, { real: train }), train)),`,
      },
      {
        file: "src/pipeline/write.ts",
        find: "    await fhir.write(patient);",
        put: `    const { real } = globalThis as unknown as { real: Map<string, { attributes: Record<string, string> }> };
    const near = ({ attributes: a }: { attributes: Record<string, string> }) =>
      ["age", "sex"].every(name => a[name] === patient.person.assignment[name]);
    if ([...real.values()].some(near)) continue;
    await fhir.write(patient);`,
      },
    ],
  },
  {
    name: "L12",
    what: "realised batch size in a log",
    breaks: [
      {
        file: NOISE,
        find: "run: (data, noise) => ({",
        put: 'run: (data, noise) => (console.error("summed", (data as unknown as Map<unknown, unknown>).size, "patients"), {',
      },
    ],
  },
];
