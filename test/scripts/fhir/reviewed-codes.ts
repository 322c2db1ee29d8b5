/**
 * Where a second reader found each written code with the display it has here. A code that is in none of these lists has
 * not been reviewed.
 */
export const REVIEWED = {
  /** Synthea's bundles, the same display but for case and the tag in brackets. */
  synthea: [
    ["162673000", "195967001", "233604007", "254837009", "271737000", "32485007", "363406005", "390906007"],
    ["185347001", "410620009", "424619006"],
    ["49436004", "55822004", "64859006", "84757009", "90560007"],
    ["29463-7", "34117-2", "4548-4", "718-7", "8302-2", "8462-4", "8480-6"],
    ["106892", "197319", "197361", "197604", "243670", "309362", "310325", "310798", "312961", "314076"],
    ["705129", "745679", "855332", "860975", "866412", "896209", "904419"],
  ].flat(),
  /** Synthea's bundles have it in other words for the same thing: `SYNONYMS`. */
  syntheaInOtherWords: [
    ...["230690007", "38341003", "44054006", "53741008"],
    ...["18262-6", "2160-0", "2345-7", "33762-6", "39156-5"],
  ],
  /** R4's own value sets. */
  definitions: ["11524-6", "18748-4", "18842-5"],
  /** At least two public code lists (OMOP concepts, RxNorm extracts, an EMS value set in SNOMED CT, LOINC extracts). */
  publicLists: [
    [
      "1364445",
      "197499",
      "198051",
      "200031",
      "312941",
      "313988",
      "617310",
      "861007",
      "866436",
      "966221",
      "979492",
    ],
    ["164889003", "164890007", "164909002", "270492004", "426177001", "426783006", "427084000", "427172004"],
    ["197480006", "282825002", "284470004", "36118008", "427359005", "4525004", "59118001", "60046008"],
    ["714628002", "8186001", "95436008"],
    ["24648-8", "36572-6", "8632-2", "98979-8"],
  ].flat(),
  /** The tables dx_mapping_scored and _unscored of the PhysioNet/CinC Challenge 2021, whose names they have here. */
  challenge2021: [
    ["10370003", "11157007", "111975006", "164861001", "164867002", "164873001", "164931005", "251146004"],
    ["251182009", "27885002", "426183003", "426761007", "427393009", "429622005", "445118002", "445211001"],
    ["54016002", "54329005", "57054005", "74390002", "89792004"],
  ].flat(),
  /** Known to the second reader, not seen in a list at hand. */
  read: [
    ["13645005", "235595009", "35489007", "37796009", "396275006", "399068003", "40930008", "414916001"],
    ["52448006", "5370000", "709044004", "77386006", "84114007", "93880001"],
    ["11506-3", "2708-6", "3016-3", "59408-5", "8310-5", "85354-9", "8625-6", "8633-0", "8634-8", "8636-3"],
    ["8867-4"],
    ["10154-3", "10160-0", "10164-2", "10187-3", "11348-0", "11488-4", "18776-5", "29545-1", "30954-2"],
    ["48765-2", "51847-2", "51848-0", "8648-8"],
  ].flat(),
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Synthea's words, where they are not ours. */
export const SYNONYMS: Readonly<Record<string, string>> = {
  "230690007": "Stroke",
  "38341003": "Hypertension",
  "44054006": "Diabetes mellitus type 2 (disorder)",
  "53741008": "Coronary Heart Disease",
  "18262-6": "Low Density Lipoprotein Cholesterol",
  "2160-0": "Creatinine",
  "2345-7": "Glucose",
  "33762-6": "NT-proBNP",
  "39156-5": "Body Mass Index",
};
