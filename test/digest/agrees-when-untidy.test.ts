import { rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ReportsSession } from "../../functions/local/sql/session.ts";
import { namedQueries } from "../../shared/catalog/queries.ts";
import { buildDigest } from "../../shared/digest/build-digest.ts";
import type { DigestModel } from "../../shared/digest/digest-model.ts";
import { decimalText } from "../../shared/digest/drawing/decimal-text.ts";
import { addDays } from "../../shared/platform/day.ts";
import { type JsonRow, openFolder, queryRows } from "../catalog/query.ts";
import { campaignEndsOf, inputOf } from "./rows.ts";
import { publishedFolder, untidyAccount } from "./untidy-account.ts";

// The figures of a mail and of SQL on a history in which anything may be unknown, absent, corrected, paused, revalued or renewed.

const DATE = "2026-11-24";
const PUBLISHERS = [1, 2, 3, 4, 5];
const near = (value: unknown): unknown => (typeof value === "number" ? Math.round(value * 1e9) / 1e9 : (value ?? null));
const amount = (value: bigint | null): number | null => (value === null ? null : Number(decimalText(value)));
const number = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value));

describe.each([
  [1, true],
  [4, true],
  [1_520, false],
])("account %i, with contract versions: %s", (seed, knowsVersions) => {
  const account = untidyAccount(seed, DATE, 150, knowsVersions);
  const over = account.versions === undefined ? {} : { versions: account.versions };
  let session: ReportsSession;
  let path: string;
  let model: DigestModel;
  let compared = 0;

  beforeAll(async () => {
    const folder = await publishedFolder(account, DATE);
    path = folder.path;
    session = await openFolder(path, Date.parse(`${DATE}T12:00:00Z`));
    model = buildDigest(inputOf(DATE, { ...account, over }));
  });
  afterAll(async () => {
    session.close();
    await rm(path, { recursive: true, force: true });
  });

  const view = async (name: string, key = "id"): Promise<ReadonlyMap<string, JsonRow>> => {
    const sql = `SELECT * FROM ${name} WHERE enterprise = 'acme' AND snapshot_date = '${DATE}'`;
    return new Map((await queryRows(session, sql)).map((row) => [String(row[key]), row]));
  };
  /** All rows at once, so that a failure shows every difference. */
  const agree = (told: ReadonlyMap<string, readonly unknown[]>, facts: ReadonlyMap<string, readonly unknown[]>) => {
    const differing = [...told].filter(([key, values]) => {
      compared += values.length;
      return JSON.stringify(values.map(near)) !== JSON.stringify((facts.get(key) ?? []).map(near));
    });
    expect(differing.map(([key, values]) => [key, values, facts.get(key)])).toEqual([]);
    expect(compared).toBeGreaterThan(0);
  };
  const pick = (rows: ReadonlyMap<string, JsonRow>, ...names: readonly string[]) =>
    new Map([...rows].map(([key, row]) => [key, names.map((name) => row[name])]));

  test("pacing of campaigns, and what they moved", async () => {
    const rows = model.sections.pacing?.rows ?? [];
    const told = rows.map(({ campaign: { id }, pace: p }) => {
      const days = [p.daysTotal, p.daysElapsed, p.daysLeft, p.expected, p.index];
      return [String(id), [...days, p.rate, p.forecast, p.needed, p.reachedOn]] as const;
    });
    const columns = ["days_total", "days_elapsed", "days_left", "expected_leads", "on_schedule_index", "rate_per_day"];
    agree(
      new Map(told),
      pick(await view("campaign_pacing_daily"), ...columns, "forecast", "needed_per_day", "cap_reached_on"),
    );
    agree(
      new Map(rows.map(({ campaign: { id }, movement: m }) => [String(id), [m.delta]])),
      pick(await view("campaign_daily"), "billable_leads_delta"),
    );
  });

  test("money: each amount since it was last known itself, and a margin of amounts of the same days", async () => {
    const rows = new Map(
      [...(await view("revenue_daily"))].filter(([, row]) => !row["internal_only"] && !row["test_mode"]),
    );
    const told = new Map((model.sections.money?.rows ?? []).map((row) => [String(row.campaign.id), row]));
    const facts = new Map<string, readonly unknown[]>();
    const mail = new Map<string, readonly unknown[]>();
    for (const [id, row] of rows) {
      const [revenue, payout] = [number(row["revenue_delta"]), number(row["publisher_payout_delta"])];
      facts.set(id, [revenue, payout, number(row["margin_delta"]), row["margin_rate"]]);
      const line = told.get(id);
      // A campaign of which nothing moved has no line in the mail.
      if (line === undefined) mail.set(id, (revenue ?? 0) === 0 && (payout ?? 0) === 0 ? (facts.get(id) ?? []) : []);
      else mail.set(id, [amount(line.revenue), amount(line.payout), amount(line.margin), line.share]);
    }
    agree(mail, facts);
    const sum = (column: string) => [...rows.values()].reduce((total, row) => total + (number(row[column]) ?? 0), 0);
    const { total, revalued = [] } = model.sections.money ?? {};
    expect(amount(total?.revenue ?? 0n)).toBe(sum("revenue_delta"));
    const sumOfRevalued = revalued.reduce((all, one) => all + one.revenue, 0n);
    expect(amount(sumOfRevalued)).toBe(sum("revalued_revenue_delta"));
  });

  test("an advertiser's mail: leads, credits and spend of three days, in its own currency, and the pace", async () => {
    const settings = { audience: "advertiser", filter: { advertisers: [319] } };
    const since = addDays(DATE, -3);
    const { booked } = buildDigest(inputOf(DATE, { campaigns: account.campaigns, settings, over: { since } })).sections;
    const told = booked === null ? [] : [...booked.running, ...booked.paused, ...booked.ended, ...booked.credited];
    const base = account.campaigns.findLast(({ info }) => info.date <= since)?.info.date;
    const days = await queryRows(
      session,
      `SELECT id, CAST(sum(billable_leads_delta) AS bigint) AS leads, sum(revenue_delta) AS spent,
         CAST(-COALESCE(sum(billable_leads_delta) FILTER (WHERE billable_leads_delta < 0), 0) AS bigint) AS credited,
         -COALESCE(sum(revenue_delta) FILTER (WHERE revenue_delta < 0), 0) AS back
       FROM campaign_daily
       WHERE enterprise = 'acme' AND advertiser_id = 319 AND snapshot_date > '${base}'
         AND NOT COALESCE(internal_only, FALSE) AND NOT COALESCE(test_mode, FALSE) AND NOT COALESCE(is_template, FALSE)
       GROUP BY id`,
    );
    agree(
      new Map(
        told.map((row) => [
          String(row.campaignId),
          [row.since, row.leadsCredited, amount(row.spent?.net ?? null), amount(row.spent?.takenBack ?? 0n)],
        ]),
      ),
      new Map(days.map((d) => [String(d["id"]), [d["leads"], d["credited"], number(d["spent"]), number(d["back"])]])),
    );
    const paced = told.flatMap(({ campaignId, pace: p }) =>
      p === null ? [] : [[String(campaignId), [p.daysLeft, p.rate, p.forecast, p.needed, p.reachedOn]] as const],
    );
    const columns = ["days_left", "rate_per_day", "forecast", "needed_per_day", "cap_reached_on"];
    agree(new Map(paced), pick(await view("campaign_pacing_daily"), ...columns));
    // Sums are of the campaigns that the newest snapshot holds, listed or not.
    const newest = new Set(account.campaigns.at(-1)?.rows.map(({ id }) => id));
    const sums = days.filter(({ id }) => newest.has(Number(id)));
    const sum = (name: string) => sums.reduce((total, row) => total + (number(row[name]) ?? 0), 0);
    expect(booked?.accepted).toBe(sum("leads"));
    expect(booked?.spent.map(({ amount: of }) => amount(of))).toEqual([sum("spent")]);
  });

  test("quality of publishers", async () => {
    const told = (model.sections.quality?.all ?? []).map(
      (row) =>
        [String(row.publisherId), [row.campaigns, row.leads, row.invalid, row.caution, row.rate, row.usual]] as const,
    );
    const columns = ["campaigns", "total_leads_delta", "invalid_leads_delta", "caution_leads_delta", "invalid_rate"];
    agree(
      new Map(told),
      pick(await view("publisher_quality_daily", "publisher_id"), ...columns, "baseline_invalid_rate"),
    );
  });

  test("integration jobs: their state, movement, and the days of a run of failures", async () => {
    const states = {
      failing: ["new", "still"],
      resolved: ["resolved"],
      ok: ["ok"],
      off: ["off"],
      unknown: ["unknown"],
    };
    const rows = await view("integration_job_health");
    const told = (model.sections.integrations?.all ?? []).map((row) => {
      const state = String(rows.get(String(row.id))?.["state"]);
      const days = [row.streak?.since, row.streak?.days, row.streak?.atLeast];
      const same = states[row.state].includes(state) ? state : row.state;
      return [String(row.id), [same, row.total, row.failed, row.share, row.pending, ...days]] as const;
    });
    const columns = ["total_delta", "failed_delta", "failure_rate", "pending", "failing_since", "days_failing"];
    agree(new Map(told), pick(rows, "state", ...columns, "failing_longer"));
  });

  test("the saved query contracts lists the rows of the mail, with their figures", async () => {
    const sql = namedQueries("acme").find(({ name }) => name === "contracts")?.sql ?? "";
    const kinds = new Map([
      ["contract-unsigned", "unsigned"],
      ["contract-ending", "ending"],
      ["contract-reached", "cap reached"],
    ]);
    const facts = (await queryRows(session, sql)).map((row) =>
      [
        row["reason"],
        row["publisher_name"],
        row["campaign_name"],
        row["billable_leads"],
        row["cap"],
        row["contracts"],
        row["end_date"],
      ].join(" | "),
    );
    const told = (model.sections.contracts?.rows ?? [])
      .filter(({ kind }) => kind !== "overcommitted")
      .map((row) =>
        [kinds.get(row.kind), row.publisher, row.campaign, row.capLeads, row.required, row.contracts, row.endDate].join(
          " | ",
        ),
      );
    expect(told.toSorted()).toEqual(facts.toSorted());
    expect(new Set(told.map((row) => row.split(" | ")[0])).size).toBe(kinds.size);
    compared += 7 * told.length;
  });

  test("each publisher's own mail: cap, movement, earnings and pace", async () => {
    const paces = await view("publisher_contract_pacing_daily");
    const moved = await view("publisher_contract_daily");
    for (const publisher of PUBLISHERS) {
      const settings = { audience: "publisher", filter: { publishers: [publisher] } };
      const own = buildDigest(
        inputOf(DATE, {
          ...account,
          settings,
          over: { ...over, campaignEnds: campaignEndsOf(account.campaigns?.at(-1)?.rows) },
        }),
      );
      const rows = new Map(
        [...paces.values()]
          .filter((row) => row["publisher_id"] === publisher)
          .map((row) => [String(row["campaign_id"]), { ...moved.get(String(row["id"])), ...row }]),
      );
      const told = (own.sections.own?.all ?? []).map((row) => {
        const fact = rows.get(String(row.campaignId)) ?? {};
        // A ratio needs both counters over one stretch; where it has none, SQL still tells each by itself.
        const { since } = row;
        const related =
          since?.leads == null
            ? [fact["total_leads_delta"], fact["invalid_leads_delta"]]
            : [since.leads, since.notAccepted];
        const moves = [row.contracts, row.cap, ...related, since?.accepted ?? null];
        // Of a campaign that ends before its contract the mail goes by that end, the view by the contract.
        const p = row.endDate === fact["end_date"] ? row.pace : null;
        const pace = p === null ? [] : [p.index, p.rate, p.forecast, p.needed, p.reachedOn];
        const columns = ["on_schedule_index", "rate_per_day", "forecast", "needed_per_day", "cap_reached_on"];
        const facts = ["contracts", "cap", "total_leads_delta", "invalid_leads_delta", "billable_leads_delta"];
        const all = p === null ? facts : [...facts, ...columns];
        return [
          String(row.campaignId),
          [...moves, amount(row.earned?.net ?? null), ...pace],
          [
            ...facts.map((name) => fact[name]),
            number(fact["earnings_delta"]),
            ...all.slice(5).map((name) => fact[name]),
          ],
        ] as const;
      });
      agree(new Map(told.map(([key, mail]) => [key, mail])), new Map(told.map(([key, , sql]) => [key, sql])));
    }
    expect(compared).toBeGreaterThan(2_000);
  });
});
