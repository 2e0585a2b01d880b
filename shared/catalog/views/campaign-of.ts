import { lookBack } from "./movement-sql.ts";

/**
 * `known`: what is known of the campaign of each row of a table, on its day or the newest before that has the campaign, so that a
 * missing day of campaigns takes no name away and counts no test. `campaign_date` is that day.
 */
export const knownCampaignStep = (table: string, columns: readonly string[]): string => `known AS (
  SELECT
    c.enterprise,
    c.snapshot_date,
    c.id,
    k.snapshot_date AS campaign_date,
${columns.map((name) => `    k.${name}`).join(",\n")},
    row_number() OVER (
      PARTITION BY c.enterprise, c.snapshot_date, c.id ORDER BY k.snapshot_date DESC NULLS LAST
    ) AS recency
  FROM campaigns AS k
  RIGHT JOIN ${table} AS c
    ON k.enterprise = c.enterprise
    AND k.id = c.campaign_id
    AND k.snapshot_date <= c.snapshot_date
    AND k.snapshot_date >= ${lookBack("c")}
)`;

/** Joins the row of `known` that belongs to the row of an alias. */
export const joinKnown = (alias: string): string => `JOIN known AS k
  ON k.enterprise = ${alias}.enterprise AND k.snapshot_date = ${alias}.snapshot_date AND k.id = ${alias}.id AND k.recency = 1`;
