import type { Columns } from "./column.ts";
import { CAMPAIGN_COLUMNS, CAMPAIGN_NOT_STORED } from "./datasets/campaigns.ts";
import { INTEGRATION_JOB_COLUMNS, INTEGRATION_JOB_NOT_STORED } from "./datasets/integration-jobs.ts";
import { LEAD_COLUMNS, LEAD_NOT_STORED } from "./datasets/leads.ts";
import { PUBLISHER_CONTRACT_COLUMNS, PUBLISHER_CONTRACT_NOT_STORED } from "./datasets/publisher-contracts.ts";
import type { NotStored } from "./not-stored.ts";

/** Taken whole every day; what an enterprise gets unless its settings say otherwise. */
export const WHOLE_DATASETS = ["campaigns", "publisher-contracts", "integration-jobs"] as const;
export type WholeDatasetName = (typeof WHOLE_DATASETS)[number];

/** Leads are opted into: they are many, and are collected in parts. */
export const DATASET_NAMES = [...WHOLE_DATASETS, "leads"] as const;
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
  /** A day has any number of objects, each with what was new or changed, and not one with all there is. */
  readonly inParts?: true;
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
  leads: {
    name: "leads",
    table: "leads",
    collection: "leads",
    filters: {},
    everyRow: {},
    inParts: true,
    columns: LEAD_COLUMNS,
    notStored: LEAD_NOT_STORED,
    comment:
      "Leads without anything about the person, one row for each time a lead was read: new or changed ones, and once more those of the day before. The newest row of each is in leads_current.",
  },
} as const satisfies { readonly [N in DatasetName]: Dataset };
