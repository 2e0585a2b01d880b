import { DATASETS } from "../../catalog/datasets.ts";
import type { DigestModel } from "../digest-model.ts";
import type { Format } from "../drawing/format.ts";
import { counted, DAY_WORDS } from "../drawing/words.ts";
import type { Banner, OwnerReason } from "../model/freshness.ts";

/** `Sunday 22 November 2026`, or the days of a longer window. */
export function daysTold(model: DigestModel, format: Format): string {
  const { window } = model;
  if (window === null) return format.longDay(model.date);
  return window.firstDay === window.lastDay
    ? format.longDay(window.lastDay)
    : `${format.weekday(window.firstDay)} to ${format.weekday(window.lastDay)} ${window.lastDay.slice(0, 4)}`;
}

/** The two real moments that the movement lies between. */
export function windowText(model: DigestModel, format: Format): string {
  const { window, timeZone } = model;
  if (window === null) return `No snapshot (${timeZone})`;
  const to = format.instant(window.to);
  return window.from === null
    ? `Read ${to}, ${timeZone}; the first snapshot, so nothing to compare with yet`
    : `From ${format.instant(window.from)} to ${to}, ${timeZone}`;
}

export interface BannerText {
  /** `warning` changes what the figures mean; `note` explains them. */
  readonly tone: "warning" | "note";
  readonly title: string;
  readonly text: string;
}

/** One text for each thing to say, naming all datasets it is true of. */
export function bannerTexts(banners: readonly Banner[], format: Format): readonly BannerText[] {
  const groups = new Map<string, { banner: Banner; datasets: string[] }>();
  for (const banner of banners) {
    const { dataset, ...said } = banner;
    const group = groups.get(JSON.stringify(said)) ?? { banner, datasets: [] };
    group.datasets.push(DATASETS[dataset].words);
    groups.set(JSON.stringify(said), group);
  }
  return [...groups.values()].map(({ banner, datasets }) => bannerText(banner, englishList(datasets), format));
}

const englishList = (of: readonly string[]): string => new Intl.ListFormat("en-GB").format(of);

function bannerText(banner: Banner, what: string, format: Format): BannerText {
  switch (banner.kind) {
    case "look":
      return {
        tone: "warning",
        title: "A look",
        text: `The figures of ${what} were read when somebody asked. They are in no snapshot, and no other mail will show them.`,
      };
    case "stale":
      return warning(`No snapshot of ${what} for this day. The one of ${format.weekday(banner.used)} is used instead.`);
    case "missing":
      return warning(`There is no snapshot of ${what}, so the sections made of it are missing.`);
    case "shrunk": {
      const before = banner.before === null ? "" : ` of ${format.count(banner.before)}`;
      return warning(
        `The snapshot of ${what} holds far fewer rows than before (${format.count(banner.rows)}${before}).`,
      );
    }
    case "degraded":
      return note(`Some values of ${what} could not be read and are left empty; the run record names them.`);
    case "emptied": {
      const named = englishList(banner.columns.slice(0, MOST_COLUMNS));
      const more = banner.columns.length - MOST_COLUMNS;
      return warning(
        `No row of ${what} holds ${named}${more > 0 ? ` and ${format.count(more)} more fields` : ""} any more: Convertr seems to have stopped sending it. What is made of it is missing.`,
      );
    }
    case "unreadable":
      return note(`The snapshot of ${what} of ${format.weekday(banner.date)} is not used: ${banner.reason}.`);
    case "retaken":
      return note(
        `The snapshot of ${what} of ${format.weekday(banner.date)} was taken again after the previous mail; what happened in between is in no mail.`,
      );
    case "first":
      return note(`This is the first snapshot of ${what}: movements begin with the next one.`);
    case "gap":
      return note(`No snapshot of ${what} on ${daysList(banner.days, format)}; movements go over the gap.`);
  }
}

const warning = (text: string): BannerText => ({ tone: "warning", title: "Incomplete", text });
const note = (text: string): BannerText => ({ tone: "note", title: "Note", text });

const MOST_DAYS = 4;
const MOST_COLUMNS = 4;

function daysList(days: readonly string[], format: Format): string {
  const named = days.slice(0, MOST_DAYS).map((day) => format.day(day));
  return days.length > MOST_DAYS
    ? `${named.join(", ")} and ${format.count(days.length - MOST_DAYS)} more days`
    : named.join(", ");
}

/** A reason as a sentence for the owner. */
export function ownerReasonText(reason: OwnerReason, format: Format): string {
  switch (reason.kind) {
    case "missing":
      return `There is no snapshot of ${DATASETS[reason.dataset].words} in the days this digest reads.`;
    case "stale":
      return `The newest snapshot of ${DATASETS[reason.dataset].words} is of ${format.weekday(reason.used)}, ${counted(format, reason.days, DAY_WORDS)} old.`;
    case "shrunk": {
      const before = reason.before === null ? "" : `, ${format.count(reason.before)} before it shrank`;
      const found = `The snapshot of ${DATASETS[reason.dataset].words} holds only ${counted(format, reason.rows, ["row", "rows"])}${before}.`;
      return `${found} Check what the service user may see in Convertr; if the size is right, invoke its snapshot with "acceptShrunk": true.`;
    }
    case "unknown-filter": {
      const ids = reason.ids.slice(0, 10).join(", ");
      return `filter.${reason.list} names ${ids}${reason.ids.length > 10 ? " and more" : ""}, which no snapshot holds. Correct the settings.`;
    }
  }
}
