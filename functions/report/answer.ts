import type { RecipientResult } from "../../shared/digest/delivery/deliver.ts";
import type { ErrorName } from "../../shared/platform/errors.ts";

export interface PartAnswer {
  readonly name: string;
  readonly rows: number;
  /** Key of the CSV file. */
  readonly key: string;
  /** Of an engine that bills: its name of the query, and what it read. */
  readonly queryId?: string;
  readonly bytesScanned?: number;
}

/** What became of one of many, or of all together where the report is nobody's own. */
export interface MemberAnswer {
  readonly member: number | null;
  readonly outcome: /** All parts were made, and this became of the mails. */
    | ("sent" | "already-sent" | "partial" | "not-sent" | "dry-run")
    /** By `send`, there is nothing to tell. */
    | "empty"
    /** A part failed, so that no mail was made; the owner is told. */
    | "failed"
    /** The run's time was over before its turn; a later run makes it. */
    | "deferred";
  /** Null when no mail was made. */
  readonly subject: string | null;
  readonly htmlKey: string | null;
  readonly workbookKey: string | null;
  readonly recipients: readonly RecipientResult[];
  readonly parts: readonly PartAnswer[];
  readonly reason?: string;
  /** Of `failed`. */
  readonly error?: { readonly name: ErrorName; readonly message: string };
}

/** The answer of a report. */
export interface ReportAnswer {
  readonly runId: string;
  readonly enterprise: string;
  readonly report: string;
  /** snapshot_date. */
  readonly date: string;
  /**
   * That of all members, whereby who has nothing new to get counts for nothing; `partial` where they differ. `deferred`: snapshots
   * are still to come. `not-sent`: they never came, or would mislead; or no mail was taken.
   */
  readonly outcome: MemberAnswer["outcome"];
  /** Why nothing was run: of `deferred` and `not-sent`. */
  readonly reason?: string;
  readonly members: readonly MemberAnswer[];
}
