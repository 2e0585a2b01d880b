import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { GetObjectCommand, ListObjectVersionsCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetSendQuotaCommand, SESClient } from "@aws-sdk/client-ses";
import { parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { diagnose } from "../../functions/local/doctor/diagnose.ts";
import type { CheckFinding } from "../../functions/local/doctor/finding.ts";
import {
  DEFAULT_CREDENTIALS,
  type SimulatedApi,
  startSimulatedApi,
} from "../../functions/local/simulated-api/server.ts";
import { createWorld } from "../../functions/local/simulated-api/world.ts";
import { DEFAULT_DATASETS } from "../../shared/catalog/datasets.ts";
import { addDays, dayOf } from "../../shared/platform/day.ts";
import { parseSettings } from "../../shared/settings/settings.ts";
import { snapshotKey } from "../../shared/snapshot/keys.ts";
import { type Deployment, deploy } from "../end-to-end/deployment.ts";
import { type Invocation, type RunningLambda, startLambda } from "../fakes/aws/lambda.ts";
import { FAKE_SCOPE } from "../fakes/aws/secrets-manager.ts";
import { createTheRest, type DeployedToMoto, deployToMoto, outputsOf } from "./deploy-to-moto.ts";
import { type Moto, startMoto, whyNoMoto } from "./moto-server.ts";

// The built asset against an emulator that others have written from the services' own models: what our fakes take for granted is
// judged here by strangers.

const missing = await whyNoMoto();
if (missing !== undefined) process.stderr.write(`\ntest/moto is skipped: ${missing}\n`);

const ZONE = "Europe/London";
const TODAY = dayOf(Date.now(), ZONE);
const SETTINGS_INPUT = {
  from: "Lead reports <reports@acme.example>",
  alertsTo: ["ops@acme.example"],
  historyFrom: addDays(TODAY, -35),
  enterprises: { acme: { timeZone: ZONE, digests: { daily: { to: ["one@acme.example", "two@acme.example"] } } } },
};
const ENVIRONMENT = {
  AWS_REGION: FAKE_SCOPE.region,
  AWS_ACCESS_KEY_ID: "AKID",
  AWS_SECRET_ACCESS_KEY: "canary-signing-key",
};

describe.skipIf(missing !== undefined)(`judged by moto${missing === undefined ? "" : ` (skipped: ${missing})`}`, () => {
  let moto: Moto;
  let api: SimulatedApi;
  let deployment: Deployment;
  let deployed: DeployedToMoto;
  let bucket: string;
  const running = new Map<string, RunningLambda>();

  beforeAll(async () => {
    moto = await startMoto();
    const environment = { ...ENVIRONMENT, AWS_ENDPOINT_URL: moto.endpoint };
    for (const [name, value] of Object.entries(environment)) process.env[name] = value;
    const world = createWorld({ seed: 1, historyStart: addDays(TODAY, -35), timeZone: ZONE, campaigns: 250 });
    api = await startSimulatedApi({ world, now: Date.now });
    deployment = await deploy(parseSettings(SETTINGS_INPUT, "test"));
    deployed = await deployToMoto(moto, deployment);
    await createTheRest(deployment, deployed.made);
    bucket = [...deployed.made].find(([id]) => id.startsWith("StorageBucket"))?.[1] ?? "";
    for (const job of ["snapshot", "digest", "watch"]) running.set(job, await start(job, environment));
  }, 120_000);
  afterAll(async () => {
    await Promise.all([...running.values()].map((lambda) => lambda.close()));
    await Promise.all([moto?.close(), api?.close(), deployment?.remove()]);
    for (const name of [...Object.keys(ENVIRONMENT), "AWS_ENDPOINT_URL"]) delete process.env[name];
  });

  const start = (job: string, environment: Record<string, string>) => {
    const of = deployment.functionNamed(`convertr-reports-${job}`);
    const own = Object.fromEntries(Object.keys(of.environment).map((name) => [name, of.environment[name] ?? ""]));
    const named = { ...own, ...("REPORTS_BUCKET" in own ? { REPORTS_BUCKET: bucket } : {}) };
    return startLambda({ ...of, environment: { ...environment, CONVERTR_BASE_URL: api.url, ...named } });
  };
  const invoke = async (job: string, event: unknown): Promise<Invocation> => {
    const invocation = await running.get(job)?.invoke(event);
    if (invocation === undefined) throw new Error(`no function ${job}`);
    return invocation;
  };

  test("its CloudFormation makes what it knows of the templates, and this is what it does not know", () => {
    const known = ["StorageBucket", "AlertsTopic", "JobsSnapshotFunction", "JobsDigestRole", "FailureQueuesFailed"];
    for (const id of known) expect([...deployed.made.keys()].some((one) => one.startsWith(id))).toBe(true);
    const told = [...deployed.unsupported].map(([type, count]) => `  ${type} (${count})`).sort();
    process.stdout.write(`\nnot known to moto's CloudFormation:\n${told.join("\n")}\n`);
    expect([...deployed.unsupported.keys()]).not.toContain("AWS::Lambda::Function");
  });

  test("a secret that nobody has made stops the run by name", async () => {
    const event = { enterprise: "acme", dataset: "campaigns" };
    expect(await invoke("snapshot", event)).toMatchObject({ outcome: "failed", errorType: "SecretUnavailable" });
  });

  test("each dataset is published once and whole, whatever is delivered twice", async () => {
    await new SecretsManagerClient({}).send(
      new CreateSecretCommand({
        Name: "convertr-reports/acme",
        SecretString: JSON.stringify(DEFAULT_CREDENTIALS),
      }),
    );
    for (const dataset of DEFAULT_DATASETS) {
      const first = await invoke("snapshot", { enterprise: "acme", dataset });
      expect(first).toMatchObject({ answer: { outcome: "published" } });
      expect(await invoke("snapshot", { enterprise: "acme", dataset })).toMatchObject({
        answer: { outcome: "already-published" },
      });
      const { rows } = (first as { answer: { rows: number } }).answer;
      expect((await rowsOf(snapshotKey(dataset, "acme", TODAY))).length).toBe(rows);
      expect(await versionsOf(snapshotKey(dataset, "acme", TODAY))).toBe(1);
    }
  });

  test("an overwrite replaces the object under its etag and keeps the version before", async () => {
    const event = { enterprise: "acme", dataset: "integration-jobs", overwrite: true };
    expect(await invoke("snapshot", event)).toMatchObject({ answer: { outcome: "published" } });
    expect(await versionsOf(snapshotKey("integration-jobs", "acme", TODAY))).toBe(2);
  });

  test("the digest goes to each recipient once", async () => {
    const event = { enterprise: "acme", digest: "daily" };
    expect(await invoke("digest", event)).toMatchObject({ answer: { outcome: "sent" } });
    expect(await invoke("digest", event)).toMatchObject({ answer: { outcome: "already-sent" } });
    // moto counts the call's destination, and the To that Python's parser reads in the message: two for each mail.
    expect((await new SESClient({}).send(new GetSendQuotaCommand({}))).SentLast24Hours).toBe(4);
  });

  test("the watch hears of everything, in the bucket and in its metrics", async () => {
    expect(await invoke("watch", {})).toMatchObject({ answer: { overdueSnapshots: [], overdueDigests: [] } });
    const metrics = running
      .get("watch")
      ?.log()
      .filter((line) => line.includes('"OverdueSnapshots"'));
    expect(metrics?.length).toBeGreaterThan(0);
  });

  test("doctor examines it, and finds what an emulator's account lacks and nothing else", async () => {
    const found: CheckFinding[] = [];
    const settings = join(deployment.outdir, "settings.json");
    await writeFile(settings, JSON.stringify(SETTINGS_INPUT));
    const outputs = join(deployment.outdir, "outputs.json");
    await writeFile(outputs, JSON.stringify({ ConvertrReports: outputsOf(deployment, deployed.made) }));
    const options = { enterprise: "acme", data: "/nowhere", settings, outputs };
    for await (const finding of diagnose(options, { CONVERTR_BASE_URL: api.url })) found.push(finding);
    expect(found.filter(({ status }) => status === "fail").map(({ check }) => check)).toEqual([
      // Nobody puts DKIM records into a DNS for it.
      "SES identity",
      // It does not know SES's GetAccount.
      "SES account",
    ]);
  });

  const rowsOf = async (Key: string) => {
    const { Body } = await new S3Client({}).send(new GetObjectCommand({ Bucket: bucket, Key }));
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
    const compressors = { GZIP: (packed: Uint8Array) => gunzipSync(packed) };
    return parquetReadObjects({ file: new Uint8Array(bytes).buffer, compressors });
  };
  const versionsOf = async (Prefix: string) => {
    const { Versions = [] } = await new S3Client({}).send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix }));
    return Versions.length;
  };
});
