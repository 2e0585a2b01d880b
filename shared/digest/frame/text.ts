import type { DigestModel } from "../digest-model.ts";
import { type Format, formatOf } from "../drawing/format.ts";
import { heading, isolated, plain } from "../drawing/text-lines.ts";
import { TEXT_LIMITS } from "../render/limits.ts";
import { moneyLines, ownLines, pacingLines, qualityLines } from "../render/text-figures.ts";
import { attentionLines, changeLines, contractLines, integrationLines } from "../render/text-lists.ts";
import { calmText } from "./calm-words.ts";
import { figuresOf } from "./figure-words.ts";
import { footerLines } from "./footer-words.ts";
import { headlineText, titleText } from "./headline-words.ts";
import { bannerTexts, daysTold, windowText } from "./window-words.ts";

/** The mail as plain text, written for reading and not converted from HTML. The same model gives the same text. */
export function renderText(model: DigestModel): string {
  const format = formatOf(model);
  const title = titleText(model);
  const lines = [
    title,
    "=".repeat(title.length),
    `${model.enterprise}.cvtr.io, digest ${model.digest}: ${daysTold(model, format)}`,
    windowText(model, format),
    ...bannerLines(model, format),
    ...calmLines(model, format),
    ...headlineLines(model, format),
    ...figureLines(model, format),
    ...changeLines(model, format, TEXT_LIMITS.changes),
    ...attentionLines(model, format, TEXT_LIMITS.attention),
    ...pacingLines(model, format, TEXT_LIMITS.pacing),
    ...ownLines(model, format, TEXT_LIMITS.pacing),
    ...qualityLines(model, format, TEXT_LIMITS.quality),
    ...moneyLines(model, format, TEXT_LIMITS.money),
    ...contractLines(model, format, TEXT_LIMITS.contracts),
    ...integrationLines(model, format, TEXT_LIMITS.integrations),
    "",
    "--",
    ...footerLines(model, format),
  ];
  return `${lines.map(plain).join("\n")}\n`;
}

function bannerLines(model: DigestModel, format: Format): readonly string[] {
  const texts = bannerTexts(model.banners, format);
  return texts.length === 0 ? [] : ["", ...texts.map(({ title, text }) => `! ${title}: ${text}`)];
}

function calmLines(model: DigestModel, format: Format): readonly string[] {
  const text = calmText(model, format);
  return text === "" ? [] : ["", text];
}

function headlineLines(model: DigestModel, format: Format): readonly string[] {
  if (model.headlines.length === 0) return [];
  const lines = model.headlines.slice(0, TEXT_LIMITS.headlines).flatMap((line) => {
    const { title, detail, worst, worstDetail } = headlineText(model, line, format);
    const rest = `${line.count > 1 ? "first: " : ""}${isolated(worst)}${worstDetail === "" ? "" : ` (${worstDetail})`}`;
    return [`* ${title}`, ...(detail === "" ? [] : [`  ${detail}`]), `  ${rest}`];
  });
  return [...heading("Needs action"), ...lines];
}

function figureLines(model: DigestModel, format: Format): readonly string[] {
  const figures = figuresOf(model, format);
  if (figures.length === 0) return [];
  const lines = figures.map(({ label, value, change }) => `${label}: ${value}${change === "" ? "" : ` (${change})`}`);
  return [...heading("In figures"), ...lines];
}
