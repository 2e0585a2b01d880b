import { type CampaignParts, intervalOf, type JobDraft } from "./draft.ts";
import { JOB_KINDS } from "./jobs-catalog.ts";
import type { JobCategory, JobPlan } from "./plan.ts";
import { between, integerBetween, randomOf } from "./random.ts";

const MINUTE_MS = 60_000;
const NEVER = Number.POSITIVE_INFINITY;

/** Checks first, then enrichment, then the integrations; all made within the campaign's first hour. */
export function planJobs(parts: CampaignParts, integrations: readonly JobDraft[]): readonly JobPlan[] {
  const random = randomOf(parts.seed, "jobs", parts.campaign.ordinal);
  const checks = Array.from({ length: integerBetween(random, 2, 4) }, (_, kind) => planJob(parts, { kind }, 1));
  const enrichments = random() < 0.4 ? [planJob(parts, { kind: integerBetween(random, 0, 1) }, 3)] : [];
  const delivering = integrations.map((draft) => planJob(parts, draft, 2));
  return [...checks, ...enrichments, ...delivering].map((job, index) => ({
    ...job,
    createdMs: parts.campaign.createdMs + (index + 1) * 2 * MINUTE_MS,
    failureRate: job.category === 1 ? between(random, 0.005, 0.05) : between(random, 0, 0.012),
    configured: job.category === 2 && random() < 0.5,
    grouped: job.category === 2 && integrations.length > 2,
  }));
}

type JobBasics = Omit<JobPlan, "createdMs" | "failureRate" | "configured" | "grouped">;

function planJob({ calendar }: CampaignParts, draft: JobDraft, category: JobCategory): JobBasics {
  return {
    kind: draft.kind % JOB_KINDS[category].length,
    category,
    label: draft.label ?? "",
    disabledMs: draft.disabled === undefined ? NEVER : calendar.momentOf(draft.disabled),
    outages: (draft.outages ?? []).map((span) => intervalOf(calendar, span)),
    unmappedFields: draft.unmappedFields ?? [],
  };
}
