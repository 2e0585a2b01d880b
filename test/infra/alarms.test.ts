import { beforeAll, describe, expect, test } from "vitest";
import type { DigestAnswer } from "../../functions/digest/answer.ts";
import { reportDigest } from "../../functions/digest/report.ts";
import { makeMonths } from "../../functions/months/job.ts";
import type { ReportAnswer } from "../../functions/report/answer.ts";
import { reportReport } from "../../functions/report/reporting.ts";
import { reportRun } from "../../functions/snapshot/report.ts";
import { watch } from "../../functions/watch/job.ts";
import { ALARM_IDS, ALARM_TEXTS } from "../../infra/alarms/alarm-texts.ts";
import type { Metrics } from "../../shared/platform/metrics.ts";
import { namesOf } from "../../shared/settings/names.ts";
import { parseSettings } from "../../shared/settings/settings.ts";
import type { RunRecord } from "../../shared/snapshot/run-record.ts";
import { resourcesOf, SETTINGS, type Synthesised, synthesise } from "./synthesised.ts";

let made: Synthesised;
beforeAll(() => {
  made = synthesise(SETTINGS);
});
const alarms = () => resourcesOf(made, "AWS::CloudWatch::Alarm").map(({ Properties }) => Properties);
const named = (id: string) => alarms().find(({ AlarmName }) => AlarmName === `convertr-reports-${id}`);

describe("alarms", () => {
  test("each text has its alarm, and each alarm tells one topic what has happened, what to do and where to read on", () => {
    expect(alarms().map(({ AlarmName }) => AlarmName.replace("convertr-reports-", ""))).toEqual([...ALARM_IDS]);
    for (const { AlarmActions, OKActions = AlarmActions, AlarmDescription, AlarmName } of alarms()) {
      expect(AlarmActions).toHaveLength(1);
      expect(OKActions).toEqual(AlarmActions);
      expect(AlarmDescription.length).toBeLessThanOrEqual(1024);
      const id = AlarmName.replace("convertr-reports-", "") as keyof typeof ALARM_TEXTS;
      for (const part of [ALARM_TEXTS[id].means, ...ALARM_TEXTS[id].checks]) expect(AlarmDescription).toContain(part);
      expect(AlarmDescription).toMatch(new RegExp(`Runbook: docs/operations\\.md#${id}$`));
    }
  });

  test("what costs a day or a mail pages somebody; everything else, an unknown enterprise's event too, waits as a notice", () => {
    const severityOf = (of: ReturnType<typeof alarms>[number]) =>
      `${/^Alerts(Topic|Notices)/.exec(of.AlarmActions[0].Ref)?.[1]} ${/^(PAGE|NOTICE): /.exec(of.AlarmDescription)?.[1]}`;
    const bySeverity = Map.groupBy(alarms(), severityOf);
    expect([...bySeverity.keys()].sort()).toEqual(["Notices NOTICE", "Topic PAGE"]);
    expect(bySeverity.get("Topic PAGE")?.map(({ AlarmName }) => AlarmName)).toEqual([
      "convertr-reports-overdue-snapshots",
      "convertr-reports-overdue-digests",
      "convertr-reports-overdue-reports",
      "convertr-reports-password-expired",
    ]);
  });

  test("the watch's own silence sounds, but not of a new alarm, before its first run and before anybody has confirmed to be told", () => {
    const heard = alarms().filter(({ InsufficientDataActions }) => InsufficientDataActions !== undefined);
    expect(heard.map(({ MetricName }) => MetricName)).toEqual(["OverdueSnapshots", "OverdueDigests"]);
    for (const { Period, EvaluationPeriods, Statistic, ...of } of heard) {
      // An hourly run that is some minutes late is no silence.
      expect([Period, EvaluationPeriods, Statistic]).toEqual([7200, 1, "Maximum"]);
      // An alarm begins without data: what was silent from the start has not changed, so nothing is told.
      expect(of.TreatMissingData).toBe("missing");
      expect(of.InsufficientDataActions).toEqual(of.AlarmActions);
    }
    const others = alarms().filter((alarm) => !heard.includes(alarm));
    expect(new Set(others.map(({ TreatMissingData }) => TreatMissingData))).toEqual(new Set(["notBreaching"]));
  });

  test("an event that failed sounds when it arrives: one that lies in its queue hides no other, and keeps no alarm up", () => {
    for (const id of ["undelivered-events", "failed-events"]) {
      expect(named(id)).toMatchObject({
        MetricName: "NumberOfMessagesSent",
        Statistic: "Sum",
        Period: 300,
        Threshold: 1,
      });
      expect(named(id)?.OKActions).toBeUndefined();
    }
    for (const { Properties } of resourcesOf(made, "AWS::SQS::Queue")) {
      expect(Properties.MessageRetentionPeriod).toBe(4 * 24 * 3600);
    }
    const watched = named("lost-events")?.Metrics.filter((of: { MetricStat?: unknown }) => of.MetricStat !== undefined);
    expect(
      watched.map((of: { MetricStat: { Metric: { MetricName: string } } }) => of.MetricStat.Metric.MetricName),
    ).toEqual(Array(6).fill("DestinationDeliveryFailures"));
  });

  test("every function, queue and kind of mail that did not arrive is watched", () => {
    const functions = resourcesOf(made, "AWS::Lambda::Function").map(({ Properties }) => Properties.FunctionName);
    const dimensions = JSON.stringify(alarms().map(({ Dimensions }) => Dimensions));
    expect(functions).toHaveLength(6);
    for (const job of ["Snapshot", "Digest", "Watch", "Rotation", "Months", "Report"])
      expect(dimensions).toContain(`Jobs${job}Function`);
    for (const id of ["FailureQueuesUndelivered", "FailureQueuesFailed"]) expect(dimensions).toContain(id);
    const timeout = resourcesOf(made, "AWS::Lambda::Function")[0]?.Properties.Timeout * 1000;
    expect(named("snapshot-slow")).toMatchObject({
      MetricName: "SnapshotDuration",
      Statistic: "Maximum",
      Threshold: 0.8 * timeout,
    });
    const counted = resourcesOf(made, "AWS::SES::ConfigurationSetEventDestination")
      .map(({ Properties }) => Properties.EventDestination)
      .find(({ CloudWatchDestination }) => CloudWatchDestination !== undefined);
    expect(counted.MatchingEventTypes).toEqual(["bounce", "complaint"]);
    const [dimension] = counted.CloudWatchDestination.DimensionConfigurations;
    expect(named("bounces")).toMatchObject({
      MetricName: "Bounce",
      Dimensions: [{ Name: dimension.DimensionName, Value: "convertr-reports" }],
    });
  });
});

describe("what the functions emit", () => {
  /** Name and dimensions of each metric; `powertools.test.ts` holds the line that they become. */
  async function emitted(service: string, run: (metrics: Metrics) => unknown) {
    const told: { name: string; dimensions: Record<string, string> }[] = [];
    await run({
      put: (name, _value, _unit, dimensions) => told.push({ name, dimensions: { service, ...dimensions } }),
    });
    return told;
  }
  const log = { info() {}, warn() {}, error() {} };
  const run = { enterprise: "acme", dataset: "campaigns", rows: 1, nulled: null, leftOut: null, durationMs: 1 };
  const failed = {
    ...{ ...run, outcome: "failed", drift: null, error: { name: "PasswordExpired", message: "" } },
  } as unknown as RunRecord;
  const odd = {
    ...{ ...run, outcome: "published", error: null, shrunk: true, degraded: true },
    drift: { unknown: ["novelty"], missing: [] },
  } as unknown as RunRecord;
  const to = "team@acme.example";
  const answerOf = (outcome: DigestAnswer["outcome"], state: DigestAnswer["recipients"][number]["state"]) =>
    ({ outcome, enterprise: "acme", recipients: [{ to, state }], subject: "" }) as unknown as DigestAnswer;
  const reportAnswer = (state: DigestAnswer["recipients"][number]["state"]) =>
    ({ outcome: "partial", members: [{ outcome: "partial", recipients: [{ to, state }] }] }) as unknown as ReportAnswer;
  const FAILED = { failed: 1, isWhole: true };
  const store = { get: async () => undefined, list: async () => [], head: async () => undefined };

  test("is what the alarms look at: name and dimensions", async () => {
    const deps = {
      settings: parseSettings(SETTINGS, "test"),
      store: {
        ...store,
        create: async () => ({ outcome: "exists" as const }),
        overwrite: async () => ({ outcome: "gone" as const }),
      },
      passwordSetAt: async () => undefined,
      clock: { now: () => 0, sleep: async () => {} },
      log,
    };
    const metrics = [
      ...(await emitted("snapshot", (metrics) => reportRun({ log, metrics }, failed))),
      ...(await emitted("snapshot", (metrics) => reportRun({ log, metrics }, odd))),
      ...(await emitted("digest", (metrics) => reportDigest({ log, metrics }, answerOf("not-sent", "failed")))),
      ...(await emitted("digest", (metrics) => reportDigest({ log, metrics }, answerOf("withheld", "withheld")))),
      ...(await emitted("report", (metrics) => reportReport({ log, metrics }, reportAnswer("failed"), FAILED))),
      ...(await emitted("watch", (to) => watch({ ...deps, metrics: to }, {}))),
      ...(await emitted("months", (to) => makeMonths({ ...deps, metrics: to }, { dryRun: false }))),
    ];
    const own = alarms().filter(({ Namespace }) => Namespace === namesOf(undefined).metricsNamespace);
    expect(own).toHaveLength(17);
    for (const { MetricName: name, Dimensions } of own) {
      const dimensions = Object.fromEntries(
        Dimensions.map((of: { Name: string; Value: string }) => [of.Name, of.Value]),
      );
      expect(metrics).toContainEqual({ name, dimensions });
    }
  });

  test("sounds for nothing that is well: a quiet day, a mail that waits, one that an earlier run reported, a back-fill of leads", async () => {
    const sounding = new Set(alarms().map(({ MetricName }) => MetricName));
    const told: string[] = [];
    const metrics: Metrics = { put: (name, value) => void (value > 0 && sounding.has(name) && told.push(name)) };
    const earlier = { to, state: "failed", earlier: true } as const;
    reportDigest({ log, metrics }, { ...answerOf("empty", "sent"), recipients: [] });
    reportDigest({ log, metrics }, { ...answerOf("deferred", "sent"), recipients: [] });
    reportDigest({ log, metrics }, { ...answerOf("partial", "failed"), recipients: [earlier] });
    reportDigest({ log, metrics }, answerOf("withheld", "withheld"), [
      { ...answerOf("withheld", "withheld"), isRepeated: true },
    ]);
    reportRun({ log, metrics }, { ...odd, outcome: "look" });
    reportRun({ log, metrics }, { ...odd, outcome: "dry-run" });
    const earlierReport = { outcome: "partial", recipients: [earlier] };
    const quiet = { failed: 0, isWhole: true };
    reportReport({ log, metrics }, { ...reportAnswer("sent"), members: [earlierReport] } as never, quiet);
    reportReport({ log, metrics }, { ...reportAnswer("sent"), outcome: "deferred", members: [] }, quiet);
    const backFill = { dataset: "leads", durationMs: 890_000, shrunk: false, degraded: false, drift: null } as const;
    reportRun({ log, metrics }, { ...odd, ...backFill, complete: false });
    expect(told).toEqual([]);
  });

  test("says of a withheld digest that it was withheld, and of nothing else", async () => {
    const told: string[] = [];
    const metrics: Metrics = { put: (name, value) => void (value > 0 && told.push(name)) };
    reportDigest({ log, metrics }, answerOf("withheld", "withheld"));
    expect(told).toEqual(["DigestsWithheld"]);
  });
});

describe("the dashboard", () => {
  const body = () => {
    const [dashboard] = resourcesOf(made, "AWS::CloudWatch::Dashboard");
    return JSON.stringify(dashboard?.Properties.DashboardBody);
  };

  test("shows every alarm, the last runs and the whole runbook", () => {
    for (const id of ALARM_IDS) expect(body()).toContain(`### ${id}`);
    for (const line of [
      "snapshot-run",
      "digest-run",
      "report-run",
      "OverdueSnapshots",
      "OverdueReports",
      "ReportNotSent",
    ]) {
      expect(body()).toContain(line);
    }
    expect(body().match(/convertr-reports-[a-z-]+|Alarms[a-z]+[A-F0-9]{8}/g)?.length).toBeGreaterThan(ALARM_IDS.length);
  });

  test("names no enterprise, so that adding one does not touch it", () => {
    for (const name of Object.keys(SETTINGS.enterprises)) expect(body()).not.toContain(name);
  });
});
