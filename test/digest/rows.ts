import { DEFAULT_DATASETS } from "../../shared/catalog/datasets.ts";
import type {
  CampaignDetail,
  ContractDetail,
  DigestInput,
  JobDetail,
  Snapshot,
} from "../../shared/digest/input/digest-input.ts";
import { basePosition, firstDayRead, mailsBefore } from "../../shared/digest/input/window.ts";
import { activityDateOf, addDays, type Day, instantAt } from "../../shared/platform/day.ts";
import { digestFor, type OneDigest } from "../../shared/settings/one-digest.ts";
import { membersOf } from "../../shared/settings/recipients.ts";
import { parseSettings } from "../../shared/settings/settings.ts";

export const ZONE = "Europe/London";

/** £10.00 is 100000n ten-thousandths. */
export const pounds = (amount: number): bigint => BigInt(Math.round(amount * 10_000));

export const campaign = (over: Partial<CampaignDetail> = {}): CampaignDetail => ({
  id: 1,
  name: "Campaign",
  status: "Active",
  start_date: "2026-11-01",
  end_date: "2026-11-30",
  pause_ts: null,
  leads_required: 300,
  uncapped: false,
  internal_only: false,
  test_mode: false,
  is_template: false,
  advertiser_id: 319,
  advertiser_name: "Northwind",
  account_manager_id: null,
  campaign_manager_id: null,
  rate_to_base: 10_000n,
  total_leads: 0,
  invalid_leads: 0,
  billable_leads: 0,
  valid_leads: 0,
  delivered_leads: 0,
  last_conversion: Date.parse("2026-11-23T04:00:00Z"),
  base_currency_revenue: 0n,
  base_currency_publisher_payout: 0n,
  hold_publisher_over_delivery: false,
  use_scheduled_delivery: false,
  held_leads: 0,
  currency: "GBP",
  currency_is_base: true,
  payout_amount: pounds(10),
  base_currency_payout_amount: pounds(10),
  revenue: 0n,
  publisher_payout: 0n,
  ...over,
});

export const contract = (over: Partial<ContractDetail> = {}): ContractDetail => ({
  id: 1,
  campaign_id: 1,
  campaign_name: "Campaign",
  campaign_status: "Active",
  publisher_id: 5,
  publisher_name: "Star Publisher",
  advertiser_id: 319,
  application_status: "Accepted",
  current_contract_status: "Active",
  leads_required: 100,
  uncapped: false,
  caps_on_bands: false,
  start_date: "2026-11-01",
  end_date: null,
  signed_ts: Date.parse("2026-11-01T09:00:00Z"),
  created_ts: Date.parse("2026-11-01T08:00:00Z"),
  currency: "GBP",
  total_leads: 0,
  invalid_leads: 0,
  caution_leads: 0,
  billable_leads: 0,
  valid_leads: 0,
  delivered_leads: 0,
  held_leads: 0,
  processing_leads: 0,
  earnings: 0n,
  base_currency_earnings: 0n,
  bands: [],
  ...over,
});

export const job = (over: Partial<JobDetail> = {}): JobDetail => ({
  id: 1,
  campaign_id: 1,
  campaign_name: "Campaign",
  campaign_status: "Active",
  processr_job_name: "Batch CSV Integration",
  label: "",
  enabled: true,
  unmapped_field_count: 0,
  updated_ts: Date.parse("2026-10-01T08:00:00Z"),
  total: 0,
  passed: 0,
  failed: 0,
  ...over,
});

type Flags = { readonly degraded?: boolean; readonly shrunk?: boolean; readonly referenceRows?: number };

/** A snapshot of 05:00 London time. */
export function snapshot<R>(date: Day, rows: readonly R[], flags: Flags = {}): Snapshot<R> {
  const at = instantAt(date, "05:00", ZONE);
  return {
    info: {
      date,
      activityDate: activityDateOf(date, "05:00"),
      snapshotAt: at + 3_000,
      runId: `run-${date}`,
      rows: rows.length,
      degraded: flags.degraded ?? false,
      shrunk: flags.shrunk ?? false,
      referenceRows: flags.referenceRows ?? null,
    },
    rows,
  };
}

/** Settings of a digest as `cdk.json` would give them. */
export function digestSettings(over: Record<string, unknown> = {}): OneDigest {
  const settings = parseSettings(
    {
      from: "Lead reports <reports@acme.example>",
      alertsTo: ["ops@acme.example"],
      historyFrom: "2026-01-01",
      enterprises: { acme: { timeZone: ZONE, digests: { daily: { to: ["team@acme.example"], ...over } } } },
    },
    "test",
  );
  const digest = settings.enterprises["acme"]?.digests["daily"];
  if (digest === undefined) throw new Error("the settings lost the digest");
  return digestFor(digest, membersOf(digest)[0] ?? null);
}

interface Made {
  readonly campaigns?: readonly Snapshot<CampaignDetail>[];
  readonly contracts?: readonly Snapshot<ContractDetail>[];
  readonly jobs?: readonly Snapshot<JobDetail>[];
  readonly settings?: Record<string, unknown>;
  readonly over?: Partial<DigestInput>;
}

/** The input of the digest of `date`, as the reader would make it of these snapshots. */
export function inputOf(date: Day, { campaigns, contracts, jobs, settings, over }: Made): DigestInput {
  const since = over?.since ?? addDays(date, -1);
  const previous = { since, mailedAt: over?.mailedAt ?? instantAt(since, "07:00", ZONE) };
  const dataset = <R>(history: readonly Snapshot<R>[]) => ({
    history,
    newest: history.at(-1),
    base: history[
      basePosition(
        history.map(({ info }) => info),
        previous,
      )
    ],
    skipped: [],
  });
  const digest = digestSettings(settings);
  const timing = { timeZone: ZONE, snapshotAt: "05:00", minutesLater: 0, datasets: [...DEFAULT_DATASETS] };
  return {
    enterprise: "acme",
    digest: "daily",
    date,
    ...previous,
    timeZone: ZONE,
    links: {},
    baseCurrency: null,
    mailsBefore: mailsBefore(digest, { date, from: firstDayRead(since), timing }),
    settings: digest,
    version: "0.1.0",
    expected: [
      ...(campaigns === undefined ? [] : (["campaigns"] as const)),
      ...(contracts === undefined ? [] : (["publisher-contracts"] as const)),
      ...(jobs === undefined ? [] : (["integration-jobs"] as const)),
    ],
    campaigns: dataset(campaigns ?? []),
    contracts: dataset(contracts ?? []),
    jobs: dataset(jobs ?? []),
    ...over,
  };
}

/** Last days of campaigns as a publisher's mail reads them. */
export const campaignEndsOf = (
  rows: readonly Pick<CampaignDetail, "id" | "end_date">[] = [],
): ReadonlyMap<number, Day> =>
  new Map(rows.flatMap(({ id, end_date: end }) => (end === null ? [] : [[id, end] as const])));
