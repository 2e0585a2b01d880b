import type { DatasetName } from "../../../shared/catalog/datasets.ts";

/** How a person makes up for what is missing, in words. */
export interface HowTo {
  readonly takeSnapshot: (dataset: DatasetName) => string;
  /** Takes it again, whose far smaller size is right. */
  readonly acceptShrunk: (dataset: DatasetName) => string;
  readonly sendDigest: (digest: string) => string;
  /** Also to whom it failed, or may have failed. */
  readonly sendDigestAgain: (digest: string) => string;
}

export const localHowTo = (enterprise: string): HowTo => ({
  takeSnapshot: (dataset) => `npm run reports -- snapshot --enterprise ${enterprise} --dataset ${dataset}`,
  acceptShrunk: (dataset) =>
    `npm run reports -- snapshot --enterprise ${enterprise} --dataset ${dataset} --accept-shrunk`,
  sendDigest: (digest) => `npm run reports -- digest --enterprise ${enterprise} --digest ${digest}`,
  sendDigestAgain: (digest) => `npm run reports -- digest --enterprise ${enterprise} --digest ${digest} --force`,
});

/** The local runner would act on a folder; a deployment's functions are invoked. */
export const awsHowTo = (enterprise: string): HowTo => ({
  takeSnapshot: (dataset) => invoke("snapshot", { enterprise, dataset }),
  acceptShrunk: (dataset) => invoke("snapshot", { enterprise, dataset, acceptShrunk: true }),
  sendDigest: (digest) => invoke("digest", { enterprise, digest }),
  sendDigestAgain: (digest) => invoke("digest", { enterprise, digest, force: true }),
});

const invoke = (job: string, event: object): string =>
  `invoke convertr-reports-${job} with ${JSON.stringify(event)} (docs/invoke.md)`;
