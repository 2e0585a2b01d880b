import type { Decimal4 } from "../../../catalog/column.ts";
import { addDays, type Day } from "../../../platform/day.ts";
import type { CampaignDetail, CampaignPoint } from "../../input/digest-input.ts";
import { type Account, campaignKey, isActive, isPaused } from "../../model/account.ts";
import { justUnder, paceAt, shortfallOf } from "../../model/campaign-pace.ts";
import { cleanText } from "../../model/clean-text.ts";
import { windowMovement } from "../../model/movement.ts";
import { grossOf, type NetAmount, netSince, type SumOfCurrency, sumsByCurrency } from "../../model/net-amount.ts";
import { daysToCap, type Pace } from "../../model/pace.ts";
import type { Key } from "../../model/series.ts";

/** What an advertiser's campaign is in. `other` was over before, is switched off or not set up. */
export type BookedState = "running" | "full" | "paused" | "ended" | "other";

/** A campaign as its advertiser sees it: accepted leads and what they cost, and nothing of how they came about. */
export interface BookedCampaign {
  readonly campaignId: number;
  readonly campaign: string;
  readonly state: BookedState;
  /** Null without one. */
  readonly cap: number | null;
  /** To date; null while unknown. */
  readonly accepted: number | null;
  readonly startDate: Day | null;
  readonly endDate: Day | null;
  /** Before its first day: when that is. */
  readonly startsOn: Day | null;
  /** Null without a cap or dates, and while it does not run. */
  readonly pace: Pace | null;
  /** Leads that will be missing at the end at this pace; 0 when it is well, or nothing tells. */
  readonly short: number;
  /** Of one that will end short: when its cap would be reached at this pace. Null without a rate, or over three months after its end. */
  readonly fullOn: Day | null;
  /** Accepted since the previous mail, net; null while unknown, and on the first day. */
  readonly since: number | null;
  /** Leads that were accepted and are no more, since the previous mail. */
  readonly leadsCredited: number;
  /** The advertiser's price of a lead. */
  readonly price: Decimal4 | null;
  readonly currency: string | null;
  /** Since the previous mail; null while unknown. */
  readonly spent: NetAmount | null;
  readonly spentToDate: Decimal4 | null;
}

export interface BookedSection {
  readonly advertiser: { readonly id: number | null; readonly name: string };
  /** Those that run, the most leads short first, full ones last. */
  readonly running: readonly BookedCampaign[];
  readonly paused: readonly BookedCampaign[];
  /** Whose last day lies in the days of the mail, or which was ended in them. */
  readonly ended: readonly BookedCampaign[];
  /** Whatever their state, the most first. */
  readonly credited: readonly BookedCampaign[];
  /** All of the above, for the sheet. */
  readonly all: readonly BookedCampaign[];
  /** Of all campaigns since the previous mail, net. Null on the first day. */
  readonly accepted: number | null;
  /** Running campaigns that will end short at this pace, of those that something can be told of. */
  readonly short: number;
  readonly judged: number;
  /** What is judged is so by a forecast, and not by what has come so far. */
  readonly byPace: boolean;
  /** Those of them that end a little under their cap, too little to be short. */
  readonly nearly: number;
  /** Since the previous mail, less what was credited, by currency: amounts of different ones are never added. */
  readonly spent: readonly SumOfCurrency[];
  /** Before what was credited, on campaigns that do not run: what the running ones lack to the sums. */
  readonly elsewhere: { readonly leads: number; readonly spent: readonly SumOfCurrency[] };
  /** Nothing was accepted, credited, ended or will be short. */
  readonly calm: boolean;
  /** It has no campaign at all. */
  readonly isEmpty: boolean;
  /** Of all its campaigns. */
  readonly currencies: readonly string[];
}

/** What an advertiser sees. Its sums are of all its campaigns, its rows those that matter. */
export function advertiserViewOf(account: Account): BookedSection {
  const every = account.campaigns.map((row) => campaignOf(account, row));
  const inState = (...states: readonly BookedState[]) => every.filter(({ state }) => states.includes(state));
  const running = inState("running", "full").toSorted(byGap);
  const paused = inState("paused").toSorted(byId);
  const ended = inState("ended").toSorted(byId);
  const credited = every.filter(wasCredited).toSorted((a, b) => b.leadsCredited - a.leadsCredited || byId(a, b));
  const known = every.flatMap(({ since }) => (since === null ? [] : [since]));
  const short = running.filter((row) => row.short > 0).length;
  const listed = [...running, ...paused, ...ended];
  const others = every.filter((row) => !running.includes(row));
  return {
    advertiser: advertiserOf(account),
    ...{ running, paused, ended, credited, short },
    all: [...listed, ...credited.filter((row) => !listed.includes(row))],
    accepted: known.length === 0 ? null : known.reduce((sum, leads) => sum + leads, 0),
    judged: running.filter(({ state, pace }) => state === "full" || (pace !== null && pace.share !== null)).length,
    byPace: running.every(({ pace }) => pace === null || pace.share === null || pace.forecast !== null),
    spent: sumsByCurrency(every.map(moved), ({ net }) => net),
    nearly: running.filter(({ pace }) => pace !== null && justUnder(pace) > 0).length,
    elsewhere: {
      leads: others.reduce((sum, { since, leadsCredited }) => sum + (since === null ? 0 : since + leadsCredited), 0),
      spent: sumsByCurrency(others.map(moved), grossOf),
    },
    isEmpty: every.length === 0,
    currencies: [...new Set(every.map(({ currency }) => currency).filter((code) => code !== null))],
    calm: short + credited.length + ended.length === 0 && known.every((leads) => leads === 0),
  };
}

const moved = ({ currency, spent }: BookedCampaign) => ({ currency, moved: spent });

function advertiserOf({ campaigns, settings }: Account): BookedSection["advertiser"] {
  const id = settings.filter.advertisers[0] ?? null;
  const row = campaigns.find(({ advertiser_name: name }) => name !== null);
  return { id, name: cleanText(row?.advertiser_name, id === null ? "Advertiser" : `Advertiser ${id}`) };
}

const byId = (a: BookedCampaign, b: BookedCampaign): number => a.campaignId - b.campaignId;

const byGap = (a: BookedCampaign, b: BookedCampaign): number =>
  Number(a.state === "full") - Number(b.state === "full") || b.short - a.short || byId(a, b);

const wasCredited = ({ leadsCredited, spent }: BookedCampaign): boolean =>
  leadsCredited > 0 || (spent !== null && spent.takenBack > 0n);

function campaignOf(account: Account, row: CampaignDetail): BookedCampaign {
  const { campaignSeries: series, capCounter: counter } = account;
  const key = campaignKey(row);
  const accepted = counter(row);
  const cap =
    row.uncapped === true || row.leads_required === null || row.leads_required <= 0 ? null : row.leads_required;
  const state = stateOf(account, row, cap !== null && accepted !== null && accepted >= cap);
  const isPaced = row.status !== null && (state === "running" || state === "full");
  const pace = isPaced ? paceAt(account, series.last, key) : null;
  const movement = windowMovement(series, counter, key);
  const isShort = pace !== null && (pace.status === "at-risk" || pace.status === "behind");
  return {
    campaignId: row.id,
    campaign: cleanText(row.name, `Campaign ${row.id}`),
    ...{ state, cap, accepted, pace },
    startDate: row.start_date,
    endDate: row.end_date,
    startsOn: state === "running" ? startsOn(account, row) : null,
    short: isShort ? shortfallOf(pace) : 0,
    fullOn: isShort ? fullOn(pace) : null,
    since: movement.delta,
    leadsCredited: -movement.corrected,
    price: row.payout_amount,
    currency: row.currency ?? lastKnown(series, series.last, key, ({ currency }) => currency ?? null),
    spent: netSince(series, key, ({ revenue = null, currency = null }) => ({ amount: revenue, currency })),
    spentToDate: row.revenue,
  };
}

/** What says whether a campaign is on. */
type Standing = Pick<CampaignPoint, "status" | "pause_ts" | "end_date">;

function stateOf({ campaignSeries: series }: Account, row: CampaignDetail, isFull: boolean): BookedState {
  const today = series.infos[series.last]?.activityDate;
  const told = series.infos[series.base]?.activityDate;
  if (today === undefined) return "other";
  const key = campaignKey(row);
  const now: Standing = { ...row, status: statusAt(series, series.last, key) };
  if (isOn(now, today)) return isPaused(now) ? "paused" : isFull ? "full" : "running";
  if (told === undefined) return "other";
  const wasOn = series.infos.slice(0, series.last).some(({ activityDate }, at) => {
    const before = at < series.base ? undefined : series.row(at, key);
    return before !== undefined && isOn({ ...before, status: statusAt(series, at, key) }, activityDate);
  });
  // Who made and ended it in between has it as it is now.
  return wasOn || (series.row(series.base, key) === undefined && isOn(now, told)) ? "ended" : "other";
}

function startsOn({ campaignSeries: { infos, last } }: Account, { start_date: start }: CampaignDetail): Day | null {
  const today = infos[last]?.activityDate;
  return start !== null && today !== undefined && start > today ? start : null;
}

/** As it was last known: one that is not known today is no end. */
const statusAt = (series: Account["campaignSeries"], position: number, key: Key): string | null =>
  lastKnown(series, position, key, ({ status }) => status);

function lastKnown<T>(
  { row }: Account["campaignSeries"],
  position: number,
  key: Key,
  of: (row: CampaignPoint) => T | null,
): T | null {
  for (let at = position; at >= 0; at -= 1) {
    const before = row(at, key);
    const value = before === undefined ? null : of(before);
    if (value !== null) return value;
  }
  return null;
}

/** It runs or is paused, and its last day is not over. */
const isOn = (row: Standing, day: Day): boolean =>
  (row.end_date === null || row.end_date > day) && (isActive(row.status) || isPaused(row));

const MOST_DAYS_AFTER = 92;

function fullOn({ required, capLeads, rate, endDate, daysLeft }: Pace): Day | null {
  if (rate === null || rate <= 0) return null;
  const days = daysToCap({ required, capLeads, rate });
  return days > daysLeft && days <= daysLeft + MOST_DAYS_AFTER ? addDays(endDate, days - daysLeft) : null;
}
