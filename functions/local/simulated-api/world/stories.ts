import type { CampaignDraft } from "./draft.ts";
import { QUALITY_DROP } from "./quality-drop.ts";

/** The newest campaign before the anchor day has slot 1, the one before it 2; about two days lie between them. */
export type Story = Partial<CampaignDraft> & { readonly slot: number };

/** What a story does not say: it goes on pace and nothing happens to it. */
export const UNEVENTFUL = {
  formerName: null,
  signed: null,
  deleted: null,
  pauses: [],
  unsignedSpans: [],
  uncapped: false,
  pace: 1.06,
  paceFrom: null,
  cleanUp: null,
  silentFrom: null,
  testMode: false,
  internalOnly: false,
  isTemplate: false,
  scheduledDelivery: false,
  holdOverDelivery: false,
} as const satisfies Partial<CampaignDraft>;

const { publisher: DROPPING } = QUALITY_DROP;

/**
 * Campaigns with a part to play around the anchor day, so that its mail has something to say in every section. The
 * days from -3 to -1 are the weekend's window when the anchor day is a Monday.
 */
export const STORIES: readonly Story[] = [
  { slot: 1, starts: 10, ends: 66, signed: "never" },
  { slot: 2, name: "Webinar draft (duplicate)", starts: 12, ends: 60, signed: "never", deleted: [-3, "16:40"] },
  { slot: 3, starts: 7, ends: 70 },
  { slot: 4, name: "Template – Content Syndication", starts: 0, ends: 90, isTemplate: true },
  { slot: 5, starts: 0, ends: 55, leadsRequired: 400 },
  { slot: 6, name: "INTERNAL – Routing dry run", starts: -6, ends: 40, internalOnly: true, leadsRequired: 50 },
  { slot: 7, name: "QA test – do not deliver", starts: -7, ends: 30, testMode: true, leadsRequired: 20 },
  { slot: 8, starts: -6, ends: 45, leadsRequired: 350 },
  { slot: 9, starts: -13, ends: 38, leadsRequired: 900, scheduledDelivery: true },
  { slot: 10, name: '<b>Growth</b> & "Scale" – Webinar – UK&I', starts: -16, ends: 30, leadsRequired: 480, pace: 0.62 },
  { slot: 11, name: "データ活用ガイド – Whitepaper – APAC", starts: -18, ends: 40, leadsRequired: 260 },
  { slot: 12, name: "=SUM(Leads) Demo Requests – North America", starts: -20, ends: 24, currency: "USD" },
  { slot: 13, name: "🚀 Launch Week – eBook – Benelux", starts: -22, ends: 20, currency: "EUR" },
  { slot: 14, name: "Partner referrals – no allocation yet", starts: -20, ends: 40, leadsRequired: 0 },
  { slot: 15, starts: -24, ends: 25, pauses: [[[-3, "15:20"], null]] },
  { slot: 16, starts: -26, ends: 26, unsignedSpans: [[[-4, "10:05"], null]] },
  { slot: 17, starts: -27, ends: 21, leadsRequired: 220, pace: 0.98, silentFrom: [-6, "06:00"] },
  {
    slot: 18,
    starts: -29,
    ends: 19,
    leadsRequired: 520,
    jobs: [{ kind: 1, label: "EMEA queue", outages: [[[-5, "11:10"], null]] }],
  },
  {
    slot: 19,
    starts: -31,
    ends: 33,
    leadsRequired: 640,
    jobs: [
      { kind: 3, outages: [[[-3, "10:10"], null]] },
      { kind: 0, label: "Daily copy" },
    ],
  },
  {
    slot: 20,
    starts: -34,
    ends: 22,
    jobs: [
      {
        kind: 4,
        outages: [
          [
            [-17, "13:30"],
            [-15, "10:20"],
          ],
        ],
      },
    ],
  },
  {
    slot: 21,
    starts: -36,
    ends: 30,
    jobs: [
      {
        kind: 5,
        outages: [
          [
            [-4, "14:00"],
            [-3, "11:30"],
          ],
        ],
      },
    ],
  },
  {
    slot: 22,
    starts: -38,
    ends: 15,
    jobs: [{ kind: 2 }, { kind: 0, label: "Old feed", disabled: [-9, "09:40"] }],
  },
  { slot: 23, starts: -40, ends: 28, jobs: [{ kind: 6, unmappedFields: ["job_level", "company_size"] }] },
  {
    slot: 24,
    starts: -42,
    ends: 50,
    uncapped: true,
    leadsRequired: 900,
    publishers: [
      { publisher: 4, share: 0.6, fixed: { fee: 450_000, minimum: 150 } },
      { publisher: 9, share: 0.4 },
    ],
  },
  {
    slot: 25,
    starts: -30,
    ends: 60,
    uncapped: true,
    leadsRequired: 500,
    currency: "EUR",
    publishers: [{ publisher: 10, share: 1, fixed: { fee: 600_000, minimum: 400 } }],
  },
  {
    slot: 26,
    name: "Zero Trust Guide – MQL, by seniority – UK&I",
    starts: -45,
    ends: 25,
    leadsRequired: 700,
    publishers: [
      { publisher: 0, share: 0.65, bandCaps: [230, 160, 90] },
      { publisher: 6, share: 0.35 },
    ],
  },
  {
    slot: 27,
    starts: -46,
    ends: 29,
    leadsRequired: 450,
    publishers: [
      { publisher: 2, share: 0.55, renewed: [[-6, "15:45"], null] },
      { publisher: 11, share: 0.45 },
    ],
  },
  {
    slot: 28,
    starts: -48,
    ends: 35,
    leadsRequired: 800,
    publishers: [
      {
        publisher: 5,
        share: 0.7,
        renewed: [
          [-12, "11:00"],
          [-11, "09:30"],
        ],
      },
      { publisher: 8, share: 0.3 },
    ],
  },
  {
    slot: 29,
    starts: -50,
    ends: 28,
    leadsRequired: 600,
    pace: 0.93,
    publishers: [
      { publisher: 3, share: 0.5, ends: 4, cap: 330 },
      { publisher: 7, share: 0.5 },
    ],
  },
  {
    slot: 30,
    starts: -50,
    ends: 20,
    leadsRequired: 560,
    publishers: [
      { publisher: 12, share: 0.6, cap: 220 },
      { publisher: 15, share: 0.4, cap: 400 },
    ],
  },
  {
    slot: 31,
    starts: -53,
    ends: 18,
    leadsRequired: 480,
    holdOverDelivery: true,
    publishers: [
      { publisher: 16, share: 0.4, cap: 140 },
      { publisher: 1, share: 0.6, cap: 420 },
    ],
  },
  { slot: 32, starts: -55, ends: 26, leadsRequired: 1_800, cleanUp: { at: [-3, "11:45"], leads: 22 } },
  {
    slot: 33,
    starts: -56,
    ends: 24,
    leadsRequired: 1_500,
    publishers: [
      { publisher: DROPPING, share: 0.7, invalidRate: 0.08 },
      { publisher: 1, share: 0.3 },
    ],
  },
  {
    slot: 34,
    starts: -58,
    ends: 31,
    leadsRequired: 1_100,
    currency: "USD",
    publishers: [
      { publisher: DROPPING, share: 0.5, invalidRate: 0.09 },
      { publisher: 17, share: 0.5 },
    ],
  },
  { slot: 35, starts: -60, ends: 22, leadsRequired: 750, pace: 1.25 },
  { slot: 36, starts: -61, ends: 30, leadsRequired: 420, pace: 1.4 },
  { slot: 37, starts: -60, ends: 12, leadsRequired: 300, pace: 1.24 },
  { slot: 38, starts: -62, ends: -1, leadsRequired: 640, pace: 0.96 },
  { slot: 39, starts: -64, ends: -3, leadsRequired: 380, pace: 0.8 },
  {
    slot: 40,
    starts: -66,
    ends: 16,
    leadsRequired: 560,
    pauses: [
      [
        [-20, "16:10"],
        [-11, "09:00"],
      ],
    ],
  },
  { slot: 41, starts: -68, ends: 15, leadsRequired: 900, paceFrom: { day: -14, pace: 0.25 } },
  { slot: 42, starts: -70, ends: 27, leadsRequired: 3_000 },
  {
    slot: 43,
    starts: -72,
    ends: 23,
    leadsRequired: 700,
    pace: 0.92,
    publishers: [
      { publisher: 18, share: 0.75 },
      { publisher: 20, share: 0.25, created: [-9, "11:20"], signed: null },
    ],
  },
  {
    slot: 44,
    name: "Le guide « SaaS » à l’européenne – eBook – France",
    starts: -74,
    ends: 20,
    currency: "EUR",
  },
  {
    slot: 45,
    name: 'The "Ultimate" CRM Buyer\'s Guide – MQL – UK&I',
    formerName: "CRM guide (old title)",
    starts: -76,
    ends: 17,
  },
  {
    slot: 150,
    name: "Always on – Demo Requests – UK&I",
    starts: -280,
    ends: null,
    uncapped: true,
    leadsRequired: 2_400,
  },
];
