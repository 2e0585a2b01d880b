import { describe, expect, test } from "vitest";
import { dueWork, SNAPSHOT_GRACE_MS, schedulesOf } from "../../functions/watch/due.ts";
import { instantAt } from "../../shared/platform/day.ts";
import type { SettingsInput } from "../../shared/settings/schema.ts";
import { parseSettings } from "../../shared/settings/settings.ts";
import { latestOf, snapshotSlots } from "../../shared/settings/timetable.ts";

const NAMES = Array.from({ length: 1_000 }, (_, at) => `company-${at}`);
const base = (names: readonly string[], more: Partial<SettingsInput> = {}) => ({
  ...{ from: "r@acme.example", alertsTo: ["ops@acme.example"], historyFrom: "2026-11-01" },
  enterprises: Object.fromEntries(
    names.map((name) => [name, { timeZone: "UTC", digests: { daily: { to: ["a@acme.example"] } } }]),
  ),
  ...more,
});
const settingsOf = (names: readonly string[], more: Partial<SettingsInput> = {}) =>
  parseSettings(base(names, more), "test");

describe("snapshots that are spread", () => {
  test("begin within the minutes of the settings, each at its own by its name, and evenly", () => {
    const { enterprises } = settingsOf(NAMES, { spreadMinutes: 15 });
    const minutes = Object.values(enterprises).map(({ minutesLater }) => minutesLater);
    const counts = Map.groupBy(minutes, (minute) => minute);
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: 15 }, (_, at) => at));
    for (const { length } of counts.values()) expect(length).toBeLessThan(100);
    const others = settingsOf([...NAMES.slice(0, 10), "newcomer"], { spreadMinutes: 15 }).enterprises;
    for (const name of NAMES.slice(0, 10)) expect(others[name]?.minutesLater).toBe(enterprises[name]?.minutesLater);
  });

  test("are not unless the settings say so", () => {
    expect(new Set(Object.values(settingsOf(NAMES).enterprises).map(({ minutesLater }) => minutesLater))).toEqual(
      new Set([0]),
    );
  });

  test("keep 20 minutes from dataset to dataset, an hour to the catch-up, and 24 hours from day to day", () => {
    const { enterprises } = settingsOf(NAMES.slice(0, 20), { spreadMinutes: 30 });
    for (const of of Object.values(enterprises)) {
      const slots = snapshotSlots(of);
      expect(slots[0]?.minute).toBe(300 + of.minutesLater);
      slots.forEach(({ minute, catchUpMinute }, at) => {
        expect([minute, catchUpMinute]).toEqual([300 + of.minutesLater + 20 * at, minute + 60]);
      });
    }
  });

  test("are due for the watch when their schedules say, and a moved minute is a new schedule to it", () => {
    const name =
      NAMES.find((one) => settingsOf([one], { spreadMinutes: 30 }).enterprises[one]?.minutesLater === 20) ?? "";
    const settings = settingsOf([name], { spreadMinutes: 30 });
    const at = instantAt("2026-11-23", "05:20", "UTC") + SNAPSHOT_GRACE_MS;
    const dates = (now: number) => dueWork(settings, now).snapshots.filter(({ date }) => date === "2026-11-23").length;
    expect([dates(at - 1), dates(at)]).toEqual([0, 1]);
    const [of, before] = [settings.enterprises[name], settingsOf([name]).enterprises[name]];
    if (of === undefined || before === undefined) throw new Error("no enterprise");
    expect(schedulesOf(of)[0]).toContain("at 05:20");
    expect(schedulesOf(of)[0]).not.toBe(schedulesOf(before)[0]);
    expect(latestOf({ at: "07:00", latest: undefined }, of)).toBe("07:30");
    expect(latestOf({ at: "06:40", latest: undefined }, of)).toBe("07:20");
  });

  test("that would reach into the next day, or meet a mail, are refused with the minutes reckoned in", () => {
    const late =
      NAMES.find((one) => settingsOf([one], { spreadMinutes: 30 }).enterprises[one]?.minutesLater === 29) ?? "";
    const of = (fields: object) =>
      ({ [late]: { timeZone: "UTC", datasets: ["campaigns"], ...fields } }) as SettingsInput["enterprises"];
    const parsed = (fields: object, spreadMinutes: number) => () =>
      settingsOf([], { spreadMinutes, enterprises: of(fields) });
    expect(parsed({ snapshotAt: "22:30" }, 0)).not.toThrow();
    expect(parsed({ snapshotAt: "22:30" }, 30)).not.toThrow();
    expect(parsed({ snapshotAt: "22:31" }, 30)).toThrow(
      /snapshotAt: must be 22:30 at the latest.*\(spreadMinutes has the snapshots of this enterprise begin at 23:00\)/,
    );
    const digests = { daily: { to: ["a@acme.example"], at: "05:20" } };
    expect(parsed({ digests }, 0)).not.toThrow();
    expect(parsed({ digests }, 30)).toThrow(
      /daily\.at: must be 05:44 or later.*\(spreadMinutes has the snapshots of this enterprise begin at 05:29\)/,
    );
    expect(parsed({ timeZone: "Europe/Atlantis" }, 30)).toThrow(/^((?!spreadMinutes).)*$/s);
  });

  test.each([-1, 31, 0.5, "15"])("by %j minutes are refused by name", (spreadMinutes) => {
    const input = { ...base(["acme"]), spreadMinutes };
    expect(() => parseSettings(input, "test")).toThrow(/1 problem: spreadMinutes: /);
  });
});

test("settings of 1,000 enterprises, one of them wrong in several places, are refused with each place named", () => {
  const input = base(NAMES);
  const wrong = {
    timeZone: "Europe/Lodnon",
    datasets: ["campaigns", "campaigns"],
    concurrency: 12,
    digests: { daily: { to: [], at: "7:00" }, "Bad Name": { to: ["a@acme.example"] } },
  };
  const refused = () =>
    parseSettings({ ...input, enterprises: { ...input.enterprises, "company-500": wrong } }, "test");
  for (const place of [
    ...["timeZone: must be a zone", "datasets\\.1: is there twice", "concurrency: "],
    ...[
      "digests\\.daily\\.to: must name at least one",
      "digests\\.daily\\.at: must be a time",
      "digests\\.Bad Name: as a name",
    ],
  ]) {
    expect(refused).toThrow(new RegExp(`enterprises\\.company-500\\.${place}`));
  }
  expect(refused).toThrow(/the settings have 6 problems/);
});
