import type { DatasetName } from "../catalog/datasets.ts";
import type { ReportPart, ReportSettings } from "../settings/report.ts";
import type { CheckedColumn } from "./result.ts";
import type { Template } from "./text/template.ts";

/** A report whose every text may be run. */
export interface CheckedReport {
  readonly enterprise: string;
  readonly name: string;
  readonly settings: ReportSettings;
  readonly parts: readonly (CheckedPart & NamedPart)[];
}

export interface NamedPart {
  /** By its file or query; in keys. Unlike the others of the report. */
  readonly name: string;
  readonly title: string;
  readonly with: ReportPart["with"];
}

/** A part that may be run: its text below its scope, with places for the values. */
export interface CheckedPart {
  readonly template: Template;
  readonly datasets: readonly DatasetName[];
  readonly columns: readonly CheckedColumn[];
}
