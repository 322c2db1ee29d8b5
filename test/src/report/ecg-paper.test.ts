import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { LEADS } from "../../../schemas/ecg.ts";
import { ecgPaperSvg } from "../../../src/report/ecg-paper.ts";
import { drawnEcg } from "./fixture.ts";

const options = { label: "an ECG" };
/** Absolute points of every trace; the calibration pulses are drawn without "l". */
const traces = (svg: string) =>
  [...svg.matchAll(/ d="(M[^"]*l[^"]*)"/g)].map(([, d]) => {
    const [start, steps] = d!.slice(1).split("l") as [string, string];
    let [x, y] = start.split(" ").map(Number) as [number, number];
    const points = [[x, y] as const];
    const moves = steps.trim().split(" ").map(Number);
    for (let i = 0; i + 1 < moves.length; i += 2) {
      x += moves[i]!;
      y += moves[i + 1]!;
      points.push([x, y]);
    }
    return points;
  });

describe("ECG paper", () => {
  const svg = ecgPaperSvg(drawnEcg(60), options);
  it("draws three rows of four leads and a rhythm strip, each labelled", () => {
    const { document } = parseHTML(svg);
    const labels = [...document.querySelectorAll("text")].map(text => text.textContent);
    expect(labels.slice(0, 13)).toEqual([
      "I",
      "aVR",
      "V1",
      "V4",
      "II",
      "aVL",
      "V2",
      "V5",
      "III",
      "aVF",
      "V3",
      "V6",
      "II",
    ]);
    expect(traces(svg)).toHaveLength(13);
    expect(labels.at(-2)).toBe("25 mm/s   10 mm/mV");
  });
  it("is 25 mm a second and 10 mm a millivolt: a 1 mV step at 5 s lies 125 mm in and 10 mm up", () => {
    const leads = LEADS.map(() => Float32Array.from({ length: 5000 }, (_, i) => (i >= 2500 ? 1 : 0)));
    const strip = traces(ecgPaperSvg({ rateHz: 500, leads, dx: [] }, options)).at(-1)!;
    const [x0, y0] = strip[0]!;
    const step = strip.find(([, y]) => y !== y0)!;
    expect(step[1] - y0).toBe(-1000);
    expect(step[0] - x0).toBe(12_500);
    expect(strip.at(-1)![0] - x0).toBeLessThanOrEqual(25_000);
  });
  it.each([
    ["I", 2.6],
    ["V5", 2.6],
    ["V2", -2.6],
  ])("is drawn at half the gain, and says so, where %s holds a wave of %d mV", (lead, height) => {
    const leads = LEADS.map(name =>
      Float32Array.from({ length: 5000 }, (_, i) => (name === lead && i === 100 ? height : 0)),
    );
    const drawn = (scale: number) =>
      ecgPaperSvg({ rateHz: 500, leads: leads.map(one => one.map(mv => mv * scale)), dx: [] }, options);
    expect(drawn(1)).toContain("25 mm/s   5 mm/mV");
    expect(drawn(1)).toContain("v-500h500v500");
    expect(drawn(0.9)).toContain("25 mm/s   10 mm/mV");
    expect(drawn(0.9)).toContain("v-1000h500v1000");
  });
  it("keeps peaks when it thins: one sample of 2 mV at 1000 Hz still rises 20 mm", () => {
    const leads = LEADS.map(() => Float32Array.from({ length: 10_000 }, (_, i) => (i === 6789 ? 2 : 0)));
    const strip = traces(ecgPaperSvg({ rateHz: 1000, leads, dx: [] }, options)).at(-1)!;
    expect(strip[0]![1] - Math.min(...strip.map(([, y]) => y))).toBe(2000);
  });
  it("leaves paper empty where a recording is short, lacks a lead or holds no numbers", () => {
    const leads = LEADS.map((_, i) => new Float32Array(i === 3 ? 0 : 500).fill(i === 4 ? Number.NaN : 0));
    const short = ecgPaperSvg({ rateHz: 500, leads, dx: [] }, options);
    expect(short).not.toMatch(/NaN|undefined|Infinity/);
    expect(traces(short)).toHaveLength(4); // I, II, III and the strip: the rest begins after one second
  });
  it("has a label that is read out, escaped", () => {
    expect(ecgPaperSvg(drawnEcg(60), { label: `<b>"` })).toContain(`aria-label="&lt;b&gt;&quot;"`);
  });
});
