// The snapshot job as the Lambda runs it, from the API over HTTP to the object in S3, with the real SDK.
import { demoSettings } from "../../../functions/local/demo-settings.ts";
import { takeSnapshot } from "../../../functions/snapshot/job.ts";
import type { DatasetName } from "../../../shared/catalog/datasets.ts";
import { createConvertrClient } from "../../../shared/convertr/client.ts";
import { systemClock } from "../../../shared/platform/clock.ts";
import { createRedactor } from "../../../shared/platform/redaction.ts";
import { newRunId } from "../../../shared/platform/run-id.ts";
import { createRefusedSecrets } from "../../../shared/snapshot/refused-secrets.ts";
import { createS3Client, createS3Store } from "../../../shared/snapshot/s3-store.ts";
import { answer, inputOf, measure } from "../measure.ts";
import { BUCKET } from "../suites/aws.ts";
import { CREDENTIALS, SILENT } from "./stand-ins.ts";

export interface SnapshotInput {
  readonly url: string;
  readonly endpoint: string;
  readonly dataset: DatasetName;
}

/** More than 800 requests in five minutes, so that large accounts are measured and not waited for. */
const LIMITS = { bucketRequests: 100_000 };

const { url, endpoint, dataset } = inputOf<SnapshotInput>();
const redactor = createRedactor();
const store = createS3Store({ client: createS3Client(undefined, { endpoint }), bucket: BUCKET });
const deps = {
  settings: demoSettings("2026-01-01"),
  store,
  clock: systemClock,
  newRunId,
  log: SILENT,
  metrics: { put: () => {} },
  connect: (enterprise: string, { concurrency }: { readonly concurrency: number }) =>
    createConvertrClient({
      enterprise,
      baseUrl: url,
      credentials: CREDENTIALS,
      refusedSecrets: createRefusedSecrets(store),
      clock: systemClock,
      random: Math.random,
      log: SILENT,
      redactor,
      deadline: Date.now() + 3_600_000,
      concurrency,
      limits: LIMITS,
    }),
};
answer(
  await measure(async () => {
    const request = { enterprise: "demo", dataset, overwrite: true, acceptShrunk: false, dryRun: false };
    const { rows, bytes, pages } = await takeSnapshot(deps, request);
    return { rows: rows ?? 0, bytes: bytes ?? 0, pages: pages ?? 0 };
  }),
);
