import { expect, test } from "vitest";
import { buildDigest } from "../../shared/digest/build-digest.ts";
import { renderHtml, renderText } from "../../shared/digest/frame/mail.ts";
import { ownerNotice } from "../../shared/digest/frame/owner-notice.ts";
import { subjectOf } from "../../shared/digest/frame/subject.ts";
import { campaign, contract, inputOf, job, snapshot } from "./rows.ts";

const DATE = "2026-11-23";
const BEFORE = "2026-11-22";
/** A weekend alone can tell nothing. */
const FRIDAY = "2026-11-21";
const two = [snapshot(BEFORE, [campaign()]), snapshot(DATE, [campaign()])];

test("whole and of the day: no banner, no mark, and the list gets it", () => {
  const model = buildDigest(inputOf(DATE, { campaigns: [snapshot(FRIDAY, [campaign()]), ...two] }));
  expect(model).toMatchObject({ banners: [], incomplete: false, audience: { to: "list", reasons: [] } });
  expect(subjectOf(model)).toMatch(/^1 to act on, £3,000: Campaign\. Sun 22 Nov, /);
  expect(ownerNotice(model)).toBeUndefined();
});

test("one dataset a day behind puts a banner on top and [Incomplete] in the subject", () => {
  const model = buildDigest(inputOf(DATE, { campaigns: two, jobs: [snapshot(BEFORE, [job()])] }));
  expect(model.banners).toContainEqual({ kind: "stale", dataset: "integration-jobs", days: 1, used: BEFORE });
  expect(model.audience.to).toBe("list");
  expect(subjectOf(model)).toMatch(/^\[Incomplete\] Cannot tell/);
  expect(subjectOf(model, { test: true })).toMatch(/^\[Test\] \[Incomplete\] Cannot tell/);
  expect(renderText(model)).toContain(
    "No snapshot of integration jobs for this day. The one of Sun 22 Nov is used instead.",
  );
});

test("two days behind, the list gets nothing and the owner is told why", () => {
  const old = [snapshot("2026-11-20", [campaign()]), snapshot("2026-11-21", [campaign()])];
  const model = buildDigest(inputOf(DATE, { campaigns: old }));
  expect(model.audience).toEqual({
    to: "owner-only",
    reasons: [{ kind: "stale", dataset: "campaigns", days: 2, used: "2026-11-21" }],
  });
  expect(ownerNotice(model)?.subject).toBe("Lead digest daily of acme, 23 Nov: not sent");
  expect(ownerNotice(model)?.text).toContain("The newest snapshot of campaigns is of Sat 21 Nov, 2 days old.");
});

test("a shrunk snapshot and a dataset without any keep the mail from the list", () => {
  const shrunk = [two[0] ?? snapshot(BEFORE, []), snapshot(DATE, [campaign()], { shrunk: true, referenceRows: 40 })];
  expect(buildDigest(inputOf(DATE, { campaigns: shrunk })).audience).toEqual({
    to: "owner-only",
    reasons: [{ kind: "shrunk", dataset: "campaigns", rows: 1, before: 40 }],
  });
  expect(buildDigest(inputOf(DATE, { campaigns: two, contracts: [] })).audience).toEqual({
    to: "owner-only",
    reasons: [{ kind: "missing", dataset: "publisher-contracts" }],
  });
});

test("a day on which nothing needs action is a short mail, however many campaigns are on pace", () => {
  const rows = (leads: number) =>
    Array.from({ length: 40 }, (_, id) => campaign({ id: id + 1, billable_leads: leads }));
  const days = [snapshot(FRIDAY, rows(220)), snapshot(BEFORE, rows(230)), snapshot(DATE, rows(240))];
  const model = buildDigest(inputOf(DATE, { campaigns: days }));
  const text = renderText(model);
  expect(text).toMatch(/^Calm: nothing is open\n=+\nOn pace or ahead: 40 of 40 capped campaigns\.\n/);
  expect(text.split("\n").length).toBeLessThan(25);
});

test("a field that no row holds any more puts a banner on top and [Incomplete] in the subject", () => {
  const rows = (over: Parameters<typeof campaign>[0]) =>
    Array.from({ length: 6 }, (_, id) => campaign({ id: id + 1, billable_leads: 9, ...over }));
  const lost = [snapshot(BEFORE, rows({})), snapshot(DATE, rows({ billable_leads: null, payout_amount: null }))];
  const model = buildDigest(inputOf(DATE, { campaigns: lost }));
  expect(model.banners).toEqual([
    { kind: "emptied", dataset: "campaigns", columns: ["billable_leads", "payout_amount"] },
  ]);
  expect(subjectOf(model)).toMatch(/^\[Incomplete\] Cannot tell/);
  expect(renderText(model)).toContain(
    "! Incomplete: No row of campaigns holds billable_leads and payout_amount any more: Convertr seems to have stopped sending it.",
  );
  const seldom = [rows({}), rows({})].map((some, index) =>
    snapshot(index === 0 ? BEFORE : DATE, [...some, campaign({ id: 9, pause_ts: index === 0 ? 1 : null })]),
  );
  expect(buildDigest(inputOf(DATE, { campaigns: seldom })).banners).toEqual([]);
});

test("all paused campaigns that resume have no pause_ts any more, and nothing is incomplete", () => {
  const rows = (pause_ts: number | null) =>
    Array.from({ length: 6 }, (_, id) => campaign({ id: id + 1, billable_leads: 9, pause_ts }));
  const resumed = [snapshot(BEFORE, rows(Date.UTC(2026, 10, 20))), snapshot(DATE, rows(null))];
  const model = buildDigest(inputOf(DATE, { campaigns: resumed }));
  expect(model).toMatchObject({ banners: [], incomplete: false });
  expect(subjectOf(model)).not.toContain("Incomplete");
});

test("contracts that were all renewed are not signed yet, and their old versions' signatures are not missed", () => {
  const deals = (first: number, signed_ts: number | null) =>
    Array.from({ length: 6 }, (_, at) => contract({ id: first + at, publisher_id: at + 1, signed_ts }));
  const renewed = [snapshot(BEFORE, deals(1, Date.UTC(2026, 10, 1))), snapshot(DATE, deals(101, null))];
  expect(buildDigest(inputOf(DATE, { campaigns: two, contracts: renewed })).incomplete).toBe(false);
  const lost = [snapshot(BEFORE, deals(1, Date.UTC(2026, 10, 1))), snapshot(DATE, deals(1, null))];
  expect(buildDigest(inputOf(DATE, { campaigns: two, contracts: lost })).banners).toContainEqual({
    kind: "emptied",
    dataset: "publisher-contracts",
    columns: ["signed_ts"],
  });
});

test("degraded, damaged and missing snapshots in between are notes, not marks", () => {
  const campaigns = [snapshot("2026-11-20", [campaign()]), snapshot(DATE, [campaign()], { degraded: true })];
  const input = inputOf(DATE, { campaigns, over: { since: BEFORE } });
  const skipped = [{ date: BEFORE, reason: "the file is damaged or of another shape" }];
  const model = buildDigest({ ...input, campaigns: { ...input.campaigns, skipped } });
  expect(model.banners.map(({ kind }) => kind)).toEqual(["degraded", "unreadable", "gap"]);
  expect(model.banners.at(-1)).toMatchObject({ days: ["2026-11-21", "2026-11-22"] });
  expect(model).toMatchObject({ incomplete: false, audience: { to: "list" } });
});

test("the first snapshot and an empty account still give a readable mail", () => {
  const first = buildDigest(inputOf(DATE, { campaigns: [snapshot(DATE, [campaign({ billable_leads: 40 })])] }));
  expect(first.totals?.now).toBeNull();
  expect(renderHtml(first)).toContain("This is the first snapshot of campaigns: movements begin with the next one.");
  const empty = buildDigest(inputOf(DATE, { campaigns: [FRIDAY, BEFORE, DATE].map((day) => snapshot(day, [])) }));
  expect(subjectOf(empty)).toMatch(/^Calm Sun 22 Nov: .*nothing open$/);
  expect(renderText(empty)).toMatch(/^Calm: nothing is open\n/);
});

test("a filter keeps what it names: lists are alternatives, filters hold together", () => {
  const rows = [campaign(), campaign({ id: 2, advertiser_id: 400 }), campaign({ id: 3, advertiser_id: 400 })];
  const campaigns = [snapshot(BEFORE, rows), snapshot(DATE, rows)];
  const deals = [contract(), contract({ id: 2, campaign_id: 2, publisher_id: 6, advertiser_id: 400 })];
  const contracts = [snapshot(BEFORE, deals), snapshot(DATE, deals)];
  const paced = (filter: object) =>
    buildDigest(inputOf(DATE, { campaigns, contracts, settings: { filter } })).sections.pacing?.rows.map(
      (row) => row.campaign.id,
    );
  expect(paced({ advertisers: [400] })).toEqual([2, 3]);
  expect(paced({ campaigns: [1, 3] })).toEqual([1, 3]);
  expect(paced({ publishers: [6] })).toEqual([2]);
  // Nothing left: no section at all, so that the mail is a short one.
  expect(paced({ advertisers: [319], publishers: [6] })).toBeUndefined();
});

test("an id that no snapshot holds is told to the owner; when it is the whole filter the list gets nothing", () => {
  const some = buildDigest(inputOf(DATE, { campaigns: two, settings: { filter: { advertisers: [319, 999] } } }));
  expect(some.audience).toEqual({
    to: "list",
    reasons: [{ kind: "unknown-filter", list: "advertisers", ids: [999], all: false }],
  });
  expect(ownerNotice(some)?.text).toContain("filter.advertisers names 999, which no snapshot holds");
  const all = buildDigest(inputOf(DATE, { campaigns: two, settings: { filter: { campaigns: [77] } } }));
  expect(all.audience.to).toBe("owner-only");
});

test("a filter that is known but matches nothing today is a short mail", () => {
  const campaigns = [snapshot(BEFORE, [campaign(), campaign({ id: 2 })]), snapshot(DATE, [campaign()])];
  const model = buildDigest(inputOf(DATE, { campaigns, settings: { filter: { campaigns: [2] } } }));
  expect(model).toMatchObject({ matchesNothing: true, audience: { to: "list" } });
  expect(subjectOf(model)).toBe("Nothing matches the filter, Sun 22 Nov");
  expect(renderText(model)).toMatch(/^Nothing matches this digest’s filter\n/);
});

test("what is true of several datasets is said once", () => {
  const model = buildDigest(
    inputOf("2026-11-24", {
      campaigns: two,
      contracts: [snapshot(BEFORE, [contract()]), snapshot(DATE, [contract()])],
    }),
  );
  expect(renderText(model)).toContain("No snapshot of campaigns and publisher contracts for this day.");
});
