// The documented records, with changes, as the snapshot of one day checks them.

import { DATASETS } from "../../../shared/catalog/datasets.ts";
import { createRowChecker, type RowContext } from "../../../shared/catalog/rows/check-row.ts";
import { type Changes, campaignRecord, contractRecord } from "../documented-records.ts";

export const CONTEXT: RowContext = {
  timeZone: "Europe/London",
  snapshotAt: Date.parse("2026-11-23T05:00:03.123Z"),
  activityDate: "2026-11-22",
  runId: "run-1",
};
export const RUN = { snapshot_at: CONTEXT.snapshotAt, activity_date: "2026-11-22", run_id: "run-1" };

export const campaigns = (context = CONTEXT) => createRowChecker(DATASETS.campaigns, context);
export const contracts = () => createRowChecker(DATASETS["publisher-contracts"], CONTEXT);
export const jobs = () => createRowChecker(DATASETS["integration-jobs"], CONTEXT);
export const campaign = (changes: Changes) => campaigns().check(campaignRecord(changes));
export const contract = (changes: Changes) => contracts().check(contractRecord(changes));
export const band = (changes: Changes) =>
  contract(
    Object.fromEntries(Object.entries(changes).map(([path, value]) => [`campaignPublisherBands.0.${path}`, value])),
  );

export const absent = (column: string) => ({ column, reason: "field is absent" });
