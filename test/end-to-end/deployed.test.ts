import { gunzipSync } from "node:zlib";
import { parquetReadObjects } from "hyparquet";
import PostalMime from "postal-mime";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  DEFAULT_CREDENTIALS,
  type SimulatedApi,
  startSimulatedApi,
} from "../../functions/local/simulated-api/server.ts";
import { createWorld } from "../../functions/local/simulated-api/world.ts";
import { NODE_OPTIONS } from "../../infra/sizes.ts";
import { DATASETS, DEFAULT_DATASETS } from "../../shared/catalog/datasets.ts";
import { addDays, type Day, dayOf } from "../../shared/platform/day.ts";
import { parseSettings } from "../../shared/settings/settings.ts";
import { authKey, monthKey, snapshotKey } from "../../shared/snapshot/keys.ts";
import { isAllowed, matches } from "../fakes/aws/iam.ts";
import { type Invocation, type RunningLambda, startLambda } from "../fakes/aws/lambda.ts";
import { createFakeS3 } from "../fakes/aws/s3.ts";
import { beginRotation, type FakeSecret, versionsOf, versionWith } from "../fakes/aws/secret-versions.ts";
import { createFakeSecretsManager, FAKE_SCOPE, secretArn } from "../fakes/aws/secrets-manager.ts";
import { type AwsCall, type FakeAws, startAws } from "../fakes/aws/server.ts";
import { createFakeSes } from "../fakes/aws/ses.ts";
import { dayFile, rowOf } from "../functions/months/months-world.ts";
import { BUCKET, type DeployedFunction, type Deployment, deploy } from "./deployment.ts";

// What would be deployed, run: asset folder, handler and environment come from the synthesised template; Lambda, S3, SES,
// Secrets Manager and Convertr are on loopback.

const ZONE = "Europe/London";
const SCHEDULED = new Date().toISOString();
const TODAY: Day = dayOf(Date.parse(SCHEDULED), ZONE);
const SETTINGS = parseSettings(
  {
    from: "Lead reports <reports@acme.example>",
    alertsTo: ["ops@acme.example"],
    historyFrom: addDays(TODAY, -70),
    enterprises: {
      acme: {
        timeZone: ZONE,
        rotatePassword: true,
        digests: { daily: { to: ["one@acme.example", "two@acme.example"] } },
      },
      beta: {
        timeZone: ZONE,
        datasets: ["campaigns", "integration-jobs", "leads"],
        digests: { daily: { to: ["one@beta.example"], sections: ["pacing", "money"] } },
        // Nobody runs it: the watch looks for it.
        reports: { pacing: { title: "Pacing", to: ["one@beta.example"], parts: [{ query: "pacing" }] } },
      },
    },
  },
  "test",
);
const JOBS = ["snapshot", "digest", "watch", "rotation", "months"];
const SECRET = JSON.stringify(DEFAULT_CREDENTIALS);

const s3 = createFakeS3(BUCKET);
const ses = createFakeSes();
const secrets = createFakeSecretsManager();
let deployment: Deployment;
let aws: FakeAws;
let api: SimulatedApi;
const running = new Map<string, RunningLambda>();
/** Every call that a function made, with the policy it has. */
const made: { readonly job: string; readonly of: DeployedFunction; readonly calls: AwsCall[] }[] = [];

beforeAll(async () => {
  deployment = await deploy(SETTINGS);
  aws = await startAws([s3, ses, secrets]);
  const world = createWorld({ seed: 1, historyStart: addDays(TODAY, -35), timeZone: ZONE, campaigns: 250 });
  api = await startSimulatedApi({ world, now: Date.now });
  for (const job of JOBS) running.set(job, await start(job));
}, 120_000);
afterAll(async () => {
  await Promise.all([...running.values()].map((lambda) => lambda.close()));
  await Promise.all([aws?.close(), api?.close(), deployment?.remove()]);
});

function start(job: string, without?: string): Promise<RunningLambda> {
  const { environment, ...of } = deployment.functionNamed(`convertr-reports-${job}`);
  const own = Object.fromEntries(Object.entries(environment).filter(([name]) => name !== without));
  const lambdas = {
    AWS_REGION: FAKE_SCOPE.region,
    AWS_ACCESS_KEY_ID: "AKID",
    AWS_SECRET_ACCESS_KEY: "canary-signing-key",
    AWS_LAMBDA_FUNCTION_NAME: `convertr-reports-${job}`,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(of.memory),
  };
  const loopback = { AWS_ENDPOINT_URL: aws.endpoint, CONVERTR_BASE_URL: api.url };
  return startLambda({ ...of, environment: { ...lambdas, ...loopback, ...own } });
}

async function invoke(job: string, event: unknown): Promise<Invocation> {
  const from = aws.calls.length;
  const invocation = await running.get(job)?.invoke(event);
  if (invocation === undefined) throw new Error(`no function ${job}`);
  const of = deployment.functionNamed(`convertr-reports-${job}`);
  made.push({ job, of, calls: aws.calls.slice(from) });
  return invocation;
}

/** The events that the schedules send, with the instant that Scheduler puts in. */
const scheduledEvents = (job: string, enterprise: string) =>
  deployment
    .inputsOf(`convertr-reports-${job}`)
    .map((input) => JSON.parse(input.replace("<aws.scheduler.scheduled-time>", SCHEDULED)))
    .filter((event) => event.enterprise === enterprise);

const compressors = { GZIP: (bytes: Uint8Array) => gunzipSync(bytes) };
const rowsOf = async (key: string) => {
  const body = s3.objects.get(key)?.body ?? Buffer.alloc(0);
  const file = body.buffer.slice(body.byteOffset, body.byteOffset + body.byteLength) as ArrayBuffer;
  return (await parquetReadObjects({ file, compressors })).length;
};

describe("a deployed morning", () => {
  test("a secret without a value stops the run with its name, before anything is asked of Convertr", async () => {
    secrets.secrets.set("convertr-reports/acme", {});
    const [event] = scheduledEvents("snapshot", "acme");
    expect(await invoke("snapshot", event)).toMatchObject({
      outcome: "failed",
      errorType: "SecretMalformed",
      errorMessage: expect.stringContaining("convertr-reports/acme"),
    });
    expect(api.stats.requests).toBe(0);
    expect([...s3.objects.keys()].every((key) => key.startsWith("runs/"))).toBe(true);
  });

  test("the schedules' events publish each dataset once; the catch-up's find it published and log in to nothing", async () => {
    secrets.secrets.set("convertr-reports/acme", { SecretString: SECRET });
    const events = scheduledEvents("snapshot", "acme");
    expect(events).toHaveLength(2 * DEFAULT_DATASETS.length);
    const outcomes: unknown[] = [];
    let requests = 0;
    for (const event of events.sort((a, b) => a.dataset.localeCompare(b.dataset))) {
      requests = api.stats.requests;
      const invocation = await invoke("snapshot", event);
      if (invocation.outcome === "failed") throw new Error(invocation.errorMessage);
      const answer = invocation.answer as { outcome: string; rows: number; totalItems: { last: number } | null };
      outcomes.push(answer.outcome);
      const key = snapshotKey(event.dataset, "acme", TODAY);
      if (answer.outcome === "published") {
        expect(answer.rows).toBeGreaterThan(0);
        expect(await rowsOf(key)).toBe(answer.rows);
        expect(answer.rows).toBe(answer.totalItems?.last);
      } else {
        expect(api.stats.requests).toBe(requests);
      }
    }
    expect(outcomes).toEqual(DEFAULT_DATASETS.flatMap(() => ["published", "already-published"]));
    expect(s3.versions.filter(({ key }) => key.startsWith("snapshots/"))).toHaveLength(DEFAULT_DATASETS.length);
  });

  test("overwrite replaces the day's object, and keeps the version before", async () => {
    const key = snapshotKey("integration-jobs", "acme", TODAY);
    const event = { enterprise: "acme", dataset: "integration-jobs", overwrite: true };
    // The answer to the run record's write gets lost: it is looked for, and found.
    aws.faults.push({ kind: "after-reset", on: /^s3:PutObject .*\/runs\// });
    expect(await invoke("snapshot", event)).toMatchObject({ answer: { outcome: "published" } });
    expect(s3.versions.filter((version) => version.key === key)).toHaveLength(2);
  });

  test("the digest goes to each recipient once, whatever is delivered twice", async () => {
    const [event] = scheduledEvents("digest", "acme");
    expect(await invoke("digest", event)).toMatchObject({ answer: { outcome: "sent", date: TODAY } });
    expect(await invoke("digest", event)).toMatchObject({ answer: { outcome: "already-sent" } });
    expect(ses.sent.map(({ destinations }) => destinations).sort()).toEqual([
      ["one@acme.example"],
      ["two@acme.example"],
    ]);
    for (const mail of ses.sent) {
      expect(mail).toMatchObject({ source: "reports@acme.example", configurationSet: "convertr-reports" });
      const parsed = await PostalMime.parse(mail.raw);
      expect(parsed.to?.[0]?.address).toBe(mail.destinations[0]);
      expect(parsed.subject).not.toBe("");
      expect(parsed.html).toContain("<table");
      expect(parsed.text).not.toBe("");
    }
    const keys = [...s3.objects.keys()];
    expect(keys.filter((key) => key.startsWith(`deliveries/enterprise=acme/digest_date=${TODAY}/daily-`))).toHaveLength(
      2,
    );
    expect(keys.some((key) => key === `digests/enterprise=acme/digest_date=${TODAY}/daily/digest.html`)).toBe(true);
  });

  test("a test mail goes to whom it names and leaves the ledger as it is", async () => {
    const before = s3.versions.filter(({ key }) => key.startsWith("deliveries/")).length;
    const event = { enterprise: "acme", digest: "daily", to: ["me@acme.example"] };
    expect(await invoke("digest", event)).toMatchObject({ answer: { outcome: "sent" } });
    expect(ses.sent.at(-1)?.destinations).toEqual(["me@acme.example"]);
    expect(s3.versions.filter(({ key }) => key.startsWith("deliveries/"))).toHaveLength(before);
  });

  test("a look at this moment is kept beside the history, and mailed to whom it names", async () => {
    const history = () => [...s3.objects.keys()].filter((key) => /^(snapshots|deliveries)\//.test(key));
    const before = history();
    for (const dataset of ["campaigns", "publisher-contracts", "integration-jobs"]) {
      const look = await invoke("snapshot", { enterprise: "acme", dataset, look: true });
      expect(look).toMatchObject({ answer: { outcome: "look" } });
    }
    const event = { enterprise: "acme", digest: "daily", look: true, to: ["me@acme.example"] };
    expect(await invoke("digest", event)).toMatchObject({ answer: { outcome: "sent" } });
    expect(history()).toEqual(before);
  });

  test("the watch finds nothing overdue that it has just come to know, then tells what is, in metrics too", async () => {
    expect(await invoke("watch", {})).toMatchObject({ answer: { dueSnapshots: 0, dueDigests: 0 } });
    rewindHistory();
    const dueSnapshots = Object.values(SETTINGS.enterprises).flatMap(({ datasets }) => datasets).length;
    const later = await invoke("watch", { scheduledTime: SCHEDULED });
    expect(later).toMatchObject({ answer: { dueSnapshots, dueDigests: 2, dueReports: 1 } });
    const told = JSON.stringify(later);
    expect(told).toContain('"enterprise":"beta"');
    expect(told).toContain('"report":"pacing","member":null');
    const metrics = running
      .get("watch")
      ?.log()
      .filter((line) => line.includes('"OverdueDigests"'));
    expect(metrics?.filter((line) => line.includes('"_aws"'))).toHaveLength(2);
  });
});

describe("months", () => {
  test("a closed month is made of its days once, and the days stay", async () => {
    const date = addDays(TODAY, -66);
    const at = { enterprise: "acme", month: date.slice(0, 7) };
    const today = s3.objects.get(snapshotKey("integration-jobs", "acme", TODAY));
    if (today === undefined) throw new Error("no snapshot");
    const rows = [1, 2, 3].map((id) => rowOf(DATASETS["integration-jobs"], date, { id }));
    const body = Buffer.from(await dayFile({ dataset: "integration-jobs", date, rows }));
    s3.objects.set(snapshotKey("integration-jobs", "acme", date), { ...today, body, checksums: {} });
    const made = { dataset: "integration-jobs", ...at, outcome: "made", days: 1 };
    expect(await invoke("months", { scheduledTime: SCHEDULED })).toMatchObject({
      answer: { outcome: "done", months: [made], left: 0 },
    });
    expect(await rowsOf(monthKey("integration-jobs", at))).toBe(
      await rowsOf(snapshotKey("integration-jobs", "acme", date)),
    );
    expect(await invoke("months", { month: at.month, dataset: "integration-jobs", enterprise: "acme" })).toMatchObject({
      answer: { outcome: "done", months: [], alreadyMade: 1 },
    });
    // No digest may take that day for one of its own.
    s3.objects.delete(snapshotKey("integration-jobs", "acme", date));
  });
});

/** As if the watch had known the schedules for a month, and acme's mails had gone out all along. */
function rewindHistory(): void {
  for (const [key, object] of [...s3.objects]) {
    if (key.startsWith("watch/")) {
      const body = Buffer.from(
        object.body.toString("utf8").replaceAll(/"\d{4}-\d\d-\d\dT[^"]*"/g, `"${addDays(TODAY, -30)}T00:00:00.000Z"`),
      );
      s3.objects.set(key, { ...object, body, checksums: {} });
    }
    if (key.startsWith("deliveries/")) {
      for (let back = 1; back <= 7; back++) s3.objects.set(key.replace(TODAY, addDays(TODAY, -back)), object);
    }
  }
}

describe("what fails is named", () => {
  test.each([
    ["snapshot", null, "InvalidEvent"],
    ["snapshot", { enterprise: "acme", dataset: "leads" }, "InvalidEvent"],
    ["digest", { enterprise: "acme", digest: "none" }, "UnknownDigest"],
    ["digest", { enterprise: "acme", digest: "daily", date: addDays(TODAY, -20) }, "NoSnapshot"],
    ["watch", { colour: "red" }, "InvalidEvent"],
    ["rotation", null, "InvalidEvent"],
    ["months", { month: "2026-02-01" }, "InvalidEvent"],
    ["months", { month: TODAY.slice(0, 7) }, "InvalidEvent"],
    ["snapshot", { enterprise: "beta", dataset: "campaigns" }, "SecretUnavailable"],
    // Its cursor is read and moved to the start before anybody logs in.
    ["snapshot", { enterprise: "beta", dataset: "leads" }, "SecretUnavailable"],
  ])("%s of %j ends as %s", async (job, event, errorType) => {
    expect(await invoke(job, event)).toMatchObject({ outcome: "failed", errorType });
  });

  test.each([
    ["snapshot", { enterprise: "nobody", dataset: "campaigns" }],
    ["digest", { enterprise: "nobody", digest: "daily" }],
    ["months", { enterprise: "nobody" }],
  ])("%s of an enterprise that left the settings is answered and no failure: nobody is woken", async (job, event) => {
    expect(await invoke(job, event)).toMatchObject({
      outcome: "answered",
      answer: { outcome: "refused", error: { name: "UnknownEnterprise" } },
    });
  });

  test("a refused password is tried once, not by the next run, and again when the secret has changed", async () => {
    const wrong = JSON.stringify({ ...DEFAULT_CREDENTIALS, password: "canary-wrong" });
    const event = { enterprise: "beta", dataset: "campaigns" };
    secrets.secrets.set("convertr-reports/beta", { SecretString: wrong, VersionId: "wrong-1" });
    const logins = api.stats.logins;
    expect(await invoke("snapshot", event)).toMatchObject({ errorType: "AuthFailed" });
    expect(await invoke("snapshot", event)).toMatchObject({ errorType: "AuthFailed" });
    expect(api.stats.logins).toBe(logins + 1);
    expect(s3.objects.has(authKey("beta"))).toBe(true);
    secrets.secrets.set("convertr-reports/beta", { SecretString: wrong, VersionId: "wrong-2" });
    expect(await invoke("snapshot", event)).toMatchObject({ errorType: "AuthFailed" });
    secrets.secrets.set("convertr-reports/beta", { SecretString: SECRET, VersionId: "right" });
    expect(await invoke("snapshot", event)).toMatchObject({ answer: { outcome: "published" } });
  });

  test.each(JOBS)("W29 %s does not come up without any one of its variables", async (job) => {
    const names = Object.keys(deployment.functionNamed(`convertr-reports-${job}`).environment);
    // Node's own variable is no setting of the function.
    for (const name of names.filter((of) => of !== NODE_OPTIONS.name)) {
      const lambda = await start(job, name);
      expect(await lambda.invoke({})).toMatchObject({
        errorType: "InvalidSettings",
        errorMessage: expect.stringContaining(`${name} is not set`),
      });
      await lambda.close();
    }
  });
});

describe("a deployed night", () => {
  const token = "0f8fad5b-d9cd-469f-a165-70867728950e";
  const SecretId = secretArn("convertr-reports/acme");

  test("Secrets Manager has the password changed, and a warm snapshot function finds the new one", async () => {
    const { region, account } = FAKE_SCOPE;
    const RotationLambdaARN = `arn:aws:lambda:${region}:${account}:function:convertr-reports-rotation`;
    const secret: FakeSecret = { SecretString: SECRET, VersionId: "acme-1", RotationLambdaARN };
    secrets.secrets.set("convertr-reports/acme", secret);
    beginRotation(secret, token);
    for (const Step of ["createSecret", "setSecret", "testSecret", "finishSecret"]) {
      const invocation = await invoke("rotation", { Step, SecretId, ClientRequestToken: token });
      expect(invocation).toMatchObject({ outcome: "answered", answer: { enterprise: "acme", step: Step } });
    }
    expect(versionWith(secret, "AWSCURRENT")).toBe(token);
    expect(currentPassword()).not.toBe(DEFAULT_CREDENTIALS.password);
    api.revokeTokens();
    const event = { enterprise: "acme", dataset: "campaigns", overwrite: true };
    expect(await invoke("snapshot", event)).toMatchObject({ answer: { outcome: "published" } });
  });

  test("a rotation that is not this function's is refused by the event's own token", async () => {
    const event = { Step: "setSecret", SecretId, ClientRequestToken: "another-token-of-32-characters-00" };
    expect(await invoke("rotation", event)).toMatchObject({ errorType: "InvalidEvent" });
  });
});

const currentPassword = (): string =>
  JSON.parse(
    versionsOf(secrets.secrets.get("convertr-reports/acme") ?? {}).get("0f8fad5b-d9cd-469f-a165-70867728950e")
      ?.SecretString ?? "{}",
  ).password;

describe("what the functions may do", () => {
  test("every call to AWS is allowed by the role of the function that made it", () => {
    const refused = made.flatMap(({ job, of, calls }) =>
      calls
        .filter((call) => !isAllowed(of.policy, call))
        .map(({ action, resource }) => `${job}: ${action} ${resource}`),
    );
    expect(made.flatMap(({ calls }) => calls).length).toBeGreaterThan(50);
    expect(refused).toEqual([]);
  });

  test("and what a role allows is used", () => {
    const unused = JOBS.flatMap((job) => {
      const { policy } = deployment.functionNamed(`convertr-reports-${job}`);
      const calls = made.filter((one) => one.job === job).flatMap((one) => one.calls);
      return policy.flatMap((statement) =>
        statement.resources
          .filter((resource) => !calls.some((call) => matches({ ...statement, resources: [resource] }, call)))
          .map((resource) => `${job}: ${statement.actions.join(",")} ${resource}`),
      );
    });
    expect(unused).toEqual([]);
  });

  test("no line of a log, no object and no mail holds a password, a token or the signing key", () => {
    const written = [
      ...[...running.values()].flatMap((lambda) => lambda.log()),
      ...s3.versions.map(({ object }) => object.body.toString("latin1")),
      ...ses.sent.map(({ raw }) => raw.toString("latin1")),
    ].join("\n");
    for (const canary of [DEFAULT_CREDENTIALS.password, currentPassword(), "canary-wrong", "canary-signing-key"]) {
      expect(written).not.toContain(canary);
    }
  });
});
