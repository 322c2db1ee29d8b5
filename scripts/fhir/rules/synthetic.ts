import { at, isNode } from "../resource.ts";
import type { Rule } from "./rule.ts";

/** Every resource says in its tags that it is test data: HTEST of HL7 v3 ActReason. */
export const markedSynthetic: Rule = resource => {
  const tags = at(resource, "meta", "tag");
  const isMarked = Array.isArray(tags) && tags.some(tag => isNode(tag) && tag.code === "HTEST");
  return isMarked ? [] : [{ place: "meta.tag", what: "does not say that it is synthetic (HTEST)" }];
};
