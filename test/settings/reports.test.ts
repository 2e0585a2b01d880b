import { describe, expect, test } from "vitest";
import { parseSettings } from "../../shared/settings/settings.ts";

const settings = (report: Readonly<Record<string, unknown>>) => ({
  from: "reports@acme.example",
  alertsTo: ["ops@acme.example"],
  historyFrom: "2026-11-01",
  enterprises: {
    acme: {
      timeZone: "Europe/London",
      reports: { behind: { title: "Behind", to: ["a@acme.example"], parts: [{ query: "pacing" }], ...report } },
    },
  },
});
const parse = (report: Readonly<Record<string, unknown>>) =>
  parseSettings(settings(report), "test").enterprises["acme"]?.reports["behind"];

test("what has a default may be left out", () => {
  expect(parse({})).toEqual({
    title: "Behind",
    at: "07:00",
    period: "day",
    days: ["MON", "TUE", "WED", "THU", "FRI"],
    locale: "en-GB",
    audience: "internal",
    to: ["a@acme.example"],
    send: "always",
    attach: "xlsx",
    parts: [{ query: "pacing", with: {} }],
  });
});

describe("is refused, with the path and what to do", () => {
  const many = Object.fromEntries(Array.from({ length: 151 }, (_, id) => [String(id + 1), ["a@pub.example"]]));
  test.each([
    [
      { to: { "12": ["a@pub.example"] } },
      "behind.to: must be a list of addresses, or the audience publisher or advertiser",
    ],
    [{ audience: "publisher" }, "behind.to: must name at least one publisher by id"],
    [{ audience: "advertiser", to: {} }, "behind.to: must name at least one advertiser by id"],
    [{ audience: "publisher", to: { x: ["a@pub.example"] } }, "x must be an id"],
    [{ audience: "publisher", to: { "12": ["nobody"] } }, "behind.to.12.0: must be an e-mail address"],
    [{ audience: "publisher", to: { "12": ["a@pub.example", "A@pub.example"] } }, "behind.to.12.1: is there twice"],
    [
      { audience: "publisher", to: many, parts: [{ query: "pacing" }, { query: "money" }] },
      "151 ids with 2 parts are 302 queries, and at most 300 may be",
    ],
    [{ parts: [] }, "behind.parts: "],
    [{ parts: [{}] }, "behind.parts.0: must name a file or a query, and not both"],
    [{ parts: [{ file: "a.sql", query: "pacing" }] }, "behind.parts.0: must name a file or a query, and not both"],
    [{ parts: [{ file: "../a.sql" }] }, "behind.parts.0.file: must lie below the folder of the settings"],
    [{ parts: [{ file: "/etc/a.sql" }] }, "behind.parts.0.file: must be a path to a .sql file"],
    [{ parts: [{ file: "reports/a.txt" }] }, "behind.parts.0.file: must be a path to a .sql file"],
    [{ parts: [{ query: "pacing", with: { Below: 1 } }] }, "must be small letters"],
    [{ parts: [{ query: "pacing", with: { below: null } }] }, "must be a text, a number, true or false"],
    [{ title: "a\nb" }, "behind.title: must be one line"],
    [{ at: "05:30" }, "behind.at: must be 05:55 or later"],
    [{ at: "08:00", latest: "07:30" }, "behind.latest: must be 08:00 or later"],
    [{ colour: "red" }, "behind.colour: is not a setting"],
  ])("%j", (report, told) => {
    expect(() => parse(report)).toThrow(told);
  });
});
