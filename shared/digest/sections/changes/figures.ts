import type { Decimal4 } from "../../../catalog/column.ts";
import type { Day } from "../../../platform/day.ts";
import type { CampaignDetail, ContractDetail, JobDetail } from "../../input/digest-input.ts";
import {
  type Account,
  campaignKey,
  campaignRef,
  contractKey,
  excludedAs,
  isPaused,
  jobKey,
  managedBy,
} from "../../model/account.ts";
import { cleanText } from "../../model/clean-text.ts";
import { contractCampaign, contractCap } from "../../model/contract-terms.ts";
import { windowMovement } from "../../model/movement.ts";
import type { CardCampaign, ContractRef, JobRef } from "../../model/refs.ts";
import { cardCampaign, contractRef, jobRef } from "../../model/refs.ts";

type Value = string | number | Day | Decimal4 | null;

const CHANGE_KINDS = [
  "campaign-new",
  "campaign-vanished",
  "campaign-status",
  "campaign-paused",
  "campaign-resumed",
  "campaign-cap",
  "campaign-end",
  "campaign-price",
  "corrected",
  "contract-new",
  "contract-renewed",
  "contract-signed",
  "contract-status",
  "contract-cap",
  "contract-vanished",
  "job-new",
  "job-enabled",
  "job-disabled",
] as const;
type ChangeKind = (typeof CHANGE_KINDS)[number];

/** What is different from the previous mail's snapshot. */
export interface Change {
  readonly kind: ChangeKind;
  readonly subject: string;
  readonly from: Value;
  readonly to: Value;
  /** Currency of the values, when they are money. */
  readonly currency: string | null;
  /** What it is of. */
  readonly of: ChangeOf;
}

/** Of a contract its cap and signature now, and of what belongs to a campaign the campaign's name. */
type ChangeOf =
  | { readonly campaign: CardCampaign }
  | { readonly contract: ContractRef; readonly on: string; readonly cap: number | null; readonly signed: boolean }
  | { readonly job: JobRef; readonly on: string };

interface ChangesSection {
  readonly rows: readonly Change[];
}

/** Changes since the base snapshots, in the order of their kinds; empty before the second snapshot. */
export function changesOf(account: Account): ChangesSection {
  const found = [...campaignChanges(account), ...contractChanges(account), ...jobChanges(account)];
  return { rows: found.toSorted((a, b) => CHANGE_KINDS.indexOf(a.kind) - CHANGE_KINDS.indexOf(b.kind)) };
}

/** What changed, by its name in the mail. */
interface Named {
  readonly subject: string;
  readonly of: ChangeOf;
}

const change = (kind: ChangeKind, named: Named, from: Value = null, to: Value = null): Change => ({
  kind,
  ...named,
  from,
  to,
  currency: null,
});

const named = (campaign: CampaignDetail): Named => ({
  subject: campaignRef(campaign).name,
  of: { campaign: cardCampaign(campaign) },
});

function campaignChanges(account: Account): readonly Change[] {
  const { campaignSeries: series } = account;
  if (series.base < 0) return [];
  const changes = account.campaigns.flatMap((row) => {
    const before = account.campaignBefore.get(row.id);
    if (before !== undefined) return campaignDifferences(account, before, row);
    const seen = seenBefore(series.base, (position) => series.row(position, campaignKey(row)) !== undefined);
    return seen ? [] : [change("campaign-new", named(row), null, account.capCounter(row))];
  });
  return [...changes, ...vanishedCampaigns(account)];
}

function seenBefore(base: number, holds: (position: number) => boolean): boolean {
  for (let position = base; position >= 0; position -= 1) if (holds(position)) return true;
  return false;
}

/** Campaigns of the base snapshot that the newest one does not hold at all. */
function vanishedCampaigns(account: Account): readonly Change[] {
  const { campaignSeries: series } = account;
  const { filter } = account.settings;
  const isManaged = managedBy(account.settings);
  return [...account.campaignBefore.values()].flatMap((row) => {
    if (excludedAs(row) !== null || series.row(series.last, campaignKey(row)) !== undefined) return [];
    if (filter.campaigns.length > 0 && !filter.campaigns.includes(row.id)) return [];
    if (filter.advertisers.length > 0 && !filter.advertisers.includes(row.advertiser_id ?? -1)) return [];
    if (filter.publishers.length > 0 || !isManaged(row)) return [];
    return [change("campaign-vanished", named(row), row.status)];
  });
}

function campaignDifferences(account: Account, before: CampaignDetail, now: CampaignDetail): readonly Change[] {
  const name = named(now);
  const changes: Change[] = [];
  const [was, is] = [isPaused(before), isPaused(now)];
  if (before.status !== now.status && before.status !== null && now.status !== null) {
    changes.push(change("campaign-status", name, cleanText(before.status, "?"), cleanText(now.status, "?")));
  } else if (was !== is && (before.status === null) === (now.status === null))
    changes.push(change(is ? "campaign-paused" : "campaign-resumed", name));
  changes.push(...capChange("campaign-cap", name, [capText(before), capText(now)]));
  if (before.end_date !== now.end_date) changes.push(change("campaign-end", name, before.end_date, now.end_date));
  if (before.payout_amount !== now.payout_amount && before.currency === now.currency) {
    const price = change("campaign-price", name, before.payout_amount, now.payout_amount);
    changes.push({ ...price, currency: now.currency });
  }
  const movement = windowMovement(account.campaignSeries, account.capCounter, campaignKey(now));
  if (movement.corrected < 0) changes.push(change("corrected", name, movement.corrected, movement.delta));
  return changes;
}

/** Null while it is unknown. */
const capText = (row: CampaignDetail): Value => (row.uncapped === true ? "uncapped" : row.leads_required);
const contractCapText = (row: ContractDetail): Value => (row.uncapped === true ? "uncapped" : contractCap(row));

/** A cap that is unknown has not changed. */
const capChange = (kind: ChangeKind, name: Named, [before, now]: readonly [Value, Value]): readonly Change[] =>
  before === null || now === null || before === now ? [] : [change(kind, name, before, now)];

function contractChanges(account: Account): readonly Change[] {
  const { contractSeries: series } = account;
  if (series.base < 0) return [];
  const base = new Map((account.input.contracts.base?.rows ?? []).map((row) => [contractKey(row), row]));
  const changes = account.contracts.flatMap((row) => {
    const before = base.get(contractKey(row));
    if (before !== undefined) return contractDifferences(account, before, row);
    const seen = seenBefore(series.base, (position) => series.row(position, contractKey(row)) !== undefined);
    return seen ? [] : [change("contract-new", contractNamed(account, row))];
  });
  const gone = [...base.values()].filter(
    (row) =>
      series.row(series.last, contractKey(row)) === undefined &&
      row.campaign_id !== null &&
      account.campaignOf.has(row.campaign_id) &&
      (account.settings.filter.publishers.length === 0 ||
        account.settings.filter.publishers.includes(row.publisher_id ?? -1)),
  );
  return [...changes, ...gone.map((row) => change("contract-vanished", contractNamed(account, row)))];
}

/** A publisher on a campaign. */
function contractNamed({ campaignOf }: Account, row: ContractDetail): Named {
  const campaign = campaignOf.get(row.campaign_id ?? -1);
  const contract = contractRef(row);
  const on = campaign === undefined ? contractCampaign(row) : campaignRef(campaign).name;
  const of = { contract, on, cap: contractCap(row), signed: row.signed_ts !== null };
  return { subject: `${publisherName(row)} on ${on}`, of };
}

const publisherName = (row: ContractDetail): string =>
  cleanText(row.publisher_name, `Publisher ${row.publisher_id ?? "unknown"}`);

function contractDifferences(account: Account, before: ContractDetail, now: ContractDetail): readonly Change[] {
  const name = contractNamed(account, now);
  const changes: Change[] = [];
  const status = cleanText(now.current_contract_status, "?");
  if (before.id !== now.id) changes.push(change("contract-renewed", name, before.id, now.id));
  if (before.id === now.id && before.signed_ts === null && now.signed_ts !== null) {
    changes.push(change("contract-signed", name));
  } else if (before.current_contract_status !== now.current_contract_status) {
    changes.push(change("contract-status", name, cleanText(before.current_contract_status, "?"), status));
  }
  changes.push(...capChange("contract-cap", name, [contractCapText(before), contractCapText(now)]));
  return changes;
}

function jobChanges(account: Account): readonly Change[] {
  const { jobSeries: series } = account;
  if (series.base < 0) return [];
  return account.jobs.flatMap((job) => {
    const before = series.row(series.base, jobKey(job));
    const name = jobNamed(account, job);
    if (before === undefined) {
      const seen = seenBefore(series.base, (position) => series.row(position, jobKey(job)) !== undefined);
      return seen ? [] : [change("job-new", name)];
    }
    if (before.enabled === job.enabled || job.enabled === null || before.enabled === null) return [];
    return [change(job.enabled ? "job-enabled" : "job-disabled", name)];
  });
}

function jobNamed({ campaignOf }: Account, row: JobDetail): Named {
  const campaign = campaignOf.get(row.campaign_id ?? -1);
  const on =
    campaign === undefined ? cleanText(row.campaign_name, `Campaign ${row.campaign_id}`) : campaignRef(campaign).name;
  return { subject: `${cleanText(row.processr_job_name, `Job ${row.id}`)} on ${on}`, of: { job: jobRef(row), on } };
}
