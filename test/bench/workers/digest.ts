// The digest job as the Lambda runs it, from the objects in S3 to the rendered mail, with the real SDK; sent to nobody.
import { sendDigest } from "../../../functions/digest/job.ts";
import { demoSettings } from "../../../functions/local/demo-settings.ts";
import { systemClock } from "../../../shared/platform/clock.ts";
import { newRunId } from "../../../shared/platform/run-id.ts";
import { createS3Client, createS3Store } from "../../../shared/snapshot/s3-store.ts";
import type { ObjectStore } from "../../../shared/snapshot/store.ts";
import { answer, inputOf, measure } from "../measure.ts";
import { BUCKET } from "../suites/aws.ts";
import { SILENT } from "./stand-ins.ts";

export interface DigestInput {
  readonly endpoint: string;
  readonly date: string;
}

const { endpoint, date } = inputOf<DigestInput>();
const s3 = createS3Store({ client: createS3Client(undefined, { endpoint }), bucket: BUCKET });
const counts = { read: 0, bytes: 0, html: 0 };
const store: ObjectStore = {
  ...s3,
  get: async (key) => {
    const object = await s3.get(key);
    if (object !== undefined) {
      counts.read += 1;
      counts.bytes += object.body.length;
    }
    return object;
  },
  create: async (key, body, options) => {
    if (key.endsWith(".html")) counts.html = body.length;
    return s3.create(key, body, options);
  },
};
const deps = {
  settings: demoSettings("2026-01-01"),
  store,
  mailer: { send: () => Promise.reject(new Error("a dry run sends nothing")) },
  clock: { ...systemClock, now: () => Date.parse(`${date}T07:00:00Z`) },
  log: SILENT,
  metrics: { put: () => {} },
  newRunId,
  version: "bench",
};
answer(
  await measure(async () => {
    await sendDigest(deps, { enterprise: "demo", digest: "daily", date, dryRun: true, force: false });
    return counts;
  }),
);
