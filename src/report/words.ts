/** Categories as a reader writes them; codes of the public domains otherwise lose their hyphens. */
const NAMES: Readonly<Record<string, string>> = {
  ecg: "ECG",
  none: "no finding",
  "american-indian": "American Indian",
  "pacific-islander": "Pacific Islander",
  white: "White",
  black: "Black",
  asian: "Asian",
  hispanic: "Hispanic",
  "not-hispanic": "not Hispanic",
};

export const named = (category: string): string =>
  NAMES[category] ??
  (/^\d+-\d+$/.test(category) ? category.replace("-", "–") : category.replaceAll("-", " "));

export const capital = (words: string): string => words.slice(0, 1).toUpperCase() + words.slice(1);
