import { describe, expect, test } from "vitest";
import { DATASET_NAMES, DATASETS, DEFAULT_DATASETS } from "../../shared/catalog/datasets.ts";
import { digestFor } from "../../shared/settings/one-digest.ts";
import { passwordAge, rotationDays } from "../../shared/settings/password-age.ts";
import { membersOf } from "../../shared/settings/recipients.ts";
import { SECTION_SETTINGS } from "../../shared/settings/schema.ts";
import { parseSettings } from "../../shared/settings/settings.ts";
import { asWritten } from "../../shared/settings/spread.ts";
import { DATASET_APART_MINUTES, timeOfMinute } from "../../shared/settings/timetable.ts";
import { acme, base, problemsOf, withAcme, withDigest } from "./problems.ts";

describe("settings", () => {
  test("what has a default may be left out, and parsed settings are parsed again to themselves as they are written", () => {
    const settings = parseSettings(base, "test");
    expect(settings.enterprises["acme"]).toMatchObject({ snapshotAt: "05:00", concurrency: 8, retired: false });
    expect(settings.enterprises["acme"]?.digests["daily"]).toMatchObject({
      at: "07:00",
      sections: SECTION_SETTINGS,
    });
    expect(parseSettings(JSON.parse(JSON.stringify(asWritten(settings))), "test")).toEqual(settings);
  });

  test("all datasets but those that are opted into are taken, campaigns first in every mail", () => {
    const { datasets } = parseSettings(base, "test").enterprises["acme"] ?? {};
    expect(datasets?.slice(0, 3)).toEqual(["campaigns", "publisher-contracts", "integration-jobs"]);
    expect(datasets).toEqual(DATASET_NAMES.filter((name) => !DATASETS[name].optIn));
    expect(datasets).not.toContain("leads");
  });

  test("what is missing is told as missing, and what is none of a choice with the choices", () => {
    const { from: _, ...others } = base;
    const problems = problemsOf({
      ...others,
      enterprises: { acme: { ...acme, datasets: ["campagns"], digests: { daily: { days: ["MO"], period: "year" } } } },
    });
    expect(problems).toContain("from: is missing");
    expect(problems).toContain(
      "enterprises.acme.digests.daily.days.0: must be one of MON, TUE, WED, THU, FRI, SAT, SUN",
    );
    expect(problems).toContain("enterprises.acme.digests.daily.period: must be one of day, week, month");
    expect(problems.filter((problem) => /Invalid (input|option)/.test(problem))).toEqual([]);
  });

  test("every problem is told at once with its path, those between fields beside those of fields", () => {
    const problems = problemsOf({
      ...base,
      from: "nobody",
      alertsTo: ["ops@acme.example", "OPS@acme.example"],
      historyFrom: "2026-02-30",
      colour: "red",
      enterprises: {
        "Acme.evil/": acme,
        acme: {
          timeZone: "europe/london",
          snapshotAt: "23:00",
          concurrency: 10,
          digests: {
            daily: { to: ["team@acme.example", "x"], at: "25:00", audience: "publisher" },
            early: { to: ["a@acme.example", "a@acme.example"], at: "04:00" },
          },
        },
        mars: { ...acme, timeZone: "Mars/Olympus" },
      },
    });
    expect(problems.map((problem) => problem.split(":")[0])).toEqual([
      "from",
      "historyFrom",
      "enterprises.Acme.evil/",
      "enterprises.acme.concurrency",
      "enterprises.acme.digests.daily.at",
      "enterprises.acme.digests.daily.to.1",
      "enterprises.mars.timeZone",
      "colour",
      "alertsTo.1",
      "enterprises.acme.timeZone",
      "enterprises.acme.snapshotAt",
      "enterprises.acme.digests.daily.filter.publishers",
      "enterprises.acme.digests.early.to.1",
      "enterprises.acme.digests.early.at",
    ]);
  });

  test.each([undefined, null, 7, "x", [], {}])("settings that are %j are refused with paths", (input) => {
    expect(problemsOf(input).length).toBeGreaterThan(0);
  });

  test("a prototype's name is no enterprise", () => {
    const input = JSON.parse('{"enterprises":{"__proto__":{"timeZone":"UTC"},"constructor":{"timeZone":"UTC"}}}');
    const { enterprises } = parseSettings({ ...base, ...input }, "test");
    expect(Object.keys(enterprises)).toEqual(["constructor"]);
    expect("timeZone" in enterprises).toBe(false);
  });
});

describe("times", () => {
  test("the last catch-up lies on the snapshot's own day", () => {
    const [first, ...others] = DEFAULT_DATASETS.map((_, at) =>
      timeOfMinute(22 * 60 + 59 - at * DATASET_APART_MINUTES),
    ).toReversed();
    expect(problemsOf(withAcme({ snapshotAt: others[0], digests: {} }))).toEqual([
      `enterprises.acme.snapshotAt: must be ${first} at the latest, for the last catch-up belongs to the same day`,
    ]);
    expect(problemsOf(withAcme({ snapshotAt: first, digests: {} }))).toEqual([]);
    expect(problemsOf(withAcme({ snapshotAt: "22:59", datasets: ["campaigns"], digests: {} }))).toEqual([]);
  });

  test("no run lies in the hour that the clocks skip, the later datasets' and catch-ups neither", () => {
    const told = (at: string, which: string) =>
      `enterprises.acme.snapshotAt: ${which} does not exist in Europe/London on 2027-03-28: the run would be left out`.replace(
        "AT",
        at,
      );
    expect(problemsOf(withAcme({ snapshotAt: "01:30" }))).toEqual([told("", "01:30")]);
    expect(problemsOf(withAcme({ snapshotAt: "00:30" }))).toEqual([told("01:10", "AT, when one of its runs starts,")]);
    expect(problemsOf(withAcme({ snapshotAt: "02:00" }))).toEqual([]);
  });

  test("the latest time of a mail is neither before its own time nor in an hour that the clocks skip", () => {
    const alone = { snapshotAt: "00:00", datasets: ["campaigns"], timeZone: "America/New_York" };
    const of = (fields: object) =>
      problemsOf(withAcme({ ...alone, digests: { daily: { ...acme.digests.daily, ...fields } } }));
    const path = "enterprises.acme.digests.daily.latest";
    expect(of({ at: "07:00", latest: "06:59" })).toEqual([`${path}: must be 07:00 or later, when the mail is due`]);
    expect(of({ at: "07:00", latest: "07:00" })).toEqual([]);
    expect(of({ at: "01:45", days: ["SUN"] })).toEqual([
      `${path}: 02:15, which it is by itself, does not exist in America/New_York on 2027-03-14: a mail that waits would be left out`,
    ]);
    expect(of({ at: "01:45", days: ["SUN"], latest: "03:00" })).toEqual([]);
    expect(of({ at: "07:00", latest: "7:30" })).toEqual([`${path}: must be a time HH:mm from 00:00 to 23:59`]);
  });

  test("a mail in a skipped hour is refused only when it is due on such a day", () => {
    const snapshotAt = "00:00";
    const alone = { snapshotAt, datasets: ["campaigns"], timeZone: "America/New_York" };
    const at = (days: string[]) =>
      withAcme({ ...alone, digests: { daily: { ...acme.digests.daily, at: "02:30", days } } });
    expect(problemsOf(at(["SUN"]))).toEqual([
      "enterprises.acme.digests.daily.at: 02:30 does not exist in America/New_York on 2027-03-14: the mail would be left out",
    ]);
    expect(problemsOf(at(["MON"]))).toEqual([]);
  });

  test("a mail leaves after the day's last snapshot can have ended", () => {
    expect(problemsOf(withDigest({ at: "05:54" }))).toEqual([
      "enterprises.acme.digests.daily.at: must be 05:55 or later: before, the last snapshot that it tells of may still run",
    ]);
    expect(problemsOf(withDigest({ at: "05:55" }))).toEqual([]);
  });
});

describe("rotation of the password", () => {
  test("is off unless an enterprise says so, and asks for a password that lives four days", () => {
    expect(parseSettings(base, "test").enterprises["acme"]?.rotatePassword).toBe(false);
    expect(problemsOf(withAcme({ rotatePassword: true }))).toEqual([]);
    expect(problemsOf(withAcme({ rotatePassword: true, passwordMaxAgeDays: 4 }))).toEqual([]);
    expect(problemsOf(withAcme({ passwordMaxAgeDays: 3 }))).toEqual([]);
    expect(problemsOf(withAcme({ rotatePassword: true, passwordMaxAgeDays: 3 }))).toEqual([
      "enterprises.acme.passwordMaxAgeDays: must be 4 or more with rotatePassword: it is changed at half of its age",
    ]);
    expect(problemsOf(withAcme({ rotatePassword: "yes" }))).toHaveLength(1);
  });

  test.each([4, 5, 7, 14, 30, 60, 90, 180, 365])(
    "of a password that lives %i days comes at least a day before the warning, and at most every 60 days",
    (maxAgeDays) => {
      const days = rotationDays(maxAgeDays);
      expect(days).toBeGreaterThanOrEqual(1);
      expect(days).toBeLessThanOrEqual(60);
      const day = 86_400_000;
      expect(passwordAge(0, days * day, maxAgeDays)).toEqual({ days, isNearEnd: false });
    },
  );
});

describe("digests", () => {
  test("a publisher's digest names one publisher and no sections, and parses again to itself", () => {
    const filter = { publishers: [7] };
    expect(problemsOf(withDigest({ audience: "publisher" }))).toEqual([
      'enterprises.acme.digests.daily.filter.publishers: must name exactly one publisher for this audience, or to must name each by its id, such as {"12": ["lead@partner.example"]}',
    ]);
    expect(problemsOf(withDigest({ audience: "publisher", filter, sections: ["contracts"] }))).toEqual([
      "enterprises.acme.digests.daily.sections: must be left out: a publisher's mail has one form",
    ]);
    const settings = parseSettings(withDigest({ audience: "publisher", filter }), "test");
    expect(settings.enterprises["acme"]?.digests["daily"]?.sections).toBeUndefined();
    expect(parseSettings(JSON.parse(JSON.stringify(asWritten(settings))), "test")).toEqual(settings);
  });

  test.each(["a b@x.example", "a@x", "a@x.example, b@x.example", "a@x.example\r\nBcc: c@x.example", "ä@x.example", ""])(
    "the recipient %j is refused",
    (to) => {
      expect(problemsOf(withDigest({ to: [to] }))).toEqual([
        "enterprises.acme.digests.daily.to.0: must be an e-mail address such as team@acme.example",
      ]);
    },
  );

  test.each([
    ["attachCsv", true, 'is called attach now: "xlsx" or "csv" in place of true, "none" in place of false'],
    ["sendWhenEmpty", false, 'is called whenCalm now: "short" in place of true, "skip" in place of false'],
  ])("the old name %s is refused with the new one", (name, value, message) => {
    expect(problemsOf(withDigest({ [name]: value }))).toEqual([`enterprises.acme.digests.daily.${name}: ${message}`]);
  });

  test("the old threshold silentHours is refused with the new one", () => {
    expect(problemsOf(withDigest({ thresholds: { silentHours: 48 } }))).toEqual([
      "enterprises.acme.digests.daily.thresholds.silentHours: is called silentWeekdays now, in whole days from Monday to Friday: 2 in place of 48",
    ]);
  });

  test("a workbook goes along by itself, a table or nothing on demand, and nothing else passes for an attachment", () => {
    const attachOf = (fields: object) =>
      parseSettings(withDigest(fields), "test").enterprises["acme"]?.digests["daily"]?.attach;
    expect([attachOf({}), attachOf({ attach: "csv" }), attachOf({ attach: "none" })]).toEqual(["xlsx", "csv", "none"]);
    expect(problemsOf(withDigest({ attach: true }))).toEqual([
      "enterprises.acme.digests.daily.attach: must be xlsx, csv or none",
    ]);
  });

  describe.each([
    ["publisher", "publishers"],
    ["advertiser", "advertisers"],
  ])("of the audience %s", (audience, list) => {
    const path = "enterprises.acme.digests.daily";
    const to = { "12": ["a@partner.example"], "7": ["a@partner.example", "b@partner.example"] };

    test("one definition names many by their ids, or the filter names one", () => {
      expect(problemsOf(withDigest({ audience, to }))).toEqual([]);
      expect(problemsOf(withDigest({ audience, filter: { [list]: [12] } }))).toEqual([]);
      const settings = parseSettings(withDigest({ audience, to }), "test");
      const daily = settings.enterprises["acme"]?.digests["daily"];
      if (daily === undefined) throw new Error("the settings lost the digest");
      expect(membersOf(daily)).toEqual([7, 12]);
      expect(digestFor(daily, 7)).toMatchObject({ to: to["7"], filter: { [list]: [7] }, sections: undefined });
      expect(parseSettings(JSON.parse(JSON.stringify(asWritten(settings))), "test")).toEqual(settings);
    });

    test.each([
      [{ to, filter: { [list]: [12] } }, [`filter.${list}: must be left out: to names each by its id`]],
      [{ filter: { [list]: [12, 7] } }, [`filter.${list}: must name exactly one ${audience} for this audience`]],
      [{ to: {} }, [`to: must name at least one ${audience} by id`]],
      [{ to: { x: ["a@partner.example"] } }, ["to: x must be an id, such as 12"]],
      [{ to: { "12": "lead@partner.example" } }, ["to: 12 must be a list of addresses"]],
      [{ to: { "012": ["a@partner.example"] } }, ["to: 012 must be an id, such as 12"]],
      [{ to: { "12": [] } }, ["to.12: must name at least one recipient"]],
      [{ to: { "12": ["a@partner.example", "A@partner.example"] } }, ["to.12.1: is there twice"]],
      [{ to, sections: ["pacing"] }, ["sections: must be left out"]],
      [{ to, filter: { accountManagers: [3] } }, ["filter.accountManagers: must be left out for this audience"]],
    ])("what cannot be meant is refused: %j", (fields, expected) => {
      const problems = problemsOf(withDigest({ audience, ...fields }));
      expect(problems).toHaveLength(expected.length);
      for (const [at, start] of expected.entries()) expect(problems[at]).toContain(`${path}.${start}`);
    });
  });

  test("a list by id is for an audience, an advertiser's filter knows no publishers, and two names are the ledger's", () => {
    const to = { "12": ["a@partner.example"] };
    const path = "enterprises.acme.digests";
    expect(problemsOf(withDigest({ to }))).toEqual([
      `${path}.daily.to: must be a list of addresses, or the audience publisher or advertiser`,
    ]);
    expect(problemsOf(withDigest({ audience: "advertiser", to, filter: { publishers: [5] } }))).toEqual([
      `${path}.daily.filter.publishers: must be left out for this audience: an advertiser's mail knows nothing of publishers`,
    ]);
    const many = { ...acme.digests.daily, audience: "publisher", to };
    expect(problemsOf(withAcme({ digests: { owner: many, report: many, partners: many } }))).toEqual([
      `${path}.owner: must have another name to be sent by id: the ledger keeps owner and report`,
      `${path}.report: must have another name to be sent by id: the ledger keeps owner and report`,
    ]);
  });

  test.each(["0", "500", "99.5", "0.0001", "99999999999999.9999"])("to act from %j is an amount", (amount) => {
    expect(problemsOf(withDigest({ thresholds: { actFrom: { amount } } }))).toEqual([]);
  });

  test.each([500, -1, "-1", "1e3", "1,000", "£500", "", "0.00001", "123456789012345", null])(
    "to act from %j is refused",
    (amount) => {
      const [told, ...others] = problemsOf(withDigest({ thresholds: { actFrom: { amount } } }));
      expect(told).toMatch(/^enterprises\.acme\.digests\.daily\.thresholds\.actFrom\.amount: /);
      expect(others).toEqual([]);
    },
  );

  test("managers are filtered by whole ids, for the team alone, and where campaigns are taken", () => {
    const managers = { accountManagers: [12], campaignManagers: [31, 7] };
    const path = "enterprises.acme.digests.daily.filter";
    expect(problemsOf(withDigest({ filter: managers }))).toEqual([]);
    expect(problemsOf(withDigest({ filter: { accountManagers: [12, 12], campaignManagers: ["7"] } }))).toHaveLength(2);
    expect(problemsOf(withDigest({ audience: "publisher", filter: { ...managers, publishers: [7] } }))).toEqual(
      ["accountManagers", "campaignManagers"].map(
        (name) =>
          `${path}.${name}: must be left out for this audience: a publisher's mail knows nothing of who manages a campaign`,
      ),
    );
    const daily = { ...acme.digests.daily, filter: managers, sections: ["contracts"] };
    expect(problemsOf(withAcme({ datasets: ["publisher-contracts"], digests: { daily } }))).toEqual([
      `${path}.accountManagers: needs campaigns in the enterprise's datasets`,
      `${path}.campaignManagers: needs campaigns in the enterprise's datasets`,
    ]);
  });
});
