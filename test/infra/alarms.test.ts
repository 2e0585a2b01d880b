import { beforeAll, describe, expect, test } from "vitest";
import type { DigestAnswer } from "../../functions/digest/answer.ts";
import { reportDigest } from "../../functions/digest/report.ts";
import { reportRun } from "../../functions/snapshot/report.ts";
import { watch } from "../../functions/watch/job.ts";
import { ALARM_IDS, ALARM_TEXTS } from "../../infra/alarms/alarm-texts.ts";
import type { Metrics } from "../../shared/platform/metrics.ts";
import { METRICS_NAMESPACE } from "../../shared/settings/environment.ts";
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
      "convertr-reports-password-expired",
    ]);
  });

  test("the watch's own silence sounds; of everything else silence is well", () => {
    const breaching = alarms().filter(({ TreatMissingData }) => TreatMissingData === "breaching");
    expect(breaching.map(({ MetricName }) => MetricName)).toEqual(["OverdueSnapshots", "OverdueDigests"]);
    for (const { Period, EvaluationPeriods, Statistic } of breaching) {
      // An hourly run that is some minutes late is no silence.
      expect([Period, EvaluationPeriods, Statistic]).toEqual([7200, 1, "Maximum"]);
    }
    const others = new Set(alarms().map(({ TreatMissingData }) => TreatMissingData));
    expect(others).toEqual(new Set(["breaching", "notBreaching"]));
  });

  test("every function, queue and kind of mail that did not arrive is watched", () => {
    const functions = resourcesOf(made, "AWS::Lambda::Function").map(({ Properties }) => Properties.FunctionName);
    const dimensions = JSON.stringify(alarms().map(({ Dimensions }) => Dimensions));
    expect(functions).toHaveLength(4);
    for (const id of ["JobsSnapshotFunction", "JobsDigestFunction", "JobsWatchFunction", "JobsRotationFunction"])
      expect(dimensions).toContain(id);
    for (const id of ["FailureQueuesUndelivered", "FailureQueuesFailed"]) expect(dimensions).toContain(id);
    const timeout = resourcesOf(made, "AWS::Lambda::Function")[0]?.Properties.Timeout * 1000;
    expect(named("snapshot-slow")).toMatchObject({
      MetricName: "Duration",
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
  const run = { outcome: "failed", enterprise: "acme", dataset: "campaigns", rows: null, nulled: null, leftOut: null };
  const failed = { ...run, drift: null, error: { name: "PasswordExpired", message: "" } } as unknown as RunRecord;
  const answer = { outcome: "not-sent", enterprise: "acme", recipients: [], subject: "" } as unknown as DigestAnswer;
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
      ...(await emitted("snapshot", (to) => reportRun({ log, metrics: to }, failed))),
      ...(await emitted("digest", (to) => reportDigest({ log, metrics: to }, answer))),
      ...(await emitted("watch", (to) => watch({ ...deps, metrics: to }, {}))),
    ];
    const own = alarms().filter(({ Namespace }) => Namespace === METRICS_NAMESPACE);
    expect(own).toHaveLength(7);
    for (const { MetricName: name, Dimensions } of own) {
      const dimensions = Object.fromEntries(
        Dimensions.map((of: { Name: string; Value: string }) => [of.Name, of.Value]),
      );
      expect(metrics).toContainEqual({ name, dimensions });
    }
  });
});

describe("the dashboard", () => {
  const body = () => {
    const [dashboard] = resourcesOf(made, "AWS::CloudWatch::Dashboard");
    return JSON.stringify(dashboard?.Properties.DashboardBody);
  };

  test("shows every alarm, the last runs and the whole runbook", () => {
    for (const id of ALARM_IDS) expect(body()).toContain(`### ${id}`);
    for (const line of ["snapshot-run", "digest-run", "OverdueSnapshots", "MailsUnknown", "SnapshotSucceeded"]) {
      expect(body()).toContain(line);
    }
    expect(body().match(/convertr-reports-[a-z-]+|Alarms[a-z]+[A-F0-9]{8}/g)?.length).toBeGreaterThan(ALARM_IDS.length);
  });

  test("names no enterprise, so that adding one does not touch it", () => {
    for (const name of Object.keys(SETTINGS.enterprises)) expect(body()).not.toContain(name);
  });
});
