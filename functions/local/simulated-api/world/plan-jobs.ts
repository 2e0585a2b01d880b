import { type CampaignParts, intervalOf, type JobDraft } from "./draft.ts";
import { JOB_KINDS } from "./jobs-catalog.ts";
import type { JobCategory, JobPlan } from "./plan.ts";
import { between, integerBetween, type Random, randomOf } from "./random.ts";

const MINUTE_MS = 60_000;
const NEVER = Number.POSITIVE_INFINITY;
const NONE: readonly never[] = [];

/** Checks first, then enrichment, then the integrations; all made within the campaign's first hour. */
export function planJobs(parts: CampaignParts, integrations: readonly JobDraft[]): readonly JobPlan[] {
  const random = randomOf(parts.seed, "jobs", parts.campaign.ordinal);
  const checks = Array.from({ length: integerBetween(random, 2, 4) }, (_, kind) => ({ kind, category: 1 as const }));
  const enrichments = random() < 0.4 ? [{ kind: integerBetween(random, 0, 1), category: 3 as const }] : [];
  const deliveries = integrations.map((draft) => ({ ...draft, category: 2 as const }));
  const grouped = integrations.length > 2;
  return [...checks, ...enrichments, ...deliveries].map((draft, index) =>
    planJob(parts, draft, { random, createdMs: parts.campaign.createdMs + (index + 1) * 2 * MINUTE_MS, grouped }),
  );
}

function planJob(
  { calendar }: CampaignParts,
  draft: JobDraft & { readonly category: JobCategory },
  of: { readonly random: Random; readonly createdMs: number; readonly grouped: boolean },
): JobPlan {
  const { category } = draft;
  return {
    kind: draft.kind % JOB_KINDS[category].length,
    category,
    createdMs: of.createdMs,
    label: draft.label ?? "",
    disabledMs: draft.disabled === undefined ? NEVER : calendar.momentOf(draft.disabled),
    outages: draft.outages?.map((span) => intervalOf(calendar, span)) ?? NONE,
    failureRate: category === 1 ? between(of.random, 0.005, 0.05) : between(of.random, 0, 0.012),
    unmappedFields: draft.unmappedFields ?? NONE,
    configured: category === 2 && of.random() < 0.5,
    grouped: category === 2 && of.grouped,
  };
}
