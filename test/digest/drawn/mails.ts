import type { MonthFigures } from "../../../shared/digest/cards/period-figures.ts";
import type { DigestModel } from "../../../shared/digest/digest-model.ts";
import { pounds } from "../rows.ts";
import { ACT, OPEN, WATCH } from "./cards.ts";
import { boardOf, DAY, modelOf, NOTES, WEEK, weekWindow } from "./models.ts";

const MONTH: MonthFigures = {
  compared: { firstDay: "2026-09-01", lastDay: "2026-09-30", back: 1, workingDays: { now: 22, before: 22 } },
  leads: { now: 11_102, before: 10_876, share: 1 },
  revenue: { now: pounds(402_118), before: pounds(398_004), share: 1 },
  advertisers: WEEK.advertisers,
  publishers: [
    { publisher: { id: 12, name: "Opt-in Avenue" }, campaigns: 22, leads: 1204, invalid: 71, usual: 0.052 },
    { publisher: { id: 11, name: "Meridian Content Network" }, campaigns: 25, leads: 18, invalid: 7, usual: null },
  ],
  endedShort: [
    {
      campaign: { id: 564, name: "Backup & Recovery", advertiser: "Yarrow Pharma Services", advertiserId: 314 },
      ...{ endDate: "2026-10-23", required: 380, missing: 80, money: pounds(4240) },
    },
    {
      campaign: { id: 565, name: "Threat Landscape", advertiser: "Tessera Payments", advertiserId: 284 },
      ...{ endDate: "2026-10-30", required: 640, missing: 35, money: null },
    },
  ],
  overcommitted: [
    {
      campaign: { id: 582, name: "Endpoint Security", advertiser: "Fjordlys Software", advertiserId: 300 },
      ...{ open: 300, wanted: 120, contracts: 3 },
    },
  ],
  forecasts: {
    ...{ made: "2026-09-30", forecast: 4120, delivered: 3987, close: 5 },
    rows: [
      {
        campaign: { id: 564, name: "Backup & Recovery", advertiser: "Yarrow Pharma Services" },
        ...{ required: 380, forecast: 371, delivered: 300 },
      },
    ],
  },
};

const monthWindow = {
  ...{ from: null, to: Date.parse("2026-11-01T05:00:00Z") },
  ...{ firstDay: "2026-10-01", lastDay: "2026-10-31", days: 31 },
};

/** `count` cards of each list, all of one name. */
export function wideModel(count: number, name: string): DigestModel {
  const many = <C extends { readonly subject: (typeof ACT)[number]["subject"] }>(cards: readonly C[]): C[] =>
    Array.from({ length: count }, (_, position) => {
      const card = cards[position % cards.length] as C;
      const subject = {
        kind: "campaign" as const,
        campaign: { id: 1_000_000 + position, name, advertiser: name, advertiserId: 2_000_000 + position },
      };
      return { ...card, subject };
    });
  const notes = Array.from({ length: count }, (_, position) => {
    const note = NOTES[position % NOTES.length] ?? NOTES[0];
    if (note === undefined) throw new Error("no note");
    return "campaign" in note && typeof note.campaign !== "string"
      ? ({ ...note, campaign: { ...note.campaign, name } } as typeof note)
      : ({ ...note, campaign: name } as typeof note);
  });
  const board = boardOf({ act: many(ACT), open: many(OPEN), watch: many(WATCH), information: notes });
  const advertisers = Array.from({ length: count }, (_, id) => ({
    ...(WEEK.advertisers[id % 9] ?? never()),
    id,
    name,
  }));
  return modelOf({ board, week: { ...WEEK, advertisers }, window: weekWindow, digest: "weekly" });
}

function never(): never {
  throw new Error("no row");
}

/** Mails of each kind, of literals. */
export const MAILS: Readonly<Record<string, () => DigestModel>> = {
  busy: () => modelOf(),
  calm: () => modelOf({ board: boardOf({ act: [] }) }),
  "calm-and-empty": () => modelOf({ board: boardOf({ act: [], open: [], watch: [], information: [] }, { over: [] }) }),
  incomplete: () =>
    modelOf({
      incomplete: true,
      banners: [
        { kind: "stale", dataset: "publisher-contracts", days: 1, used: "2026-11-23" },
        { kind: "missing", dataset: "integration-jobs" },
      ],
      board: boardOf({}, { state: "cannot-tell" }),
    }),
  "five-hundred": () => wideModel(500, "Endpoint Security – MQL – DACH – Q4 2026"),
  "money-only": () => modelOf({ attach: "none" }, { sections: ["money"] }),
  german: () => modelOf({ locale: "de-DE" }, { locale: "de-DE" }),
  weekly: () => modelOf({ digest: "weekly", week: WEEK, window: weekWindow }),
  monthly: () =>
    modelOf({
      digest: "monthly",
      month: MONTH,
      window: monthWindow,
      day: { ...DAY, compared: MONTH.compared, trend: [] },
    }),
};
