import type { ErrorName } from "../../shared/platform/errors.ts";

export interface PartAnswer {
  readonly name: string;
  readonly rows: number;
  /** Key of the CSV file. */
  readonly key: string;
}

/** What became of one of many, or of all together where the report is nobody's own. */
export interface MemberAnswer {
  readonly member: number | null;
  readonly outcome: /** Every part ran and is kept. */
    | "made"
    | "dry-run"
    /** By `send`, there is nothing to tell. */
    | "empty"
    /** A part failed; nothing of this member's was kept. */
    | "failed";
  readonly workbookKey: string | null;
  readonly parts: readonly PartAnswer[];
  readonly error?: { readonly name: ErrorName; readonly message: string };
}

/** The answer of a report. */
export interface ReportAnswer {
  readonly runId: string;
  readonly enterprise: string;
  readonly report: string;
  readonly date: string;
  readonly outcome:
    | MemberAnswer["outcome"]
    /** Some members' failed, and some did not. */
    | "partial"
    /** Snapshots are still to come, so nothing was run. */
    | "deferred"
    /** The day's snapshots never came, or would mislead. */
    | "not-sent";
  /** Of `deferred` and `not-sent`. */
  readonly reason?: string;
  readonly members: readonly MemberAnswer[];
}
