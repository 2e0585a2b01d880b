import type { Row } from "../../shared/catalog/column.ts";
import type {
  CampaignDetail,
  ContractDetail,
  ContractVersion,
  JobDetail,
  Snapshot,
} from "../../shared/digest/input/digest-input.ts";
import { addDays, type Day } from "../../shared/platform/day.ts";
import { createDataFolder, type DataFolder } from "../catalog/data-folder.ts";
import { campaign, contract, job, pounds, snapshot } from "./rows.ts";

/** Snapshots of one account, in which anything may be unknown, absent, judged again or renewed. */
export interface UntidyAccount {
  readonly campaigns: readonly Snapshot<CampaignDetail>[];
  readonly contracts: readonly Snapshot<ContractDetail>[];
  readonly jobs: readonly Snapshot<JobDetail>[];
  /** Undefined: no snapshot of them is there. */
  readonly versions: readonly ContractVersion[] | undefined;
}

const DAYS = 11;

/** A seeded generator of whole numbers below a bound (mulberry32). */
function seeded(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}
type Random = ReturnType<typeof seeded>;

const oneOf = <T>(random: Random, ...values: readonly T[]): T => values[random(values.length)] as T;
const rarely = (random: Random): boolean => random(6) === 0;
const orNull = <T>(random: Random, value: T): T | null => (rarely(random) ? null : value);

interface Totals {
  leads: number;
  invalid: number;
  money: number;
}

function moveOn(random: Random, totals: Totals): void {
  const fell = random(9) === 0;
  totals.leads = Math.max(totals.leads + (fell ? -random(8) : random(12)), 0);
  totals.invalid = Math.max(totals.invalid + (fell ? -random(3) : random(4)), 0);
  totals.money = totals.money + (fell ? -random(60) : random(90));
}

function campaignOf(random: Random, id: number, date: Day): (day: Day) => CampaignDetail | undefined {
  const totals: Totals = { leads: random(200), invalid: random(20), money: 500 };
  const start = addDays(date, -oneOf(random, 40, 12, 8, 5, 3, 2, 1, 0));
  const end = addDays(date, oneOf(random, -4, -1, 0, 2, 5, 30));
  const isBase = random(2) === 0;
  const cap = oneOf(random, null, 0, 60, 150, 300);
  const kind = { internal_only: random(20) === 0, test_mode: random(20) === 0 };
  let status = oneOf(random, "Active", "Active", "Active", "Paused", "Ended");
  return (day) => {
    moveOn(random, totals);
    if (random(8) === 0) status = oneOf(random, "Active", "Active", "Paused");
    const { leads, invalid, money } = totals;
    if (random(10) === 0) return undefined;
    return campaign({
      ...{ id, name: `Campaign ${id}`, status: random(15) === 0 ? null : status, ...kind },
      ...{ start_date: random(25) === 0 ? null : start, end_date: random(25) === 0 ? null : end },
      pause_ts: status === "Paused" || random(12) === 0 ? Date.parse(day) : null,
      ...{ leads_required: cap, uncapped: id % 17 === 0 },
      ...{ total_leads: orNull(random, leads + invalid), invalid_leads: orNull(random, invalid) },
      billable_leads: orNull(random, leads),
      currency_is_base: isBase,
      rate_to_base: isBase ? oneOf(random, null, 10_000n) : oneOf(random, 12_000n, 12_000n, 12_000n, 12_100n, null),
      // Of the others' chances alone, so that each seed stays what it was.
      revenue: (leads + 3 * invalid) % 6 === 0 ? null : pounds(2 * money),
      base_currency_revenue: orNull(random, pounds(money)),
      base_currency_publisher_payout: orNull(random, pounds(Math.floor(money / 2) + random(4))),
    });
  };
}

type ContractMaker = (day: Day, campaigns: ReadonlyMap<number, CampaignDetail>) => ContractDetail | undefined;

function contractOf(random: Random, id: number, date: Day, campaignId: number, versions: ContractVersion[]) {
  const totals: Totals = { leads: random(60), invalid: random(9), money: 100 };
  const renewals = random(3);
  const terms = Array.from({ length: renewals + 1 }, (_, index) => {
    const start = addDays(date, -20 + 9 * index + random(3));
    return {
      ...{ id: id + 1_000 * index, campaign_id: campaignId, publisher_id: 1 + (id % 5) },
      ...{ leads_required: oneOf(random, null, 20, 50, 80), uncapped: random(12) === 0 },
      ...{ caps_on_bands: false, start_date: random(12) === 0 ? null : start },
      end_date: random(5) === 0 ? null : addDays(start, oneOf(random, 6, 6, 8, 12, 20)),
      signed_ts: random(6) === 0 ? null : Date.parse("2026-10-01T09:00:00Z"),
    } satisfies ContractVersion;
  });
  const changes = terms.map((_, index) =>
    addDays(date, index === 0 ? -60 : oneOf(random, -20, -6 + index, -3 + index)),
  );
  versions.push(...terms);
  const current = oneOf(random, "Active", "Active", "Active", "Ended", "Inactive", null);
  return ((day, campaigns) => {
    moveOn(random, totals);
    if (random(10) === 0) return undefined;
    const term = terms[changes.findLastIndex((change) => change <= day)];
    const of = campaigns.get(campaignId);
    return contract({
      ...term,
      campaign_name: `Campaign ${campaignId}`,
      campaign_status: of === undefined ? oneOf(random, "Active", "Paused") : of.status,
      ...{ publisher_name: `Publisher ${1 + (id % 5)}`, current_contract_status: current },
      total_leads: orNull(random, totals.leads + totals.invalid),
      invalid_leads: orNull(random, totals.invalid),
      caution_leads: orNull(random, Math.floor(totals.leads / 4)),
      billable_leads: orNull(random, totals.leads),
      earnings: orNull(random, pounds(totals.money)),
    });
  }) satisfies ContractMaker;
}

function jobOf(random: Random, id: number, campaignId: number): () => JobDetail | undefined {
  const state = { passed: random(30), failed: random(2) * random(9), pending: 0, enabled: true };
  return () => {
    const step = random(7);
    if (step === 0) state.failed += 1 + random(4);
    else if (step === 1) state.failed = Math.max(state.failed - random(5), 0);
    else if (step < 4) state.passed += random(9);
    else if (step === 4) state.pending += random(5);
    if (random(30) === 0) state.enabled = !state.enabled;
    if (random(12) === 0) return undefined;
    const { passed, failed, pending, enabled } = state;
    return job({
      ...{ id, campaign_id: campaignId, enabled, total: orNull(random, passed + failed + pending) },
      ...{ passed: orNull(random, passed), failed: orNull(random, failed) },
    });
  };
}

const present = <T>(rows: readonly (T | undefined)[]): readonly T[] => rows.filter((row) => row !== undefined);

/** An account of `size` campaigns, each with two contracts and a job, up to the snapshot of `date`; each dataset lacks a day of its own. */
export function untidyAccount(seed: number, date: Day, size: number, knowsVersions = true): UntidyAccount {
  const random = seeded(seed);
  const versions: ContractVersion[] = [];
  const ids = Array.from({ length: size }, (_, index) => index + 1);
  const campaigns = ids.map((id) => campaignOf(random, id, date));
  const contracts = ids.flatMap((id) =>
    [2 * id, 2 * id + 1].map((own) => contractOf(random, 10_000 + own, date, id, versions)),
  );
  const jobs = ids.map((id) => jobOf(random, 5_000 + id, id));
  const made = Array.from({ length: DAYS }, (_, index) => {
    const day = addDays(date, index + 1 - DAYS);
    const rows = present(campaigns.map((make) => make(day)));
    const known = new Map(rows.map((row) => [row.id, row]));
    return {
      campaigns: snapshot(day, rows),
      contracts: snapshot(day, present(contracts.map((make) => make(day, known)))),
      jobs: snapshot(day, present(jobs.map((make) => make()))),
    };
  });
  const without = (back: number) => made.filter((_, index) => index !== DAYS - 1 - back);
  return {
    campaigns: without(3 + (seed % 2)).map(({ campaigns: one }) => one),
    contracts: without(5).map(({ contracts: one }) => one),
    jobs: without(2).map(({ jobs: one }) => one),
    versions: knowsVersions ? versions : undefined,
  };
}

/** A data folder with the account's snapshots. */
export async function publishedFolder(account: UntidyAccount, date: Day): Promise<DataFolder> {
  const folder = await createDataFolder();
  const datasets = [
    ["campaigns", account.campaigns],
    ["publisher-contracts", account.contracts],
    ["integration-jobs", account.jobs],
    ["contract-versions", account.versions === undefined ? [] : [snapshot(date, account.versions)]],
  ] as const;
  for (const [dataset, history] of datasets) {
    for (const { info, rows } of history) {
      await folder.publish({ dataset, date: info.date, rows: rows as unknown as readonly Row[] });
    }
  }
  return folder;
}
