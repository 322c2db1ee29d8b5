import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import type { PlannedSum } from "../../../schemas/plan.ts";
import type { Fitness } from "../../../schemas/report.ts";
import { overallVerdict } from "../../../src/report/findings-section.ts";
import { renderReport } from "../../../src/report/report.ts";
import { FINDINGS, FITNESS, reportInput } from "./fixture.ts";

type Measured = Exclude<Fitness, { readonly unmeasured: string }>;

const page = renderReport(reportInput());
const inside = renderReport(reportInput({ audience: "internal" }));
const both = [
  ["public", page],
  ["internal", inside],
] as const;
const textOf = (html: string): string =>
  parseHTML(html.replace(/<style>[\s\S]*?<\/style>/g, "")).document.body.textContent.replace(/\s+/g, " ");
const firstScreenOf = (html: string): string =>
  textOf(`<html><body>${html.slice(html.indexOf("<header"), html.indexOf("<main"))}</body></html>`);

describe.each(both)("the %s report", (_, html) => {
  it("holds no script, no event handler, no form and no embedded page", () => {
    expect(/<(script|iframe|object|embed|form|link|base)\b/i.test(html)).toBe(false);
    expect(/\son[a-z]+\s*=|javascript:/i.test(html)).toBe(false);
  });
  it("refers to nothing outside itself: every src is data, every href an anchor of the page", () => {
    const ids = new Set([...html.matchAll(/\sid="([^"]+)"/g)].map(match => match[1]));
    for (const [, src] of html.matchAll(/\ssrc="([^"]*)"/g)) expect(src).toMatch(/^data:image\/png;base64,/);
    for (const [, href] of html.matchAll(/\shref="([^"]*)"/g)) expect(ids).toContain(href!.slice(1));
    expect(/@import|url\(|srcset|@font-face/i.test(html)).toBe(false);
    const addresses = [...html.matchAll(/https?:\/\/[^"\s<]*/g)].map(match => match[0]);
    expect(new Set(addresses)).toEqual(new Set(["http://www.w3.org/2000/svg"]));
  });
  it("forbids everything but inline styles and data images by policy", () => {
    expect(html).toContain(
      `content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"`,
    );
  });
  it("names relation, unit and δ in the same element as every ε", () => {
    const { document } = parseHTML(html);
    const places = [...document.querySelectorAll(".epsilon")];
    expect(places.length).toBeGreaterThanOrEqual(2);
    for (const place of places)
      expect(place.textContent).toMatch(
        /ε[\s\S]*at δ = 10⁻⁶[\s\S]*add or remove one patient[\s\S]*unit: patient \(all records, all modalities\)/,
      );
    for (const place of places) place.remove();
    expect(document.body.textContent).not.toContain("ε");
  });
  it("says on the first screen what this is, its cost, its size and what is not promised", () => {
    const first = firstScreenOf(html);
    expect(first).toContain("Synthetic patients drawn from a few noisy statistics of a real cohort");
    expect(first).toMatch(/ε ≤ 3\.00 ?at δ = 10⁻⁶/);
    expect(first).toMatch(/Synthetic patients ?500/);
    expect(first).toContain("What is NOT promised");
    for (const words of [
      "Facts about groups can still be learnt",
      "One person under two ids",
      "Relatives",
      "What someone knew before",
      "Clinical use is unverified",
      "not a legal opinion",
    ])
      expect(first).toContain(words);
  });
  it("uses no word that promises what no number shows", () => {
    expect(textOf(html)).not.toMatch(
      /anonym|ensures? compliance|compliant|guarantees? compliance|risk-free|no risk|100\s?% (safe|private)|cannot be re-?identified|de-identified/i,
    );
  });
  it("has headings in order, table heads with a scope, and words for every picture", () => {
    const { document } = parseHTML(html);
    const levels = [...document.querySelectorAll("h1,h2,h3")].map(heading => Number(heading.tagName[1]));
    expect(levels.filter(level => level === 1)).toHaveLength(1);
    for (const [i, level] of levels.entries())
      if (i > 0) expect(level - levels[i - 1]!).toBeLessThanOrEqual(1);
    for (const head of document.querySelectorAll("th"))
      expect(head.getAttribute("scope")).toMatch(/^(col|row|rowgroup)$/);
    for (const image of document.querySelectorAll("img"))
      expect(image.getAttribute("alt")!.length).toBeGreaterThan(10);
    for (const drawing of document.querySelectorAll("svg"))
      expect(drawing.getAttribute("aria-label")!.length).toBeGreaterThan(10);
  });
});

describe("the words of the box", () => {
  it("are these", () => {
    const { document } = parseHTML(page);
    const box = document.querySelector("#not-promised")!;
    expect(box.textContent.replace(/\s+/g, " ").trim()).toMatchInlineSnapshot(
      `"What is NOT promised Facts about groups can still be learnt. That is the use of the data. If smokers fare worse, this shows it, for people who were in the cohort and for people who were not. One person under two ids counts twice. The bound is per id as the owner assigned them. Relatives are separate people. What several members of a family share is protected less than one member. What someone knew before stays known. The bound limits what this release adds, not what others have published. Clinical use is unverified. Do not base care, a diagnosis or a device approval on these patients. It is not a legal opinion. The numbers here can inform a review under GDPR, HIPAA or another law; meeting that law is for the data controller to judge."`,
    );
  });
});

describe("internal findings", () => {
  it("are never in a public report, whatever it is given", () => {
    for (const words of ["linkage", "copies: excess rate", "given away", "0.507", "DeLong", "INCONCLUSIVE"])
      expect(page.includes(words), words).toBe(false);
    expect(textOf(page)).toContain("not in this report");
  });
  it("stand in the internal report with interval, method, trials, threshold, verdict and power", () => {
    const text = textOf(inside);
    for (const words of [
      "linkage: excess rate",
      "−0.013 to 0.021",
      "Newcombe",
      "n = 600",
      "0.090",
      "PASS",
      "flags 23 of 480 patients",
      "INTERNAL: do not share",
    ])
      expect(text).toContain(words);
  });
  it("of public audience stand in both", () => {
    const findings = [{ ...FINDINGS[0]!, metric: "released audit", audience: "public" as const }];
    for (const audience of ["public", "internal"] as const)
      expect(renderReport(reportInput({ audience, findings }))).toContain("released audit");
  });
  it("fail together if one fails, and pass only if all pass", () => {
    const [pass] = FINDINGS;
    expect(overallVerdict([pass!, { ...pass!, verdict: "FAIL" }])).toBe("FAIL");
    expect(overallVerdict([pass!, { ...pass!, verdict: "INCONCLUSIVE" }])).toBe("INCONCLUSIVE");
    expect(overallVerdict([pass!])).toBe("PASS");
    expect(overallVerdict([])).toBe("INCONCLUSIVE");
  });
  it("that were not measured are not given a number", () => {
    const estimate = { value: 0, low: -1, high: 1, level: 0.95, method: "not measured", trials: 0 };
    const text = textOf(
      renderReport(
        reportInput({
          audience: "internal",
          findings: [{ ...FINDINGS[0]!, verdict: "INCONCLUSIVE", estimate }],
        }),
      ),
    );
    expect(text).toContain("not measured");
    expect(text).not.toContain("−1.000");
  });
});

describe("fitness", () => {
  it("is never in a public report, whatever it is given", () => {
    expect(page).not.toMatch(
      /fitness|trained on synthetic|jackknife|under-represented groups|helped|harmed/i,
    );
    expect(textOf(page)).toContain("6 · Known limits");
  });
  it("is a section of its own in the internal report, in the contents, before the limits", () => {
    const { document } = parseHTML(inside);
    const contents = [...document.querySelectorAll("nav a")].map(link => link.textContent);
    expect(contents.slice(-3)).toEqual(["5 · Re-identification", "6 · Fitness", "7 · Limits"]);
    const headings = [...document.querySelectorAll("main h2")].map(heading => heading.textContent);
    expect(headings.slice(-2)).toEqual(["6 · Fitness", "7 · Known limits of the generators"]);
    expect(firstScreenOf(inside)).toContain("Sections 5 and 6 hold numbers measured on real patients");
  });
  it("tells utility with intervals, what every fill rests on and each verdict; who is too few has no number", () => {
    const text = textOf(inside);
    for (const words of [
      "type 2 diabetes, statin",
      "−0.037−0.057 to −0.017",
      "Too small to judge (no outcome that ten controls of the group have and ten have not): race pacific-islander (3 controls)",
      "75\u202f% own measured counts, 25\u202f% pooled statistics",
      "Intervals: 95\u202f% (jackknife over patients, t).",
      "helped",
      "no difference seen",
      "harmed",
    ])
      expect(text).toContain(words.replaceAll("\u202f", " "));
    expect(text).toMatch(
      /race american-indian ?too small to judge ?— ?— ?— ?0\.6 ?% → 1\.4 ?% ?the public prior alone ?2/,
    );
  });
  it("that was not measured says why", () => {
    const unmeasured = renderReport(
      reportInput({
        audience: "internal",
        fitness: { audience: "internal", unmeasured: "Nobody was <set> aside." },
      }),
    );
    expect(textOf(unmeasured)).toContain("Not measured. Nobody was <set> aside.");
    const { fitness: _, ...rest } = reportInput({ audience: "internal" });
    expect(textOf(renderReport(rest))).toMatch(/6 · Fitness.*Nothing was measured in this run/);
  });
});

describe("a run with test noise", () => {
  const text = textOf(
    renderReport(reportInput({ certificate: { ...reportInput().certificate, private: false } })),
  );
  it("is NOT PRIVATE on the first screen, promises nothing and states no bound", () => {
    expect(text).toContain("NOT PRIVATE");
    expect(text).toContain("no bound");
    expect(text).not.toMatch(/at most a factor/);
  });
});

describe("what it is given", () => {
  it("is escaped everywhere: markup in any text stays text", () => {
    const bad = `"><script>alert(1)</script><img src=x onerror=y>`;
    const given = reportInput();
    const html = renderReport(
      reportInput({
        audience: "internal",
        title: bad,
        asOf: bad,
        certificate: { ...given.certificate, accountant: bad, relation: bad, unit: bad },
        support: [{ ...given.support[0]!, modality: bad, stratum: bad, provenance: bad }],
        images: [{ ...given.images[0]!, caption: bad }],
        ecgs: [{ ...given.ecgs[0]!, caption: bad }],
        notes: [{ text: bad, caption: bad }],
        findings: [
          {
            ...FINDINGS[0]!,
            metric: bad,
            meaning: bad,
            group: bad,
            power: bad,
            estimate: { ...FINDINGS[0]!.estimate, method: bad },
          },
        ],
        fitness: {
          ...(FITNESS as Measured),
          outcomes: [bad],
          reference: bad,
          groups: [{ group: bad, controls: 1, outcomes: 0 }],
          fills: [{ ...(FITNESS as Measured).fills[0]!, group: bad, basis: { [bad]: 1 } }],
        },
        coverage: {
          ...given.coverage!,
          reference: { name: bad, year: 2024, source: bad, licence: bad, note: bad },
          unrecorded: [bad],
        },
        limits: [bad],
        plan: {
          ...given.plan,
          releases: [
            {
              ...(given.plan.releases[0] as PlannedSum),
              purpose: bad,
              blocks: [{ name: bad, size: 1, weight: 1 }],
            },
          ],
        },
      }),
    );
    expect(html.includes("<script")).toBe(false);
    expect(html.includes("<img src=x")).toBe(false);
  });
  it("gives the same bytes for the same input", () => expect(renderReport(reportInput())).toBe(page));
  it("may be almost nothing: no signals, no coverage, no support, no findings, no limits", () => {
    const { coverage: _, ...rest } = reportInput({
      support: [],
      images: [],
      ecgs: [],
      notes: [],
      findings: [],
      limits: [],
    });
    const text = textOf(renderReport({ ...rest, audience: "internal" }));
    for (const words of [
      "coded records only",
      "No reference population",
      "No signal statistics",
      "Nothing was measured",
    ])
      expect(text).toContain(words);
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
  });
  it("prints prior-only groups plainly, and negative noisy counts as they are", () => {
    const text = textOf(page);
    expect(text).toContain("prior only: too little measured");
    expect(text).toContain("−2 ± 2.7");
  });
  it("writes a report of a few hundred kilobytes", () =>
    expect(Buffer.byteLength(page)).toBeLessThan(1_000_000));
});
