import type { Columns } from "./column.ts";
import { CAMPAIGN_COLUMNS, CAMPAIGN_NOT_STORED } from "./datasets/campaigns.ts";
import { INTEGRATION_JOB_COLUMNS, INTEGRATION_JOB_NOT_STORED } from "./datasets/integration-jobs.ts";
import { PUBLISHER_CONTRACT_COLUMNS, PUBLISHER_CONTRACT_NOT_STORED } from "./datasets/publisher-contracts.ts";
import type { NotStored } from "./not-stored.ts";

export const DATASET_NAMES = ["campaigns", "publisher-contracts", "integration-jobs"] as const;
export type DatasetName = (typeof DATASET_NAMES)[number];

/** What one invocation pulls: where from, which rows, into which table. */
export interface Dataset {
  readonly name: DatasetName;
  readonly table: string;
  /** Path below `/api/v4`. */
  readonly collection: string;
  /** Query parameters of every page. */
  readonly filters: Readonly<Record<string, string>>;
  /** The API ignores unknown filters silently, so each row must show that they held: column → value. */
  readonly everyRow: Readonly<Record<string, number>>;
  /** Of rows that agree in these columns only the one with the highest id is kept. */
  readonly oneRowPer?: readonly string[];
  readonly columns: Columns;
  /** Documented fields that are left behind on purpose. Fields in neither list are reported as drift, by name. */
  readonly notStored: readonly NotStored[];
  readonly comment: string;
}

export const DATASETS = {
  campaigns: {
    name: "campaigns",
    table: "campaigns",
    collection: "campaigns",
    filters: {},
    everyRow: {},
    columns: CAMPAIGN_COLUMNS,
    notStored: CAMPAIGN_NOT_STORED,
    comment: "Campaigns with their lifetime statistics, one row per campaign and snapshot.",
  },
  "publisher-contracts": {
    name: "publisher-contracts",
    table: "publisher_contracts",
    collection: "campaign-publishers",
    filters: { latest: "true" },
    everyRow: {},
    oneRowPer: ["campaign_id", "publisher_id"],
    columns: PUBLISHER_CONTRACT_COLUMNS,
    notStored: PUBLISHER_CONTRACT_NOT_STORED,
    comment: "Latest contract of each publisher on each campaign, one row per pair and snapshot.",
  },
  "integration-jobs": {
    name: "integration-jobs",
    table: "integration_jobs",
    collection: "campaign-processr-jobs",
    filters: { "processrJob.processrJobCategory.id": "2" },
    everyRow: { category_id: 2 },
    columns: INTEGRATION_JOB_COLUMNS,
    notStored: INTEGRATION_JOB_NOT_STORED,
    comment: "Integration jobs of campaigns with their lifetime statistics, one row per job and snapshot.",
  },
} as const satisfies { readonly [N in DatasetName]: Dataset };
