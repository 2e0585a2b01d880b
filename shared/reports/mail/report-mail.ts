import type { Audience } from "../../catalog/audiences.ts";
import type { DatasetName } from "../../catalog/datasets.ts";
import type { ReportPart } from "../../settings/report.ts";
import type { ReportPeriod } from "../names.ts";
import type { CheckedColumn, QueryResult } from "../result.ts";

/** All that a report's mail is written of; nothing else reaches it. The same gives the same mail. */
export interface ReportMail {
  readonly enterprise: string;
  /** By the settings. */
  readonly report: string;
  readonly title: string;
  readonly audience: Audience;
  readonly member: number | null;
  readonly locale: string;
  readonly timeZone: string;
  /** ISO code; null where nobody has said which. */
  readonly baseCurrency: string | null;
  readonly period: ReportPeriod;
  readonly parts: readonly MailPart[];
  readonly attached: Attached;
  /** Key below which the files are kept; ends with a slash. */
  readonly prefix: string;
  readonly sources: readonly Source[];
  readonly version: string;
  /** Somebody asked for it and the list does not get it. */
  readonly test: boolean;
}

export interface MailPart extends Pick<QueryResult, "rows"> {
  readonly name: string;
  readonly title: string;
  readonly columns: readonly CheckedColumn[];
  readonly with: ReportPart["with"];
  readonly chart: ReportPart["chart"];
}

/** What goes along with the mail. */
export type Attached =
  | { readonly kind: "none" | "too-large" }
  | { readonly kind: "xlsx"; readonly file: string }
  /** A file for each part, in their order. */
  | { readonly kind: "csv"; readonly files: readonly string[] };

/** The snapshot of the report's day that a dataset was read from. */
export interface Source {
  readonly dataset: DatasetName;
  /** Epoch ms. */
  readonly snapshotAt: number;
  readonly runId: string;
  /** Some of its values could not be read and are left empty. */
  readonly degraded: boolean;
}
