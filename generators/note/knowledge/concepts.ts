/** How a condition runs: lasting, passing, or a dated event that stays in the history. */
export type Course = "chronic" | "acute" | "event";

/** A condition the notes know by name: how a coded display or an attribute name is recognised, and how it runs. */
export interface Concept {
  readonly slug: string;
  readonly course: Course;
  readonly match: RegExp;
}

const concept = (slug: string, course: Course, match: RegExp): Concept => ({ slug, course, match });

/** First match wins: the narrow ones stand before the broad ones. Patterns are tried on lower-case text. */
const CONCEPTS: readonly Concept[] = [
  concept("pulmonary-hypertension", "chronic", /pulmonary (arterial )?hypertens/),
  concept("hypertension", "chronic", /(?<!(portal|ocular|intracranial|gestational) )hypertens(ion|ive)/),
  concept("prediabetes", "chronic", /prediabet|impaired (fasting )?glucose/),
  concept("diabetic-neuropathy", "chronic", /diabet.*neuropath|neuropath.*diabet/),
  concept("diabetic-retinopathy", "chronic", /diabet.*retinopath|retinopath.*diabet/),
  concept("type-1-diabetes", "chronic", /type (1|i)\b.*diabet|diabet.*type (1|i)\b|t1dm/),
  concept("type-2-diabetes", "chronic", /type (2|ii)\b.*diabet|diabet.*type (2|ii)\b|t2dm/),
  concept("diabetes", "chronic", /diabet/),
  concept("hyperlipidemia", "chronic", /hyperlipid|hypercholest|dyslipid|hypertriglycerid|high cholesterol/),
  concept("obesity", "chronic", /\bobes|body mass index 30/),
  concept("myocardial-infarction", "event", /myocardial infarct|heart attack|\bn?stemi\b/),
  concept("angina", "chronic", /\bangina/),
  concept(
    "coronary-artery-disease",
    "chronic",
    /coronary (artery|heart|arterioscl|atheroscl)|isch(a?)emic heart/,
  ),
  concept("heart-failure", "chronic", /(heart|cardiac) failure/),
  concept("cardiomyopathy", "chronic", /cardiomyopath/),
  concept("atrial-flutter", "chronic", /atrial flutter/),
  concept("atrial-fibrillation", "chronic", /atrial fibrillation/),
  concept("aortic-stenosis", "chronic", /aortic (valve )?stenosis/),
  concept("mitral-regurgitation", "chronic", /mitral (valve )?(regurgitation|insufficiency)/),
  concept("peripheral-artery-disease", "chronic", /peripheral (arter|vascular)/),
  concept("transient-ischemic-attack", "event", /transient (cerebral )?isch/),
  concept("stroke", "event", /\bstroke|cerebrovascular (accident|disease)|cerebral infarct/),
  concept("pulmonary-embolism", "event", /pulmonary embol/),
  concept("deep-vein-thrombosis", "event", /deep ve(in|nous) thromb/),
  concept("end-stage-renal-disease", "chronic", /end[- ]stage (renal|kidney)/),
  concept("chronic-kidney-disease", "chronic", /chronic kidney|chronic renal|\bckd\b/),
  concept(
    "lung-cancer",
    "chronic",
    /(cancer|carcinoma|neoplasm|tumou?r).*\b(lung|bronch)|\b(lung|bronch)[a-z]* .*(cancer|carcinoma)/,
  ),
  concept("copd", "chronic", /chronic obstructive|\bcopd\b|emphysema|chronic bronchitis/),
  concept("asthma", "chronic", /asthma/),
  concept("sleep-apnea", "chronic", /sleep apn/),
  concept("pulmonary-fibrosis", "chronic", /pulmonary fibrosis|interstitial lung/),
  concept("covid-19", "acute", /covid|sars-cov-2/),
  concept("influenza", "acute", /influenza/),
  concept("pneumonia", "acute", /pneumonia/),
  concept("acute-bronchitis", "acute", /bronchitis/),
  concept("pleural-effusion", "acute", /pleural effusion/),
  concept("pneumothorax", "acute", /pneumothorax/),
  concept("pulmonary-nodule", "chronic", /(pulmonary|lung) nodule|nodule of (the )?lung/),
  concept("pregnancy", "acute", /pregnan/),
  concept("sinusitis", "acute", /sinusitis/),
  concept("pharyngitis", "acute", /pharyngitis|sore throat/),
  concept("upper-respiratory-infection", "acute", /upper respiratory|common cold/),
  concept("otitis-media", "acute", /otitis media/),
  concept("allergic-rhinitis", "chronic", /allergic rhinitis|hay fever|seasonal allerg/),
  concept("hypothyroidism", "chronic", /hypothyroid/),
  concept("hyperthyroidism", "chronic", /hyperthyroid|thyrotoxic/),
  concept("gout", "chronic", /\bgout/),
  concept("osteoporosis", "chronic", /osteoporosis/),
  concept("rheumatoid-arthritis", "chronic", /rheumatoid/),
  concept("osteoarthritis", "chronic", /osteoarth|degenerative joint/),
  concept("low-back-pain", "chronic", /back pain/),
  concept("gerd", "chronic", /reflux|\bgerd\b/),
  concept("peptic-ulcer-disease", "chronic", /(peptic|gastric|duodenal) ulcer/),
  concept("cirrhosis", "chronic", /cirrhosis/),
  concept("hepatitis-c", "chronic", /hepatitis c\b/),
  concept("fatty-liver-disease", "chronic", /fatty liver|steato/),
  concept("irritable-bowel-syndrome", "chronic", /irritable bowel/),
  concept("iron-deficiency-anemia", "chronic", /iron deficiency/),
  concept("anemia", "chronic", /ana?emia/),
  concept("bipolar-disorder", "chronic", /bipolar/),
  concept("depression", "chronic", /depress/),
  concept("anxiety", "chronic", /anxiety|panic disorder/),
  concept("schizophrenia", "chronic", /schizophren/),
  concept("dementia", "chronic", /dementia|alzheimer/),
  concept("parkinson-disease", "chronic", /parkinson/),
  concept("epilepsy", "chronic", /epilep|seizure disorder/),
  concept("migraine", "chronic", /migraine/),
  concept(
    "breast-cancer",
    "chronic",
    /breast.*(cancer|carcinoma|neoplasm)|(cancer|carcinoma|neoplasm|tumou?r).*breast/,
  ),
  concept(
    "prostate-cancer",
    "chronic",
    /prostat.*(cancer|carcinoma|neoplasm)|(cancer|carcinoma|neoplasm|tumou?r).*prostat/,
  ),
  concept(
    "colon-cancer",
    "chronic",
    /(colo|rect).*(cancer|carcinoma|neoplasm)|(cancer|carcinoma|neoplasm|tumou?r).*(colon|rect)/,
  ),
  concept("benign-prostatic-hyperplasia", "chronic", /prostatic hyper|enlarged prostate|\bbph\b/),
  concept("urinary-tract-infection", "acute", /urinary tract infect|cystitis/),
  concept("kidney-stones", "event", /kidney stone|nephrolith|renal calcul/),
  concept("sepsis", "acute", /sepsis/),
  concept("cellulitis", "acute", /cellulitis/),
  concept("psoriasis", "chronic", /psoria/),
  concept("glaucoma", "chronic", /glaucoma/),
  concept("hiv-infection", "chronic", /human immunodeficiency|\bhiv\b/),
  concept("lupus", "chronic", /lupus/),
];

/** The concept of a coded display or of an attribute's slug (`type-2-diabetes`), if known. */
export const conceptOf = (name: string): Concept | undefined => OF_SLUG.get(name) ?? matched(name);

const matched = (name: string): Concept | undefined => {
  const plain = name.toLowerCase().replaceAll("-", " ").replaceAll("covid 19", "covid-19");
  return CONCEPTS.find(({ match }) => match.test(plain));
};

/** The slugs themselves, which attributes are named by. */
const OF_SLUG = new Map(CONCEPTS.map(({ slug }) => [slug, matched(slug)]));

const BY_SLUG = new Map(CONCEPTS.map(found => [found.slug, found]));

/** How the condition of a fact slug runs; unknown ones are taken as lasting. */
export const courseOf = (slug: string): Course => BY_SLUG.get(slug)?.course ?? "chronic";

/** Coded findings about circumstances, not diseases: they belong to no problem list. */
export const isSocial = (display: string): boolean =>
  /\((finding|situation)\)$/i.test(display) &&
  /employ|labor force|education|school|social|stress|housing|homeless|criminal|victim|refugee|transport|risk activity|medication review|received|served|abuse|lack of|limited|reports|unhealthy|not in|part-time|full-time|only received/i.test(
    display,
  );
