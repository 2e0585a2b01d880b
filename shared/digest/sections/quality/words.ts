import type { Format } from "../../drawing/format.ts";
import { CAMPAIGN_WORDS, counted, joined, LEAD_WORDS, streakText } from "../../drawing/words.ts";
import type { MailHead } from "../../model/mail-head.ts";
import type { QualityRow, QualitySection } from "./figures.ts";

export function qualityLead(head: MailHead): string {
  const { invalidRateMinLeads, invalidRatePoints } = head.thresholds;
  const usual = "against the publisher's own rate of the 28 days before";
  const since = head.window === null || head.window.days === 1 ? "of the day" : "of these days";
  return `Invalid leads ${since} ${usual}. Shown from ${invalidRateMinLeads} leads and ${invalidRatePoints} points more. Caution overlaps both valid and invalid.`;
}

export const qualityTitle = (head: MailHead): string =>
  head.view === "publisher" ? "Your lead quality" : "Publisher quality";

/** The publishers that are not listed; empty when all are. */
export function quietText({ all, flagged }: QualitySection, head: MailHead, format: Format): string {
  const quiet = all.length - flagged.length;
  if (quiet === 0) return "";
  return head.view === "publisher" ? "As usual" : `${counted(format, quiet, ["publisher", "publishers"])} as usual`;
}

/** `17% invalid, usually 9%` and what else to know of a publisher. */
export function qualityText(row: QualityRow, format: Format): { rate: string; detail: string } {
  const usual = row.usual === null ? "no usual rate yet" : `usually ${format.percent(row.usual, 1)}`;
  const rate = row.rate === null ? "no leads" : `${format.percent(row.rate, 1)} invalid, ${usual}`;
  return {
    rate,
    detail: joined([
      `${format.count(row.invalid)} of ${counted(format, row.leads, LEAD_WORDS)} invalid`,
      row.caution > 0 && `${format.count(row.caution)} caution`,
      counted(format, row.campaigns, CAMPAIGN_WORDS),
      row.streak !== null && (row.clear ? "" : "may be chance"),
      streakText(row.streak),
    ]),
  };
}
