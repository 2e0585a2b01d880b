import { always, counter, derived, flag, instant, integer, key, RUN_COLUMNS, text } from "../column.ts";
import type { Dataset } from "../dataset.ts";

/** `/campaign-processr-jobs?processrJob.processrJobCategory.id=2`. */
const COLUMNS = {
  id: key("Campaign job id, the one a lead's integration results refer to."),
  campaign_id: always(integer("campaign.id", "Campaign of the job.")),
  campaign_name: text("campaign.name", "Name as this endpoint gives it; can differ from campaigns.name."),
  campaign_status: text("campaign.status", "Status of the campaign; jobs of campaigns of any status are returned."),
  processr_job_id: always(integer("processrJob.id", "Kind of job.")),
  processr_job_name: text("processrJob.name", "Kind of job, such as Batch CSV Integration."),
  category_id: always(
    integer("processrJob.processrJobCategory.id", "2: integration. Every row has it, checked at the pull."),
  ),
  category_name: text("processrJob.processrJobCategory.name", "Integration."),
  label: text("label", "User's label; tells several jobs of one kind apart. May be empty."),
  stage: integer("stage", "Run order (scale undocumented).", "stage"),
  score: integer("score", "Score of the job.", "score"),
  hardfail: flag("hardfail", "A failure makes the lead invalid."),
  visible: flag("visible", "Visible in the product."),
  enabled: flag("enabled", "Switched on."),
  always_deliver: flag("alwaysDeliver", "Delivers whatever the lead's result."),
  shown_on_campaign: flag("shownOnCampaign", "Shown on the campaign's page."),
  in_job_group: derived(
    "boolean",
    { kind: "any-entry", path: "campaignProcessrJobGroupJob" },
    "Member of a job group, of which one job runs per lead.",
  ),
  route_by_score_minimum: integer("routeByScoreMinimum", "Least score routed to this job.", "score"),
  route_by_score_maximum: integer("routeByScoreMaximum", "Greatest score routed to this job.", "score"),
  unmapped_field_count: derived(
    "bigint",
    { kind: "entries", path: "unmappedFields" },
    "Fields without a mapping. The fields themselves are never stored.",
  ),
  updated_ts: instant("updatedTs", "Last change of the job's configuration."),
  total: counter("statistics.total", "Leads that reached this job, to date. Several jobs can count one lead."),
  passed: counter("statistics.passed", "Leads it passed, to date."),
  failed: counter("statistics.failed", "Leads it failed, to date."),
  ...RUN_COLUMNS,
} as const;

export const INTEGRATION_JOBS = {
  name: "integration-jobs",
  words: "integration jobs",
  table: "integration_jobs",
  comment: "Integration jobs of campaigns with their lifetime statistics, one row per job and snapshot.",
  collection: "campaign-processr-jobs",
  filters: { "processrJob.processrJobCategory.id": "2" },
  everyRow: { category_id: 2 },
  place: 2,
  optIn: false,
  awaited: true,
  inParts: false,
  columns: COLUMNS,
  notStored: {
    secret: ["config"],
    personal: ["updatedBy"],
    confidential: ["campaignMapping", "routingValues"],
    "not needed": [
      "processrJob.description",
      "processrJob.defaultJob",
      "processrJob.defaultScore",
      "processrJob.defaultHardfail",
      "processrJob.updated",
    ],
  },
  digest: {
    points: ["id", "enabled", "total", "passed", "failed"],
    details: [
      "campaign_id",
      "campaign_name",
      "campaign_status",
      "processr_job_name",
      "label",
      "unmapped_field_count",
      "updated_ts",
    ],
    ownColumn: "processr_job_id",
  },
} as const satisfies Dataset<typeof COLUMNS>;
