import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Network, readNetwork } from "./network.ts";
import { checkedNoteProvenance, type NoteProvenance } from "./provenance.ts";

const NAME = "note-denoiser";

/** The denoiser that lies beside this file, with what it was trained on. */
export const shippedDenoiser = (): { readonly network: Network; readonly provenance: NoteProvenance } => {
  const at = (suffix: string) => fileURLToPath(new URL(`${NAME}.${suffix}`, import.meta.url));
  const weights = readFileSync(at("safetensors"));
  const provenance = checkedNoteProvenance(weights, readFileSync(at("provenance.json"), "utf8"), NAME);
  return { network: readNetwork(weights, `${NAME}.safetensors`), provenance };
};
