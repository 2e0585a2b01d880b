import type { Dataset, TableColumns } from "./dataset.ts";
import { CAMPAIGNS } from "./datasets/campaigns.ts";
import { CONTRACT_VERSIONS } from "./datasets/contract-versions.ts";
import { INTEGRATION_JOBS } from "./datasets/integration-jobs.ts";
import { LEADS } from "./datasets/leads.ts";
import { PUBLISHER_CONTRACTS } from "./datasets/publisher-contracts.ts";

/** Every dataset there is, in the order in which settings, tables and mails name them. */
const ALL = [
  CAMPAIGNS,
  PUBLISHER_CONTRACTS,
  INTEGRATION_JOBS,
  CONTRACT_VERSIONS,
  LEADS,
] as const satisfies readonly Dataset<TableColumns>[];

type Listed = (typeof ALL)[number];

export type DatasetName = Listed["name"];
/** Those that the digest reads columns of. */
export type DigestDatasetName = Exclude<Listed, { readonly digest: null }>["name"];

/** By name, so that each keeps the types of its own columns. */
export const DATASETS = Object.fromEntries(ALL.map((dataset) => [dataset.name, dataset])) as {
  readonly [D in Listed as D["name"]]: D;
};

export const DATASET_NAMES: readonly DatasetName[] = ALL.map(({ name }) => name);

/** What an enterprise collects unless its settings say otherwise. */
export const DEFAULT_DATASETS: readonly DatasetName[] = DATASET_NAMES.filter((name) => !DATASETS[name].optIn);
export const OPT_IN_DATASETS: readonly DatasetName[] = DATASET_NAMES.filter((name) => DATASETS[name].optIn);

/** The order in which the datasets of a day are taken. */
export const DAY_ORDER: readonly DatasetName[] = [DEFAULT_DATASETS, OPT_IN_DATASETS].flatMap((names) =>
  names.toSorted((a, b) => DATASETS[a].place - DATASETS[b].place),
);

/** Several names in words: `campaigns, publisher-contracts or leads`. */
export function namesInWords(names: readonly string[], word: "and" | "or"): string {
  const type = word === "and" ? "conjunction" : "disjunction";
  return new Intl.ListFormat("en-GB", { type }).format(names);
}
