import { createHash } from "node:crypto";
import type { ImageRecord } from "../../schemas/image.ts";
import { dcmjs } from "./dcmjs.ts";
import { SYNTHETIC_MARK } from "./png.ts";

/** Who and when a written image shows. Dates are `YYYY-MM-DD`; the name is `Family^Given`. */
export interface DicomHeader {
  readonly patientId: string;
  readonly patientName: string;
  readonly birthDate?: string;
  readonly sex?: "female" | "male";
  readonly ageYears?: number;
  readonly studyDate: string;
  /** UIDs are derived from this alone; the same seed gives the same study. */
  readonly uidSeed: string;
}

/** The UIDs of the one image of a seed: 2.25 and a 128-bit number of its SHA-256 (PS3.5 annex B.2). */
export const uidsOf = (
  seed: string,
): { readonly study: string; readonly series: string; readonly instance: string } => ({
  study: uid(`${seed}/study`),
  series: uid(`${seed}/series`),
  instance: uid(`${seed}/instance`),
});

const uid = (seed: string): string => {
  const digest = createHash("sha256").update(`semblance/dicom/${seed}`).digest("hex");
  return `2.25.${BigInt(`0x${digest.slice(0, 32)}`)}`;
};

const DX_FOR_PRESENTATION = "1.2.840.10008.5.1.4.1.1.1.1";
const EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";

/**
 * A Digital X-Ray Image (For Presentation), explicit little endian, uncompressed, marked as synthetic in
 * PatientIdentityRemoved, DeidentificationMethod, ImageComments and ImageType DERIVED. The same input gives the same
 * bytes.
 */
export const encodeDicom = (record: ImageRecord, header: DicomHeader): Uint8Array => {
  const { DicomDict, DicomMetaDictionary } = dcmjs.data;
  const uids = uidsOf(header.uidSeed);
  const meta = DicomMetaDictionary.denaturalizeDataset({
    FileMetaInformationVersion: new Uint8Array([0, 1]).buffer,
    MediaStorageSOPClassUID: DX_FOR_PRESENTATION,
    MediaStorageSOPInstanceUID: uids.instance,
    TransferSyntaxUID: EXPLICIT_LITTLE_ENDIAN,
    ImplementationClassUID: uid("implementation"),
    ImplementationVersionName: "SEMBLANCE",
    _vrMap: { FileMetaInformationVersion: "OB" },
  });
  const file = new DicomDict(meta);
  file.dict = DicomMetaDictionary.denaturalizeDataset({
    ...patientModule(header),
    ...studyModules(header, uids),
    ...imageModules(record),
    ...pixelModule(record),
    _vrMap: { PixelData: "OW" },
  });
  return new Uint8Array(file.write());
};

const day = (iso: string): string => iso.slice(0, 10).replaceAll("-", "");

const patientModule = (header: DicomHeader) => ({
  PatientName: header.patientName,
  PatientID: header.patientId,
  PatientBirthDate: header.birthDate === undefined ? "" : day(header.birthDate),
  PatientSex: header.sex === undefined ? "" : header.sex === "female" ? "F" : "M",
  ...(header.ageYears === undefined
    ? {}
    : { PatientAge: `${String(Math.floor(header.ageYears)).padStart(3, "0")}Y` }),
  PatientIdentityRemoved: "YES",
  DeidentificationMethod: SYNTHETIC_MARK,
});

const studyModules = (header: DicomHeader, uids: ReturnType<typeof uidsOf>) => ({
  SpecificCharacterSet: "ISO_IR 192",
  SOPClassUID: DX_FOR_PRESENTATION,
  SOPInstanceUID: uids.instance,
  StudyInstanceUID: uids.study,
  SeriesInstanceUID: uids.series,
  StudyDate: day(header.studyDate),
  SeriesDate: day(header.studyDate),
  ContentDate: day(header.studyDate),
  AcquisitionDate: day(header.studyDate),
  StudyTime: "120000",
  ContentTime: "120000",
  AcquisitionTime: "120000",
  AccessionNumber: "",
  ReferringPhysicianName: "",
  StudyID: "1",
  StudyDescription: "SYNTHETIC chest X-ray",
  SeriesNumber: 1,
  InstanceNumber: 1,
  Modality: "DX",
  PresentationIntentType: "FOR PRESENTATION",
  Manufacturer: "Semblance",
  ManufacturerModelName: "synthetic image generator",
  DeviceSerialNumber: "0",
  SoftwareVersions: "semblance",
});

const code = (value: string, scheme: string, meaning: string) => ({
  CodeValue: value,
  CodingSchemeDesignator: scheme,
  CodeMeaning: meaning,
});

/** SNOMED CT codes of PS3.16: CID 4031 (chest), CID 4010 (views), CID 19 and 20 (standing; lying on the back). */
const imageModules = (record: ImageRecord) => ({
  ImageType: ["DERIVED", "PRIMARY", ""],
  DerivationDescription: SYNTHETIC_MARK,
  ImageComments: SYNTHETIC_MARK,
  BurnedInAnnotation: "NO",
  LossyImageCompression: "00",
  PatientOrientation: ["L", "F"],
  ImageLaterality: "U",
  BodyPartExamined: "CHEST",
  AnatomicRegionSequence: [code("51185008", "SCT", "Chest")],
  PositionerType: "",
  ViewPosition: record.view ?? "",
  ...(record.view === "AP" ? LYING : STANDING),
  AcquisitionContextSequence: [],
  ImagerPixelSpacing: [spacing(record), spacing(record)],
  DetectorType: "",
});

const STANDING = {
  ViewCodeSequence: [code("399348003", "SCT", "postero-anterior")],
  PatientOrientationCodeSequence: [code("10904000", "SCT", "erect")],
};

const LYING = {
  ViewCodeSequence: [code("399173006", "SCT", "antero-posterior")],
  PatientOrientationCodeSequence: [
    {
      ...code("102538003", "SCT", "recumbent"),
      PatientOrientationModifierCodeSequence: [code("40199007", "SCT", "supine")],
    },
  ],
};

/** The field is 40 cm on its short side: typical, as no synthetic detector has a size. Decimal strings hold 16 characters. */
const spacing = (record: ImageRecord): string => (400 / Math.min(record.width, record.height)).toFixed(6);

const pixelModule = (record: ImageRecord) => {
  const top = 2 ** record.bits - 1;
  return {
    SamplesPerPixel: 1,
    PhotometricInterpretation: "MONOCHROME2",
    Rows: record.height,
    Columns: record.width,
    BitsAllocated: record.bits,
    BitsStored: record.bits,
    HighBit: record.bits - 1,
    PixelRepresentation: 0,
    PixelIntensityRelationship: "LOG",
    PixelIntensityRelationshipSign: -1,
    RescaleIntercept: "0",
    RescaleSlope: "1",
    RescaleType: "US",
    PresentationLUTShape: "IDENTITY",
    WindowCenter: String((top + 1) / 2),
    WindowWidth: String(top + 1),
    PixelData: [pixelBuffer(record)],
  };
};

/** Little endian, padded to an even length. */
const pixelBuffer = (record: ImageRecord): ArrayBuffer => {
  const bytes = record.bits / 8;
  const count = record.width * record.height;
  const buffer = new ArrayBuffer(count * bytes + ((count * bytes) & 1));
  const view = new DataView(buffer);
  for (let i = 0; i < count; i++) {
    if (bytes === 2) view.setUint16(2 * i, record.pixels[i]!, true);
    else view.setUint8(i, record.pixels[i]!);
  }
  return buffer;
};
