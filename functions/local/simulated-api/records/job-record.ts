import { JOB_CATEGORIES, JOB_KINDS } from "../plan/jobs.ts";
import type { JobCategory, JobPlan } from "../plan/plan.ts";
import { utcText } from "../world/calendar.ts";
import { jobCounters } from "../world/counters.ts";
import { campaignStatus, latestOf } from "../world/lifecycle.ts";
import type { Simulation } from "../world/simulation.ts";
import { entity, type Json, type JsonObject, personEmail, secret, userOf } from "./parts.ts";

/** Stage 50 is documented for an integration; the others are a guess: checks run before, enrichment between. */
const STAGES: { readonly [C in JobCategory]: number } = { 1: 10, 2: 50, 3: 30 };

/** Which job it is: `position` in its campaign's plan. */
export interface JobSeat {
  readonly id: number;
  readonly position: number;
}

/** A record of `/campaign-processr-jobs`. */
export function jobRecord(simulation: Simulation, seat: JobSeat, atMs: number): JsonObject {
  const { plan } = simulation;
  const job = plan.jobs[seat.position];
  if (job === undefined) throw new RangeError("no such job");
  const changes = [job.createdMs, job.disabledMs, ...job.outages.flatMap(({ fromMs, toMs }) => [fromMs, toMs])];
  return {
    ...entity("campaign-processr-jobs", "CampaignProcessrJob", seat.id),
    id: seat.id,
    stage: STAGES[job.category],
    score: job.category === 1 ? 20 : 0,
    hardfail: job.category === 1 && job.kind === 2,
    visible: true,
    enabled: atMs < job.disabledMs,
    updatedTs: utcText(latestOf(changes, atMs)),
    campaign: {
      ...entity("campaigns", "Campaign", plan.id),
      status: campaignStatus(simulation, atMs),
      id: plan.id,
      name: plan.name,
    },
    processrJob: processrJob(job),
    updatedBy: userOf(seat.id),
    label: job.label,
    campaignMapping: job.configured ? { email: secret("mapping", seat.id) } : [],
    routeByScoreMinimum: null,
    routeByScoreMaximum: null,
    routingValues: job.grouped ? { country: secret("routing", seat.id) } : [],
    shownOnCampaign: job.category === 2 && seat.id % 5 === 0,
    config: configOf(job, seat.id),
    alwaysDeliver: false,
    campaignProcessrJobGroupJob: job.grouped ? [groupOf(plan.id, seat.id)] : [],
    statistics: { ...jobCounters(simulation, job, atMs) },
    unmappedFields: [...job.unmappedFields],
  };
}

function processrJob(job: JobPlan): JsonObject {
  const { id, name } = JOB_KINDS[job.category][job.kind] ?? { id: 0, name: "" };
  return {
    ...entity("processr-jobs", "ProcessrJob", id),
    id,
    defaultJob: job.category === 1,
    name,
    defaultScore: job.category === 1 ? 20 : 0,
    defaultHardfail: false,
    description: "",
    processrJobCategory: {
      ...entity("processr-job-categories", "ProcessrJobCategory", job.category),
      id: job.category,
      name: JOB_CATEGORIES[job.category],
    },
    updated: null,
  };
}

/** Keys are a guess after the product's batch delivery: it holds the receiving server's user and password. */
function configOf(job: JobPlan, id: number): Json {
  if (!job.configured) return [];
  return {
    host: secret("host", id),
    username: secret("ftp-user", id),
    password: secret("ftp-password", id),
    recipients: [personEmail("recipient", id)],
  };
}

/** Shape of a group membership: a guess. */
function groupOf(campaignId: number, id: number): JsonObject {
  return entity("campaign-processr-job-group-jobs", "CampaignProcessrJobGroupJob", campaignId * 10 + (id % 10));
}
