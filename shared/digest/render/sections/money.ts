import type { DigestModel } from "../../digest-model.ts";
import type { Format } from "../../drawing/format.ts";
import { html, type Markup, NOTHING } from "../../drawing/markup.ts";
import { dataTable, pill, rowName, section, small, strong } from "../../drawing/pieces.ts";
import { isStill, moneyLead, moneyNotes } from "../../sections/money/words.ts";
import { marginText } from "../../sections/section-words.ts";
import { isQuiet, moreText } from "../limits.ts";

export function moneySection(model: DigestModel, format: Format, limit: number): Markup {
  const { money, currency } = model;
  if (money === null || isStill(money)) return NOTHING;
  const low = money.rows.filter((row) => row.low);
  const rows = [...low, ...money.rows.filter((row) => !row.low)];
  const shown = rows.slice(0, isQuiet(model) ? 0 : limit);
  const more = moreText(model, format, { total: rows.length, shown: shown.length, file: "money.csv" });
  return section({
    title: "Money",
    lead: moneyLead(model, format),
    body: dataTable({
      caption: "Campaigns by revenue",
      head: ["Campaign", "Revenue"],
      rows: [
        {
          main: strong("All campaigns"),
          side: html`${strong(format.money(money.total.revenue, currency))}${small(marginText(money.total, currency, format))}`,
        },
        ...shown.map((row) => ({
          main: html`${rowName(row.campaign.name)}${row.low ? html`<div>${pill("risk", "Low margin")}</div>` : NOTHING}${small(
            `pays publishers ${format.money(row.payout, currency)}`,
          )}`,
          side: html`${format.money(row.revenue, currency)}${small(marginText(row, currency, format))}`,
        })),
      ],
    }),
    more: [more === "" ? "" : `${more}.`, ...moneyNotes(model, format)].filter((text) => text !== "").join(" "),
    query: "money",
  });
}
