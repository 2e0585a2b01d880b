import type { DigestModel } from "../digest-model.ts";
import type { Format } from "../drawing/format.ts";
import { sectionOf } from "../sections/registry.ts";
import type { Figures, MailContext, Section, SectionPart } from "../sections/section.ts";

/** A section that has figures, with the rows of it that there is room for. */
interface MadePart {
  readonly section: Section<Figures, unknown>;
  readonly part: SectionPart<Figures, unknown>;
}

/**
 * The sections of a mail in their order. What is shown and what is left out is worked out here, once for HTML and text.
 * @param room how many rows there is room for, by the section's own limits
 */
export function partsOf(
  model: DigestModel,
  format: Format,
  room: (limit: Section<Figures, unknown>["limit"]) => number,
): readonly MadePart[] {
  const context: MailContext = { head: model, format, quiet: model.headlines.length === 0 };
  return model.order.flatMap((name) => {
    const section = sectionOf(name);
    const figures = model.sections[name];
    if (figures === null) return [];
    const rows = section.rows(figures, context);
    const most = section.most?.(figures, context) ?? rows.length;
    const shown = rows.slice(0, Math.min(room(section.limit), most));
    const more = moreText(context, rows.length - shown.length, `${section.sheetName}.csv`);
    return [{ section, part: { ...context, figures, shown, more } }];
  });
}

/** What a limit left out: `13 more in the attached pacing.csv`. */
function moreText({ head, format }: MailContext, left: number, file: string): string {
  if (left <= 0) return "";
  return `${format.count(left)} more ${head.attach === "csv" ? `in the attached ${file}` : "not shown here"}`;
}
