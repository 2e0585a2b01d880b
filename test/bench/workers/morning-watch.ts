// The watch as its function runs it, over many enterprises, with the real SDK.
import { watch } from "../../../functions/watch/job.ts";
import { createPasswordSetAt } from "../../../shared/convertr/login/password.ts";
import { createSecretsManagerClient } from "../../../shared/convertr/login/secrets-manager.ts";
import { parseCheckedSettings } from "../../../shared/settings/settings.ts";
import { createS3Client, createS3Store } from "../../../shared/snapshot/s3-store.ts";
import { answer, inputOf, measure } from "../measure.ts";
import { BUCKET } from "../suites/aws.ts";
import { type Morning, PATIENT, SECRET_PREFIX, settingsInput } from "../suites/morning-input.ts";
import { SILENT } from "./stand-ins.ts";

export interface MorningWatchInput {
  readonly morning: Morning;
  readonly endpoint: string;
  /** Epoch ms. */
  readonly now: number;
}

const { morning, endpoint, now } = inputOf<MorningWatchInput>();
const deps = {
  settings: parseCheckedSettings(settingsInput(morning), "bench"),
  store: createS3Store({ client: createS3Client(PATIENT, { endpoint }), bucket: BUCKET }),
  passwordSetAt: createPasswordSetAt({
    client: createSecretsManagerClient(PATIENT, { endpoint }),
    secretPrefix: SECRET_PREFIX,
  }),
  clock: { now: () => now, sleep: async () => {} },
  log: SILENT,
  metrics: { put: () => {} },
};
answer(
  await measure(async () => {
    const result = await watch(deps, {});
    return {
      dueSnapshots: result.dueSnapshots,
      dueDigests: result.dueDigests,
      overdueSnapshots: result.overdueSnapshots.length,
      overdueDigests: result.overdueDigests.length,
      overdueOfOthers: [...result.overdueSnapshots, ...result.overdueDigests].filter(
        ({ enterprise }) => enterprise !== morning.refused && enterprise !== morning.down,
      ).length,
      unknownPasswordAges: result.unknownPasswordAges.length,
    };
  }),
);
process.exit(0);
