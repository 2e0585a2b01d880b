import { PARTITION_KEYS } from "../column.ts";
import { CAMPAIGNS } from "../datasets/campaigns.ts";
import { carried, column, filedSql, LOOKBACK_DAYS, NEWEST_WITHIN_DAYS, type ViewDeclaration } from "../view.ts";
import { pairOf } from "./movement-sql.ts";

export const VANISHED_VIEWS: readonly ViewDeclaration[] = [
  {
    name: "vanished",
    comment: `Campaigns and contracts that an earlier snapshot of the last ${LOOKBACK_DAYS + NEWEST_WITHIN_DAYS} days holds and the newest does not: deleted, or out of sight of the service user. A renewed contract is none. Shrunk snapshots are passed over.`,
    reads: `Run records, campaigns and publisher_contracts of the last ${LOOKBACK_DAYS + NEWEST_WITHIN_DAYS} days.`,
    columns: {
      enterprise: column("string", PARTITION_KEYS.enterprise),
      dataset: column("string", "campaigns or publisher-contracts."),
      id: column("bigint", "Id of the campaign or of the contract."),
      campaign_id: column("bigint", "Campaign, of a contract too."),
      publisher_id: column("bigint", "Publisher of a contract."),
      name: column("string", "Name; of a contract `publisher on campaign`."),
      last_status: column("string", "Status when it was last seen."),
      ...carried(CAMPAIGNS.columns, ["end_date", "total_leads", "billable_leads"]),
      last_snapshot_date: column("string", "The newest snapshot that holds it: its totals are of that day."),
      missing_since: column("string", "The first snapshot after it."),
    },
    sql: filedSql("vanished", { pair: pairOf("c") }),
  },
];
