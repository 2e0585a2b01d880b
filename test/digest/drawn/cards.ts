import type { ActCard, Card, CardSubject, OpenLine, Stake, Telling } from "../../../shared/digest/cards/card.ts";
import type { Cause } from "../../../shared/digest/cards/cause.ts";
import { type Pace, paceOf } from "../../../shared/digest/model/pace.ts";
import type { CardPublisher, ContractRef, JobRef } from "../../../shared/digest/model/refs.ts";
import { addDays } from "../../../shared/platform/day.ts";
import { digestSettings, pounds } from "../rows.ts";

// Cards of one busy day, as literals: what the drawing is tested on, whatever the model finds.

export const DATE = "2026-11-24";
const ACTIVITY = "2026-11-23";

interface PaceLike {
  readonly done: number;
  readonly of: number;
  readonly rate: number | null;
  readonly left: number;
  readonly total: number;
}

/** A pace as the model computes it, of what a card shows. */
export function paceLike({ done, of, rate, left, total }: PaceLike): Pace {
  const endDate = addDays(ACTIVITY, left);
  const pace = paceOf(
    {
      ...{ required: of, uncapped: false, endDate, startDate: addDays(endDate, 1 - total), activityDate: ACTIVITY },
      ...{ capLeads: done, rate, weekdayRate: null, early: rate === null, lost: 0 },
    },
    digestSettings().thresholds,
  );
  if (pace === null) throw new Error("no pace");
  return pace;
}

export const campaignOf = (id: number, name: string, advertiser: string): CardSubject => ({
  kind: "campaign",
  campaign: { id, name, advertiser, advertiserId: 300 + (id % 20) },
});

const short = (leads: number, money: number | null): Stake => ({
  of: "short",
  leads,
  money: money === null ? null : pounds(money),
});

const pace = (leads: number, money: number | null): Cause => ({
  kind: "pace",
  status: "at-risk",
  ...{ calls: true, leads, money: money === null ? null : pounds(money) },
});

const publisher = (id: number, name: string): CardPublisher => ({ id, name });
const contractRef = (id: number, campaignId: number, of: CardPublisher): ContractRef => ({
  ...{ id, campaignId, publisher: of },
});
const jobRef = (id: number, campaignId: number, name: string): JobRef => ({ id, campaignId, name });

const NEW: Telling = { why: "new" };
const open = (days: number, atLeast = false) => ({ since: addDays(DATE, 1 - days), days, atLeast });

const zeroTrust: ActCard = {
  subject: campaignOf(571, "Zero Trust Guide – Webinar – France – Q3 2026", "Ironbridge Data"),
  stake: short(126, 7056),
  pace: paceLike({ done: 1122, of: 1800, rate: 20.4, left: 27, total: 82 }),
  causes: [
    pace(126, 7056),
    {
      ...{ kind: "contract-unsigned", calls: false, leads: null, money: null },
      contract: contractRef(941, 571, publisher(12, "Opt-in Avenue")),
      ...{ cap: 970, delivered: 0, days: 23, endDate: null, renewal: true },
    },
  ],
  advice: { act: "sign", contract: contractRef(941, 571, publisher(12, "Opt-in Avenue")), leads: 970 },
  ...{ open: open(1), easing: false, telling: NEW },
};

const backup: ActCard = {
  subject: campaignOf(564, "Backup & Recovery – Telemarketing – Global – Q3 2026", "Yarrow Pharma Services"),
  stake: short(80, 4240),
  pace: paceLike({ done: 300, of: 380, rate: 3, left: 0, total: 60 }),
  causes: [
    {
      ...{ kind: "ended-short", calls: true, leads: 80, money: pounds(4240) },
      ...{ endDate: ACTIVITY, required: 380, missing: 80 },
    },
  ],
  advice: { act: "settle", campaignId: 564 },
  ...{ open: open(1), easing: false, telling: NEW },
};

const hybrid: ActCard = {
  subject: campaignOf(585, "Hybrid Work Report – eBook – DACH – Q4 2026", "Waverley Fleet"),
  stake: short(139, 3406),
  pace: paceLike({ done: 278, of: 520, rate: 5.1, left: 20, total: 49 }),
  causes: [
    pace(139, 3406),
    {
      ...{ kind: "job", calls: true, leads: 42, money: pounds(1029) },
      job: jobRef(7045, 585, "Salesforce Integration “EMEA queue”"),
      ...{ failed: 16, of: 16, stuck: 42, heldBack: null, date: ACTIVITY, changedOn: "2026-11-19" },
    },
  ],
  advice: {
    act: "repair",
    job: jobRef(7045, 585, "Salesforce Integration “EMEA queue”"),
    release: 42,
    brings: { short: 139, becomes: 97 },
  },
  ...{ open: open(6), easing: false },
  telling: { why: "changed", toldOn: "2026-11-20", told: short(92, 2254), causes: [] },
};

const meridian: ActCard = {
  subject: { kind: "publisher", publisher: publisher(11, "Meridian Content Network"), campaigns: 25 },
  stake: { of: "invalid", leads: 22, money: pounds(639) },
  pace: null,
  causes: [
    {
      ...{ kind: "invalid", calls: true, leads: 22, money: pounds(639) },
      ...{ invalid: 23, total: 23, usual: 0.049, usualDays: 28, date: ACTIVITY, clear: true },
      before: { date: "2026-11-20", invalid: 2, total: 20 },
    },
  ],
  advice: { act: "question-publisher", publisher: publisher(11, "Meridian Content Network") },
  ...{ open: open(1), easing: false, telling: NEW },
};

const erp: ActCard = {
  subject: campaignOf(584, "ERP Migration – Telemarketing – North America – Q4 2026", "Thornbury Capital"),
  stake: { of: "stuck", leads: 7, money: pounds(291) },
  pace: paceLike({ done: 210, of: 400, rate: 9.8, left: 21, total: 49 }),
  causes: [
    {
      ...{ kind: "job", calls: true, leads: 7, money: pounds(291) },
      job: jobRef(7039, 584, "Marketo Push"),
      ...{ failed: 7, of: 9, stuck: 7, heldBack: null, date: ACTIVITY, changedOn: null },
    },
  ],
  advice: { act: "repair", job: jobRef(7039, 584, "Marketo Push"), release: 7, brings: null },
  ...{ open: open(14), easing: false, telling: { why: "reminder", toldOn: "2026-11-17" } },
};

const unpriced: ActCard = {
  subject: campaignOf(577, "Threat Landscape – BANT – Benelux", "Tessera Payments"),
  stake: short(35, null),
  pace: paceLike({ done: 40, of: 90, rate: null, left: 10, total: 14 }),
  causes: [{ kind: "paused", isSetUp: true, calls: true, leads: 35, money: null, endDate: "2026-12-03", index: 0.61 }],
  advice: { act: "resume", campaignId: 577 },
  ...{ open: open(1), easing: false, telling: NEW },
};

/** By money, then leads, then id. */
export const ACT: readonly ActCard[] = [zeroTrust, backup, hybrid, meridian, erp, unpriced];

export const OPEN: readonly OpenLine[] = [
  {
    subject: campaignOf(560, "Cloud Cost Control – Content Syndication – France – Q3 2026", "Greyfriars Compliance"),
    stake: short(229, 10_992),
    pace: paceLike({ done: 260, of: 700, rate: 7, left: 30, total: 90 }),
    causes: [
      pace(229, 10_992),
      {
        ...{ kind: "contract-unsigned", calls: true, leads: 225, money: pounds(10_800) },
        contract: contractRef(930, 560, publisher(3, "SaaS Digest")),
        ...{ cap: 225, delivered: 0, days: 11, endDate: null, renewal: false },
      },
    ],
    advice: { act: "sign", contract: contractRef(930, 560, publisher(3, "SaaS Digest")), leads: 225 },
    ...{ open: open(36, true), easing: false, next: "2026-12-01" },
  },
  {
    subject: campaignOf(586, "ERP Migration – Whitepaper – UK&I – Q4 2026", "Riverton Facilities"),
    stake: short(122, 5613),
    pace: paceLike({ done: 140, of: 400, rate: 4, left: 30, total: 60 }),
    causes: [
      {
        ...{ kind: "silent", everCame: true, calls: true, leads: 122, money: pounds(5613) },
        ...{ lastLead: Date.parse("2026-11-17T16:20:00Z"), lastDay: "2026-11-17", weekdays: 4 },
      },
    ],
    advice: { act: "ask-publishers", campaignId: 586, publishers: [publisher(3, "SaaS Digest")] },
    ...{ open: open(5), easing: false, next: "2026-11-26" },
  },
  {
    subject: campaignOf(593, `<b>Growth</b> & "Scale" – Webinar – UK&I`, "Mistral Commerce"),
    stake: short(199, 4834),
    pace: paceLike({ done: 100, of: 400, rate: 4, left: 30, total: 60 }),
    causes: [pace(199, 4834)],
    advice: { act: "widen", campaignId: 593 },
    ...{ open: open(16), easing: true, next: "2026-12-07" },
  },
];

export const WATCH: readonly Card[] = [
  {
    subject: campaignOf(574, "Endpoint Security – MQL – DACH – Q4 2026", "Fjordlys Software"),
    stake: short(50, 2496),
    pace: paceLike({ done: 180, of: 330, rate: 6.7, left: 15, total: 50 }),
    causes: [
      { ...pace(50, 2496), kind: "pace", status: "behind" },
      {
        ...{ kind: "contract-ending", calls: false, leads: null, money: null },
        contract: contractRef(951, 574, publisher(9, "Insight Exchange")),
        ...{ cap: 330, delivered: 180, days: 5, endDate: "2026-11-28", renewal: false },
      },
    ],
    advice: { act: "extend-contract", contract: contractRef(951, 574, publisher(9, "Insight Exchange")), leads: 150 },
  },
  {
    subject: campaignOf(592, "データ活用ガイド – Whitepaper – APAC", "株式会社みなと"),
    stake: { of: "lost", leads: null, money: pounds(120) },
    pace: null,
    causes: [
      {
        ...{ kind: "margin", calls: true, leads: null, money: pounds(120) },
        ...{ revenue: pounds(400), payout: pounds(520) },
      },
    ],
    advice: { act: "reprice", campaignId: 592 },
  },
  {
    subject: { kind: "publisher", publisher: publisher(18, "WhitepaperHub"), campaigns: 4 },
    stake: { of: "invalid", leads: 6, money: null },
    pace: null,
    causes: [
      {
        ...{ kind: "invalid", calls: false, leads: 6, money: null },
        ...{ invalid: 8, total: 25, usual: 0.08, usualDays: 28, date: ACTIVITY, clear: false, before: null },
      },
    ],
    advice: { act: "question-publisher", publisher: publisher(18, "WhitepaperHub") },
  },
];
