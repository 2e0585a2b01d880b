import { PARTITION_KEYS } from "./column.ts";
import { DATASET_NAMES, namesInWords } from "./datasets.ts";

/** Type of a field of a JSON record. Its Glue type, its TypeScript type, its writer and its reader are derived from it. */
export type RecordType =
  | "string"
  | "bigint"
  | "boolean"
  /** A calendar day in the enterprise's zone: `2026-11-22`. */
  | "date"
  /** An instant in UTC: in memory `2026-11-22T05:00:03.123Z`, in the line `2026-11-22 05:00:03.123`, as the Hive JSON SerDe reads it. */
  | "timestamp"
  | { readonly oneOf: readonly string[] }
  | { readonly maybe: RecordType }
  /** Null too where the record was written before there was such a field. */
  | { readonly later: RecordType }
  | { readonly list: RecordType }
  | { readonly struct: { readonly [name: string]: RecordType } };

interface RecordColumn {
  readonly type: RecordType;
  readonly comment: string;
}

export interface RecordTable {
  readonly name: string;
  readonly comment: string;
  /** Where the records lie in the bucket: `<prefix><partition>=<value>/…/<name>.json`, one record on one line each. */
  readonly prefix: string;
  /** In the order of the keys' path, with their comments; their values are in the lines too, but they are not columns. */
  readonly partitionKeys: { readonly [name: string]: string };
  readonly columns: { readonly [name: string]: RecordColumn };
}

const RUN_OUTCOMES = ["published", "already-published", "dry-run", "look", "failed"] as const;
const DELIVERY_STATES = ["claimed", "sent", "failed", "unknown"] as const;

const always = <const T extends RecordType>(type: T, comment: string) => ({ type, comment });
const maybe = <const T extends RecordType>(type: T, comment: string) => ({ type: { maybe: type }, comment });
const later = <const T extends RecordType>(type: T, comment: string) => ({ type: { later: type }, comment });

/** Run records, one per invocation of `snapshot`, success or failure. Fields of a pull that did not happen are null. */
export const SNAPSHOT_RUNS = {
  name: "snapshot_runs",
  comment: "One row per run of the snapshot job, success or failure. The days that have a snapshot come from here.",
  prefix: "runs/",
  partitionKeys: PARTITION_KEYS,
  columns: {
    run_id: always("string", "The run's own id; the rows it wrote carry it."),
    dataset: always({ oneOf: DATASET_NAMES }, `${namesInWords(DATASET_NAMES, "or")}.`),
    activity_date: always(
      "date",
      "The day most of the snapshot's movement belongs to, in the enterprise's time zone: a fact of snapshot_date and of when snapshots are due, whenever the run was.",
    ),
    time_zone: later(
      "string",
      "The enterprise's time zone in the settings of the run, an IANA name such as Europe/London: whose days snapshot_date and activity_date are.",
    ),
    outcome: always(
      { oneOf: RUN_OUTCOMES },
      "published, already-published, dry-run, look or failed. Only published wrote a snapshot, look an object beside the history; of leads, a failed run may have written parts before it failed.",
    ),
    key: maybe(
      "string",
      "Key of the snapshot in the bucket, of leads that of the last part; null when the run knows of none.",
    ),
    rows: maybe("bigint", "Rows in the snapshot; of leads, in all parts of the run."),
    bytes: maybe("bigint", "Size of the Parquet object, or of all parts, in bytes."),
    sha256: maybe("string", "SHA-256 of the Parquet object, or of the last part, in hexadecimal."),
    pages: maybe("bigint", "Pages of the collection that were read."),
    requests: maybe("bigint", "Requests to the API, logins and retries included."),
    retries: maybe("bigint", "Requests that repeated a failed one."),
    total_items: maybe(
      { struct: { first: "bigint", last: "bigint" } },
      "hydra:totalItems of the first and of the last page read: they differ when the collection changed meanwhile.",
    ),
    duplicates: maybe("bigint", "Records that came on two pages; kept once."),
    recovered: maybe("bigint", "Records that slid over a page boundary and were found by the gap probe."),
    superseded: maybe("bigint", "Older versions of a contract left out for the newer one of the same pair."),
    nulled: maybe(
      { list: { struct: { column: "string", count: "bigint", ids: { list: "bigint" } } } },
      "Columns in which bad values became null: how many, and the ids of the first of them.",
    ),
    left_out: maybe(
      { list: { struct: { id: { maybe: "string" }, reason: "string" } } },
      "Records left out because their own id was bad.",
    ),
    drift: maybe(
      { struct: { unknown: { list: "string" }, missing: { list: "string" } } },
      "Fields the API sent that the catalog does not know, and fields it did not send.",
    ),
    degraded: maybe("boolean", "True when values were nulled or records left out."),
    shrunk: maybe(
      "boolean",
      "True when there are under half the rows of the newest snapshot that is not itself shrunk and at least 20 fewer, or none: no digest is sent until the rows are back or the size is accepted.",
    ),
    accept_shrunk: later("boolean", "True when the event accepted the snapshot's size, so that it is not shrunk."),
    labelled: always(
      "boolean",
      "True when the day is a rehearsal's label, not the day of the pull. Local runner only.",
    ),
    late: always("boolean", "True when the run began over 6 hours after its scheduled time."),
    started_at: always("timestamp", "When the run began, UTC."),
    finished_at: always("timestamp", "When the run ended, UTC."),
    duration_ms: always("bigint", "From start to end, in milliseconds."),
    error: maybe({ struct: { name: "string", message: "string" } }, "Why it failed; null otherwise."),
    sweeps: later(
      { list: "string" },
      "Of leads: what the run worked on, of back-fill (all leads, oldest first), increment (changed since the watermark), arrivals (came in since, where it brought leads without updatedTs) and re-read (came in during the last 35 days). Null for other datasets.",
    ),
    parts: later("bigint", "Of leads: objects the run wrote."),
    complete: later("boolean", "Of leads: false when there is more to read, which the next run goes on with."),
    missed_changes: later(
      "bigint",
      "Of leads: rows a re-read found new or changed that no increment had brought, since updatedTs had not told. Null without a re-read.",
    ),
  },
} as const satisfies RecordTable;

/** The ledger: one record per digest, day and recipient, replaced as its state changes. */
export const DIGEST_DELIVERIES = {
  name: "digest_deliveries",
  comment: "One row per digest, day and recipient. Dry runs and tests leave none.",
  prefix: "deliveries/",
  partitionKeys: {
    enterprise: PARTITION_KEYS.enterprise,
    digest_date: "The digest's snapshot_date, as text YYYY-MM-DD. Compare it with text.",
  },
  columns: {
    digest: always(
      "string",
      "Name of the digest in the settings; of one of many with a dot and the id, such as `partners.12`.",
    ),
    recipient: always("string", "Hash of the recipient's address, as in the record's key. Addresses are not stored."),
    state: always(
      { oneOf: DELIVERY_STATES },
      "sent: accepted by the mail service. failed: not taken, may be forced. unknown: no answer. claimed: no result was recorded, so unknown too.",
    ),
    run_id: always("string", "The digest run that claimed this delivery last."),
    attempts: always(
      "bigint",
      "Times a mail was about to be sent: 0 when it never came to that, one more for each forced retry.",
    ),
    claimed_at: always("timestamp", "When it was claimed last, before the mail was handed over, UTC."),
    updated_at: always("timestamp", "When its state was last written, UTC."),
    html_sha256: always("string", "SHA-256 of the HTML part that was sent, in hexadecimal."),
    message_id: maybe("string", "The mail service's id of the message; its events carry it."),
    reason: maybe("string", "Why it failed or is unknown, without addresses."),
    retryable: later(
      "boolean",
      "Of failed: true when what was wrong passes by itself, so that the next run tries again.",
    ),
  },
} as const satisfies RecordTable;

export const RECORD_TABLES = [SNAPSHOT_RUNS, DIGEST_DELIVERIES] as const satisfies readonly RecordTable[];

/** The type as Glue and the Hive JSON SerDe write it: `array<struct<id:string,reason:string>>`. */
export function glueTypeOf(type: RecordType): string {
  if (typeof type === "string") return type;
  if ("oneOf" in type) return "string";
  if ("maybe" in type) return glueTypeOf(type.maybe);
  if ("later" in type) return glueTypeOf(type.later);
  if ("list" in type) return `array<${glueTypeOf(type.list)}>`;
  const fields = Object.entries(type.struct).map(([name, field]) => `${name}:${glueTypeOf(field)}`);
  return `struct<${fields.join(",")}>`;
}
