import type { Calendar } from "../world/calendar.ts";
import { between, integerBetween, pick, type Random, randomOf } from "../world/random.ts";
import { type CampaignParts, type Interval, type JobCategory, type JobDraft, type JobPlan, NEVER } from "./plan.ts";

const MINUTE_MS = 60_000;

/** Only category 2 is documented; the ids of the other two are a guess, their names are the product's tabs. */
export const JOB_CATEGORIES: { readonly [C in JobCategory]: string } = {
  1: "Quality Assurance",
  2: "Integration",
  3: "Enrichment",
};

interface JobKind {
  readonly id: number;
  readonly name: string;
}

const kinds = (first: number, ...names: readonly string[]): readonly JobKind[] =>
  names.map((name, index) => ({ id: first + index, name }));

/** Batch CSV Integration has the documented id 1024. */
export const JOB_KINDS: { readonly [C in JobCategory]: readonly JobKind[] } = {
  1: kinds(801, "Email Validation", "Telephone Validation", "Duplicate Check", "Profanity Filter", "Suppression List"),
  2: [
    ...kinds(1024, "Batch CSV Integration", "Salesforce Integration", "HubSpot Forms", "Marketo Push"),
    ...kinds(1028, "Webhook Delivery", "Eloqua Upload", "Pardot Form Handler", "Email Delivery (XLSX)"),
  ],
  3: kinds(901, "Company Look-up", "Postcode Enrichment"),
};

const NAMED = ["EMEA queue", "Nurture list", "SFDC sandbox – old", "Client feed v2", "Büro Köln"] as const;
const LABELS = ["", "", "", "", ...NAMED] as const;

/** `count` integration jobs; one in sixteen campaigns has an outage of a day or so, some have a job switched off. */
export function drawIntegrations({ seed, calendar, campaign }: CampaignParts, count: number): readonly JobDraft[] {
  const random = randomOf(seed, "integrations", campaign.ordinal);
  return Array.from({ length: count }, (_, index) => {
    const breaks = campaign.startDay + integerBetween(random, 3, 40);
    const fate = random();
    const kind = integerBetween(random, 0, JOB_KINDS[2].length - 1);
    const label = pick(random, LABELS);
    return {
      kind,
      label,
      outages: fate < 0.06 ? [drawOutage(random, calendar, breaks)] : [],
      disabledMs: fate > 0.97 && index > 0 ? calendar.momentOf(breaks, "09:20") : NEVER,
      unmappedFields: fate > 0.94 && fate < 0.955 ? ["job_title"] : [],
    };
  });
}

const drawOutage = (random: Random, { momentOf }: Calendar, day: number): Interval => ({
  fromMs: momentOf(day, "10:45"),
  toMs: momentOf(day + integerBetween(random, 1, 2), "12:10"),
});

/** Checks first, then enrichment, then the integrations; all made within the campaign's first hour. */
export function planJobs({ seed, campaign }: CampaignParts, integrations: readonly JobDraft[]): readonly JobPlan[] {
  const random = randomOf(seed, "jobs", campaign.ordinal);
  const checks = Array.from({ length: integerBetween(random, 2, 4) }, (_, kind) => ({ kind, category: 1 as const }));
  const enrichments = random() < 0.4 ? [{ kind: integerBetween(random, 0, 1), category: 3 as const }] : [];
  const deliveries = integrations.map((draft) => ({ ...draft, category: 2 as const }));
  const grouped = integrations.length > 2;
  return [...checks, ...enrichments, ...deliveries].map((draft, index) =>
    planJob(draft, { random, createdMs: campaign.createdMs + (index + 1) * 2 * MINUTE_MS, grouped }),
  );
}

function planJob(
  draft: JobDraft & { readonly category: JobCategory },
  of: { readonly random: Random; readonly createdMs: number; readonly grouped: boolean },
): JobPlan {
  const { category, label = "", disabledMs = NEVER, outages = [], unmappedFields = [] } = draft;
  return {
    ...{ kind: draft.kind, category, label, disabledMs, outages, unmappedFields },
    createdMs: of.createdMs,
    failureRate: category === 1 ? between(of.random, 0.005, 0.05) : between(of.random, 0, 0.012),
    configured: category === 2 && of.random() < 0.5,
    grouped: category === 2 && of.grouped,
  };
}
