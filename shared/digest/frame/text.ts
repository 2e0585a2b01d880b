import type { DigestModel } from "../digest-model.ts";
import { type Format, formatOf } from "../drawing/format.ts";
import { heading, isolated, plain, sectionLines } from "../drawing/text-lines.ts";
import { calmText } from "./calm-words.ts";
import { topFiguresOf } from "./figure-words.ts";
import { footerLines } from "./footer-words.ts";
import { headlineText, titleText } from "./headline-words.ts";
import { partsOf } from "./parts.ts";
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
    ...partsOf(model, format, ({ text }) => text).flatMap(({ section, part }) => {
      const written = section.text(part);
      return written === null ? [] : sectionLines(written, section.query);
    }),
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
  const lines = model.headlines.flatMap((line) => {
    const { title, detail, worst, worstDetail } = headlineText(model, line, format);
    const rest = `${line.count > 1 ? "first: " : ""}${isolated(worst)}${worstDetail === "" ? "" : ` (${worstDetail})`}`;
    return [`* ${title}`, ...(detail === "" ? [] : [`  ${detail}`]), `  ${rest}`];
  });
  return [...heading("Needs action"), ...lines];
}

function figureLines(model: DigestModel, format: Format): readonly string[] {
  const figures = topFiguresOf(model, format);
  if (figures.length === 0) return [];
  const lines = figures.map(({ label, value, change }) => `${label}: ${value}${change === "" ? "" : ` (${change})`}`);
  return [...heading("In figures"), ...lines];
}
