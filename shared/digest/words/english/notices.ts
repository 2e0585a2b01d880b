import type { Notice } from "../../drawing/mail-parts.ts";
import type { Banner } from "../../model/freshness.ts";
import type { Tools } from "../tools.ts";

const MOST_DAYS = 4;
const MOST_COLUMNS = 4;

/** What to know of the snapshots before reading figures made of them. */
export const noticeWords = ({ format, plurals }: Tools) => {
  const incomplete = (text: string): Notice => ({ title: "Incomplete", text });
  const note = (text: string): Notice => ({ title: "Note", text });
  return {
    /** @param datasets words of all datasets that it is true of */
    banner: (banner: Banner, datasets: readonly string[]): Notice => {
      const what = plurals.list(datasets);
      switch (banner.kind) {
        case "look":
          return {
            title: "A look",
            text: `The figures of ${what} were read when somebody asked. They are in no snapshot, and no other mail will show them.`,
          };
        case "stale":
          return incomplete(
            `No snapshot of ${what} for this day. The one of ${format.weekday(banner.used)} is used instead.`,
          );
        case "missing":
          return incomplete(`There is no snapshot of ${what}, so what is made of it is missing.`);
        case "shrunk": {
          const before = banner.before === null ? "" : ` of ${format.count(banner.before)}`;
          return incomplete(
            `The snapshot of ${what} holds far fewer rows than before (${format.count(banner.rows)}${before}).`,
          );
        }
        case "degraded":
          return note(`Some values of ${what} could not be read and are left empty; the run record names them.`);
        case "emptied": {
          const named = plurals.list(banner.columns.slice(0, MOST_COLUMNS));
          const more = banner.columns.length - MOST_COLUMNS;
          return incomplete(
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
          return note(`No snapshot of ${what} on ${daysList(banner.days)}; the days after have what came on them.`);
      }
    },
  };

  function daysList(days: readonly string[]): string {
    const named = days.slice(0, MOST_DAYS).map((day) => format.day(day));
    return days.length > MOST_DAYS
      ? `${named.join(", ")} and ${format.count(days.length - MOST_DAYS)} more days`
      : named.join(", ");
  }
};
