import type { Product } from "./medications.ts";

const product = (rxnorm: string, display: string, dosage: string, share: number): Product => ({
  rxnorm,
  display,
  dosage,
  route: "oral",
  share,
});

/**
 * What adults with pneumonia are given by mouth, by share. No attribute counts it.
 *
 * @source  Metlay et al. 2019, Am J Respir Crit Care Med 200:e45 (ATS/IDSA); RxNorm
 */
export const ANTIBIOTICS: readonly Product[] = [
  product("308192", "amoxicillin 500 MG Oral Tablet", "Take 1 tablet by mouth three times daily", 5),
  product("1650143", "doxycycline hyclate 100 MG Oral Tablet", "Take 1 tablet by mouth twice daily", 4),
  product("308460", "azithromycin 250 MG Oral Tablet", "Take 1 tablet by mouth once daily", 2),
];
