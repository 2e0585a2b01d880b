import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { type EventsOptions, runEvents } from "../../../functions/local/commands/events.ts";
import {
  deliveryKey,
  notSentKey,
  recipientHash,
  reportNotSentKey,
  snapshotKey,
} from "../../../shared/snapshot/keys.ts";
import { createFakeLambda, type FakeFunction } from "../../fakes/aws/lambda-invoke.ts";
import { createFakeS3 } from "../../fakes/aws/s3.ts";
import { startAws } from "../../fakes/aws/server.ts";
import { createFakeSqs, type FakeMessage } from "../../fakes/aws/sqs.ts";
import { awsEnvironment, BUCKET } from "../doctor/deployed-world.ts";

const TO = ["team@acme.example"];
const REPORTS = {
  behind: {
    ...{ title: "Behind", audience: "publisher", to: { 12: ["a@pub.example"], 34: ["b@pub.example"] } },
    parts: [{ query: "pacing" }],
  },
};
const SETTINGS = {
  ...{ from: "r@acme.example", alertsTo: ["ops@acme.example"], historyFrom: "2026-10-01" },
  enterprises: { acme: { timeZone: "Europe/London", digests: { daily: { to: TO } }, reports: REPORTS } },
};
const OUTPUTS = {
  ConvertrReports: {
    ...{ Bucket: BUCKET, GlueDatabase: "d", AthenaWorkGroup: "w", AlertTopic: "t", NoticeTopic: "t" },
    ...{ ScheduleGroup: "g", ConfigurationSet: "c" },
  },
};
const DAY = new Date().toISOString().slice(0, 10);
const scheduledTime = new Date(Date.now() - 3 * 3_600_000).toISOString();
const SNAPSHOT = { enterprise: "acme", dataset: "campaigns", date: DAY };
const DIGEST = { enterprise: "acme", digest: "daily", date: DAY };
const ERROR = { errorType: "ApiUnavailable", errorMessage: "Convertr is not there. Trying again can help.", trace: [] };

/** A line of the ledger. */
const sentLine = (digest: string, to: string): string =>
  JSON.stringify({
    ...{ enterprise: "acme", digest_date: DAY, digest, recipient: recipientHash(to), run_id: "r" },
    ...{ attempts: 1, claimed_at: `${DAY} 07:00:00.000`, updated_at: `${DAY} 07:00:00.000`, html_sha256: "ab" },
    ...{ message_id: "1", reason: null, retryable: null, state: "sent" },
  });

/** As Lambda lays it aside. */
const failed = (id: string, name: string, event: unknown, response: object | null = ERROR): FakeMessage => ({
  id,
  sentAt: Date.parse(scheduledTime),
  body: JSON.stringify({
    version: "1.0",
    requestContext: {
      functionArn: `arn:aws:lambda:eu-west-1:123456789012:function:${name}:$LATEST`,
      condition: response === null ? "EventAgeExceeded" : "RetriesExhausted",
    },
    requestPayload: event,
    ...(response === null ? {} : { responsePayload: response }),
  }),
});

async function openQueues(failedMessages: FakeMessage[], undelivered: FakeMessage[] = []) {
  const folder = await mkdtemp(join(tmpdir(), "events-"));
  await writeFile(join(folder, "settings.json"), JSON.stringify(SETTINGS));
  await writeFile(join(folder, "outputs.json"), JSON.stringify(OUTPUTS));
  const s3 = createFakeS3(BUCKET);
  const invoked: unknown[] = [];
  let ends: ReturnType<FakeFunction> = { answer: { outcome: "published" } };
  const run =
    (name: string): FakeFunction =>
    (event) => {
      invoked.push([name, event]);
      return ends;
    };
  const queues = new Map([
    ["convertr-reports-failed", failedMessages],
    ["convertr-reports-undelivered", undelivered],
  ]);
  const functions = {
    "convertr-reports-snapshot": run("convertr-reports-snapshot"),
    "convertr-reports-digest": run("convertr-reports-digest"),
  };
  const aws = await startAws([s3, createFakeSqs(queues), createFakeLambda(functions)]);
  for (const [name, value] of Object.entries(awsEnvironment(aws.endpoint))) vi.stubEnv(name, value);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await aws.close();
    await rm(folder, { recursive: true });
  });
  const printed: Record<string, unknown>[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed.push(JSON.parse(String(text)));
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation(() => true);
  onTestFinished(() => void vi.restoreAllMocks());
  const put = (key: string, text = "x") =>
    s3.objects.set(key, {
      body: Buffer.from(text),
      etag: '"1"',
      contentType: "",
      checksums: {},
      lastModified: new Date(),
    });
  const events = (options: EventsOptions = {}) =>
    runEvents({ settings: join(folder, "settings.json"), outputs: join(folder, "outputs.json"), ...options });
  return {
    ...{ printed, invoked, put, events, queues },
    left: () => [...queues.values()].flat().map(({ id, hidden }) => `${id}${hidden === true ? " hidden" : ""}`),
    endAs: (end: ReturnType<FakeFunction>) => {
      ends = end;
    },
  };
}

let world: Awaited<ReturnType<typeof openQueues>>;
beforeEach(async () => {
  const undelivered = {
    ...{ id: "u-1", sentAt: Date.parse(scheduledTime) + 1, body: JSON.stringify({ ...DIGEST, wait: true }) },
    attributes: {
      TARGET_ARN: "arn:aws:lambda:eu-west-1:123456789012:function:convertr-reports-digest",
      ERROR_CODE: "ThrottlingException",
      ERROR_MESSAGE: "Rate exceeded",
    },
  };
  world = await openQueues([failed("f-1", "convertr-reports-snapshot", SNAPSHOT)], [undelivered]);
});

describe("events that nobody could handle", () => {
  test("are listed with queue, event, error and whether they have healed, and stay for others to see", async () => {
    expect(await world.events()).toBe(true);
    expect(world.printed).toEqual([
      {
        ...{ id: "f-1", queue: "failed", at: scheduledTime, job: "snapshot", event: SNAPSHOT },
        error: { name: "ApiUnavailable", message: ERROR.errorMessage },
        ...{ healed: "no", why: `there is no snapshot of campaigns of acme of ${DAY}` },
      },
      {
        ...{ id: "u-1", queue: "undelivered", at: expect.any(String), job: "digest", event: { ...DIGEST, wait: true } },
        error: { name: "ThrottlingException", message: "Rate exceeded" },
        ...{ healed: "no", why: `not everybody has daily of acme of ${DAY}` },
      },
    ]);
    expect(world.left()).toEqual(["f-1", "u-1"]);
    expect(world.invoked).toEqual([]);
  });

  test("have healed when the bucket holds what they were to bring: a snapshot, everybody's mail, or word that none is sent", async () => {
    world.put(snapshotKey("campaigns", "acme", DAY));
    world.put(notSentKey("acme", DAY, { digest: "daily", member: null }));
    await world.events();
    expect(world.printed.map(({ healed }) => healed)).toEqual(["yes", "yes"]);
  });

  test("of a digest have healed when the ledger says of everybody that the mail was sent", async () => {
    world.put(deliveryKey("acme", DAY, "daily", "team@acme.example"), sentLine("daily", "team@acme.example"));
    await world.events();
    expect(world.printed.at(-1)).toMatchObject({ id: "u-1", healed: "yes" });
  });

  test("of a report have healed when each member it asks for has its mail, or word that there is none", async () => {
    const report = { enterprise: "acme", report: "behind", date: DAY };
    const queue = world.queues.get("convertr-reports-failed");
    queue?.push(failed("r-1", "convertr-reports-report", report));
    queue?.push(failed("r-2", "convertr-reports-report", { ...report, member: 12 }));
    const healed = async () => {
      world.printed.length = 0;
      await world.events();
      return ["r-1", "r-2"].map((id) => world.printed.find((line) => line["id"] === id)?.["healed"]);
    };
    expect(await healed()).toEqual(["no", "no"]);
    world.put(
      deliveryKey("acme", DAY, "report.behind.12", "a@pub.example"),
      sentLine("report.behind.12", "a@pub.example"),
    );
    expect(await healed()).toEqual(["no", "yes"]);
    world.put(reportNotSentKey("acme", { date: DAY, report: "behind", member: 34 }));
    expect(await healed()).toEqual(["yes", "yes"]);
  });

  test("of other kinds are listed too, with what is known of them", async () => {
    world.queues
      .get("convertr-reports-failed")
      ?.push(
        failed("f-2", "convertr-reports-rotation", { Step: "testSecret" }, null),
        failed("f-3", "convertr-reports-snapshot", { enterprise: "gone-co", dataset: "campaigns" }),
        failed("f-4", "convertr-reports-digest", { digest: "daily" }),
        { id: "f-5", sentAt: 0, body: "no JSON" },
      );
    await world.events();
    const of = (id: string) => world.printed.find((line) => line["id"] === id);
    expect(of("f-2")).toMatchObject({ job: null, healed: "unknown", error: { name: "EventAgeExceeded" } });
    expect(of("f-3")).toMatchObject({ healed: "unknown", why: expect.stringContaining("UnknownEnterprise") });
    expect(of("f-4")).toMatchObject({ healed: "unknown", why: expect.stringContaining("InvalidEvent") });
    expect(of("f-5")).toMatchObject({ job: null, healed: "unknown" });
  });
});

describe("replaying an event", () => {
  test("gives its function the event as it was and deletes it when that succeeds; the others stay", async () => {
    expect(await world.events({ replay: "f-1" })).toBe(true);
    expect(world.invoked).toEqual([["convertr-reports-snapshot", SNAPSHOT]]);
    expect(world.printed).toEqual([{ id: "f-1", outcome: "answered", answer: { outcome: "published" } }]);
    expect(world.left()).toEqual(["u-1"]);
  });

  test("keeps it when it fails again, with the new error, and is no success", async () => {
    world.endAs({ error: ERROR });
    expect(await world.events({ replay: "f-1" })).toBe(false);
    expect(world.printed).toEqual([{ id: "f-1", outcome: "failed", answer: ERROR }]);
    expect(world.left()).toEqual(["f-1", "u-1"]);
  });

  test.each([
    ["that has healed since", "f-1", /has healed since: there is a snapshot/],
    ["whose day is over", "old", /its day is over/],
    ["that is Secrets Manager's", "rotation", /no event that may be given/],
    ["that its function would refuse", "bad", /unknown keys/],
    ["that is not there", "f-9", /no message of this id/],
  ])("%s is refused by name, and nothing is touched", async (_, id, message) => {
    world.put(snapshotKey("campaigns", "acme", DAY));
    const old = new Date(Date.now() - 25 * 3_600_000).toISOString();
    world.queues.get("convertr-reports-failed")?.push(
      failed("old", "convertr-reports-snapshot", {
        enterprise: "acme",
        dataset: "integration-jobs",
        scheduledTime: old,
      }),
      failed("rotation", "convertr-reports-rotation", { Step: "testSecret" }),
      failed("bad", "convertr-reports-snapshot", { ...SNAPSHOT, novelty: 1 }),
    );
    const before = world.left();
    await expect(world.events({ replay: id })).rejects.toMatchObject({
      name: "InvalidEvent",
      message: expect.stringMatching(message),
    });
    expect(world.invoked).toEqual([]);
    expect(world.left()).toEqual(before);
  });
});

describe("discarding an event", () => {
  test("deletes that one alone, whatever it is, and asks no function", async () => {
    world.queues.get("convertr-reports-failed")?.push({ id: "odd", sentAt: 0, body: "no JSON" });
    expect(await world.events({ discard: "odd" })).toBe(true);
    expect(world.printed).toEqual([{ id: "odd", outcome: "discarded", event: "no JSON" }]);
    expect([world.left(), world.invoked]).toEqual([["f-1", "u-1"], []]);
  });
});
