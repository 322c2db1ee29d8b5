import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CONDUCTIONS, ECTOPIES, MORPHOLOGIES, RHYTHMS } from "../../../schemas/ecg.ts";
import {
  CONDUCTION_GROUP,
  ECTOPY_GROUP,
  MORPHOLOGY_GROUP,
  RHYTHM_GROUP,
} from "../../../schemas/ecg-groups.ts";
import {
  CONDUCTION_KINDS,
  ECTOPY_KINDS,
  MORPHOLOGY_KINDS,
  RHYTHM_KINDS,
} from "../../../schemas/ecg-kinds.ts";
import {
  code15Of,
  ECG_LABELS,
  labelsOf,
  SCP_SUPERCLASS,
  scpOf,
  superclassesOf,
} from "../../../schemas/ecg-vocabulary.ts";
import type { EcgOrder } from "../../../schemas/person.ts";
import { ORDER } from "./fixtures.ts";

const LABELS = join(import.meta.dirname, "../../../../shared/data/ecg/cinc2021/labels");
const rows = (file: string) =>
  readFileSync(join(LABELS, file), "utf8")
    .split("\n")
    .slice(1)
    .map(line => line.match(/("[^"]*"|[^,]*)(,|$)/g)?.map(cell => cell.replace(/,$/, "")) ?? []);

const ORDERS: readonly EcgOrder[] = [
  ...RHYTHMS.map(rhythm => ({ ...ORDER, rhythm })),
  ...CONDUCTIONS.map(conduction => ({ ...ORDER, conduction })),
  ...ECTOPIES.map(ectopy => ({ ...ORDER, ectopy })),
  ...MORPHOLOGIES.map(morphology => ({ ...ORDER, morphology })),
];

describe.skipIf(!existsSync(LABELS))("the vocabularies", () => {
  it("every SNOMED CT code is one of the 2021 Challenge", () => {
    const known = new Set(
      ["dx_mapping_scored.csv", "dx_mapping_unscored.csv"].flatMap(file => rows(file).map(row => row[1])),
    );
    expect(ECG_LABELS.filter(({ code }) => !known.has(code))).toEqual([]);
    expect(ECG_LABELS.length).toBeGreaterThan(25);
  });

  it("every SCP statement is one of PTB-XL, with PTB-XL's superclass", () => {
    const known = new Map(rows("ptbxl_scp_statements.csv").map(row => [row[0], row[5] ?? ""]));
    for (const code of new Set(ORDERS.flatMap(scpOf))) {
      expect([code, known.has(code)]).toEqual([code, true]);
      expect([code, SCP_SUPERCLASS[code] ?? ""]).toEqual([code, known.get(code)]);
    }
  });
});

describe("one order in three vocabularies", () => {
  it("a normal recording is NORM, and any kind that is not normal takes NORM away", () => {
    expect(superclassesOf(ORDER)).toEqual(["NORM"]);
    for (const order of ORDERS) {
      const isNormal = labelsOf(order).every(({ code }) => code === "426783006" || code === "427393009");
      expect([order, superclassesOf(order).includes("NORM")]).toEqual([order, isNormal]);
    }
  });

  it("SNOMED CT, SCP and CODE-15 agree on what CODE-15 knows", () => {
    const same = [
      ["1dAVb", "270492004", "1AVB"],
      ["RBBB", "59118001", "CRBBB"],
      ["LBBB", "164909002", "CLBBB"],
      ["SB", "426177001", "SBRAD"],
      ["ST", "427084000", "STACH"],
      ["AF", "164889003", "AFIB"],
    ] as const;
    for (const order of ORDERS)
      for (const [code15, snomed, scp] of same) {
        const has = code15Of(order).includes(code15);
        expect(labelsOf(order).some(({ code }) => code === snomed)).toBe(has);
        expect(scpOf(order).includes(scp)).toBe(has);
      }
  });

  it("infarctions are MI, hypertrophies HYP, ischaemia and long QT STTC, blocks and WPW CD", () => {
    for (const morphology of MORPHOLOGIES) {
      const wanted = {
        normal: [],
        hypertrophy: ["HYP"],
        infarction: ["MI"],
        "st-t-change": ["STTC"],
        "low-voltage": [],
      };
      const found = superclassesOf({ ...ORDER, morphology }).filter(name => name !== "NORM");
      expect([morphology, found]).toEqual([morphology, wanted[MORPHOLOGY_GROUP[morphology]]]);
    }
    for (const conduction of CONDUCTIONS)
      if (conduction !== "normal") expect(superclassesOf({ ...ORDER, conduction })).toEqual(["CD"]);
  });
});

describe("groups and their kinds", () => {
  it.each([
    ["rhythm", RHYTHMS, RHYTHM_GROUP, RHYTHM_KINDS],
    ["conduction", CONDUCTIONS, CONDUCTION_GROUP, CONDUCTION_KINDS],
    ["ectopy", ECTOPIES, ECTOPY_GROUP, ECTOPY_KINDS],
    ["morphology", MORPHOLOGIES, MORPHOLOGY_GROUP, MORPHOLOGY_KINDS],
  ] as const)(
    "%s: every kind has a share in its own group and in no other; shares sum to 1",
    (_, kinds, groups, shares) => {
      const table: Readonly<Record<string, Readonly<Record<string, number>>>> = shares;
      const groupOf: Readonly<Record<string, string>> = groups;
      for (const kind of kinds)
        for (const [group, own] of Object.entries(table))
          expect([kind, group, (own[kind] ?? 0) > 0]).toEqual([kind, group, groupOf[kind] === group]);
      for (const own of Object.values(table))
        expect(Object.values(own).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    },
  );
});
