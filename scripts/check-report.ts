/** Opens each report in Chromium at desktop and phone width: it must load nothing, overflow nowhere and show its figures. */
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const reports = process.argv.slice(2).filter(argument => argument.endsWith(".html"));
const shots = process.env.SHOTS;
if (reports.length === 0) throw new Error("usage: check-report.ts <report.html> …");

interface Seen {
  readonly overflow: number;
  readonly images: number;
  readonly svgs: number;
  readonly first: string;
}

/** Runs in the page. */
const LOOK = `({
  overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  images: [...document.images].filter(image => image.naturalWidth === 0).length,
  svgs: document.querySelectorAll("svg").length,
  first: document.body.innerText.slice(0, 3000),
})`;

const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
const problems: string[] = [];
for (const [index, report] of reports.entries()) {
  for (const width of [1280, 390]) {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    const url = pathToFileURL(resolve(report)).href;
    page.on("request", request => {
      if (request.url() !== url && !request.url().startsWith("data:"))
        problems.push(`${report}: asked for ${request.url()}`);
    });
    page.on("console", message => {
      if (message.type() === "error") problems.push(`${report}: ${message.text()}`);
    });
    await page.goto(url);
    const seen = await page.evaluate<Seen>(LOOK);
    if (seen.overflow > 1) problems.push(`${report}: ${seen.overflow} px wider than a ${width} px screen`);
    if (seen.images > 0) problems.push(`${report}: ${seen.images} images do not show`);
    if (seen.svgs < 3) problems.push(`${report}: only ${seen.svgs} drawings`);
    if (!/not promised/i.test(seen.first))
      problems.push(`${report}: the first screen does not say what is not promised`);
    if (shots !== undefined)
      await page.screenshot({ path: `${shots}/${index}-${width}.png`, fullPage: true });
    await page.close();
  }
}
await browser.close();
for (const problem of problems) console.error(problem);
console.log(`${reports.length} reports, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
