import { dirname } from "node:path";
import { DATASETS } from "../../../shared/catalog/datasets.ts";
import type { ConvertrClientOptions } from "../../../shared/convertr/client.ts";
import type { CredentialsProvider } from "../../../shared/convertr/login/credentials.ts";
import {
  createSecretsManagerClient,
  createSecretsManagerCredentials,
} from "../../../shared/convertr/login/secrets-manager.ts";
import { parseSecret } from "../../../shared/convertr/login/secrets-manager-value.ts";
import { systemClock } from "../../../shared/platform/clock.ts";
import { createRedactor } from "../../../shared/platform/redaction.ts";
import { baseUrlOf } from "../../../shared/settings/environment.ts";
import { enterpriseOf } from "../../../shared/settings/lookup.ts";
import { namesOf } from "../../../shared/settings/names.ts";
import type { Settings } from "../../../shared/settings/schema.ts";
import { settingsPathOrExample } from "../../../shared/settings/settings-file.ts";
import { createFolderStore } from "../../../shared/snapshot/folder-store.ts";
import { createRefusedSecrets } from "../../../shared/snapshot/refused-secrets.ts";
import { createS3Client, createS3Store } from "../../../shared/snapshot/s3-store.ts";
import { referenceRowsOf } from "../../../shared/snapshot/shrunk.ts";
import type { ObjectStore } from "../../../shared/snapshot/store.ts";
import { type Deployment, readDeployment } from "../aws/deployment.ts";
import { environmentCredentials } from "../credentials.ts";
import { folderWithData } from "../data-folder.ts";
import { createStderrLog } from "../output.ts";
import { readDeployedSettings, readSettings, withEnterprise } from "../settings.ts";
import { accountChecks } from "./account-checks.ts";
import { awsChecks } from "./aws-checks.ts";
import { REPORTS_CHECK, reportsChecks } from "./aws-reports.ts";
import { type CheckFinding, failedBy, notApplicable, pass } from "./finding.ts";
import { awsHowTo, type HowTo, localHowTo } from "./how-to.ts";
import { newestSnapshot, storeChecks } from "./store-checks.ts";

export interface DoctorOptions {
  readonly enterprise: string;
  /** The data folder; not looked at when the deployment is examined. */
  readonly data: string;
  readonly settings?: string;
  /** Examine the deployment instead of the data folder. */
  readonly aws?: boolean;
  /** As `cdk deploy --outputs-file` wrote it; implies `aws`. */
  readonly outputs?: string;
  /** Instant (ISO) by which something is overdue. @default now */
  readonly at?: string;
  readonly verbose?: boolean;
}

/** Nobody waits longer for a diagnosis; one more try tells a hiccup from an outage. */
const LONGEST_MS = 60_000;
const FEW_TRIES = { attempts: 2, contentRetries: 1, loginRetries: 1 } as const;

/** Everything that must be right for tomorrow's snapshot and mail, one finding after the other. Nothing is changed, but a secret that is refused is noted. */
export async function* diagnose(options: DoctorOptions, env: NodeJS.ProcessEnv): AsyncGenerator<CheckFinding> {
  const isAws = options.aws === true || options.outputs !== undefined;
  let settings: Settings;
  try {
    const read = await (isAws ? readDeployedSettings : readSettings)(options.settings);
    settings = isAws ? read : withEnterprise(read, options.enterprise, options.settings, env);
    enterpriseOf(settings, options.enterprise);
    baseUrlOf(env);
    const names = Object.keys(read.enterprises);
    const isDefault = !names.includes(options.enterprise);
    const file = settingsPathOrExample(options.settings, env);
    yield pass(
      "settings",
      `${names.length} enterprise${names.length === 1 ? "" : "s"} in ${file}${isDefault ? `; ${options.enterprise} by local defaults` : ""}`,
    );
  } catch (error) {
    yield failedBy("settings", error);
    yield notApplicable("everything else", "the settings say what to look for");
    return;
  }
  yield* isAws ? awsDiagnosis(options, settings, env) : localDiagnosis(options, settings, env);
}

async function* localDiagnosis(options: DoctorOptions, settings: Settings, env: NodeJS.ProcessEnv) {
  const source = "CONVERTR_USERNAME and CONVERTR_PASSWORD";
  const provider = environmentCredentials(env);
  const credentials: CredentialsProvider = {
    get: async (enterprise, how) => {
      const { username, password, version } = await provider.get(enterprise, how);
      return { ...parseSecret(JSON.stringify({ username, password }), source), version };
    },
  };
  try {
    yield pass("data folder", await folderWithData(options.data));
  } catch (error) {
    yield failedBy("data folder", error);
  }
  const store = createFolderStore(options.data);
  yield* commonChecks({ options, settings, env, store, credentials, source, howTo: localHowTo(options.enterprise) });
  yield notApplicable("password age", "environment variables have no date");
  for (const check of [
    "password rotation",
    "bucket",
    "Glue catalog",
    "months",
    "SES",
    "schedules",
    "alarm subscriptions",
    REPORTS_CHECK,
  ]) {
    yield notApplicable(check, "a data folder has none; examine the deployment with --aws");
  }
}

async function* awsDiagnosis(options: DoctorOptions, settings: Settings, env: NodeJS.ProcessEnv) {
  const names = namesOf(settings.deployment);
  let deployment: Deployment;
  try {
    deployment = await readDeployment(names, options.outputs);
    yield pass("stack", `deployed, with bucket ${deployment.Bucket}`);
  } catch (error) {
    yield failedBy("stack", error);
    yield notApplicable("everything else", "the stack's outputs say what to look for");
    return;
  }
  const s3 = createS3Client();
  const secrets = createSecretsManagerClient();
  const store = createS3Store({ client: s3, bucket: deployment.Bucket, clock: systemClock });
  const credentials = createSecretsManagerCredentials({ client: secrets, secretPrefix: names.secretPrefix });
  const source = `secret ${names.secretPrefix}${options.enterprise}`;
  yield* commonChecks({
    options,
    settings,
    env,
    store,
    credentials,
    source,
    howTo: awsHowTo(options.enterprise, names),
  });
  const { enterprise } = options;
  const of = enterpriseOf(settings, enterprise);
  yield* awsChecks({ deployment, s3, store, settings, enterprise, of, now: nowOf(options) });
  const folder = dirname(settingsPathOrExample(options.settings, env));
  yield* reportsChecks({ deployment, settings, folder, enterprise, of, now: nowOf(options) });
  s3.destroy();
  secrets.destroy();
}

interface Common {
  readonly options: DoctorOptions;
  readonly settings: Settings;
  readonly env: NodeJS.ProcessEnv;
  readonly store: ObjectStore;
  readonly credentials: CredentialsProvider;
  readonly source: string;
  readonly howTo: HowTo;
}

async function* commonChecks({ options, settings, env, store, credentials, source, howTo }: Common) {
  const { enterprise } = options;
  const of = enterpriseOf(settings, enterprise);
  const redactor = createRedactor();
  const baseUrl = baseUrlOf(env);
  const client: ConvertrClientOptions = {
    enterprise,
    ...(baseUrl === undefined ? {} : { baseUrl }),
    credentials,
    refusedSecrets: createRefusedSecrets(store),
    clock: systemClock,
    random: Math.random,
    log: createStderrLog(options.verbose === true, redactor.redact),
    redactor,
    deadline: systemClock.now() + LONGEST_MS,
    concurrency: 1,
    limits: FEW_TRIES,
  };
  const newest = async (dataset: (typeof of.datasets)[number]) => {
    // A part holds what was new, so that its size says nothing of how many there are.
    if (DATASETS[dataset].inParts) return undefined;
    const snapshot = await newestSnapshot({ store, enterprise }, dataset);
    if (snapshot === undefined) return undefined;
    const { date, label } = snapshot;
    return { date, rows: label.rows, referenceRows: referenceRowsOf(label) };
  };
  yield* accountChecks({ client, credentials, source, datasets: of.datasets, newest });
  yield* storeChecks({ store, settings, enterprise, of, now: nowOf(options), howTo });
}

const nowOf = ({ at }: DoctorOptions): number => (at === undefined ? systemClock.now() : Date.parse(at));
