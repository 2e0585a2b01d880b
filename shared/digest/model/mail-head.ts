import type { Day } from "../../platform/day.ts";
import type { Links } from "../../settings/links.ts";
import type { CapCounter, DigestSettings, Thresholds } from "../../settings/schema.ts";

/** The stretch of time that the movement of a mail belongs to, from one real snapshot to another. */
export interface MailWindow {
  /** When the pulls began, epoch ms; `from` is null on the first snapshot. */
  readonly from: number | null;
  readonly to: number;
  /** activity_dates: the days the mail tells of. */
  readonly firstDay: Day;
  readonly lastDay: Day;
  readonly days: number;
}

/** What a mail is about and how it is written: known before any figure. */
export interface MailHead {
  readonly enterprise: string;
  readonly digest: string;
  readonly version: string;
  readonly view: DigestSettings["audience"];
  readonly locale: string;
  readonly timeZone: string;
  /** ISO code of the base currency; null when neither settings nor API tell. */
  readonly currency: string | null;
  readonly capCounter: CapCounter;
  readonly attach: DigestSettings["attach"];
  /** Patterns of the pages that this audience's mails link to. */
  readonly links: Links;
  /** What the findings were judged by. */
  readonly thresholds: Thresholds;
  /** snapshot_date asked for. */
  readonly date: Day;
  /** Null when there is no snapshot at all. */
  readonly window: MailWindow | null;
}
