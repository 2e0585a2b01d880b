import type { DigestModel } from "../digest-model.ts";
import type { Format } from "../drawing/format.ts";
import { closing, heading, isolated } from "../drawing/text-lines.ts";
import { counted } from "../drawing/words.ts";
import { changeTexts } from "../sections/changes/words.ts";
import { contractText, jobText } from "../sections/contract-words.ts";
import { ATTENTION_TITLE, attentionText } from "../sections/section-words.ts";
import { moreText } from "./limits.ts";

const joinedBy = (mark: string, ...parts: readonly string[]): string => parts.filter((part) => part !== "").join(mark);

const lined = (head: string, detail: string): string => `- ${head}${detail === "" ? "" : `: ${detail}`}`;

export function changeLines(model: DigestModel, format: Format, limit: number): readonly string[] {
  const { changes } = model;
  if (changes.length === 0) return [];
  const texts = changeTexts(changes, format);
  const shown = texts.slice(0, limit);
  const more = moreText(model, format, { total: texts.length, shown: shown.length, file: "changes.csv" });
  const lines = shown.map(({ subjects, unnamed, what, detail }) => {
    const others = unnamed > 0 ? ` and ${format.count(unnamed)} more` : "";
    return lined(`${subjects.map(isolated).join(", ")}${others}`, joinedBy("; ", what, detail));
  });
  return [...heading("What changed"), ...lines, ...closing(more, "changes")];
}

export function attentionLines(model: DigestModel, format: Format, limit: number): readonly string[] {
  const rows = model.attention?.rows ?? [];
  if (rows.length === 0) return [];
  const shown = rows.slice(0, limit);
  const more = moreText(model, format, { total: rows.length, shown: shown.length, file: "attention.csv" });
  const lines = shown.map((row) => {
    const { state, detail } = attentionText(row, { format, today: model.date });
    return lined(`${isolated(row.campaign.name)}, ${state.toLowerCase()}`, detail);
  });
  return [...heading(ATTENTION_TITLE), ...lines, ...closing(more, "pacing")];
}

export function contractLines(model: DigestModel, format: Format, limit: number): readonly string[] {
  const rows = model.contracts?.rows ?? [];
  if (rows.length === 0) return [];
  const shown = rows.slice(0, limit);
  const more = moreText(model, format, { total: rows.length, shown: shown.length, file: "contracts.csv" });
  const lines = shown.map((row) => {
    const { state, detail } = contractText(row, format);
    return lined(`${isolated(row.publisher)} on ${isolated(row.campaign)}, ${state.toLowerCase()}`, detail);
  });
  return [...heading("Contracts needing action"), ...lines, ...closing(more, "contracts")];
}

export function integrationLines(model: DigestModel, format: Format, limit: number): readonly string[] {
  const { integrations } = model;
  if (integrations === null || (integrations.rows.length === 0 && integrations.fewFailures === 0)) return [];
  const shown = integrations.rows.slice(0, limit);
  const total = integrations.rows.length;
  const more = moreText(model, format, { total, shown: shown.length, file: "integrations.csv" });
  const lines = shown.map((row) => {
    const { state, detail } = jobText(row, format);
    return lined(`${isolated(row.job)} on ${isolated(row.campaign)}, ${state.toLowerCase()}`, detail);
  });
  const few = integrations.fewFailures;
  const share = format.percent(model.thresholds.jobFailedShare);
  const rest = few === 0 ? [] : [`${counted(format, few, ["job", "jobs"])} failed less than ${share} of their leads.`];
  return [...heading("Integration jobs"), ...lines, ...rest, ...closing(more, "integration-jobs")];
}
