import type { Decimal4 } from "../../../catalog/column.ts";
import type { Day } from "../../../platform/day.ts";
import type { ContractDetail, ContractPoint } from "../../input/digest-input.ts";
import { type Account, contractKey, isActive } from "../../model/account.ts";
import { justUnder, shortfallOf } from "../../model/campaign-pace.ts";
import { cleanText } from "../../model/clean-text.ts";
import {
  type ContractTerms,
  campaignEnd,
  contractCampaign,
  isDelivering,
  termsOf,
} from "../../model/contract-terms.ts";
import { deliveryAt } from "../../model/delivery.ts";
import { relatedMovements, windowMovement } from "../../model/movement.ts";
import { grossOf, type NetAmount, netSince, type SumOfCurrency, sumsByCurrency } from "../../model/net-amount.ts";
import { type Pace, paceOf } from "../../model/pace.ts";
import type { Key } from "../../model/series.ts";

/** What a publisher's contract on a campaign is in: plain words are made of it. `other` is over, switched off or not set up. */
export type OwnState = "running" | "full" | "paused" | "other";

/** A publisher on one of its campaigns, told by its contracts there and the campaign's last day alone. */
export interface OwnCampaign {
  readonly campaignId: number | null;
  /** Of the newest contract. */
  readonly contractId: number;
  readonly campaign: string;
  readonly state: OwnState;
  /** Of all its contracts on the campaign, where they follow one another; null without one, or where caps do not add up. */
  readonly cap: number | null;
  /** Contracts that the counters go over. */
  readonly contracts: number;
  readonly startDate: Day | null;
  /** The earlier of the contract's and the campaign's. */
  readonly endDate: Day | null;
  /** Nothing can come before: its start, or between two contracts that of the next. Null once it can. */
  readonly startsOn: Day | null;
  /** Accepted to date; null while unknown. */
  readonly accepted: number | null;
  /** Null without a cap or dates, and while it does not run. */
  readonly pace: Pace | null;
  /** Leads that will be missing at the end at this pace; 0 when it is well, or nothing tells. */
  readonly short: number;
  /** Since the previous mail, where all are known; null on the first day. */
  readonly since: {
    readonly accepted: number;
    readonly leads: number | null;
    readonly notAccepted: number | null;
  } | null;
  /** Held or in processing now; null while unknown. */
  readonly waiting: number | null;
  /** The newest contract is. */
  readonly signed: boolean;
  /** It could deliver, and the newest contract waits for the publisher's signature. */
  readonly unsigned: boolean;
  /** Since the previous mail; null while unknown. */
  readonly earned: NetAmount | null;
  /** The publisher's own earnings to date, in the contract's currency. */
  readonly earnings: Decimal4 | null;
  readonly currency: string | null;
  /** Leads that were accepted and are no more, since the previous mail. */
  readonly leadsTakenBack: number;
}

export interface OwnSection {
  readonly publisher: { readonly id: number | null; readonly name: string };
  /** Those that run, the largest gap a day first, full ones last. */
  readonly running: readonly OwnCampaign[];
  readonly paused: readonly OwnCampaign[];
  /** Whatever their state, the most first. */
  readonly takenBack: readonly OwnCampaign[];
  /** All of them, for the sheet: what runs, then what is paused, then what was taken back elsewhere. */
  readonly all: readonly OwnCampaign[];
  /** Of all campaigns since the previous mail, net. Null on the first day. */
  readonly accepted: number | null;
  /** All leads and those not accepted, since the previous mail; null unless every campaign whose accepted leads are known tells them. */
  readonly leads: number | null;
  readonly notAccepted: number | null;
  /** What is judged is so by a forecast, and not by what has come so far. */
  readonly byPace: boolean;
  /** Running campaigns that will end short at this pace, of those that something can be told of. */
  readonly short: number;
  readonly judged: number;
  /** Those of them that end a little under their cap, too little to be short. */
  readonly nearly: number;
  /** Since the previous mail, less what was taken back, by currency: amounts of different ones are never added. */
  readonly earned: readonly SumOfCurrency[];
  /** Of them, before what was taken back, on campaigns that do not run: what the running ones' earnings lack to the sums. */
  readonly earnedElsewhere: readonly SumOfCurrency[];
  /** Nothing came, was taken back, will be short or waits for a signature. */
  readonly calm: boolean;
  /** It has no contract at all. */
  readonly isEmpty: boolean;
  /** Of all its contracts. */
  readonly currencies: readonly string[];
}

/** What a publisher sees. Its sums are of all its campaigns, its rows those that matter. */
export function publisherViewOf(account: Account): OwnSection {
  const every = account.contracts.map((row) => campaignOf(account, row));
  const running = every.filter(({ state }) => state === "running" || state === "full").toSorted(byGap);
  const paused = every.filter(({ state }) => state === "paused").toSorted(byId);
  const takenBack = every.filter(wasTakenBack).toSorted((a, b) => b.leadsTakenBack - a.leadsTakenBack || byId(a, b));
  const known = every.flatMap(({ since }) => (since === null ? [] : [since]));
  const related = known.flatMap(({ leads, notAccepted }) =>
    leads === null || notAccepted === null ? [] : [{ leads, notAccepted }],
  );
  const isRelated = related.length === known.length;
  const short = running.filter((row) => row.short > 0).length;
  const listed = [...running, ...paused];
  return {
    publisher: publisherOf(account),
    running,
    paused,
    takenBack,
    all: [...listed, ...takenBack.filter((row) => !listed.includes(row))],
    accepted: known.length === 0 ? null : known.reduce((sum, { accepted }) => sum + accepted, 0),
    leads: isRelated ? related.reduce((sum, { leads }) => sum + leads, 0) : null,
    notAccepted: isRelated ? related.reduce((sum, { notAccepted }) => sum + notAccepted, 0) : null,
    byPace: running.every(({ pace }) => pace === null || pace.share === null || pace.forecast !== null),
    short,
    judged: running.filter(({ state, pace }) => state === "full" || (pace !== null && pace.share !== null)).length,
    nearly: running.filter(({ pace }) => pace !== null && justUnder(pace) > 0).length,
    earned: sumsByCurrency(every.map(moved), ({ net }) => net),
    earnedElsewhere: sumsByCurrency(every.filter((row) => !running.includes(row)).map(moved), grossOf),
    isEmpty: every.length === 0,
    currencies: [...new Set(every.map(({ currency }) => currency).filter((code) => code !== null))],
    calm:
      short === 0 &&
      takenBack.length === 0 &&
      known.every(({ accepted, leads }) => accepted === 0 && (leads ?? 0) === 0) &&
      !running.some(({ unsigned }) => unsigned),
  };
}

function publisherOf({ contracts, settings }: Account): OwnSection["publisher"] {
  const id = settings.filter.publishers[0] ?? null;
  const row = contracts.find(({ publisher_name: name }) => name !== null);
  return { id, name: cleanText(row?.publisher_name, id === null ? "Publisher" : `Publisher ${id}`) };
}

const moved = ({ currency, earned }: OwnCampaign) => ({ currency, moved: earned });

const byId = (a: OwnCampaign, b: OwnCampaign): number =>
  (a.campaignId ?? 0) - (b.campaignId ?? 0) || a.contractId - b.contractId;

const byGap = (a: OwnCampaign, b: OwnCampaign): number =>
  Number(a.state === "full") - Number(b.state === "full") || gapOf(b) - gapOf(a) || byId(a, b);

/** Leads a day that are missing to the cap; what nothing is known of comes after what is short, before what is ahead. */
const gapOf = ({ pace }: OwnCampaign): number =>
  pace === null || pace.needed === null || pace.rate === null ? 0 : pace.needed - pace.rate;

const wasTakenBack = ({ leadsTakenBack, earned }: OwnCampaign): boolean =>
  leadsTakenBack > 0 || (earned !== null && earned.takenBack > 0n);

function campaignOf(account: Account, row: ContractDetail): OwnCampaign {
  const { contractSeries: series, capCounter: counter } = account;
  const key = contractKey(row);
  const terms = termsWithin(account, row);
  const accepted = counter(row);
  const state = stateOf(account, row, { terms, accepted });
  const isPaced = row.campaign_status !== null && (state === "running" || state === "full");
  const pace = isPaced ? paceOfContract(account, row, terms) : null;
  const movement = windowMovement(series, counter, key);
  const isShort = pace !== null && (pace.status === "at-risk" || pace.status === "behind");
  const waiting = [row.held_leads, row.processing_leads].filter((count) => count !== null);
  return {
    campaignId: row.campaign_id,
    contractId: row.id,
    campaign: contractCampaign(row),
    state,
    cap: terms.cap,
    contracts: terms.contracts,
    startDate: terms.startDate,
    endDate: terms.endDate,
    startsOn: state === "running" ? startsOn(account, terms) : null,
    accepted,
    pace,
    short: isShort ? shortfallOf(pace) : 0,
    since: movement.delta === null ? null : { accepted: movement.delta, ...leadsSince(account, key) },
    waiting: waiting.length === 0 ? null : waiting.reduce((sum, count) => sum + count, 0),
    signed: row.signed_ts !== null,
    unsigned: (state === "running" || state === "full") && isUnsigned(row),
    earned: netSince(series, key, ({ earnings: amount, currency }) => ({ amount, currency })),
    earnings: row.earnings,
    currency: currencyOf(account, row),
    leadsTakenBack: -movement.corrected,
  };
}

const isUnsigned = (row: ContractDetail): boolean => row.signed_ts === null && isAdmitted(row);

/** Its application was accepted, as far as anything is known of one. */
const isAdmitted = ({ application_status: application }: ContractDetail): boolean =>
  application === null || application.toLowerCase() === "accepted";

/** Statuses of a contract under which no lead comes any more: its cap is reached, or somebody switched it off. */
const OFF = new Set(["ended", "inactive"]);

/** Its terms, and no later end than its campaign's. */
function termsWithin(account: Account, row: ContractDetail): ContractTerms {
  const terms = termsOf(account, row);
  const end = campaignEnd(account, row);
  return end !== null && terms.endDate !== null && end < terms.endDate ? { ...terms, endDate: end } : terms;
}

function startsOn({ contractSeries: { infos, last } }: Account, { startDate, nextStart }: ContractTerms): Day | null {
  const today = infos[last]?.activityDate;
  return nextStart ?? (startDate !== null && today !== undefined && startDate > today ? startDate : null);
}

/** Of the newest snapshot that knows it. */
const currencyOf = (account: Account, row: ContractDetail): string | null =>
  row.currency ?? lastKnown(account, row, ({ currency }) => currency);

function lastKnown<T>({ contractSeries: series }: Account, row: ContractDetail, of: (row: ContractPoint) => T | null) {
  for (let at = series.last; at >= 0; at -= 1) {
    const before = series.row(at, contractKey(row));
    const value = before === undefined ? null : of(before);
    if (value !== null) return value;
  }
  return null;
}

function stateOf(
  account: Account,
  row: ContractDetail,
  { terms: { cap, endDate }, accepted }: { readonly terms: ContractTerms; readonly accepted: number | null },
): OwnState {
  const { infos, last } = account.contractSeries;
  const today = infos[last]?.activityDate;
  // A status that is not known today has not changed.
  const status = row.campaign_status ?? lastKnown(account, row, (before) => before.campaign_status);
  const isPaused = status?.toLowerCase() === "paused";
  if (today === undefined || (endDate !== null && endDate <= today)) return "other";
  if (!isActive(status) && !isPaused) return "other";
  if (row.signed_ts === null && !isAdmitted(row)) return "other";
  const isFull = cap !== null && accepted !== null && accepted >= cap;
  if (!isFull && OFF.has((row.current_contract_status ?? "").toLowerCase())) return "other";
  if (isPaused) return "paused";
  return isFull ? "full" : "running";
}

/** All leads and those that were not accepted, known on both ends of one stretch; null where one of them is not. */
function leadsSince({ contractSeries: series }: Account, key: Key) {
  const counters = [(row: ContractPoint) => row.total_leads, (row: ContractPoint) => row.invalid_leads];
  const [leads = null, notAccepted = null] =
    relatedMovements(series, counters, { key, from: series.base, to: series.last }) ?? [];
  return { leads, notAccepted };
}

/** Contracts whose caps do not add up say nothing about a pace. */
function paceOfContract(account: Account, row: ContractDetail, terms: ContractTerms): Pace | null {
  const { contractSeries: series, capCounter: counter } = account;
  const activityDate = series.infos[series.last]?.activityDate;
  if (activityDate === undefined || !terms.follow || terms.nextStart !== null) return null;
  const dates = { startDate: terms.startDate, endDate: terms.endDate };
  const at = { position: series.last, key: contractKey(row) };
  const flight = {
    ...dates,
    ...deliveryAt(series, counter, { ...at, ...dates, isRunning: isDelivering }),
    required: terms.cap,
    uncapped: false,
    activityDate,
    capLeads: counter(row),
  };
  return paceOf(flight, account.settings.thresholds);
}
