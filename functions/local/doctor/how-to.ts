import type { DatasetName } from "../../../shared/catalog/datasets.ts";
import type { Day } from "../../../shared/platform/day.ts";
import type { Names } from "../../../shared/settings/names.ts";

/** How a person makes up for what is missing, in words. */
export interface HowTo {
  readonly takeSnapshot: (dataset: DatasetName) => string;
  /** Takes it again, whose far smaller size is right. */
  readonly acceptShrunk: (dataset: DatasetName) => string;
  /** @param date the day of the mail: by itself it would be today's */
  readonly sendDigest: (digest: string, date: Day) => string;
  /** Also to whom it failed, or may have failed. */
  readonly sendDigestAgain: (digest: string, date: Day) => string;
}

export const localHowTo = (enterprise: string): HowTo => ({
  takeSnapshot: (dataset) => `npm run reports -- snapshot --enterprise ${enterprise} --dataset ${dataset}`,
  acceptShrunk: (dataset) =>
    `npm run reports -- snapshot --enterprise ${enterprise} --dataset ${dataset} --accept-shrunk`,
  sendDigest: (digest, date) =>
    `npm run reports -- digest --enterprise ${enterprise} --digest ${digest} --date ${date}`,
  sendDigestAgain: (digest, date) =>
    `npm run reports -- digest --enterprise ${enterprise} --digest ${digest} --date ${date} --force`,
});

/** The local runner would act on a folder; a deployment's functions are invoked. */
export const awsHowTo = (enterprise: string, names: Names): HowTo => ({
  takeSnapshot: (dataset) => invoke(names.snapshotFunction, { enterprise, dataset }),
  acceptShrunk: (dataset) => invoke(names.snapshotFunction, { enterprise, dataset, acceptShrunk: true }),
  sendDigest: (digest, date) => invoke(names.digestFunction, { enterprise, digest, date }),
  sendDigestAgain: (digest, date) => invoke(names.digestFunction, { enterprise, digest, date, force: true }),
});

const invoke = (functionName: string, event: object): string =>
  `invoke ${functionName} with ${JSON.stringify(event)} (docs/invoke.md)`;
