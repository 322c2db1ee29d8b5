import type { Definitions } from "../definitions.ts";
import { type Fault, isNode, type Node } from "../resource.ts";
import { type Codes, expand } from "../value-set.ts";
import type { Rule } from "./rule.ts";

const MIME_TYPES = "http://hl7.org/fhir/ValueSet/mimetypes";
/** @source  RFC 6838 §4.2 and §5.1: registered top-level types, names, parameters */
const MIME_TYPE =
  /^(application|audio|font|image|message|model|multipart|text|video)\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}(;\s*[a-z0-9_.-]+=("[^"]*"|[^\s;"]+))*$/i;

/**
 * Every element bound to a value set with strength `required` has a code out of it: our own check, as Medplum's has no
 * terminology. Media types, which cannot be listed, are held against their grammar.
 */
export const requiredBindings = (definitions: Definitions): Rule => {
  const sets = new Map<string, Codes | undefined>();
  const codesOf = (url: string): Codes | undefined => {
    if (!sets.has(url)) sets.set(url, expand(url, definitions));
    return sets.get(url);
  };
  return (_, { visits }) => {
    const faults: Fault[] = [];
    for (const { place, value, type, element } of visits) {
      const { binding } = element;
      if (binding?.strength !== "required") continue;
      const codes = codesOf(binding.valueSet);
      if (isMember(value, { type, url: binding.valueSet, ...(codes === undefined ? {} : { codes }) }))
        continue;
      faults.push({ place, what: `is not in ${binding.valueSet}` });
    }
    return faults;
  };
};

interface Bound {
  readonly type: string;
  readonly url: string;
  readonly codes?: Codes;
}

/** A set that cannot be listed has no members: better a fault that someone looks into than a check that is not one. */
const isMember = (value: unknown, { type, url, codes }: Bound): boolean => {
  if (url === MIME_TYPES) return typeof value === "string" && MIME_TYPE.test(value);
  if (codes === undefined) return false;
  if (typeof value === "string")
    return [...codes.keys()].some(key => key.slice(key.lastIndexOf("|") + 1) === value);
  if (!isNode(value)) return false;
  // A CodeableConcept needs one coding out of the set.
  const codings = type === "CodeableConcept" ? value.coding : [value];
  return Array.isArray(codings) && codings.some(coding => isNode(coding) && codes.has(keyOf(coding)));
};

const keyOf = ({ system, code }: Node): string => `${system}|${code}`;
