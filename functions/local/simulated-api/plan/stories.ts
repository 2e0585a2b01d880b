import type { Calendar } from "../world/calendar.ts";
import { type CampaignDraft, type Interval, type JobDraft, NEVER, type PublisherDraft } from "./plan.ts";

/** The newest campaign before the anchor day has slot 1, the one before it 2; about two days lie between them. */
export type Story = Partial<CampaignDraft> & { readonly slot: number };

/** What a story does not say: it goes on pace and nothing happens to it. */
export const UNEVENTFUL = {
  formerName: null,
  signedMs: null,
  deletedMs: NEVER,
  pauses: [],
  unsignedSpans: [],
  uncapped: false,
  pace: 1.06,
  paceFrom: null,
  cleanUp: null,
  silentFromMs: NEVER,
  testMode: false,
  internalOnly: false,
  isTemplate: false,
  scheduledDelivery: false,
  holdOverDelivery: false,
} as const satisfies Partial<CampaignDraft>;

/** One publisher's leads go bad for six days, from the last working day before the anchor day. */
export const QUALITY_DROP = { publisher: 13, days: 6, invalidRate: 0.33 } as const;

/**
 * Campaigns with a part to play around the anchor day, so that its mail has something to say in every section. Days from -4 back are
 * working days for an anchor day that is a Monday or Tuesday.
 */
export const storiesOf = (calendar: Calendar): readonly Story[] => [
  ...campaignStories(calendar),
  ...jobStories(calendar),
  ...contractStories(calendar),
];

/** From a moment to another, or on and on. */
const spansOf =
  ({ momentOf }: Calendar) =>
  (day: number, time: string, to?: readonly [day: number, time: string]): Interval => ({
    fromMs: momentOf(day, time),
    toMs: to === undefined ? NEVER : momentOf(...to),
  });

const story = (slot: number, startDay: number, endDay: number | null, more: Partial<Story> = {}): Story => ({
  ...{ slot, startDay, endDay },
  ...more,
});

const job = (kind: number, more: Omit<JobDraft, "kind"> = {}): JobDraft => ({ kind, ...more });

const sends = (publisher: number, share: number, more: Partial<PublisherDraft> = {}): PublisherDraft => ({
  ...{ publisher, share },
  ...more,
});

/** Names, states, dates and pace. */
function campaignStories(calendar: Calendar): readonly Story[] {
  const { eve, momentOf } = calendar;
  const span = spansOf(calendar);
  return [
    story(1, 10, 66, { signedMs: NEVER }),
    story(2, 12, 60, { name: "Webinar draft (duplicate)", signedMs: NEVER, deletedMs: momentOf(eve, "16:40") }),
    story(3, 7, 70),
    story(4, 0, 90, { name: "Template – Content Syndication", isTemplate: true }),
    story(5, 0, 55, { leadsRequired: 400 }),
    story(6, -6, 40, { name: "INTERNAL – Routing dry run", internalOnly: true, leadsRequired: 50 }),
    story(7, -7, 30, { name: "QA test – do not deliver", testMode: true, leadsRequired: 20 }),
    story(8, -6, 45, { leadsRequired: 350 }),
    story(9, -13, 60, { leadsRequired: 900, scheduledDelivery: true }),
    story(10, -16, 30, { name: '<b>Growth</b> & "Scale" – Webinar – UK&I', leadsRequired: 480, pace: 0.62 }),
    story(11, -18, 64, { name: "データ活用ガイド – Whitepaper – APAC", leadsRequired: 260 }),
    story(12, -20, 24, { name: "=SUM(Leads) Demo Requests – North America", currency: "USD" }),
    story(13, -22, 20, { name: "🚀 Launch Week – eBook – Benelux", currency: "EUR" }),
    story(14, -20, 40, { name: "Partner referrals – no allocation yet", leadsRequired: 0 }),
    story(15, -24, 25, { pauses: [span(eve, "15:20")] }),
    story(16, -26, 48, { unsignedSpans: [span(-4, "10:05")] }),
    story(17, -27, 21, { leadsRequired: 220, pace: 0.98, silentFromMs: momentOf(-6, "06:00") }),
    story(32, -55, 26, { leadsRequired: 1_800, cleanUp: { atMs: momentOf(eve, "11:45"), leads: 22 } }),
    story(35, -60, 22, { leadsRequired: 750, pace: 1.25 }),
    story(36, -61, 30, { leadsRequired: 420, pace: 1.4 }),
    story(37, -60, 12, { leadsRequired: 300, pace: 1.24 }),
    story(38, -62, -1, { leadsRequired: 640, pace: 0.96 }),
    story(39, -64, eve, { leadsRequired: 380, pace: 0.8 }),
    story(40, -66, 16, { leadsRequired: 560, pauses: [span(-20, "16:10", [-11, "09:00"])] }),
    story(41, -68, 15, { leadsRequired: 900, paceFrom: { day: -14, pace: 0.25 } }),
    story(42, -70, 40, { leadsRequired: 3_000 }),
    story(44, -74, 20, { name: "Le guide « SaaS » à l’européenne – eBook – France", currency: "EUR" }),
    story(45, -76, 17, {
      name: 'The "Ultimate" CRM Buyer\'s Guide – MQL – UK&I',
      formerName: "CRM guide (old title)",
    }),
    story(150, -280, null, { name: "Always on – Demo Requests – UK&I", uncapped: true, leadsRequired: 2_400 }),
  ];
}

/** Integration jobs that break, are switched off, or lack a field. */
function jobStories(calendar: Calendar): readonly Story[] {
  const { eve, momentOf } = calendar;
  const span = spansOf(calendar);
  const copy = job(0, { label: "Daily copy" });
  const oldFeed = job(0, { label: "Old feed", disabledMs: momentOf(-11, "09:40") });
  return [
    story(18, -29, 19, { leadsRequired: 520, jobs: [job(1, { label: "EMEA queue", outages: [span(-5, "11:10")] })] }),
    story(19, -31, 55, { leadsRequired: 640, jobs: [job(3, { outages: [span(eve, "10:10")] }), copy] }),
    story(20, -34, 22, { jobs: [job(4, { outages: [span(-19, "13:30", [-18, "10:20"])] })] }),
    story(21, -36, 52, { jobs: [job(5, { outages: [span(-4, "14:00", [eve, "11:30"])] })] }),
    story(22, -38, 15, { jobs: [job(2), oldFeed] }),
    story(23, -40, 28, { jobs: [job(6, { unmappedFields: ["job_level", "company_size"] })] }),
  ];
}

/** Contracts: fixed, by band, renewed, unsigned, ending, at their cap, of a publisher gone bad. */
function contractStories(calendar: Calendar): readonly Story[] {
  const { momentOf } = calendar;
  const span = spansOf(calendar);
  const { publisher: dropping } = QUALITY_DROP;
  const fixed = (fee: number, minimum: number) => ({ fixed: { fee, minimum } });
  const unsigned = { createdMs: momentOf(-11, "11:20"), signedMs: NEVER };
  return [
    story(24, -42, 50, {
      uncapped: true,
      leadsRequired: 900,
      publishers: [sends(4, 0.6, fixed(450_000, 150)), sends(9, 0.4)],
    }),
    story(25, -30, 60, {
      uncapped: true,
      leadsRequired: 500,
      currency: "EUR",
      publishers: [sends(10, 1, fixed(600_000, 400))],
    }),
    story(26, -45, 44, {
      name: "Zero Trust Guide – MQL, by seniority – UK&I",
      leadsRequired: 700,
      publishers: [sends(0, 0.65, { bandCaps: [230, 160, 90] }), sends(6, 0.35)],
    }),
    story(27, -46, 50, {
      leadsRequired: 450,
      publishers: [sends(2, 0.55, { renewed: span(-6, "15:45") }), sends(11, 0.45)],
    }),
    story(28, -48, 58, {
      leadsRequired: 800,
      publishers: [sends(5, 0.7, { renewed: span(-12, "11:00", [-11, "09:30"]) }), sends(8, 0.3)],
    }),
    story(29, -50, 28, {
      leadsRequired: 600,
      pace: 0.93,
      publishers: [sends(3, 0.5, { endDay: 4, cap: 330 }), sends(7, 0.5)],
    }),
    story(30, -50, 20, {
      leadsRequired: 560,
      publishers: [sends(12, 0.6, { cap: 220 }), sends(15, 0.4, { cap: 400 })],
    }),
    story(31, -53, 18, {
      leadsRequired: 480,
      holdOverDelivery: true,
      publishers: [sends(16, 0.4, { cap: 140 }), sends(1, 0.6, { cap: 420 })],
    }),
    story(33, -56, 24, {
      leadsRequired: 1_500,
      publishers: [sends(dropping, 0.7, { invalidRate: 0.08 }), sends(1, 0.3)],
    }),
    story(34, -58, 57, {
      leadsRequired: 1_100,
      currency: "USD",
      publishers: [sends(dropping, 0.5, { invalidRate: 0.09 }), sends(17, 0.5)],
    }),
    story(43, -72, 23, {
      leadsRequired: 700,
      pace: 0.92,
      publishers: [sends(18, 0.75), sends(20, 0.25, unsigned)],
    }),
  ];
}
