import { createRequire } from "node:module";

/** One element of a data set as the library holds it. */
export interface DicomElement {
  readonly vr: string;
  readonly Value: readonly unknown[];
}

export type DicomElements = Readonly<Record<string, DicomElement>>;

interface DicomFile {
  readonly meta: DicomElements;
  dict: DicomElements;
  write(): ArrayBuffer;
}

interface Logger {
  setLevel(level: "silent"): void;
}

interface Dcmjs {
  readonly log: Logger & { getLogger(name: string): Logger };
  readonly data: {
    readonly DicomMessage: { readFile(buffer: ArrayBuffer): DicomFile };
    readonly DicomDict: new (meta: DicomElements) => DicomFile;
    readonly DicomMetaDictionary: {
      denaturalizeDataset(dataset: Readonly<Record<string, unknown>>): DicomElements;
    };
  };
}

/**
 * The part of dcmjs in use. It ships no types, and its ES module build is not marked as one, so the CommonJS build is
 * loaded. Its loggers quote element values and are switched off.
 */
export const dcmjs: Dcmjs = (() => {
  const library = createRequire(import.meta.url)("dcmjs") as Dcmjs;
  library.log.setLevel("silent");
  library.log.getLogger("validation.dcmjs").setLevel("silent");
  return library;
})();
