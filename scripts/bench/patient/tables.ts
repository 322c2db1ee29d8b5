import type { TableDomain } from "../../../src/table/domain.ts";

/**
 * Tables of real people with their public domains, written from the variables' documentation (R packages survival 3 and
 * MASS 7), the value sets of FHIR and US Core, and clinical reference ranges, not from the data; a value beyond the last edge counts as the nearest bin.
 */
export interface BenchTable {
  readonly name: string;
  readonly file: string;
  readonly domain: TableDomain;
  readonly target: { readonly column: string; readonly positive: string };
  /** Rows that count: one a person. */
  readonly only?: { readonly column: string; readonly value: string };
}

const bins = (name: string, ...edges: readonly number[]) =>
  ({ name, kind: "number", edges, outside: "clip" }) as const;
const words = (name: string, ...categories: readonly string[]) =>
  ({ name, kind: "category", categories }) as const;
const yes = (name: string) => words(name, "0", "1");

/** Follow-up time, and what is only known of the dead or is the outcome by another name, is left out of every table. */
export const TABLES: readonly BenchTable[] = [
  {
    name: "flchain",
    file: "survival_flchain.csv",
    target: { column: "death", positive: "1" },
    domain: [
      bins("age", 50, 55, 60, 65, 70, 75, 80, 85, 90, 110),
      words("sex", "F", "M"),
      words("sample.yr", "1995", "1996", "1997", "1998", "1999", "2000", "2001", "2002", "2003"),
      bins("kappa", 0, 0.33, 0.6, 0.9, 1.2, 1.5, 1.94, 3, 5, 25),
      bins("lambda", 0, 0.57, 0.9, 1.2, 1.5, 1.9, 2.63, 4, 7, 30),
      words("flc.grp", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"),
      bins("creatinine", 0, 0.6, 0.8, 1, 1.2, 1.5, 2, 3, 12),
      yes("mgus"),
      yes("death"),
    ],
  },
  {
    name: "pbc",
    file: "survival_pbc.csv",
    target: { column: "status", positive: "2" },
    domain: [
      words("status", "0", "1", "2"),
      words("trt", "1", "2"),
      bins("age", 20, 30, 40, 50, 60, 70, 90),
      words("sex", "m", "f"),
      yes("ascites"),
      yes("hepato"),
      yes("spiders"),
      words("edema", "0", "0.5", "1"),
      bins("bili", 0, 0.6, 1.2, 2, 4, 8, 30),
      bins("chol", 0, 200, 240, 300, 400, 2000),
      bins("albumin", 0, 3, 3.5, 4, 6),
      bins("copper", 0, 40, 80, 120, 200, 700),
      bins("alk.phos", 0, 147, 500, 1000, 2000, 15000),
      bins("ast", 0, 40, 80, 120, 200, 600),
      bins("trig", 0, 100, 150, 200, 700),
      bins("platelet", 0, 150, 250, 350, 450, 800),
      bins("protime", 0, 10, 11, 12, 20),
      words("stage", "1", "2", "3", "4"),
    ],
  },
  {
    name: "colon",
    file: "survival_colon.csv",
    target: { column: "status", positive: "1" },
    only: { column: "etype", value: "2" },
    domain: [
      words("rx", "Obs", "Lev", "Lev+5FU"),
      yes("sex"),
      bins("age", 18, 40, 50, 60, 70, 90),
      yes("obstruct"),
      yes("perfor"),
      yes("adhere"),
      bins("nodes", 0, 1, 2, 3, 4, 7, 10, 40),
      words("differ", "1", "2", "3"),
      words("extent", "1", "2", "3", "4"),
      yes("surg"),
      yes("node4"),
      yes("status"),
    ],
  },
  {
    name: "pima",
    file: "mass_pima_tr_te.csv",
    target: { column: "type", positive: "Yes" },
    domain: [
      bins("npreg", 0, 1, 2, 4, 7, 20),
      bins("glu", 0, 90, 110, 125, 140, 160, 200),
      bins("bp", 0, 60, 70, 80, 90, 130),
      bins("skin", 0, 15, 25, 35, 45, 100),
      bins("bmi", 0, 18.5, 25, 30, 35, 40, 70),
      bins("ped", 0, 0.25, 0.5, 0.75, 1, 2.5),
      bins("age", 21, 25, 30, 40, 50, 90),
      words("type", "No", "Yes"),
    ],
  },
  {
    name: "birthwt",
    file: "mass_birthwt.csv",
    target: { column: "low", positive: "1" },
    domain: [
      yes("low"),
      bins("age", 10, 20, 25, 30, 50),
      bins("lwt", 0, 110, 130, 150, 300),
      words("race", "1", "2", "3"),
      yes("smoke"),
      bins("ptl", 0, 1, 2, 5),
      yes("ht"),
      yes("ui"),
      bins("ftv", 0, 1, 2, 10),
    ],
  },
  {
    name: "synthea",
    file: "../fhir/synthea_patients_1000/Patient.000.ndjson",
    target: { column: "deceased", positive: "yes" },
    domain: [
      bins("born", 1900, 1910, 1920, 1930, 1940, 1950, 1960, 1970, 1980, 1990, 2000, 2010, 2030),
      words("gender", "male", "female", "other", "unknown"),
      words("race", "1002-5", "2028-9", "2054-5", "2076-8", "2106-3", "2131-1", "ASKU", "UNK"),
      words("ethnicity", "2135-2", "2186-5"),
      words("marital", "A", "C", "D", "I", "L", "M", "P", "S", "T", "U", "UNK", "W"),
      bins("daly", 0, 1, 3, 10, 30, 100),
      bins("qaly", 0, 10, 20, 30, 40, 50, 60, 70, 80, 120),
      words("deceased", "no", "yes"),
    ],
  },
];
