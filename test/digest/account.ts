import type {
  CampaignDetail,
  ContractDetail,
  DigestInput,
  JobDetail,
  Snapshot,
} from "../../shared/digest/input/digest-input.ts";
import { addDays, type Day, daysBetween, weekdayOf } from "../../shared/platform/day.ts";
import { campaign, contract, inputOf, job, pounds, snapshot } from "./rows.ts";

/** A seeded generator of numbers from 0 to 1 (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const KINDS = ["ABM", "Webinar", "Whitepaper", "Event", "Content Syndication", "Newsletter"];
const ADVERTISERS = [
  "Northwind Cloud",
  "Globex",
  "Ampère Énergie",
  "O’Hara & Sons <EMEA>",
  "株式会社みなと",
  "Initech",
];
const PUBLISHERS = ["Star Publisher", "DemandWorks", "AdMarket", "LeadHive", "Inboxly", "Norrland AB", "Kestrel Media"];
const MARKETS = ["UK", "DACH", "Nordics", "France", "Iberia", "US East", "Benelux"];

interface Plan {
  readonly row: CampaignDetail;
  readonly perDay: number;
  readonly invalid: number;
  readonly start: Day;
}

/** An account that delivers day by day up to the snapshot of `date`, weekends slower, with the troubles a real one has. */
export function accountOf(
  date: Day,
  size: number,
  settings: Record<string, unknown> = {},
  over: Partial<DigestInput> = {},
): DigestInput {
  const random = seeded(size);
  const plans = Array.from({ length: size }, (_, index) => planOf(date, index, random));
  const days = Array.from({ length: 36 }, (_, back) => addDays(date, back - 35));
  const campaigns = days.map((day) =>
    snapshot(
      day,
      plans.map((plan) => campaignAt(plan, { day, date })),
    ),
  );
  const contracts = days.map((day) =>
    snapshot(
      day,
      plans.map((plan, index) => contractAt(plan, { day, date, index })),
    ),
  );
  const jobs = days.map((day) =>
    snapshot(
      day,
      plans.map((plan, index) => jobAt(plan, { day, date, index })),
    ),
  );
  const made: {
    campaigns: Snapshot<CampaignDetail>[];
    contracts: Snapshot<ContractDetail>[];
    jobs: Snapshot<JobDetail>[];
  } = {
    campaigns,
    contracts,
    jobs,
  };
  return inputOf(date, { ...made, settings, over });
}

function planOf(date: Day, index: number, random: () => number): Plan {
  const length = 20 + Math.floor(random() * 50);
  const left = Math.floor(random() * 24) - (index % 19 === 7 ? 30 : 0);
  const end = index % 23 === 11 ? addDays(date, -1) : addDays(date, left);
  const start = index % 17 === 5 ? date : addDays(end, -length);
  const required = 100 + Math.floor(random() * 1200);
  const pace = index % 5 === 0 ? 0.45 + random() * 0.3 : 0.85 + random() * 0.35;
  const price = 8 + Math.floor(random() * 40);
  return {
    start,
    perDay: (required / (length + 1)) * pace,
    invalid: 0.04 + random() * 0.06,
    row: campaign({
      id: 600 + index,
      name: `${KINDS[index % KINDS.length]} ${MARKETS[index % MARKETS.length]} Q4 ${String.fromCharCode(65 + (index % 26))}${index}`,
      advertiser_id: 300 + (index % ADVERTISERS.length),
      advertiser_name: ADVERTISERS[index % ADVERTISERS.length] ?? null,
      start_date: start,
      end_date: end,
      status: end < addDays(date, -1) ? "Ended" : "Active",
      leads_required: required,
      uncapped: index % 29 === 3,
      internal_only: index % 31 === 9,
      test_mode: index % 37 === 13,
      payout_amount: pounds(price),
      base_currency_payout_amount: pounds(price),
      currency: index % 9 === 4 ? "USD" : "GBP",
      currency_is_base: index % 9 !== 4,
      use_scheduled_delivery: index % 13 === 2,
      held_leads: index % 13 === 2 ? 42 : 0,
    }),
  };
}

interface At {
  readonly day: Day;
  readonly date: Day;
}

/** Leads of a plan up to a snapshot: its activity days, weekends at a third, some of the last days' taken back. */
function leadsAt(plan: Plan, day: Day): number {
  const elapsed = Math.max(daysBetween(plan.start, day), 0);
  const weeks = Math.floor(elapsed / 7);
  let shares = weeks * 7;
  for (let rest = 0; rest < elapsed % 7; rest += 1) {
    shares += weekdayOf(addDays(day, -1 - rest)) > 5 ? 0.4 : 1.24;
  }
  return Math.floor(plan.perDay * shares);
}

function campaignAt(plan: Plan, { day, date }: At): CampaignDetail {
  const { row } = plan;
  const silent = row.id % 21 === 4;
  const until = silent && day > addDays(date, -4) ? addDays(date, -4) : day;
  const billable = leadsAt(plan, until) - (row.id % 16 === 2 && day === date ? 22 : 0);
  const invalid = Math.floor(billable * plan.invalid);
  const price = row.payout_amount ?? 0n;
  const revenue = price * BigInt(Math.max(billable, 0));
  const bonus = row.id % 27 === 8 && day === date ? price * BigInt(Math.ceil(plan.perDay)) : 0n;
  const paid = (revenue * 58n) / 100n + bonus;
  const paused = row.id % 24 === 5 && day >= addDays(date, -1);
  return {
    ...row,
    status: paused ? "Paused" : row.status,
    pause_ts: paused ? Date.parse(`${addDays(date, -2)}T15:00:00Z`) : null,
    total_leads: billable + invalid,
    invalid_leads: invalid,
    billable_leads: billable,
    valid_leads: billable,
    delivered_leads: billable,
    last_conversion: Date.parse(`${addDays(until, -1)}T17:20:00Z`),
    base_currency_revenue: revenue,
    base_currency_publisher_payout: paid,
    revenue,
    publisher_payout: paid,
  };
}

type Placed = At & { readonly index: number };

function contractAt(plan: Plan, { day, date, index }: Placed): ContractDetail {
  const billable = leadsAt(plan, day);
  const bad = index % PUBLISHERS.length === 2;
  const late = bad && day === date ? Math.floor(plan.perDay * 0.5) : 0;
  const invalid = Math.floor(billable * plan.invalid) + late;
  const unsigned = index % 26 === 6 || plan.start === date;
  return contract({
    id: 2000 + index,
    campaign_id: plan.row.id,
    campaign_name: plan.row.name,
    campaign_status: plan.row.status,
    publisher_id: 5 + (index % PUBLISHERS.length),
    publisher_name: PUBLISHERS[index % PUBLISHERS.length] ?? null,
    advertiser_id: plan.row.advertiser_id,
    leads_required: plan.row.leads_required,
    start_date: plan.start,
    end_date: index % 4 === 0 ? plan.row.end_date : null,
    signed_ts: unsigned ? null : Date.parse(`${plan.start}T09:00:00Z`),
    current_contract_status: unsigned ? "Unsigned" : "Active",
    created_ts: Date.parse(`${addDays(plan.start, -9)}T09:00:00Z`),
    currency: plan.row.currency,
    total_leads: billable + invalid,
    invalid_leads: invalid,
    caution_leads: Math.floor(billable / 9),
    billable_leads: billable,
    valid_leads: billable,
    delivered_leads: billable,
    earnings: (plan.row.payout_amount ?? 0n) * BigInt(billable),
  });
}

function jobAt(plan: Plan, { day, date, index }: Placed): JobDetail {
  const total = leadsAt(plan, day);
  const failing = index % 18 === 1;
  const since = addDays(date, index % 36 === 1 ? 0 : -3);
  const failed = failing && day >= since ? total - Math.floor((total + leadsAt(plan, addDays(since, -1))) / 2) : 0;
  const recovered = index % 33 === 12 && day >= addDays(date, -4) && day <= date ? 9 : 0;
  return job({
    id: 7000 + index,
    campaign_id: plan.row.id,
    campaign_name: plan.row.name,
    campaign_status: plan.row.status,
    processr_job_name: index % 3 === 0 ? "Marketo" : "Batch CSV Integration",
    enabled: index % 41 !== 15,
    updated_ts: failing ? Date.parse(`${addDays(since, -1)}T10:00:00Z`) : null,
    total,
    passed: total - failed - recovered,
    failed: failed + recovered,
  });
}
