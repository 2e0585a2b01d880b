import type { PublisherContractRow } from "../../shared/catalog/datasets/publisher-contracts.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A small generator of 32-bit numbers (mulberry32): the same seed gives the same rows. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000) * below);
  };
}

const CURRENCIES = ["GBP", "GBP", "GBP", "EUR", "USD"];
const WORDS = ["Alpine", "Boiler", "Cloud", "Direct", "Energy", "Finance", "Garden", "Health", "Insure", "Jobs"];
const YEAR_MS = 31_536_000_000;
const FROM_MS = Date.UTC(2024, 0, 1);

/** Contracts as a grown account has them: many campaigns, few publishers, one to four bands, skewed counters. */
export function contractRows(count: number, seed = 1): PublisherContractRow[] {
  const random = createRandom(seed);
  const campaigns = Math.max(1, Math.floor(count / 4));
  return Array.from({ length: count }, (_, index) => contractRow(index, random, campaigns));
}

function contractRow(index: number, random: (below: number) => number, campaigns: number): PublisherContractRow {
  const campaign = 600 + Math.floor((index / 4) % campaigns) + random(3);
  const publisher = 1 + random(180);
  const start = FROM_MS + random(365) * 86_400_000;
  const created = start - random(YEAR_MS / 20_000) * 1000;
  const price = (2 + random(60)) * 5_000;
  const counts = counters(random, 1);
  const bands = Array.from({ length: 1 + (random(3) === 0 ? random(4) : 0) }, (_, band) =>
    bandRow(index, band, random),
  );
  const uncapped = random(6) === 0;
  return {
    id: 900 + index * 2 + random(2),
    campaign_id: campaign,
    campaign_name: `${WORDS[campaign % 10]} ${WORDS[(campaign >> 3) % 10]} ${campaign}`,
    campaign_status: random(3) === 0 ? "Active" : "Ended",
    publisher_id: publisher,
    publisher_name: `${WORDS[publisher % 10]} Media ${publisher}`,
    advertiser_id: 300 + (campaign % 97),
    application_id: 700 + index + random(4),
    application_status: "Accepted",
    contract_type: random(20) === 0 ? "fixed" : "cpl",
    current_contract_status: random(3) === 0 ? "Active" : "Inactive",
    is_current: random(30) !== 0,
    leads_required: uncapped ? null : (1 + random(40)) * 25,
    uncapped,
    caps_on_bands: random(12) === 0,
    start_ts: start,
    end_ts: random(2) === 0 ? null : start + 90 * 86_400_000,
    start_date: new Date(start).toISOString().slice(0, 10),
    end_date: null,
    signed_ts: random(15) === 0 ? null : created + random(200_000) * 1000,
    created_ts: created,
    updated_ts: created + random(400_000) * 1000,
    currency: CURRENCIES[random(5)] ?? "GBP",
    fixed_amount_payout: null,
    fixed_amount_base_payout: null,
    fixed_amount_fulfilled: null,
    ...counts,
    impressions: random(3) === 0 ? random(90_000) : 0,
    clicks: random(3) === 0 ? random(5_000) : 0,
    conversions: counts.total_leads,
    last_conversion: counts.total_leads === 0 ? null : start + random(YEAR_MS / 1000) * 1000,
    earnings: BigInt(counts.billable_leads * price),
    base_currency_earnings: BigInt(counts.billable_leads * price),
    bands,
    snapshot_at: Date.UTC(2026, 10, 23, 5),
    activity_date: "2026-11-22",
    run_id: "bench",
  };
}

type Counters = Pick<
  Mutable<Record<keyof PublisherContractRow, number>>,
  | "total_leads"
  | "valid_leads"
  | "invalid_leads"
  | "caution_leads"
  | "billable_leads"
  | "delivered_leads"
  | "held_leads"
  | "processing_leads"
>;

function counters(random: (below: number) => number, divisor: number): Counters {
  const total = random(4) === 0 ? 0 : Math.floor((random(60) * random(60)) / divisor);
  const invalid = random(Math.floor(total / 6) + 1);
  const held = random(10) === 0 ? random(20) : 0;
  const valid = Math.max(0, total - invalid - held);
  return {
    total_leads: total,
    valid_leads: valid,
    invalid_leads: invalid,
    caution_leads: random(Math.floor(total / 12) + 1),
    billable_leads: valid,
    delivered_leads: valid,
    held_leads: held,
    processing_leads: random(50) === 0 ? 1 : 0,
  };
}

function bandRow(index: number, band: number, random: (below: number) => number) {
  const counts = counters(random, 2);
  const price = (2 + random(60)) * 5_000;
  return {
    id: 1500 + index * 3 + band,
    payout: BigInt(price),
    base_currency_payout: BigInt(price),
    payout_band_id: band === 0 ? null : 20 + random(60),
    is_default: band === 0,
    leads_required: random(8) === 0 ? (1 + random(20)) * 10 : null,
    earnings: BigInt(counts.billable_leads * price),
    base_currency_earnings: BigInt(counts.billable_leads * price),
    ...counts,
  };
}
