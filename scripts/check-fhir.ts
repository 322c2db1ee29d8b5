/**
 * `npx tsx scripts/check-fhir.ts <synthetic folder> [<cohort folder>]`: every rule over every FHIR resource; with the
 * cohort, that no id of it comes back. A table of rules, then the first faults; exit 1 if there is one.
 */
import { bulkFolder, checkFolder, idsOfCohort } from "./fhir/folder.ts";
import { openRulebook } from "./fhir/rules.ts";

const [given, cohort] = process.argv.slice(2);
if (given === undefined) {
  console.error("usage: check-fhir.ts <synthetic folder> [<cohort folder>]");
  process.exit(64);
}
const folder = bulkFolder(given);
const { resources, patients, results } = await checkFolder(folder, openRulebook(), {
  hasFiles: folder !== given,
  ...(cohort === undefined ? {} : { taken: await idsOfCohort(cohort) }),
});
console.table(results.map(({ rule, checked, faulty }) => ({ rule, checked, faulty })));
for (const { rule, examples } of results)
  for (const { key, place, what } of examples) console.log(`${rule}: ${key}: ${place}: ${what}`);
const faulty = results.filter(result => result.faulty > 0).length;
console.log(`${patients} patients, ${resources} resources, ${results.length} rules: ${faulty} broken`);
process.exitCode = faulty === 0 && patients > 0 ? 0 : 1;
