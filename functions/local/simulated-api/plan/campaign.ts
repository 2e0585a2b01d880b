import { addDays } from "../../../../shared/platform/day.ts";
import type { Calendar } from "../world/calendar.ts";
import type { CurrencyName } from "../world/money.ts";
import { between, integerBetween, pick, type Random, randomOf } from "../world/random.ts";
import { drawIntegrations, planJobs } from "./jobs.ts";
import { ADVERTISERS, COUNTRIES, campaignName, SUBCATEGORIES } from "./names.ts";
import { type CampaignDraft, type CampaignParts, type CampaignPlan, type Interval, NEVER } from "./plan.ts";
import { drawPublishers, planPublishers } from "./publishers.ts";
import { type Story, UNEVENTFUL } from "./stories.ts";

/** The documented newest campaign of 479 has id 601. */
const FIRST_CAMPAIGN_ID = 123;
const CAPS = [60, 80, 100, 150, 150, 200, 250, 300, 300, 400, 500, 600, 750, 900, 1_200, 1_500, 2_400] as const;
const CURRENCIES: readonly CurrencyName[] = ["GBP", "GBP", "GBP", "GBP", "GBP", "USD", "USD", "EUR", "EUR", "EUR"];

export interface CampaignSeat {
  readonly seed: number;
  readonly calendar: Calendar;
  readonly ordinal: number;
  readonly createdMs: number;
  readonly story: Story | undefined;
  /** How many contracts and integration jobs a campaign without a story of its own for them has. */
  readonly contracts: number;
  readonly integrations: number;
}

/** What a campaign is and will go through, drawn from the seed and its ordinal alone. */
export function planCampaign(seat: CampaignSeat): CampaignPlan {
  const { seed, calendar, ordinal, story } = seat;
  const random = randomOf(seed, "campaign", ordinal);
  const drawn = drawCampaign(random, calendar, calendar.dayAt(seat.createdMs));
  // A story's cap is big enough for its pace to be seen.
  const leadsRequired = Math.max(200, drawn.leadsRequired);
  const draft = story === undefined ? drawn : { ...drawn, ...UNEVENTFUL, leadsRequired, ...story };
  const campaign = planBasics(random, draft, seat);
  const parts = { seed, calendar, campaign, draft };
  return {
    ...campaign,
    publishers: planPublishers(parts, draft.publishers ?? drawPublishers(parts, seat.contracts)),
    jobs: planJobs(parts, draft.jobs ?? drawIntegrations(parts, seat.integrations)),
  };
}

function planBasics(random: Random, draft: CampaignDraft, seat: CampaignSeat): CampaignParts["campaign"] {
  const { calendar, createdMs, ordinal } = seat;
  const country = random() < 0.25 ? null : integerBetween(random, 0, COUNTRIES.length - 1);
  const market = country === null ? "Global" : (COUNTRIES[country]?.market ?? "Global");
  const name = campaignName(random, market, addDays(calendar.anchor, draft.startDay));
  return {
    ...draft,
    ordinal,
    id: FIRST_CAMPAIGN_ID + ordinal,
    name: draft.name ?? name,
    createdMs,
    // In time: two hours after it was made.
    signedMs: draft.isTemplate ? NEVER : (draft.signedMs ?? createdMs + 2 * 3_600_000),
    leadsRequired: draft.uncapped ? (random() < 0.5 ? 0 : null) : draft.leadsRequired,
    volume: draft.leadsRequired || 120,
    advertiser: integerBetween(random, 0, ADVERTISERS.length - 1),
    country,
    subcategory: integerBetween(random, 0, SUBCATEGORIES.length - 1),
    price: integerBetween(random, 18, 130) * 50,
    publisherPercent: integerBetween(random, 9, 14) * 5,
  };
}

/** A campaign without a part to play, such as an account is full of. @param createdDay day it was made on */
function drawCampaign(random: Random, calendar: Calendar, createdDay: number): CampaignDraft {
  const { momentOf } = calendar;
  const startDay = createdDay + integerBetween(random, 3, 14);
  const length = integerBetween(random, 48, 120);
  const fate = random();
  const isParked = fate < 0.015;
  const dayAfter = (part: number) => startDay + Math.floor(length * part);
  return {
    name: null,
    formerName: random() < 0.04 ? "Untitled campaign" : null,
    startDay,
    endDay: isParked ? null : startDay + length - 1,
    signedMs: drawSignature(random, calendar, { fate, startDay }),
    deletedMs: NEVER,
    pauses: isParked
      ? [{ fromMs: momentOf(startDay + length, "15:00"), toMs: NEVER }]
      : drawPauses(random, calendar, { startDay, length }),
    unsignedSpans: drawUnsignedSpans(random, calendar, { startDay, length }),
    uncapped: random() < 0.06,
    leadsRequired: fate > 0.985 ? 0 : pick(random, CAPS),
    pace: drawPace(random),
    paceFrom: random() < 0.06 ? { day: dayAfter(0.5), pace: between(random, 0.3, 0.9) } : null,
    cleanUp: random() < 0.1 ? { atMs: momentOf(dayAfter(0.7), "11:30"), leads: integerBetween(random, 5, 25) } : null,
    silentFromMs: random() < 0.03 ? momentOf(dayAfter(0.6), "06:00") : NEVER,
    currency: pick(random, CURRENCIES),
    testMode: random() < 0.015,
    internalOnly: random() < 0.02,
    isTemplate: fate > 0.015 && fate < 0.022,
    scheduledDelivery: random() < 0.06,
    holdOverDelivery: random() < 0.12,
    publishers: null,
    jobs: null,
  };
}

function drawSignature(
  random: Random,
  { momentOf }: Calendar,
  { fate, startDay }: { readonly fate: number; readonly startDay: number },
): number | null {
  if (fate > 0.022 && fate < 0.034) return NEVER;
  const delay = random();
  if (delay < 0.05) return momentOf(startDay + integerBetween(random, 1, 3), "10:40");
  return delay < 0.3 ? momentOf(startDay - 2, "15:20") : null;
}

/** Most keep pace; some fall behind, some run ahead and meet their allocation early. */
function drawPace(random: Random): number {
  const kind = random();
  if (kind < 0.66) return between(random, 1.03, 1.09);
  if (kind < 0.79) return between(random, 0.9, 0.98);
  if (kind < 0.88) return between(random, 0.45, 0.82);
  return between(random, 1.15, 1.5);
}

interface Flight {
  readonly startDay: number;
  /** Days. */
  readonly length: number;
}

function drawPauses(random: Random, { momentOf }: Calendar, { startDay, length }: Flight): readonly Interval[] {
  if (random() > 0.1) return [];
  const from = startDay + integerBetween(random, 5, Math.max(6, length - 12));
  const toMs = random() < 0.2 ? NEVER : momentOf(from + integerBetween(random, 2, 9), "09:15");
  return [{ fromMs: momentOf(from, "16:20"), toMs }];
}

function drawUnsignedSpans(random: Random, { momentOf }: Calendar, { startDay, length }: Flight): readonly Interval[] {
  if (random() > 0.04) return [];
  const from = startDay + integerBetween(random, 4, length - 8);
  return [{ fromMs: momentOf(from, "14:10"), toMs: momentOf(from + integerBetween(random, 1, 4), "11:00") }];
}
