import { buildDigest } from "../../../shared/digest/build-digest.ts";
import type { Board, Sum } from "../../../shared/digest/cards/board.ts";
import type { ActCard, Card, OpenLine } from "../../../shared/digest/cards/card.ts";
import type { DayFigures } from "../../../shared/digest/cards/day-figures.ts";
import type { WeekFigures } from "../../../shared/digest/cards/period-figures.ts";
import type { DigestModel } from "../../../shared/digest/digest-model.ts";
import type { Note } from "../../../shared/digest/model/note.ts";
import { addDays } from "../../../shared/platform/day.ts";
import { campaign, inputOf, pounds, snapshot } from "../rows.ts";
import { ACT, DATE, OPEN, WATCH } from "./cards.ts";

const ACTIVITY = "2026-11-23";

const sumOf = (cards: readonly Card[]): Sum => {
  const priced = cards.filter(({ stake }) => stake.money !== null);
  const others = cards.filter(({ stake }) => stake.money === null);
  return {
    cards: cards.length,
    money: priced.reduce((sum, { stake }) => sum + (stake.money ?? 0n), 0n),
    unpriced: { cards: others.length, leads: others.reduce((sum, { stake }) => sum + (stake.leads ?? 0), 0) },
  };
};

interface Lists {
  readonly act?: readonly ActCard[];
  readonly open?: readonly OpenLine[];
  readonly watch?: readonly Card[];
  readonly information?: readonly Note[];
}

/** A board of these lists, its sums and counts made of them. */
export function boardOf(
  { act = ACT, open = OPEN, watch = WATCH, information = NOTES }: Lists = {},
  over: Partial<Board> = {},
): Board {
  return {
    state: act.length > 0 ? "busy" : "calm",
    first: false,
    ...{ act, open, watch, information },
    over: [
      { subject: OPEN[0]?.subject ?? fail(), open: { since: "2026-11-12", days: 12, atLeast: false }, end: "well" },
    ],
    sums: { act: sumOf(act), open: sumOf(open), atStake: sumOf([...act, ...open]), watch: sumOf(watch) },
    well: { paced: 34, wellOrAhead: 21 },
    counts: { fresh: 4, changed: 1, reminders: 1 },
    mails: [],
    ...over,
  };
}

function fail(): never {
  throw new Error("no card");
}

const identity = { id: 568, name: "Identity Governance – MQL", advertiser: "Northwind", advertiserId: 319 };
const contractRef = { id: 950, publisher: { id: 14, name: "Réseau Décideurs" }, campaignId: 582 };

export const NOTES: readonly Note[] = [
  { kind: "ended", campaign: identity, endDate: ACTIVITY, missing: 0, required: 140 },
  { kind: "paused", campaign: { ...identity, id: 588, name: "Cloud Cost Control – North America" } },
  { kind: "corrected", campaign: identity, leads: 2, net: 5 },
  { kind: "corrected", campaign: { ...identity, id: 544, name: "Low-code Toolkit" }, leads: 1, net: null },
  {
    kind: "contract-renewed",
    contract: contractRef,
    ...{ campaign: "Endpoint Security – MQL – DACH", fromCap: 200, toCap: 250, signed: false },
  },
  {
    kind: "job-recovered",
    job: { id: 7041, name: "Eloqua Upload", campaignId: 582 },
    campaign: "Endpoint Security – MQL – DACH",
  },
];

const TREND = [596, 547, 590, 431, 78, 56, 517, 591, 568, 520, 402, 64, 56, 433];

export const DAY: DayFigures = {
  compared: { firstDay: "2026-11-16", lastDay: "2026-11-16", back: 1, workingDays: null },
  leads: 433,
  corrected: -3,
  leadsBeside: { now: 433, before: 517, share: 1 },
  invalid: {
    invalid: 80,
    total: 527,
    worst: { publisher: { id: 11, name: "Meridian Content Network" }, invalid: 23 },
  },
  invalidBeside: { now: { invalid: 80, total: 527 }, before: { invalid: 46, total: 541 } },
  revenue: pounds(15_510),
  revenueBeside: { now: pounds(14_200), before: pounds(18_013), share: 0.73 },
  margin: 0.466,
  marginBeside: { now: 0.466, before: 0.451, share: 1 },
  revalued: 0,
  moneyUnknown: 0,
  unknown: 0,
  trend: TREND.map((leads, position) => ({ date: addDays(ACTIVITY, position - 13), leads, days: 1 })),
};

/** Of a week. */
const DAYS: DayFigures = {
  ...DAY,
  compared: { firstDay: "2026-11-09", lastDay: "2026-11-15", back: 1, workingDays: null },
};

const LINKS = {
  campaign: "https://{enterprise}.cvtr.io/campaigns/{campaign}",
  contract: "https://{enterprise}.cvtr.io/contracts/{contract}",
  publisher: "https://{enterprise}.cvtr.io/publishers/{publisher}",
  advertiser: "https://{enterprise}.cvtr.io/advertisers/{advertiser}",
  job: "https://{enterprise}.cvtr.io/jobs/{job}",
};

/** A whole model around a board: everything else as the pipeline makes it of a small account. */
export function modelOf(over: Partial<DigestModel> = {}, settings: Record<string, unknown> = {}): DigestModel {
  const campaigns = [
    snapshot("2026-11-23", [campaign({ billable_leads: 220 })]),
    snapshot(DATE, [campaign({ billable_leads: 240 }), campaign({ id: 2, internal_only: true })]),
  ];
  const model = buildDigest(inputOf(DATE, { campaigns, settings }));
  return { ...model, links: LINKS, board: boardOf(), day: over.week ? DAYS : DAY, week: null, month: null, ...over };
}

export const WEEK: WeekFigures = {
  days: [517, 591, 568, 520, null, 64, 56].map((leads, position) => ({
    date: addDays("2026-11-16", position),
    leads,
    before: [493, 549, 596, 547, 431, 78, null][position] ?? null,
  })),
  advertisers: Array.from({ length: 11 }, (_, position) => ({
    ...{ id: 318 - position, name: `Advertiser ${"of quite some length ".repeat(position % 3)}${position}`.trim() },
    stake: position > 8 ? 0n : pounds(17_551 / (position + 1)),
    ...{ unpriced: position === 9 ? 1 : 0, campaigns: 4, leads: 350 - position * 30 },
    leadsBefore: position === 3 ? null : 330 - position * 28,
    revenue: position === 5 ? null : pounds(7410 / (position + 1)),
  })),
  month: {
    ...{ firstDay: "2026-11-01", lastDay: "2026-11-30", toDay: "2026-11-22", leads: 8279, revenue: pounds(299_550) },
    revalued: false,
    projected: { leads: 11_502, low: 11_366, high: 11_619, revenue: pounds(416_870) },
    ...{ leadsBefore: null, historyFrom: "2026-10-20" },
  },
};

export const weekWindow = {
  ...{ from: null, to: Date.parse("2026-11-23T05:00:00Z") },
  ...{ firstDay: "2026-11-16", lastDay: "2026-11-22", days: 7 },
};
