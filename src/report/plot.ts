import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { escaped, type Markup, trusted } from "./html.ts";

/** A chart as inline SVG. Drawn without a browser; `label` is read out in place of the drawing. */
export const chart = (options: Plot.PlotOptions, label: string): Markup => {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const style = { fontFamily: "inherit", fontSize: "12px", background: "transparent" };
  const svg = Plot.plot({ ...options, document, style }).outerHTML;
  // The attributes are written here: the drawing library's document escapes too little.
  const head = `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escaped(label)}" `;
  return trusted(
    head + svg.slice("<svg ".length).replace(/\d+\.\d{3,}/g, (digits: string) => Number(digits).toFixed(2)),
  );
};

export { Plot };
