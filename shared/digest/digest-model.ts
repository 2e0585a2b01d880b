import type { DigestSettings } from "../settings/schema.ts";
import type { Board } from "./cards/board.ts";
import type { DayFigures } from "./cards/day-figures.ts";
import type { MonthFigures, WeekFigures } from "./cards/period-figures.ts";
import type { LeftOutCounts } from "./model/account.ts";
import type { Freshness } from "./model/freshness.ts";
import type { MailHead } from "./model/mail-head.ts";
import type { Totals } from "./model/totals.ts";
import type { SectionFigures, SectionName } from "./sections/registry.ts";

/** Everything one mail says, in numbers. The frame and the sections put it into words; they compute nothing. */
export interface DigestModel extends MailHead, Freshness {
  /** The filter matches nothing of the newest snapshots. */
  readonly matchesNothing: boolean;
  /** Over all campaigns of the mail; null in a mail to one of many. */
  readonly totals: Totals | null;
  /** Sections in the order of the mail, those without figures too. */
  readonly order: readonly SectionName[];
  readonly sections: SectionFigures;
  readonly leftOut: LeftOutCounts;
  /** By what it asks of the reader: null in a mail to one of many, and without a snapshot of campaigns. */
  readonly board: Board | null;
  /** Figures of the days that the mail tells of; null as the board is. */
  readonly day: DayFigures | null;
  /** Of a weekly mail; null in others. */
  readonly week: WeekFigures | null;
  /** Of a monthly mail; null in others. */
  readonly month: MonthFigures | null;
  /** Ids that the filter asks for, for the footer. */
  readonly filter: Readonly<Record<keyof DigestSettings["filter"], number>>;
}
