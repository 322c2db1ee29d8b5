import type { Plot } from "./plot.ts";

/** What lies over a cell's colour, so that the map can be read without colour. */
export type Texture = "stripes" | "dots" | "light dots";

const STEP = { stripes: 7, dots: 9 };
const LOOK: Readonly<Record<Texture, Readonly<Record<string, string>>>> = {
  stripes: { "stroke-width": "1.6", stroke: "#b4bfc8" },
  dots: { "stroke-width": "2.4", stroke: "#7d52a8", "stroke-linecap": "round" },
  "light dots": { "stroke-width": "2.4", stroke: "#f0e4fb", "stroke-linecap": "round" },
};

/** Draws textures as lines over the rectangles of a cell mark: a pattern would need a reference inside the page. */
export const textured =
  (textures: readonly (Texture | undefined)[]): Plot.RenderFunction =>
  (index, scales, values, dimensions, context, next) => {
    const drawn = next!(index, scales, values, dimensions, context)!;
    const rects = [...drawn.querySelectorAll("rect")];
    for (const [i, rect] of rects.entries()) {
      const texture = textures[index[i]!];
      if (texture === undefined) continue;
      const [x, y, width, height] = ["x", "y", "width", "height"].map(name =>
        Number(rect.getAttribute(name)),
      ) as [number, number, number, number];
      const path = context.document.createElementNS("http://www.w3.org/2000/svg", "path");
      path.setAttribute(
        "d",
        texture === "stripes" ? stripes(x, y, width, height) : dots(x, y, width, height),
      );
      path.setAttribute("fill", "none");
      for (const [name, value] of Object.entries(LOOK[texture])) path.setAttribute(name, value);
      drawn.append(path);
    }
    return drawn;
  };

const at = (x: number, y: number): string => `${x.toFixed(1)},${y.toFixed(1)}`;

/** Rising diagonals, cut at the rectangle's edges. */
const stripes = (x: number, y: number, width: number, height: number): string => {
  const lines: string[] = [];
  for (let c = STEP.stripes; c < width + height; c += STEP.stripes)
    lines.push(
      `M${at(x + Math.max(0, c - height), y + Math.min(c, height))}L${at(x + Math.min(c, width), y + Math.max(0, c - width))}`,
    );
  return lines.join("");
};

/** Lines of no length with round ends. */
const dots = (x: number, y: number, width: number, height: number): string => {
  const points: string[] = [];
  for (let down = STEP.dots / 2; down < height; down += STEP.dots)
    for (let across = STEP.dots / 2; across < width; across += STEP.dots)
      points.push(`M${at(x + across, y + down)}h0`);
  return points.join("");
};
