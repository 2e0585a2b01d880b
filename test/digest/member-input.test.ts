import { expect, test } from "vitest";
import { AUDIENCE_SCOPES, type MemberAudience } from "../../shared/catalog/audiences.ts";
import { memberInput } from "../../shared/digest/input/member-input.ts";
import { accountOf } from "./account.ts";

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
