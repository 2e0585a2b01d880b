import { expect, test } from "vitest";
import { AUDIENCE_SCOPES, type MemberAudience } from "../../shared/catalog/audiences.ts";
import { buildDigest } from "../../shared/digest/build-digest.ts";
import { renderText } from "../../shared/digest/frame/mail.ts";
import { memberInput } from "../../shared/digest/input/member-input.ts";
import { accountOf } from "./account.ts";
import { campaign, inputOf, snapshot } from "./rows.ts";

const DATE = "2026-11-24";

test.each([
  ["publisher", "publisher_contracts", { publishers: [7] }, "contracts"],
  ["advertiser", "campaigns", { advertisers: [301] }, "campaigns"],
] as const)("of a row a %s's mail is made of the columns of its list alone", (audience, table, filter, dataset) => {
  const whole = accountOf(DATE, 30, { audience, filter });
  const input = memberInput(whole);
  const listed = new Set(AUDIENCE_SCOPES[audience as MemberAudience].nameable[table]);
  const { history, newest, base } = input[dataset];
  const rows = [...history, newest, base].flatMap((one): readonly object[] => one?.rows ?? []);
  expect(rows.length).toBeGreaterThan(100);
  const filled = new Set(
    rows.flatMap((row) => Object.entries(row).flatMap(([name, value]) => (value === null ? [] : [name]))),
  );
  expect([...filled].filter((name) => !listed.has(name))).toEqual([]);
  const all: readonly object[] = whole[dataset].newest?.rows ?? [];
  const read = new Set(all.flatMap((row) => Object.keys(row)));
  expect([...read].filter((name) => !listed.has(name)).length).toBeGreaterThan(0);
  for (const other of ["campaigns", "contracts", "jobs"] as const) {
    if (other !== dataset)
      expect(input[other]).toEqual({ history: [], newest: undefined, base: undefined, skipped: [] });
  }
});

test("a row that stands for many days is narrowed once and stands for as many", () => {
  const whole = accountOf(DATE, 30, { audience: "advertiser", filter: { advertisers: [301] } });
  const [row] = whole.campaigns.newest?.rows ?? [];
  const days = whole.campaigns.history.map(({ info }) => ({
    info,
    rows: row === undefined ? [] : [{ ...row, advertiser_id: 301 }],
  }));
  const shared = days.map(({ info }) => ({ info, rows: days[0]?.rows ?? [] }));
  const input = memberInput({ ...whole, campaigns: { ...whole.campaigns, history: shared } });
  expect(new Set(input.campaigns.history.map(({ rows }) => rows[0])).size).toBe(1);
});

test("a publisher's mail of one advertiser's campaigns goes by a column that it does not know", () => {
  const filter = { publishers: [7], advertisers: [301] };
  const { contracts, settings } = memberInput(accountOf(DATE, 40, { audience: "publisher", filter }));
  expect(contracts.newest?.rows.length).toBeGreaterThan(0);
  expect(contracts.newest?.rows.every((row) => row.advertiser_id === null)).toBe(true);
  expect(settings.filter.advertisers).toEqual([]);
  const whole = accountOf(DATE, 40).contracts.newest?.rows ?? [];
  const asked = whole.filter((row) => row.publisher_id === 7 && row.advertiser_id === 301).map(({ id }) => id);
  expect(contracts.newest?.rows.map(({ id }) => id)).toEqual(asked);
});

const BOOKED = { audience: "advertiser", filter: { advertisers: [319] } };
type Over = Parameters<typeof campaign>[0];
const bookedMail = (before: readonly Over[], now: readonly Over[], degraded = false) => {
  const campaigns = [snapshot("2026-11-23", before.map(campaign)), snapshot(DATE, now.map(campaign), { degraded })];
  return renderText(buildDigest(inputOf(DATE, { campaigns, settings: BOOKED })));
};

test("a test, internal or template campaign whose kind is not known today is shown to no advertiser", () => {
  for (const kind of ["test_mode", "internal_only", "is_template"] as const) {
    const mail = bookedMail(
      [{ id: 1 }, { id: 2, name: "HIDDEN", [kind]: true }],
      [
        { id: 1, [kind]: null },
        { id: 2, name: "HIDDEN", [kind]: null },
      ],
    );
    expect(mail).toContain("Campaign (1)");
    expect(mail).not.toContain("HIDDEN");
  }
  // One that has become a campaign is shown.
  expect(bookedMail([{ test_mode: true }], [{ test_mode: false }])).toContain("Campaign (1)");
});

test("values that others' rows lack are nothing to a member; its own are told", () => {
  const told = "Some figures are not known today.";
  const other = { id: 2, advertiser_id: 320 };
  expect(bookedMail([{}, other], [{}, { ...other, billable_leads: null }], true)).not.toContain(told);
  expect(bookedMail([{}, other], [{ billable_leads: null }, other], true)).toContain(told);
  expect(bookedMail([{}, other], [{ leads_required: null }, other], true)).toContain(told);
  expect(bookedMail([{ pause_ts: 1 }, other], [{}, other], true)).not.toContain(told);
});
