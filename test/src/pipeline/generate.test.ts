import { createPrivateKey } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { readEcg } from "../../../generators/ecg/wfdb.ts";
import { readImage } from "../../../generators/image/read.ts";
import type { Manifest } from "../../../schemas/evidence.ts";
import { main } from "../../../src/cli.ts";
import { filesUnder } from "../../../src/pipeline/folder.ts";
import { scratch, smallCohort } from "./small-cohort.ts";

const work = scratch();
const out = join(work.path, "out");
const said: string[] = [];

const run = async (...argv: readonly string[]): Promise<number> => {
  process.exitCode = 0;
  const code = await main(argv);
  process.exitCode = 0;
  return code;
};

beforeAll(async () => {
  vi.spyOn(process.stderr, "write").mockImplementation(text => said.push(String(text)) > 0);
  vi.spyOn(process.stdout, "write").mockImplementation(text => said.push(String(text)) > 0);
  smallCohort(join(work.path, "cohort"), { from: 0, to: 30 });
  const code = await run(
    "generate",
    join(work.path, "cohort"),
    "--out",
    out,
    "--patients",
    "12",
    "--seed",
    "5",
    "--delta",
    "1e-6",
  );
  expect(said.join("")).not.toMatch(/^semblance:/m);
  expect(code).toBe(0);
}, 240_000);
afterAll(() => {
  vi.restoreAllMocks();
  work.drop();
});

const ndjson = (type: string) =>
  readFileSync(join(out, "fhir", `${type}.000.ndjson`), "utf8")
    .trim()
    .split("\n")
    .map(
      line => JSON.parse(line) as Record<string, unknown> & { id: string; meta: { tag: { code: string }[] } },
    );

describe("the main job on a small linked cohort", () => {
  it("writes every part of the shareable folder and keeps findings out of it", async () => {
    const files = await filesUnder(out);
    for (const file of [
      "release.json",
      "ledger.jsonl",
      "manifest.json",
      "report.html",
      "patients.parquet",
      "patients.arrow",
      "notes.ndjson",
      "README.txt",
    ]) {
      expect(files).toContain(file);
    }
    expect(files.filter(file => /findings|notices/.test(file))).toEqual([]);
    expect(readdirSync(`${out}-internal`).sort()).toEqual(
      expect.arrayContaining(["findings.json", "ledger.jsonl", "report.html"]),
    );
    expect(readFileSync(join(out, "report.html"), "utf8")).not.toMatch(/excess rate|INCONCLUSIVE|Fitness/);
    expect(readFileSync(join(`${out}-internal`, "report.html"), "utf8")).toMatch(/6 · Fitness/);
    // What was measured on real patients is the owner's alone to read.
    expect(statSync(`${out}-internal`).mode & 0o777).toBe(0o700);
  });
  it("a note has one date: that of its document", () => {
    const documents = ndjson("DocumentReference") as unknown as {
      date: string;
      subject: { reference: string };
    }[];
    const notes = readFileSync(join(out, "notes.ndjson"), "utf8").trim().split("\n");
    for (const line of notes) {
      const { patient, date } = JSON.parse(line) as { patient: string; date: string };
      const dates = documents
        .filter(({ subject }) => subject.reference === `Patient/${patient}`)
        .map(document => document.date.slice(0, 10));
      expect(dates).toContain(date.slice(0, 10));
    }
  });
  it("no id, name or file of a real patient is in the shareable folder", async () => {
    const real = readFileSync(join(work.path, "cohort", "fhir", "Patient.000.ndjson"), "utf8")
      .trim()
      .split("\n")
      .map(line => JSON.parse(line) as { id: string });
    const texts = (await filesUnder(out))
      .filter(file => /\.(ndjson|json|html|hea|txt)$/.test(file))
      .map(file => readFileSync(join(out, file), "utf8"));
    for (const { id } of real) expect(texts.some(text => text.includes(id))).toBe(false);
  });
  it("says synthetic in a machine-readable way in every format", async () => {
    for (const type of ["Patient", "Observation", "Encounter"]) {
      for (const resource of ndjson(type))
        expect(resource.meta.tag.map(({ code }) => code)).toContain("HTEST");
    }
    for (const file of await filesUnder(out)) {
      if (file.endsWith(".hea")) expect(readFileSync(join(out, file), "utf8")).toContain("SYNTHETIC");
      if (file.endsWith(".png") || file.endsWith(".dcm"))
        expect(readFileSync(join(out, file)).toString("latin1")).toMatch(/synthetic/i);
    }
  });
  it("one person is one whole: record, ECG, image and note agree", async () => {
    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(join(out, "patients.parquet")) });
    expect(rows.length).toBe(12);
    const patients = new Map(ndjson("Patient").map(patient => [patient.id, patient]));
    const observations = ndjson("Observation");
    for (const row of rows) {
      const patient = patients.get(String(row.id))!;
      expect(patient).toBeDefined();
      if (row.sex !== null) expect(patient.gender).toBe(row.sex);
      if (typeof row.ecg_path === "string") {
        const ecg = await readEcg(join(out, row.ecg_path), row.ecg_path);
        expect(ecg.rateHz).toBe(500);
        if (row.sex !== null) expect(ecg.sex).toBe(row.sex);
        const rates = observations.filter(
          each =>
            JSON.stringify(each).includes(`Patient/${row.id}`) &&
            JSON.stringify(each.code).includes("8867-4"),
        );
        for (const rate of rates) {
          const value = (rate.valueQuantity as { value: number }).value;
          if (String(rate.effectiveDateTime).startsWith(String(row.visit_date).slice(0, 10)))
            expect(Math.abs(value - Number(row.heart_rate))).toBeLessThanOrEqual(1);
        }
      }
      if (typeof row.image_path === "string") {
        const image = await readImage(join(out, row.image_path), row.image_path);
        expect([image.width, image.height]).toEqual([128, 128]);
      }
    }
  });
  it("every file is in the manifest with its hash, and verify says so with exit 0", async () => {
    const { files } = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8")) as Manifest;
    expect(Object.keys(files).sort()).toEqual(
      (await filesUnder(out)).filter(file => !/^(manifest\.json|certificate\..*)$/.test(file)),
    );
    said.length = 0;
    expect(await run("verify", out)).toBe(0);
    expect(said.join("")).toMatch(
      /Proved: the charges add up to ε ≤ 3\.0000 at δ = 1e-6.*Relation: add or remove one patient/s,
    );
  });
  it("a changed output, ledger or release is named and verify exits 1", async () => {
    for (const [file, from, to] of [
      ["fhir/Patient.000.ndjson", "Patient", "patient"],
      ["ledger.jsonl", "charge", "chargf"],
      ["release.json", '"noise"', '"noisf"'],
      ["manifest.json", '"seed": "5"', '"seed": "6"'],
      ["certificate.dsse.json", '"sig":"', '"sig":"A'],
      ["certificate.pub.pem", "KEY", "kEY"],
    ] as const) {
      const path = join(out, file);
      const before = readFileSync(path);
      writeFileSync(path, before.toString("utf8").replace(from, to));
      said.length = 0;
      expect(await run("verify", out)).toBe(1);
      expect(said.join("")).toMatch(`DOES NOT HOLD: ${file}`);
      writeFileSync(path, before);
    }
    expect(await run("verify", out)).toBe(0);
  });
  it("sampling sees nobody and replays byte for byte: the cohort is gone, the people are the same", async () => {
    const again = join(work.path, "again");
    expect(await run("sample", out, "--out", again, "--patients", "12", "--seed", "5")).toBe(0);
    const drawn = (await filesUnder(again)).filter(file => !/^(manifest\.json|origin-.*)$/.test(file));
    expect(drawn.length).toBeGreaterThan(30);
    for (const file of drawn)
      expect(readFileSync(join(again, file)).equals(readFileSync(join(out, file)))).toBe(true);
    for (const end of ["dsse.json", "pub.pem"])
      expect(readFileSync(join(again, `origin-certificate.${end}`))).toEqual(
        readFileSync(join(out, `certificate.${end}`)),
      );
    said.length = 0;
    expect(await run("verify", again, "--key", join(out, "certificate.pub.pem"))).toBe(0);
    expect(said.join("")).toMatch(/Proved: the signer holds the private key/);
    expect(said.join("")).toMatch(/Not signed: the output files/);
    said.length = 0;
    // The report too: without its findings, which are internal, it says what the release says.
    expect(await run("verify", out, "--redraw")).toBe(0);
    expect(said.join("")).toMatch(/Proved: every output file is, byte for byte, what this program draws/);
  }, 120_000);
  it("a report can be written again by the owner, who signs anew, and by nobody else", async () => {
    expect(await run("report", out)).toBe(0);
    expect(await run("verify", out, "--key", join(out, "certificate.pub.pem"))).toBe(0);
    said.length = 0;
    expect(await run("report", out, "--home", join(work.path, "stranger"))).toBe(1);
    expect(said.join("")).toMatch(/holds under your own key: certificate.pub.pem: is not the key you trust/);
    expect(await run("verify", out)).toBe(0);
  }, 120_000);
  it("the private key is in the owner's folder only, and only the owner can read it", async () => {
    const key = join(process.env.SEMBLANCE_HOME!, "signing-key.pem");
    const secret = createPrivateKey(readFileSync(key)).export({ type: "pkcs8", format: "der" }).subarray(-32);
    const forms = [secret.toString("latin1"), secret.toString("hex"), secret.toString("base64").slice(0, 40)];
    const pem = readFileSync(key, "utf8").split("\n")[1]!;
    for (const folder of [out, `${out}-internal`])
      for (const file of await filesUnder(folder)) {
        const text = readFileSync(join(folder, file)).toString("latin1");
        for (const form of [...forms, pem, "PRIVATE KEY"]) expect(text.includes(form), file).toBe(false);
      }
    expect(statSync(key).mode & 0o777).toBe(0o600);
  });
  it("without a ledger beside the release, sample says so and verify says what it can still tell", async () => {
    const bare = join(work.path, "release-only");
    mkdirSync(bare);
    cpSync(join(out, "release.json"), join(bare, "release.json"));
    const drawn = join(work.path, "no-ledger");
    said.length = 0;
    expect(await run("sample", join(bare, "release.json"), "--out", drawn, "--patients", "2")).toBe(0);
    expect(said.join("")).toMatch(/no ledger.jsonl beside the release/);
    said.length = 0;
    expect(await run("verify", drawn)).toBe(1);
    expect(said.join("")).toMatch(
      /DOES NOT HOLD: ledger.jsonl: is missing: what was spent cannot be recomputed/,
    );
    expect(said.join("")).toMatch(/Not checked: ε, the charges and the values of the release/);
    expect(said.join("").match(/DOES NOT HOLD/g)).toHaveLength(1);
  }, 60_000);
  it("verify of a folder that is not there is an input error, not a verdict", async () => {
    said.length = 0;
    expect(await run("verify", join(work.path, "nowhere"))).toBe(65);
    expect(said.join("")).toMatch(/is no folder/);
  });
  it("refuses an output folder that exists and leaves it as it was", async () => {
    said.length = 0;
    expect(await run("sample", out, "--out", out)).toBe(64);
    expect(said.join("")).toMatch(/exists already/);
  });
  it("without a declaration draws only the modalities that the release shows to be there", async () => {
    const bare = join(work.path, "bare");
    cpSync(join(work.path, "cohort", "fhir"), join(bare, "fhir"), { recursive: true });
    const target = join(work.path, "bare-out");
    expect(
      await run("generate", bare, "--out", target, "--patients", "6", "--epsilon", "40", "--set-aside", "0"),
    ).toBe(0);
    const files = await filesUnder(target);
    expect(files).toContain("fhir/Patient.000.ndjson");
    expect(files.filter(file => /^(ecg|images|dicom)\//.test(file))).toEqual([]);
    expect(readFileSync(join(target, "report.html"), "utf8")).toMatch(/No ecg was drawn/);
    const findings = readFileSync(`${target}-internal/findings.json`, "utf8");
    expect(findings).toMatch(/INCONCLUSIVE/);
    // Nobody was set aside to judge by.
    expect(JSON.parse(findings)).toHaveProperty("fitness.unmeasured");
  }, 120_000);
});
