import { patientOf } from "../index-of.ts";
import { type Fault, isNode, keyOf, stringAt } from "../resource.ts";
import type { Rule } from "./rule.ts";

/** Every reference is relative, of an allowed type, resolves inside the folder and stays within one patient. */
export const referencesResolve: Rule = (resource, { visits, index }) => {
  const faults: Fault[] = [];
  const patient = patientOf(resource);
  for (const { place, value, type, element } of visits) {
    if (type !== "Reference" || !isNode(value)) continue;
    // Nobody in the folder wrote a drawn note: its author is named in words, as R4 allows.
    if (place === "author[0]" && stringAt(value, "display") !== undefined && value.reference === undefined)
      continue;
    const reference = stringAt(value, "reference") ?? "";
    const [target = ""] = reference.split("/");
    const found = index.entries.get(reference);
    if (found === undefined) faults.push({ place, what: "refers to nothing in this folder" });
    else if (!element.targets.includes(target) && !element.targets.includes("Resource"))
      faults.push({ place, what: `may not refer to a ${target}` });
    else if (found.patient !== patient) faults.push({ place, what: "refers to another patient's record" });
  }
  return faults;
};

/** Relative urls of attachments lead to files; undefined where the files were not written. */
export const filesAreThere: Rule = (resource, { visits, isThere }) => {
  if (isThere === undefined || resource.resourceType !== "DocumentReference") return undefined;
  const faults: Fault[] = [];
  for (const { place, value, type } of visits) {
    const url = type === "Attachment" ? stringAt(value, "url") : undefined;
    if (url !== undefined && !isThere(url)) faults.push({ place, what: "leads to no file" });
  }
  return faults;
};

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Every id is a version 8 UUID of its own, and neither id nor identifier is one of the real cohort. */
export const idsAreNew: Rule = (resource, { index, taken }) => {
  const { id = "" } = resource;
  const identifiers = Array.isArray(resource.identifier) ? resource.identifier : [];
  return [
    ...(UUID.test(id) ? [] : [{ place: "id", what: "is no version 8 UUID" }]),
    ...(index.twice.has(id) ? [{ place: "id", what: "is given twice" }] : []),
    ...(taken.has(id) ? [{ place: "id", what: "is an id of the real cohort" }] : []),
    ...identifiers
      .filter(each => taken.has(stringAt(each, "value") ?? ""))
      .map(() => ({ place: "identifier", what: `of ${keyOf(resource)} is one of the real cohort` })),
  ];
};
