import type { DigestModel } from "../../digest-model.ts";
import type { Format } from "../../drawing/format.ts";
import { html, type Markup, NOTHING, named } from "../../drawing/markup.ts";
import type { Mood } from "../../drawing/palette.ts";
import { dataTable, pill, rowName, section, small } from "../../drawing/pieces.ts";
import { counted } from "../../drawing/words.ts";
import type { AttentionRow } from "../../sections/attention/figures.ts";
import { changeTexts } from "../../sections/changes/words.ts";
import { contractText, jobText } from "../../sections/contract-words.ts";
import type { ContractRow } from "../../sections/contracts/figures.ts";
import type { JobRow } from "../../sections/integrations/figures.ts";
import { ATTENTION_TITLE, attentionText } from "../../sections/section-words.ts";
import { moreText } from "../limits.ts";

/** Campaigns that need somebody for another reason than their pace. */
export function attentionSection(model: DigestModel, format: Format, limit: number): Markup {
  const rows = model.attention?.rows ?? [];
  if (rows.length === 0) return NOTHING;
  const shown = rows.slice(0, limit);
  return section({
    title: ATTENTION_TITLE,
    body: dataTable({
      caption: "Campaigns that need a look",
      head: ["Campaign", "What is the matter"],
      rows: shown.map((row) => attentionRow(model, format, row)),
    }),
    more: moreText(model, format, { total: rows.length, shown: shown.length, file: "attention.csv" }),
    query: "pacing",
  });
}

const ATTENTION_MOODS: Readonly<Record<AttentionRow["kind"], Mood>> = {
  silent: "risk",
  "paused-behind": "behind",
  "ended-short": "calm",
  "starting-unsigned": "behind",
};

function attentionRow(model: DigestModel, format: Format, row: AttentionRow): { main: Markup; side: Markup } {
  const { state, detail } = attentionText(row, { format, today: model.date });
  return {
    main: html`${rowName(row.campaign.name)}${small(named(row.campaign.advertiser))}`,
    side: html`${pill(ATTENTION_MOODS[row.kind], state)}${small(detail)}`,
  };
}

/** What is different from the previous mail. */
export function changesSection(model: DigestModel, format: Format, limit: number): Markup {
  const { changes } = model;
  if (changes.length === 0) return NOTHING;
  const texts = changeTexts(changes, format);
  const shown = texts.slice(0, limit);
  return section({
    title: "What changed",
    body: dataTable({
      caption: "Changes since the previous mail",
      head: ["What", "Change"],
      rows: shown.map(({ subjects, unnamed, what, detail }) => ({
        main: html`${subjects.map((name, position) => html`${position > 0 ? ", " : ""}${named(name)}`)}${unnamed > 0 ? ` and ${format.count(unnamed)} more` : ""}`,
        side: html`${what}${detail === "" ? NOTHING : small(detail)}`,
      })),
    }),
    more: moreText(model, format, { total: texts.length, shown: shown.length, file: "changes.csv" }),
    query: "changes",
  });
}

const CONTRACT_MOODS: Readonly<Record<ContractRow["kind"], Mood>> = {
  "contract-ending": "behind",
  "contract-unsigned": "behind",
  "contract-reached": "calm",
  overcommitted: "calm",
};

export function contractsSection(model: DigestModel, format: Format, limit: number): Markup {
  const rows = model.contracts?.rows ?? [];
  if (rows.length === 0) return NOTHING;
  const shown = rows.slice(0, limit);
  return section({
    title: "Contracts needing action",
    lead: `Ending within ${counted(format, model.thresholds.contractEndsWithinDays, ["day", "days"])} below their cap, unsigned, or at odds with their campaign's cap.`,
    body: dataTable({
      caption: "Contracts needing action",
      head: ["Publisher and campaign", "What is the matter"],
      rows: shown.map((row) => {
        const { state, detail } = contractText(row, format);
        return {
          main: html`${rowName(row.publisher)}${small(html`on ${named(row.campaign)}`)}`,
          side: html`${pill(CONTRACT_MOODS[row.kind], state)}${small(detail)}`,
        };
      }),
    }),
    more: moreText(model, format, { total: rows.length, shown: shown.length, file: "contracts.csv" }),
    query: "contracts",
  });
}

const JOB_MOODS: Readonly<Record<JobRow["state"], Mood>> = { failing: "risk", resolved: "good", ok: "calm" };

export function integrationsSection(model: DigestModel, format: Format, limit: number): Markup {
  const { integrations } = model;
  if (integrations === null || (integrations.rows.length === 0 && integrations.fewFailures === 0)) return NOTHING;
  const shown = integrations.rows.slice(0, limit);
  const few =
    integrations.fewFailures === 0
      ? undefined
      : `${counted(format, integrations.fewFailures, ["more job", "more jobs"])} failed less than ${format.percent(model.thresholds.jobFailedShare)} of their leads.`;
  return section({
    title: "Integration jobs",
    lead: few,
    body: shown.length === 0 ? NOTHING : jobTable(shown, format),
    more: moreText(model, format, { total: integrations.rows.length, shown: shown.length, file: "integrations.csv" }),
    query: "integration-jobs",
  });
}

function jobTable(rows: readonly JobRow[], format: Format): Markup {
  return dataTable({
    caption: "Integration jobs failing, recovered or switched off",
    head: ["Job and campaign", "How it fares"],
    rows: rows.map((row) => {
      const { state, detail } = jobText(row, format);
      return {
        main: html`${rowName(row.job)}${small(html`on ${named(row.campaign)}`)}`,
        side: html`${pill(JOB_MOODS[row.state], state)}${small(detail)}`,
      };
    }),
  });
}
