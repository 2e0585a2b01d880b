import type { Format } from "../../drawing/format.ts";
import { html, type Markup, NOTHING, named } from "../../drawing/markup.ts";
import type { Mood } from "../../drawing/palette.ts";
import { dataTable, pill, rowName, small } from "../../drawing/pieces.ts";
import { isolated, lined } from "../../drawing/text-lines.ts";
import { counted } from "../../drawing/words.ts";
import { section } from "../section.ts";
import { type IntegrationsSection, integrationsOf, type JobRow } from "./figures.ts";
import { jobText } from "./words.ts";

const MOODS: Readonly<Record<JobRow["state"], Mood>> = {
  failing: "risk",
  resolved: "good",
  ok: "calm",
  off: "calm",
  unknown: "calm",
};

const isEmpty = ({ rows, fewFailures }: IntegrationsSection): boolean => rows.length === 0 && fewFailures === 0;

/** Integration jobs that fail, recovered, or are switched off. */
export const integrations = section({
  audiences: ["internal"],
  needs: ["integration-jobs"],
  figures: integrationsOf,
  rows: ({ rows }) => rows,
  limit: { html: 10, text: 10 },
  query: "integration-jobs",
  html: ({ figures, shown, more, head, format }) => {
    if (isEmpty(figures)) return null;
    const few = figures.fewFailures;
    const share = format.percent(head.thresholds.jobFailedShare);
    return {
      title: "Integration jobs",
      lead:
        few === 0
          ? undefined
          : `${counted(format, few, ["more job", "more jobs"])} failed less than ${share} of their leads.`,
      body: shown.length === 0 ? NOTHING : tableOf(shown, format),
      more,
    };
  },
  text: ({ figures, shown, more, head, format }) => {
    if (isEmpty(figures)) return null;
    const few = figures.fewFailures;
    const share = format.percent(head.thresholds.jobFailedShare);
    const lines = shown.map((row) => {
      const { state, detail } = jobText(row, format);
      return lined(`${isolated(row.job)} on ${isolated(row.campaign)}, ${state.toLowerCase()}`, detail);
    });
    const rest =
      few === 0 ? [] : [`${counted(format, few, ["job", "jobs"])} failed less than ${share} of their leads.`];
    return { title: "Integration jobs", lines: [...lines, ...rest], more };
  },
  sheetName: "integrations",
  sheet: ({ all }) => ({
    head: [
      ...["job_id", "job", "campaign_id", "campaign", "state", "failing_days", "leads", "failed", "failed_share"],
      ...["leads_to_date", "failed_to_date", "pending", "switched_off", "unmapped_fields", "changed_on"],
    ],
    rows: all.map((row) => [
      ...[row.id, row.job, row.campaignId, row.campaign, row.state, row.streak?.days ?? null, row.total, row.failed],
      ...[row.share, row.totalToDate, row.failedToDate, row.pending, row.disabled, row.unmapped, row.changedOn],
    ]),
  }),
});

function tableOf(rows: readonly JobRow[], format: Format): Markup {
  return dataTable({
    caption: "Integration jobs failing, recovered or switched off",
    head: ["Job and campaign", "How it fares"],
    rows: rows.map((row) => {
      const { state, detail } = jobText(row, format);
      return {
        main: html`${rowName(row.job)}${small(html`on ${named(row.campaign)}`)}`,
        side: html`${pill(MOODS[row.state], state)}${small(detail)}`,
      };
    }),
  });
}
