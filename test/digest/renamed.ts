import type { DigestInput } from "../../shared/digest/input/digest-input.ts";
import { snapshot } from "./rows.ts";

/** The account with every text of the API replaced: names by place in the list, statuses and currencies too where asked. */
export function withTexts(input: DigestInput, texts: readonly string[], also: "names" | "all" = "names"): DigestInput {
  let next = 0;
  const text = (): string => texts[next++ % texts.length] ?? "";
  const renamed = <R extends object>(rows: readonly R[], fields: readonly string[]): R[] =>
    rows.map((row) => ({ ...row, ...Object.fromEntries(fields.map((field) => [field, text()])) }));
  const changed = <R extends object>(
    data: {
      readonly history: readonly { info: { date: string } }[];
      readonly newest: { rows: readonly R[] } | undefined;
      readonly base: { rows: readonly R[] } | undefined;
    },
    fields: readonly string[],
  ) => ({
    newest: data.newest === undefined ? undefined : snapshot(input.date, renamed(data.newest.rows, fields)),
    base: data.base === undefined ? undefined : snapshot(input.since, renamed(data.base.rows, fields)),
  });
  const extra = also === "all";
  return {
    ...input,
    campaigns: {
      ...input.campaigns,
      ...changed(input.campaigns, ["name", "advertiser_name", ...(extra ? ["currency"] : [])]),
    },
    contracts: {
      ...input.contracts,
      ...changed(input.contracts, ["publisher_name", "campaign_name", ...(extra ? ["current_contract_status"] : [])]),
      skipped: [],
    },
    jobs: { ...input.jobs, ...changed(input.jobs, ["processr_job_name", "label", "campaign_name"]) },
  };
}
