import { describe, expect, test } from "vitest";
import { buildDigest } from "../../shared/digest/build-digest.ts";
import { renderText } from "../../shared/digest/frame/mail.ts";
import { subjectOf } from "../../shared/digest/frame/subject.ts";
import { renderCsv } from "../../shared/digest/frame/tables.ts";
import type { DigestInput } from "../../shared/digest/input/digest-input.ts";
import { addDays, type Day } from "../../shared/platform/day.ts";
import { campaign, contract, inputOf, pounds, snapshot } from "./rows.ts";

// What a publisher or an advertiser reads must be so, by the mail's own figures and by what has happened.

const DATE = "2026-11-24";
const DAYS = 36;
const textOf = (input: DigestInput): string => renderText(buildDigest(input));
interface More {
  readonly settings?: object;
  readonly over?: object;
  readonly missing?: readonly number[];
  readonly from?: number;
}

/** A publisher's contracts by the day, 35 the one of the mail, on campaigns that end on 20 December. */
function publisher(rows: (day: number) => readonly Parameters<typeof contract>[0][], more: More = {}): DigestInput {
  const { settings = {}, over = {}, missing = [], from = 0 } = more;
  const numbers = Array.from({ length: DAYS - from }, (_, at) => at + from).filter((day) => !missing.includes(day));
  const contracts = numbers.map((day) =>
    snapshot(
      addDays(DATE, day + 1 - DAYS),
      rows(day).map((row, at) =>
        contract({
          ...{ id: at + 1, campaign_id: at + 1, campaign_name: `C${at + 1}`, start_date: "2026-10-01" },
          ...{ leads_required: 500, end_date: null, earnings: pounds(day * 80), ...row },
        }),
      ),
    ),
  );
  const own = { audience: "publisher", filter: { publishers: [5] }, ...settings };
  return inputOf(DATE, { contracts, settings: own, over: { campaignEnds: ends("2026-12-20"), ...over } });
}
const ends = (end: Day) => new Map([1, 2, 3].map((id) => [id, end]));
const steady = (day: number, more: Parameters<typeof contract>[0] = {}) => ({
  ...{ total_leads: day * 12, invalid_leads: day * 2, billable_leads: day * 10, ...more },
});

function advertiser(rows: (day: number) => readonly Parameters<typeof campaign>[0][], more: More = {}): DigestInput {
  const { settings = {}, over = {}, missing = [], from = 0 } = more;
  const numbers = Array.from({ length: DAYS - from }, (_, at) => at + from).filter((day) => !missing.includes(day));
  const campaigns = numbers.map((day) =>
    snapshot(
      addDays(DATE, day + 1 - DAYS),
      rows(day).map((row, at) =>
        campaign({
          ...{ id: at + 1, name: `C${at + 1}`, start_date: "2026-10-01", end_date: "2026-12-20", leads_required: 500 },
          ...{ currency: "GBP", payout_amount: pounds(20), ...row },
        }),
      ),
    ),
  );
  const settingsOf = { audience: "advertiser", filter: { advertisers: [319] }, ...settings };
  return inputOf(DATE, { campaigns, settings: settingsOf, over });
}
const booked = (leads: number, more: Parameters<typeof campaign>[0] = {}) => ({
  ...{ billable_leads: leads, total_leads: leads, revenue: pounds(leads * 20), ...more },
});

describe("a publisher is asked for nothing that can come to nothing", () => {
  test("a campaign that is over ends its contracts, whatever end they have, and one that ends sooner is paced by that", () => {
    const later = { end_date: "2026-12-31" };
    const over = textOf(publisher((day) => [steady(day, later)], { over: { campaignEnds: ends("2026-11-20") } }));
    expect(over).toContain("None of your campaigns runs.");
    const unsigned = () => [{ ...later, signed_ts: null, current_contract_status: "Unsigned" }];
    const waiting = textOf(publisher(unsigned, { over: { campaignEnds: ends("2026-11-20") } }));
    expect(waiting).not.toMatch(/please sign|short/);
    const soon = textOf(publisher((day) => [steady(day, later)], { over: { campaignEnds: ends("2026-11-27") } }));
    expect(soon).toContain("350 of 500 accepted. Ends Fri 27 Nov, 4 days left");
    expect(soon).toContain("1 of 1 running campaign will end short at this pace.");
  });

  test("an application that was rejected makes no running campaign", () => {
    const rejected = () => [{ application_status: "Rejected", signed_ts: null }];
    expect(textOf(publisher(rejected))).toContain("None of your campaigns runs.");
  });

  test("between two contracts nothing is judged, and the start of the next is told", () => {
    const signed = { signed_ts: Date.parse("2026-09-01T09:00:00Z") };
    const version = { campaign_id: 1, publisher_id: 5, uncapped: false, caps_on_bands: false, ...signed };
    const first = { ...version, id: 1, start_date: "2026-10-01", end_date: "2026-11-22", leads_required: 300 };
    const next = { ...version, id: 2, start_date: "2026-12-01", end_date: "2026-12-20", leads_required: 200 };
    const versions = [first, next] as never;
    const rows = (day: number) => [steady(Math.min(day, 24), day < 34 ? first : next)];
    const text = textOf(publisher(rows, { over: { versions, campaignEnds: ends("2026-12-20") } }));
    expect(text).toContain("240 of 500 accepted, across 2 contracts. Starts Tue 1 Dec. Ends 20 Dec.");
    expect(text).not.toContain("short");
  });
});

test("what is judged without a rate is no pace", () => {
  const first = textOf(publisher(() => [steady(20)], { from: 35 }));
  expect(first).toContain("1 of 1 running campaign will end short as it stands.");
  expect(first).toContain("As it stands 300: 200 short.");
  const gap = textOf(
    publisher((day) => [steady(day, { leads_required: 420 })], { missing: [28, 29, 30, 31, 32, 33, 34] }),
  );
  expect(gap).not.toContain("at this pace.");
  const steadily = textOf(publisher((day) => [steady(day)]));
  expect(steadily).toContain("at this pace.");
  expect(textOf(advertiser(() => [booked(200)], { from: 35 }))).toContain("will end short as it stands.");
});

describe("leads", () => {
  test("that are not known are not told as none", () => {
    const unknown = (row: object) => publisher((day) => [steady(day, day === 34 ? row : {})]);
    expect(textOf(unknown({ total_leads: null }))).not.toContain("No new leads");
    const two = publisher((day) => [steady(day, day === 34 ? { total_leads: null } : {}), steady(day)]);
    // The lead and the one card that knows it: 20 accepted of 12 is no share.
    expect(textOf(two).match(/of 12 leads/g)).toHaveLength(1);
  });

  test("that came and were taken back are not told as none either", () => {
    const given = advertiser((day) => [booked(day === 35 ? 105 : 100), booked(day === 35 ? 95 : 100)]);
    expect(subjectOf(buildDigest(given))).toContain("As many leads credited as accepted");
    const week = {
      settings: { period: "week", days: ["TUE"] },
      over: { since: "2026-11-17", campaignEnds: ends("2026-12-20") },
    };
    const leads = (day: number) => (day >= 32 && day < 34 ? 105 : 100);
    const rows = (day: number) => [
      { total_leads: leads(day), invalid_leads: 0, billable_leads: leads(day), earnings: pounds(leads(day)) },
    ];
    expect(textOf(publisher(rows, week))).toMatch(/^As many leads taken back as accepted/m);
  });
});

describe("what one snapshot does not know has not changed", () => {
  test("a status", () => {
    const text = textOf(publisher((day) => [steady(day, day === 35 ? { campaign_status: null } : {})]));
    expect(text).not.toContain("None of your campaigns runs.");
    expect(text).toContain("350 of 500 accepted.");
  });

  test("a currency, and one that was never known stands by itself in the sum", () => {
    const week = {
      settings: { period: "week", days: ["TUE"] },
      over: { since: "2026-11-17", campaignEnds: ends("2026-12-20") },
    };
    const unknown = (when: (day: number) => boolean) => (day: number) => [
      steady(day, { currency: when(day) ? null : "GBP" }),
      steady(day, { currency: "GBP" }),
    ];
    for (const when of [(day: number) => day === 31, (day: number) => day === 28, (day: number) => day === 35])
      expect(textOf(publisher(unknown(when), week))).toMatch(/^140 leads accepted, £1,120\.00$/m);
    expect(
      textOf(
        publisher(
          unknown(() => true),
          week,
        ),
      ),
    ).toMatch(/^140 leads accepted, £560\.00 · 560\.00$/m);
  });
});

test("a campaign that began and ended within the month is named as ended, with all it brought", () => {
  const month = { settings: { period: "month" }, over: { since: "2026-11-01" } };
  const rows = (day: number) => {
    const date = addDays(DATE, day + 1 - DAYS);
    const leads = Math.min(Math.max(day - 16, 0) * 20, 170);
    const status = date < "2026-11-04" ? "Setup Required" : date < "2026-11-21" ? "Active" : "Ended";
    return [
      booked(day),
      booked(leads, { name: "Short", start_date: "2026-11-04", end_date: "2026-11-20", leads_required: 200, status }),
    ];
  };
  const input = advertiser(rows, month);
  expect(textOf(input)).toMatch(/Short \(2\): 1[67]0 of 200 accepted/);
  expect(renderCsv(buildDigest(input))[0]?.content).toContain("Short");
});

test("the table that goes along says what the mail says: accepted leads a day, a signature, the forecast told", () => {
  const csv = (input: DigestInput): Readonly<Record<string, string>> => {
    const [head = "", row = ""] = (renderCsv(buildDigest(input))[0]?.content ?? "").replace("\ufeff", "").split("\r\n");
    const values = row.split(",");
    return Object.fromEntries(head.split(",").map((name, at) => [name, values[at] ?? ""]));
  };
  const falling = csv(
    publisher((day) => [
      { billable_leads: 300 - (day > 31 ? (day - 31) * 10 : 0), total_leads: 400, invalid_leads: 0 },
    ]),
  );
  expect(falling).toMatchObject({ accepted_per_day: "0", forecast: "260", short: "240" });
  const paused = csv(publisher((day) => [steady(day, { campaign_status: "Paused", signed_ts: null })]));
  expect(paused).toMatchObject({ state: "Paused", signed: "false" });
  expect(csv(publisher((day) => [steady(day)]))).toMatchObject({
    accepted_per_day: "10",
    signed: "true",
    leads_in_period: "12",
  });
});

describe("days", () => {
  test("before the first snapshot are no gap", () => {
    const week = {
      settings: { period: "week", days: ["TUE"] },
      over: { since: "2026-11-17", campaignEnds: ends("2026-12-20") },
    };
    expect(textOf(publisher((day) => [steady(day)], { ...week, from: 32 }))).not.toContain("Of some days before");
    expect(textOf(publisher((day) => [steady(day)], { ...week, missing: [32] }))).toContain("Of some days before");
  });

  test("of the figures are those of the snapshot, at the top as at the end", () => {
    const stale = textOf(publisher((day) => [steady(day)], { missing: [35] }));
    expect(stale).toContain("Figures are those of Mon 23 Nov");
    expect(stale).toContain("Figures as of Monday, 23 November 2026.");
  });
});
