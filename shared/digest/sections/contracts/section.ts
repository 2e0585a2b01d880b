import { html, named } from "../../drawing/markup.ts";
import type { Mood } from "../../drawing/palette.ts";
import { dataTable, pill, rowName, small } from "../../drawing/pieces.ts";
import { isolated, lined } from "../../drawing/text-lines.ts";
import { counted, DAY_WORDS, FINDING_WORDS } from "../../drawing/words.ts";
import { section } from "../section.ts";
import { type ContractRow, contractsOf } from "./figures.ts";
import { contractText } from "./words.ts";

const MOODS: Readonly<Record<ContractRow["kind"], Mood>> = {
  "contract-ending": "behind",
  "contract-unsigned": "behind",
  "contract-reached": "calm",
  overcommitted: "calm",
};

/** Publisher contracts that need somebody. */
export const contracts = section({
  audiences: ["internal", "publisher"],
  needs: ["publisher-contracts"],
  figures: contractsOf,
  rows: ({ rows }) => rows,
  limit: { html: 12, text: 12 },
  query: "contracts",
  html: ({ figures, shown, more, head, format }) =>
    figures.rows.length === 0
      ? null
      : {
          title: "Contracts needing action",
          lead: `Ending within ${counted(format, head.thresholds.contractEndsWithinDays, DAY_WORDS)} below their cap, unsigned, or at odds with their campaign's cap.`,
          body: dataTable({
            caption: "Contracts needing action",
            head: ["Publisher and campaign", "What is the matter"],
            rows: shown.map((row) => {
              const { state, detail } = contractText(row, format);
              return {
                main: html`${rowName(row.publisher)}${small(html`on ${named(row.campaign)}`)}`,
                side: html`${pill(MOODS[row.kind], state)}${small(detail)}`,
              };
            }),
          }),
          more,
        },
  text: ({ figures, shown, more, format }) =>
    figures.rows.length === 0
      ? null
      : {
          title: "Contracts needing action",
          lines: shown.map((row) => {
            const { state, detail } = contractText(row, format);
            return lined(`${isolated(row.publisher)} on ${isolated(row.campaign)}, ${state.toLowerCase()}`, detail);
          }),
          more,
        },
  sheetName: "contracts",
  sheet: ({ rows }) =>
    rows.length === 0
      ? null
      : {
          head: [
            ...["campaign_id", "campaign", "publisher", "finding", "delivered", "required", "across_contracts", "days"],
            ...["end_date", "open_leads", "leads_wanted", "finding_days"],
          ],
          rows: rows.map((row) => [
            ...[row.campaignId, row.campaign, row.publisher, FINDING_WORDS[row.kind][0], row.capLeads, row.required],
            ...[row.contracts, row.days, row.endDate, row.open, row.wanted, row.streak?.days ?? null],
          ]),
        },
});
