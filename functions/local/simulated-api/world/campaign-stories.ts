import type { Story } from "./story.ts";

/**
 * Campaigns with a part to play around the anchor day, so that its mail has something to say in every section.
 * @param eve the last working day before the anchor day; days from -4 back are working days for a Monday or Tuesday
 */
export const campaignStories = (eve: number): readonly Story[] => [
  { slot: 1, starts: 10, ends: 66, signed: "never" },
  { slot: 2, name: "Webinar draft (duplicate)", starts: 12, ends: 60, signed: "never", deleted: [eve, "16:40"] },
  { slot: 3, starts: 7, ends: 70 },
  { slot: 4, name: "Template – Content Syndication", starts: 0, ends: 90, isTemplate: true },
  { slot: 5, starts: 0, ends: 55, leadsRequired: 400 },
  { slot: 6, name: "INTERNAL – Routing dry run", starts: -6, ends: 40, internalOnly: true, leadsRequired: 50 },
  { slot: 7, name: "QA test – do not deliver", starts: -7, ends: 30, testMode: true, leadsRequired: 20 },
  { slot: 8, starts: -6, ends: 45, leadsRequired: 350 },
  { slot: 9, starts: -13, ends: 60, leadsRequired: 900, scheduledDelivery: true },
  { slot: 10, name: '<b>Growth</b> & "Scale" – Webinar – UK&I', starts: -16, ends: 30, leadsRequired: 480, pace: 0.62 },
  { slot: 11, name: "データ活用ガイド – Whitepaper – APAC", starts: -18, ends: 64, leadsRequired: 260 },
  { slot: 12, name: "=SUM(Leads) Demo Requests – North America", starts: -20, ends: 24, currency: "USD" },
  { slot: 13, name: "🚀 Launch Week – eBook – Benelux", starts: -22, ends: 20, currency: "EUR" },
  { slot: 14, name: "Partner referrals – no allocation yet", starts: -20, ends: 40, leadsRequired: 0 },
  { slot: 15, starts: -24, ends: 25, pauses: [[[eve, "15:20"], null]] },
  { slot: 16, starts: -26, ends: 48, unsignedSpans: [[[-4, "10:05"], null]] },
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
    ends: 55,
    leadsRequired: 640,
    jobs: [
      { kind: 3, outages: [[[eve, "10:10"], null]] },
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
            [-19, "13:30"],
            [-18, "10:20"],
          ],
        ],
      },
    ],
  },
  {
    slot: 21,
    starts: -36,
    ends: 52,
    jobs: [
      {
        kind: 5,
        outages: [
          [
            [-4, "14:00"],
            [eve, "11:30"],
          ],
        ],
      },
    ],
  },
  {
    slot: 22,
    starts: -38,
    ends: 15,
    jobs: [{ kind: 2 }, { kind: 0, label: "Old feed", disabled: [-11, "09:40"] }],
  },
  { slot: 23, starts: -40, ends: 28, jobs: [{ kind: 6, unmappedFields: ["job_level", "company_size"] }] },
  { slot: 32, starts: -55, ends: 26, leadsRequired: 1_800, cleanUp: { at: [eve, "11:45"], leads: 22 } },
  { slot: 35, starts: -60, ends: 22, leadsRequired: 750, pace: 1.25 },
  { slot: 36, starts: -61, ends: 30, leadsRequired: 420, pace: 1.4 },
  { slot: 37, starts: -60, ends: 12, leadsRequired: 300, pace: 1.24 },
  { slot: 38, starts: -62, ends: -1, leadsRequired: 640, pace: 0.96 },
  { slot: 39, starts: -64, ends: eve, leadsRequired: 380, pace: 0.8 },
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
  { slot: 42, starts: -70, ends: 40, leadsRequired: 3_000 },
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
