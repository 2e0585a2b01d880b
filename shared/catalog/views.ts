import { readFileSync } from "node:fs";
import type { ViewDeclaration } from "./view.ts";
import { LATEST_VIEWS } from "./views/latest.ts";
import { SNAPSHOT_VIEWS } from "./views/snapshots.ts";

/** A view with its text, the same for Athena and DuckDB. */
export interface View extends ViewDeclaration {
  readonly sql: string;
}

/** Every view, each after those it reads. */
export const VIEWS: readonly View[] = [...SNAPSHOT_VIEWS, ...LATEST_VIEWS].map((view) => ({
  ...view,
  sql: readFileSync(new URL(`views/${view.name}.sql`, import.meta.url), "utf8").trim(),
}));
