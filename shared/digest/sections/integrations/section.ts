import type { Note } from "../../model/note.ts";
import { section } from "../section.ts";
import { integrationsOf, type JobRow } from "./figures.ts";

/** Integration jobs that fail, recovered, or are switched off. */
export const integrations = section({
  needs: ["integration-jobs"],
  figures: integrationsOf,
  notes: ({ all }) => all.filter(({ state }) => state === "resolved").map(recovered),
  query: "integration-jobs",
  sheetName: "integrations",
  sheet: ({ all }) => ({
    head: [
      ...["job_id", "job", "campaign_id", "campaign", "state", "failing_days", "leads", "failed", "failed_share"],
      ...["leads_to_date", "failed_to_date", "pending", "switched_off", "unmapped_fields", "changed_on"],
    ] as const,
    rows: all.map((row) => [
      ...[row.id, row.job, row.campaignId, row.campaign, row.state, row.streak?.days ?? null, row.total, row.failed],
      ...[row.share, row.totalToDate, row.failedToDate, row.pending, row.disabled, row.unmapped, row.changedOn],
    ]),
  }),
});

const recovered = ({ id, job, campaign, campaignId }: JobRow): Note => ({
  kind: "job-recovered",
  job: { id, name: job, campaignId },
  campaign,
});
