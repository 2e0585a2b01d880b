import { beforeAll, describe, expect, test } from "vitest";
import { parseDigestEvent } from "../../functions/digest/event.ts";
import { parseMonthsEvent } from "../../functions/months/event.ts";
import { parseReportEvent } from "../../functions/report/event.ts";
import { parseSnapshotEvent } from "../../functions/snapshot/event.ts";
import { parseWatchEvent } from "../../functions/watch/event.ts";
import { mailCron } from "../../infra/constructs/job-schedule.ts";
import { DATASET_NAMES } from "../../shared/catalog/datasets.ts";
import { addDays, weekdayOf } from "../../shared/platform/day.ts";
import type { SettingsInput } from "../../shared/settings/schema.ts";
import { parseSettings } from "../../shared/settings/settings.ts";
import { isMailDay, snapshotSlots } from "../../shared/settings/timetable.ts";
import { WEEKDAYS } from "../../shared/settings/week.ts";
import { resourcesOf, SETTINGS, type Synthesised, synthesise, textOf } from "./synthesised.ts";

let made: Synthesised;
beforeAll(() => {
  made = synthesise(SETTINGS);
});
const schedules = () => resourcesOf(made, "AWS::Scheduler::Schedule").map(({ Properties }) => Properties);

describe("schedules", () => {
  test("an enterprise's datasets and digests start in its zone, a retired one's never", () => {
    const told = schedules().map(
      ({ Description, ScheduleExpression, ScheduleExpressionTimezone }) =>
        `${ScheduleExpression} ${ScheduleExpressionTimezone} ${Description}`,
    );
    expect(told.sort()).toEqual(
      [
        "cron(0 5 * * ? *) Europe/London Snapshot of publisher-contracts of acme",
        "cron(0 6 * * ? *) Europe/London Catch-up of publisher-contracts of acme: ends already-published when all is well",
        "cron(0 7 1 * ? *) Europe/London Digest monthly of acme, if its snapshots are there; else at 07:30",
        "cron(0 7 ? * FRI *) Europe/London Digest weekly of acme, if its snapshots are there; else at 07:30",
        "cron(15 7 ? * TUE *) Europe/London Report behind of acme, if its snapshots are there; else at 07:45",
        "cron(45 7 ? * TUE *) Europe/London Report behind of acme at the latest: ends already-sent when all is well",
        "cron(20 5 * * ? *) Europe/London Snapshot of integration-jobs of acme",
        "cron(20 6 * * ? *) Europe/London Catch-up of integration-jobs of acme: ends already-published when all is well",
        "cron(30 7 1 * ? *) Europe/London Digest monthly of acme at the latest: ends already-sent when all is well",
        "cron(30 7 ? * FRI *) Europe/London Digest weekly of acme at the latest: ends already-sent when all is well",
        "cron(30 7 ? * MON,TUE,WED,THU,FRI *) Europe/London Digest daily of acme, if its snapshots are there; else at 08:00",
        "cron(40 5 * * ? *) Europe/London Snapshot of campaigns of acme",
        "cron(40 6 * * ? *) Europe/London Catch-up of campaigns of acme: ends already-published when all is well",
        "cron(0 8 ? * MON,TUE,WED,THU,FRI *) Europe/London Digest daily of acme at the latest: ends already-sent when all is well",
        "cron(50 * * * ? *) UTC What is overdue, every hour",
        "cron(15 12-23 3 * ? *) UTC The month that has just closed, every hour",
        "cron(15 3 * * ? *) UTC Months that are missing, every day",
      ].sort(),
    );
  });

  test("a digest has two chances: at its time it waits for its snapshots, at its latest it does not; and one where both are the same", () => {
    const digests = {
      patient: { to: ["a@acme.example"], latest: "09:15" },
      prompt: { to: ["a@acme.example"], latest: "07:00" },
    };
    const made = synthesise({ ...SETTINGS, enterprises: { acme: { timeZone: "UTC", digests } } });
    const told = resourcesOf(made, "AWS::Scheduler::Schedule")
      .map(({ Properties }) => Properties)
      .filter(({ Description }) => Description.startsWith("Digest"))
      .map(({ ScheduleExpression: cron, Target }) => `${cron} ${Target.Input}`);
    const event = (digest: string, wait: string) =>
      `{"enterprise":"acme","digest":"${digest}"${wait},"scheduledTime":"<aws.scheduler.scheduled-time>"}`;
    expect(told.sort()).toEqual([
      `cron(0 7 ? * MON,TUE,WED,THU,FRI *) ${event("patient", ',"wait":true')}`,
      `cron(0 7 ? * MON,TUE,WED,THU,FRI *) ${event("prompt", "")}`,
      `cron(15 9 ? * MON,TUE,WED,THU,FRI *) ${event("patient", "")}`,
    ]);
  });

  test("a report has the same two chances, however many members it has; a retired enterprise's has none", () => {
    const report = { title: "Spend", parts: [{ query: "pacing" }] };
    const to = { "7": ["a@adv.example"], "8": ["b@adv.example"] };
    const reports = {
      monthly: { ...report, period: "month", audience: "advertiser", to, latest: "10:00" },
      prompt: { ...report, to: ["a@acme.example"], at: "06:50", latest: "06:50" },
    } as const satisfies SettingsInput["enterprises"][string]["reports"];
    const enterprises = {
      acme: { timeZone: "Asia/Kolkata", reports },
      old: { timeZone: "UTC", retired: true, reports },
    };
    const told = resourcesOf(synthesise({ ...SETTINGS, enterprises }), "AWS::Scheduler::Schedule")
      .map(({ Properties }) => Properties)
      .filter(({ Description }) => Description.startsWith("Report"))
      .map(
        ({ ScheduleExpression: cron, ScheduleExpressionTimezone: zone, Target }) =>
          `${cron} ${zone} ${textOf(Target.Arn).split(":").at(-1)} ${Target.Input}`,
      );
    const event = (name: string, wait = "") =>
      `Asia/Kolkata convertr-reports-report {"enterprise":"acme","report":"${name}"${wait},"scheduledTime":"<aws.scheduler.scheduled-time>"}`;
    expect(told.sort()).toEqual([
      `cron(0 10 1 * ? *) ${event("monthly")}`,
      `cron(0 7 1 * ? *) ${event("monthly", ',"wait":true')}`,
      `cron(50 6 ? * MON,TUE,WED,THU,FRI *) ${event("prompt")}`,
    ]);
  });

  test("each dataset of the catalog is taken, and caught up with, where settings name it", () => {
    const enterprises = { acme: { timeZone: "UTC", datasets: [...DATASET_NAMES] } };
    const told = resourcesOf(synthesise({ ...SETTINGS, enterprises }), "AWS::Scheduler::Schedule").map(
      ({ Properties }) => Properties.Description,
    );
    for (const dataset of DATASET_NAMES) {
      expect(told).toContain(`Snapshot of ${dataset} of acme`);
      expect(told).toContain(`Catch-up of ${dataset} of acme: ends already-published when all is well`);
    }
  });

  test("leads are collected of the enterprises that opted in, and of no other", () => {
    const datasets = ["campaigns", "leads"] as const;
    const enterprises = { acme: { timeZone: "UTC" }, beta: { timeZone: "Asia/Tokyo", datasets: [...datasets] } };
    const told = resourcesOf(synthesise({ ...SETTINGS, enterprises }), "AWS::Scheduler::Schedule")
      .map(({ Properties }) => Properties)
      .filter(({ Description }) => / of leads of /.test(Description));
    expect(told.map(({ Description, ScheduleExpressionTimezone: zone }) => `${zone}: ${Description}`).sort()).toEqual([
      "Asia/Tokyo: Catch-up of leads of beta: ends already-published when all is well",
      "Asia/Tokyo: Snapshot of leads of beta",
    ]);
    for (const { Target } of told) {
      const event = parseSnapshotEvent(
        JSON.parse(Target.Input.replace("<aws.scheduler.scheduled-time>", "2026-11-23T05:00:00Z")),
      );
      expect(event).toMatchObject({ enterprise: "beta", dataset: "leads" });
    }
  });

  test("snapshots that are spread start at the minutes that the watch reckons with", () => {
    const spread = { ...SETTINGS, spreadMinutes: 30 };
    const { enterprises } = parseSettings(spread, "test");
    const acme = enterprises["acme"];
    if (acme === undefined) throw new Error("no acme");
    expect(acme.minutesLater).toBeGreaterThan(0);
    const crons = resourcesOf(synthesise(spread), "AWS::Scheduler::Schedule")
      .filter(({ Properties }) => /^(Snapshot|Catch-up) of/.test(Properties.Description))
      .map(({ Properties }) => Properties.ScheduleExpression);
    const minutes = snapshotSlots(acme).flatMap(({ minute, catchUpMinute }) => [minute, catchUpMinute]);
    expect(crons.sort()).toEqual(
      minutes.map((minute) => `cron(${minute % 60} ${Math.floor(minute / 60)} * * ? *)`).sort(),
    );
  });

  test("each event is one that its function takes, with the scheduled time put in by Scheduler", () => {
    const parsers = {
      ...{ snapshot: parseSnapshotEvent, digest: parseDigestEvent },
      ...{ watch: parseWatchEvent, months: parseMonthsEvent, report: parseReportEvent },
    };
    for (const { Target } of schedules()) {
      const job = /function:convertr-reports-(\w+)$/.exec(textOf(Target.Arn))?.[1] as keyof typeof parsers;
      expect(Target.Input).toContain('"scheduledTime":"<aws.scheduler.scheduled-time>"');
      const event = JSON.parse(Target.Input.replace("<aws.scheduler.scheduled-time>", "2026-11-23T05:00:00Z"));
      expect(parsers[job](event)).toMatchObject({ scheduledTime: Date.parse("2026-11-23T05:00:00Z") });
    }
  });

  test("what cannot be delivered within the hour lands in the queue, and no start is spread over a window", () => {
    for (const { Target, FlexibleTimeWindow, GroupName } of schedules()) {
      expect(Target.RetryPolicy.MaximumEventAgeInSeconds).toBe(3600);
      expect(textOf(Target.DeadLetterConfig.Arn)).toMatch(/:sqs:.*:convertr-reports-undelivered$/);
      expect(FlexibleTimeWindow).toEqual({ Mode: "OFF" });
      expect(GroupName).toBe("convertr-reports");
    }
  });

  test.each(["day", "week", "month"] as const)(
    "a cron by the %s fires on the days on which a mail is due",
    (period) => {
      for (const days of [["MON"], ["FRI", "TUE"], ["SAT", "SUN"], [...WEEKDAYS]] as (typeof WEEKDAYS)[number][][]) {
        const digest = { at: "07:00", period, days };
        const [, , dayOfMonth = "", , weekdays = ""] = mailCron(digest).slice("cron(".length).split(" ");
        for (let day = "2026-11-01", left = 62; left > 0; left--, day = addDays(day, 1)) {
          const fires =
            dayOfMonth === "?"
              ? weekdays.split(",").includes(WEEKDAYS[weekdayOf(day) - 1] ?? "")
              : dayOfMonth === String(Number(day.slice(8)));
          expect({ day, fires }).toEqual({ day, fires: isMailDay(digest, day) });
        }
      }
    },
  );
});
