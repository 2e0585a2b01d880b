import type { DigestModel } from "../digest-model.ts";
import type { Format } from "../drawing/format.ts";
import type { PacingSection } from "../sections/pacing/figures.ts";

/** How many rows of each list a mail shows. */
export interface Limits {
  readonly headlines: number;
  readonly changes: number;
  readonly attention: number;
  readonly pacing: number;
  readonly quality: number;
  readonly money: number;
  readonly contracts: number;
  readonly integrations: number;
}

export const HTML_LIMITS: Limits = {
  headlines: 5,
  changes: 12,
  attention: 10,
  pacing: 25,
  quality: 10,
  money: 6,
  contracts: 12,
  integrations: 10,
};

export const TEXT_LIMITS: Limits = { ...HTML_LIMITS, headlines: 14, changes: 40, pacing: 60, money: 20 };

export function scaled(limits: Limits, factor: number): Limits {
  const scale = (rows: number): number => Math.floor(rows * factor);
  return {
    headlines: limits.headlines,
    changes: scale(limits.changes),
    attention: scale(limits.attention),
    pacing: scale(limits.pacing),
    quality: scale(limits.quality),
    money: scale(limits.money),
    contracts: scale(limits.contracts),
    integrations: scale(limits.integrations),
  };
}

/** Rows of campaigns that need nobody only fill up what those that do leave, and a day on which nothing does is a short mail. */
const FILL_TO = { busy: 12, quiet: 3 } as const;

/** The pacing rows that are shown: all that are at risk or behind up to the limit, which come first, and a few of the rest. */
export function pacingShown({ counts, rows }: PacingSection, of: { limit: number; quiet: boolean }) {
  const fill = of.quiet ? FILL_TO.quiet : FILL_TO.busy;
  return rows.slice(0, Math.min(of.limit, Math.max(counts["at-risk"] + counts.behind, fill)));
}

/** Whether nothing needs action. */
export const isQuiet = ({ headlines }: Pick<DigestModel, "headlines">): boolean => headlines.length === 0;

/** What a limit left out, said so: `13 more in pacing.csv`. */
export function moreText(
  model: DigestModel,
  format: Format,
  of: { total: number; shown: number; file: string },
): string {
  const left = of.total - of.shown;
  if (left <= 0) return "";
  return `${format.count(left)} more ${model.attachCsv ? `in the attached ${of.file}` : "not shown here"}`;
}
