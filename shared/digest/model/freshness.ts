import { DATASETS, type DigestDatasetName } from "../../catalog/datasets.ts";
import { addDays, type Day, daysBetween } from "../../platform/day.ts";
import type { DigestSettings } from "../../settings/schema.ts";
import {
  type DatasetInput,
  type DigestInput,
  datasetOf,
  type PreviousMail,
  type SnapshotInfo,
} from "../input/digest-input.ts";
import { basePosition, wasRetaken } from "../input/window.ts";
import { emptiedColumns } from "./emptied-columns.ts";

/** Why the owner is told something. The first three keep the mail from the list. */
export type OwnerReason =
  | { readonly kind: "missing"; readonly dataset: DigestDatasetName }
  | { readonly kind: "stale"; readonly dataset: DigestDatasetName; readonly days: number; readonly used: Day }
  | {
      readonly kind: "shrunk";
      readonly dataset: DigestDatasetName;
      readonly rows: number;
      /** In the last snapshot that was not shrunk. */
      readonly before: number | null;
    }
  | {
      readonly kind: "unknown-filter";
      readonly list: keyof DigestSettings["filter"];
      /** It is `to` that names them, as whose the digest is. */
      readonly byId?: true;
      readonly ids: readonly number[];
      /** No id of the list is known: the mail would be about nothing. */
      readonly all: boolean;
    };

/** Who may get this mail, as data for the job that sends it. */
export interface Audience {
  /** `owner-only`: the list gets nothing; the owner gets `reasons`. With `list` the reasons are told to the owner beside it. */
  readonly to: "list" | "owner-only";
  readonly reasons: readonly OwnerReason[];
}

/** Something on top of the mail. */
export type Banner =
  /** Its figures are of a look that somebody took, and of no snapshot. */
  | { readonly kind: "look"; readonly dataset: DigestDatasetName }
  | { readonly kind: "stale"; readonly dataset: DigestDatasetName; readonly days: number; readonly used: Day }
  | { readonly kind: "missing"; readonly dataset: DigestDatasetName }
  | {
      readonly kind: "shrunk";
      readonly dataset: DigestDatasetName;
      readonly rows: number;
      readonly before: number | null;
    }
  | { readonly kind: "degraded"; readonly dataset: DigestDatasetName }
  | { readonly kind: "emptied"; readonly dataset: DigestDatasetName; readonly columns: readonly string[] }
  | { readonly kind: "unreadable"; readonly dataset: DigestDatasetName; readonly date: Day; readonly reason: string }
  | { readonly kind: "retaken"; readonly dataset: DigestDatasetName; readonly date: Day }
  | { readonly kind: "first"; readonly dataset: DigestDatasetName }
  | { readonly kind: "gap"; readonly dataset: DigestDatasetName; readonly days: readonly Day[] };

/** Where a dataset's figures come from. */
export interface DatasetSource {
  readonly dataset: DigestDatasetName;
  readonly newest: SnapshotInfo | null;
  readonly base: SnapshotInfo | null;
}

export interface Freshness {
  readonly banners: readonly Banner[];
  readonly incomplete: boolean;
  readonly audience: Audience;
  readonly sources: readonly DatasetSource[];
}

/** What makes figures miss something, beside what only has to be known of them. */
const INCOMPLETE: ReadonlySet<Banner["kind"]> = new Set(["stale", "missing", "shrunk", "emptied"]);

/** A dataset this many days behind keeps the mail from the list. */
const STALE_DAYS = 2;

/** One day behind is said on top; two or more, or shrunk, and only the owner is told (docs/design.md, "The mail"). */
export function freshnessOf(input: DigestInput, unknown: readonly OwnerReason[]): Freshness {
  const sources = input.expected.map((dataset) => sourceOf(dataset, datasetOf(input, dataset)));
  const banners = sources.flatMap((source) => bannersOf(input, source));
  const reasons = [...sources.flatMap((source) => staleness(input, source)), ...unknown];
  const ownerOnly = reasons.some((reason) => reason.kind !== "unknown-filter" || reason.all);
  return {
    banners,
    incomplete: banners.some(({ kind }) => INCOMPLETE.has(kind)),
    audience: { to: ownerOnly ? "owner-only" : "list", reasons },
    sources,
  };
}

function sourceOf(dataset: DigestDatasetName, { newest, base }: DatasetInput<unknown, unknown>): DatasetSource {
  return { dataset, newest: newest?.info ?? null, base: base?.info ?? null };
}

function staleness(input: DigestInput, { dataset, newest }: DatasetSource): readonly OwnerReason[] {
  if (newest === null) return [{ kind: "missing", dataset }];
  const days = daysBetween(newest.date, input.date);
  if (days >= STALE_DAYS) return [{ kind: "stale", dataset, days, used: newest.date }];
  if (!newest.shrunk) return [];
  return [{ kind: "shrunk", dataset, rows: newest.rows, before: newest.referenceRows }];
}

function bannersOf(input: DigestInput, { dataset, newest, base }: DatasetSource): readonly Banner[] {
  if (newest === null) return [{ kind: "missing", dataset }];
  const banners: Banner[] = [];
  const days = daysBetween(newest.date, input.date);
  if (days > 0) banners.push({ kind: "stale", dataset, days, used: newest.date });
  if (newest.shrunk) banners.push({ kind: "shrunk", dataset, rows: newest.rows, before: newest.referenceRows });
  if (newest.degraded) banners.push({ kind: "degraded", dataset });
  const data = datasetOf(input, dataset);
  const columns = emptiedColumns(data, DATASETS[dataset].columns);
  if (columns.length > 0) banners.push({ kind: "emptied", dataset, columns });
  const recent = data.skipped.filter(({ date }) => date >= (base?.date ?? newest.date));
  banners.push(...recent.map(({ date, reason }) => ({ kind: "unreadable" as const, dataset, date, reason })));
  if (base !== null && wasRetaken(base, input)) banners.push({ kind: "retaken", dataset, date: base.date });
  if (base === null) banners.push({ kind: "first", dataset });
  const missing = missingDays(data, input);
  if (missing.length > 0) banners.push({ kind: "gap", dataset, days: missing });
  return banners;
}

/** Days without a snapshot from the wanted base, or the one used where that is older, to the newest; before the first there is nothing to miss. */
function missingDays({ history }: DatasetInput<unknown, unknown>, previous: PreviousMail): readonly Day[] {
  const infos = history.map(({ info }) => info);
  const base = infos[basePosition(infos, previous)]?.date;
  const newest = infos.at(-1)?.date;
  if (base === undefined || newest === undefined) return [];
  const known = new Set(infos.map(({ date }) => date));
  const days: Day[] = [];
  const wanted = base < previous.since ? base : previous.since;
  const first = infos[0]?.date ?? wanted;
  for (let day = wanted < first ? first : wanted; day < newest; day = addDays(day, 1))
    if (!known.has(day)) days.push(day);
  return days;
}
