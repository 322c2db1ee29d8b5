import type { Fault } from "../resource.ts";
import type { Rule } from "./rule.ts";

/** Of a choice (`value[x]`) one form at most is there: Medplum lets two pass. */
export const oneOfEachChoice: Rule = (_, { visits }) => {
  const seen = new Set<string>();
  const faults: Fault[] = [];
  for (const { place, element } of visits) {
    if (!element.path.endsWith("[x]")) continue;
    const key = `${place.slice(0, place.lastIndexOf(".") + 1)}|${element.path}`;
    if (seen.has(key)) faults.push({ place, what: `is a second ${element.path}` });
    seen.add(key);
  }
  return faults;
};
