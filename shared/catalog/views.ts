import { filedSql, type ViewDeclaration } from "./view.ts";
import { DAILY_VIEWS } from "./views/daily.ts";
import { JOB_VIEWS } from "./views/jobs.ts";
import { LATEST_VIEWS } from "./views/latest.ts";
import { LEAD_VIEWS } from "./views/leads.ts";
import { MONEY_VIEWS } from "./views/money.ts";
import { PACING_VIEWS } from "./views/pacing.ts";
import { PUBLISHER_VIEWS } from "./views/publishers.ts";
import { SNAPSHOT_VIEWS } from "./views/snapshots.ts";
import { VANISHED_VIEWS } from "./views/vanished.ts";

/** A view with its finished text, the same for Athena, DuckDB and the dictionary. */
export interface View extends ViewDeclaration {
  readonly sql: string;
  /** Names of the views that the text reads. */
  readonly needs: readonly string[];
}

const DECLARATIONS: readonly ViewDeclaration[] = [
  ...SNAPSHOT_VIEWS,
  ...LATEST_VIEWS,
  ...DAILY_VIEWS,
  ...PACING_VIEWS,
  ...PUBLISHER_VIEWS,
  ...JOB_VIEWS,
  ...MONEY_VIEWS,
  ...VANISHED_VIEWS,
  ...LEAD_VIEWS,
];

/** Every view, each after those it reads. */
export const VIEWS: readonly View[] = DECLARATIONS.map((view) => {
  const sql = view.sql ?? filedSql(view.name);
  const words = new Set(sql.match(/\b[a-z_]+\b/g));
  const needs = DECLARATIONS.map(({ name }) => name).filter((name) => name !== view.name && words.has(name));
  return { ...view, sql, needs };
});
