import type { Day } from "../../platform/day.ts";
import type { CampaignPoint, ContractDetail, ContractPoint, ContractVersion } from "../input/digest-input.ts";
import { type Account, contractKey, isActive } from "./account.ts";
import { cleanText } from "./clean-text.ts";
import { LOOK_BACK_DAYS } from "./movement.ts";

/** What a publisher may deliver on a campaign, by all its contracts that the counters go over. */
export interface ContractTerms {
  /** How many contracts that are. */
  readonly contracts: number;
  /** There is one, or all are signed and each began after the one before it had ended: only then do their caps add up. */
  readonly follow: boolean;
  /** Null when uncapped, unknown, or not to be judged by. */
  readonly cap: number | null;
  /** Of all of them where they follow one another, else of the newest. */
  readonly startDate: Day | null;
  /** The campaign's where the last contract has none of its own. */
  readonly endDate: Day | null;
  /** Between two contracts: when the next one begins. Null while one of them goes on, and before or after all of them. */
  readonly nextStart: Day | null;
}

/** One contract of them, with its cap. */
interface Version extends Pick<ContractVersion, "id" | "start_date" | "end_date"> {
  readonly cap: number | null;
}

/**
 * The terms of the publisher's contracts on the campaign: those that were signed, and the contract itself. What a snapshot of contract
 * versions does not tell is known from those of contracts as far as they are read.
 */
export function termsOf(account: Account, row: ContractDetail): ContractTerms {
  const all = contractsOfPair(account, row);
  const contracts = Math.max(all.length, idsSeen(account, row));
  const isWhole = all.length === contracts && (contracts === 1 || row.signed_ts !== null);
  const follow = isWhole && all.every((one, index) => index === 0 || startsAfter(all[index - 1], one));
  return {
    contracts,
    follow,
    cap: follow ? sumOf(all.map(({ cap }) => cap)) : null,
    startDate: follow ? (all[0]?.start_date ?? null) : row.start_date,
    endDate: (follow ? all.at(-1)?.end_date : row.end_date) ?? campaignEnd(account, row),
    nextStart: follow ? nextStartOf(account, all) : null,
  };
}

function nextStartOf({ contractSeries: { infos, last } }: Account, all: readonly Version[]): Day | null {
  const today = infos[last]?.activityDate;
  if (today === undefined || !all.some(({ end_date: end }) => end !== null && end < today)) return null;
  const next = all.find(({ end_date: end }) => end === null || end >= today)?.start_date ?? null;
  return next !== null && next > today ? next : null;
}

/** By their start, the oldest first and unknown ones last. What was made after the contracts were read is not among them. */
function contractsOfPair(account: Account, row: ContractDetail): readonly Version[] {
  const itself = { id: row.id, start_date: row.start_date, end_date: row.end_date, cap: contractCap(row) };
  const others = (account.versions.get(contractKey(row)) ?? []).filter(
    ({ id, signed_ts: signedAt }) => id < row.id && signedAt !== null,
  );
  const all: readonly Version[] = [...others.map((one) => ({ ...one, cap: versionCap(one) })), itself];
  return all.toSorted((a, b) => compareDays(a.start_date, b.start_date) || a.id - b.id);
}

const LATEST = "9999-12-31";

const compareDays = (a: Day | null, b: Day | null): number => {
  const [first, second] = [a ?? LATEST, b ?? LATEST];
  return first < second ? -1 : first > second ? 1 : 0;
};

const startsAfter = (before: Version | undefined, { start_date: start }: Version): boolean =>
  before !== undefined && before.end_date !== null && start !== null && before.end_date < start;

/** Contracts of the pair that the snapshots read show, the newest included. */
function idsSeen({ contractSeries: series }: Account, row: ContractDetail): number {
  const ids = new Set([row.id]);
  const key = contractKey(row);
  for (let position = series.last; position >= 0; position -= 1) {
    if (series.days(position, series.last) > LOOK_BACK_DAYS) break;
    const before = series.row(position, key);
    if (before !== undefined && before.signed_ts !== null) ids.add(before.id);
  }
  return ids.size;
}

function sumOf(caps: readonly (number | null)[]): number | null {
  let total = 0;
  for (const cap of caps) {
    if (cap === null) return null;
    total += cap;
  }
  return total;
}

/** The contract's own cap, or the sum of its bands' when the caps are on them; null when uncapped or unknown. */
export function contractCap(row: ContractDetail): number | null {
  if (row.uncapped === true) return null;
  if (row.caps_on_bands !== true) return positive(row.leads_required);
  const caps = (row.bands ?? []).map((band) => band.leads_required);
  return caps.length === 0 ? null : positive(sumOf(caps));
}

/** The bands of older contracts are not read. */
const versionCap = (one: ContractVersion): number | null =>
  one.uncapped === true || one.caps_on_bands === true ? null : positive(one.leads_required);

/** A cap that can be divided by. */
export const positive = (cap: number | null): number | null => (cap === null || cap <= 0 ? null : cap);

/** The contract's campaign as it is known: of its last day within the look-back where the newest snapshot does not hold it. */
export function knownCampaign(account: Account, id: number | null): CampaignPoint | undefined {
  const { campaignSeries: series } = account;
  if (id === null || account.campaignOf.has(id)) return account.campaignOf.get(id ?? -1);
  for (let position = series.last; position >= 0; position -= 1) {
    if (series.days(position, series.last) > LOOK_BACK_DAYS) return undefined;
    const row = series.row(position, id);
    if (row !== undefined) return row;
  }
  return undefined;
}

/** The campaign's status by the snapshot of campaigns of the contracts' day, or else as the contract gives it. */
export function campaignStatus(
  { campaignOf, campaignSeries, contractSeries }: Account,
  row: ContractDetail,
): string | null {
  const [campaigns, contracts] = [campaignSeries, contractSeries].map(({ infos, last }) => infos[last]?.date);
  const known = campaigns === contracts && row.campaign_id !== null ? campaignOf.get(row.campaign_id) : undefined;
  return known?.status ?? row.campaign_status;
}

/** As it is known, or as the snapshots of campaigns tell a publisher's mail. */
export const campaignEnd = (account: Account, row: ContractDetail): Day | null =>
  knownCampaign(account, row.campaign_id)?.end_date ?? account.input.campaignEnds?.get(row.campaign_id ?? -1) ?? null;

/** Statuses of a contract under which no lead comes any more. */
const OVER = new Set(["ended", "inactive"]);

/** Whether anything can still come of the contract: neither it nor its campaign is over or switched off. */
export function canDeliver(account: Account, row: ContractDetail, { endDate }: ContractTerms): boolean {
  const { infos, last } = account.contractSeries;
  const today = infos[last]?.activityDate ?? null;
  const campaign = knownCampaign(account, row.campaign_id);
  const status = campaignStatus(account, row) ?? "";
  if (status.toLowerCase() === "ended" || OVER.has((row.current_contract_status ?? "").toLowerCase())) return false;
  return [endDate, campaign?.end_date ?? null].every((end) => end === null || today === null || end > today);
}

/**
 * Whether a snapshot shows the publisher able to deliver: its campaign is active, within the days of the contract that it had then. Between
 * two that follow one another there may be days of none.
 */
export const isDelivering = (
  { campaign_status: status, start_date: start, end_date: end }: ContractPoint,
  activityDate: Day,
): boolean =>
  (status === null || isActive(status)) &&
  (start === null || start <= activityDate) &&
  (end === null || end >= activityDate);

/** The campaign's name as its contract gives it. */
export const contractCampaign = (row: ContractDetail): string =>
  cleanText(row.campaign_name, `Campaign ${row.campaign_id ?? "unknown"}`);
