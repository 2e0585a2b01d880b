import type { Day } from "../../platform/day.ts";
import type { DigestModel } from "../digest-model.ts";
import type { Format } from "../drawing/format.ts";
import { CAMPAIGNS, COUNTER_WORDS, counted, joined, LEADS, STATUS_WORDS, standingText } from "../drawing/words.ts";
import type { LeftOut } from "../model/account.ts";
import type { AttentionRow } from "./attention/figures.ts";
import type { Money } from "./money/figures.ts";
import type { PacingSection } from "./pacing/figures.ts";
import type { QualityRow } from "./quality/figures.ts";

/** Campaigns whose trouble their pace alone does not show. */
export const ATTENTION_TITLE = "Stopped, ended or starting";

export const pacingLead = (model: DigestModel): string =>
  `Furthest from its cap first, by ${COUNTER_WORDS[model.capCounter]}. The mark in a bar is where delivery should be today; forecasts go on at the last 7 days' rate.`;

/** Statuses of the campaigns that are not shown, and what has no pace. */
export function pacingRest(format: Format, { rows, unpaced }: PacingSection, shown: number): string {
  const rest = rows.slice(shown);
  const statuses = (["at-risk", "behind", "on-pace", "ahead", "reached", "not-started"] as const).map((status) => {
    const count = rest.filter(({ pace }) => pace.status === status).length;
    return count > 0 && `${format.count(count)} ${STATUS_WORDS[status].toLowerCase()}`;
  });
  return joined([
    ...statuses,
    unpaced.uncapped > 0 && `${format.count(unpaced.uncapped)} uncapped`,
    unpaced.withoutCap > 0 && `${format.count(unpaced.withoutCap)} without a cap`,
    unpaced.withoutEnd > 0 && `${format.count(unpaced.withoutEnd)} without an end date`,
  ]);
}

/** What is the matter, and what it leaves undone. */
export function attentionText(
  row: AttentionRow,
  told: { format: Format; today: Day },
): { state: string; detail: string } {
  const { format, today } = told;
  const missing = row.missing === null ? null : `${counted(format, row.missing, LEADS)} missing`;
  switch (row.kind) {
    case "silent": {
      const last = row.lastConversion === null ? "no lead yet" : `last lead ${format.instant(row.lastConversion)}`;
      return { state: `Silent${dayOf(row)}`, detail: joined([last, missing]) };
    }
    case "paused-behind":
      return {
        state: `Paused, behind${dayOf(row)}`,
        detail: joined([missing, row.date !== null && `ends ${format.day(row.date)}`]),
      };
    case "ended-short":
      return {
        state: "Ended short",
        detail: joined([missing, row.date !== null && `last day ${format.day(row.date)}`]),
      };
    case "starting-unsigned": {
      const state =
        row.date === today
          ? "Starts today, unsigned"
          : `Started ${row.date === null ? "" : format.day(row.date)}, unsigned`;
      return {
        state,
        detail:
          row.required === null
            ? "no publisher has signed"
            : `no publisher has signed for ${counted(format, row.required, LEADS)}`,
      };
    }
  }
}

const dayOf = ({ standing }: Pick<AttentionRow, "standing">): string => {
  const text = standingText(standing);
  return text === "" ? "" : `, ${text}`;
};

export function qualityLead(model: DigestModel): string {
  const { invalidRateMinLeads, invalidRatePoints } = model.thresholds;
  const usual = "against the publisher's own rate of the 28 days before";
  const since = model.window === null || model.window.days === 1 ? "of the day" : "of these days";
  return `Invalid leads ${since} ${usual}. Shown from ${invalidRateMinLeads} leads and ${invalidRatePoints} points more. Caution overlaps both valid and invalid.`;
}

export const qualityTitle = (model: DigestModel): string =>
  model.view === "publisher" ? "Your lead quality" : "Publisher quality";

/** The publishers that are not listed; empty when all are. */
export function quietText(model: DigestModel, format: Format): string {
  const quiet = (model.quality?.all.length ?? 0) - (model.quality?.flagged.length ?? 0);
  if (quiet === 0) return "";
  return model.view === "publisher" ? "As usual" : `${counted(format, quiet, ["publisher", "publishers"])} as usual`;
}

/** `17% invalid, usually 9%` and what else to know of a publisher. */
export function qualityText(row: QualityRow, format: Format): { rate: string; detail: string } {
  const usual = row.usual === null ? "no usual rate yet" : `usually ${format.percent(row.usual, 1)}`;
  const rate = row.rate === null ? "no leads" : `${format.percent(row.rate, 1)} invalid, ${usual}`;
  return {
    rate,
    detail: joined([
      `${format.count(row.invalid)} of ${counted(format, row.leads, LEADS)} invalid`,
      row.caution > 0 && `${format.count(row.caution)} caution`,
      counted(format, row.campaigns, CAMPAIGNS),
      row.standing !== null && (row.clear ? "" : "may be chance"),
      standingText(row.standing),
    ]),
  };
}

/** `margin £5,894.20 (41.2%)` */
export function marginText(money: Money, currency: string | null, format: Format): string {
  const share = money.share === null ? "" : ` (${format.percent(money.share, 1)})`;
  return `margin ${format.money(money.margin, currency)}${share}`;
}

/** Campaigns that no figure of the mail holds. */
export function leftOutText(leftOut: LeftOut, format: Format): string {
  const total = leftOut.internal + leftOut.test + leftOut.template;
  if (total === 0) return "";
  const kinds = [
    leftOut.internal > 0 && `${format.count(leftOut.internal)} internal`,
    leftOut.test > 0 && `${format.count(leftOut.test)} in test mode`,
    leftOut.template > 0 && `${format.count(leftOut.template)} ${leftOut.template === 1 ? "template" : "templates"}`,
  ].filter((kind) => kind !== false);
  return `Left out: ${kinds.join(", ")}.`;
}
