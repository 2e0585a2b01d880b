import type { JobCategory } from "./plan.ts";

export interface JobKind {
  readonly id: number;
  readonly name: string;
  readonly description: string;
}

/** Only category 2 is documented; the ids of the other two are a guess, their names are the product's tabs. */
export const JOB_CATEGORIES: { readonly [C in JobCategory]: string } = {
  1: "Quality Assurance",
  2: "Integration",
  3: "Enrichment",
};

/** Stage 50 is documented for an integration; the others are a guess: checks run before, enrichment between. */
export const JOB_STAGES: { readonly [C in JobCategory]: number } = { 1: 10, 2: 50, 3: 30 };

const kinds = (first: number, ...names: readonly string[]): readonly JobKind[] =>
  names.map((name, index) => ({ id: first + index, name, description: "" }));

/** Batch CSV Integration has the documented id 1024. */
export const JOB_KINDS: { readonly [C in JobCategory]: readonly JobKind[] } = {
  1: kinds(801, "Email Validation", "Telephone Validation", "Duplicate Check", "Profanity Filter", "Suppression List"),
  2: kinds(
    1024,
    "Batch CSV Integration",
    "Salesforce Integration",
    "HubSpot Forms",
    "Marketo Push",
    "Webhook Delivery",
    "Eloqua Upload",
    "Pardot Form Handler",
    "Email Delivery (XLSX)",
  ),
  3: kinds(901, "Company Look-up", "Postcode Enrichment"),
};
