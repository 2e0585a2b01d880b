import type { Day } from "../platform/day.ts";
import type { CapCounter, Thresholds } from "../settings/schema.ts";
import type { LeftOut } from "./model/account.ts";
import type { Headline, Resolved } from "./model/finding.ts";
import type { Audience, Banner, Source } from "./model/freshness.ts";
import type { Totals } from "./model/totals.ts";
import type { Attention } from "./sections/attention/figures.ts";
import type { Change } from "./sections/changes/figures.ts";
import type { ContractsSection } from "./sections/contracts/figures.ts";
import type { IntegrationsSection } from "./sections/integrations/figures.ts";
import type { MoneySection } from "./sections/money/figures.ts";
import type { OwnSection } from "./sections/own/figures.ts";
import type { PacingSection } from "./sections/pacing/figures.ts";
import type { QualitySection } from "./sections/quality/figures.ts";

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

/** Everything one mail says, in numbers. The renderings put it into words; they compute nothing. */
export interface DigestModel {
  readonly enterprise: string;
  readonly digest: string;
  readonly version: string;
  readonly view: "internal" | "publisher";
  readonly locale: string;
  readonly timeZone: string;
  /** ISO code of the base currency; null when neither settings nor API tell. */
  readonly currency: string | null;
  readonly capCounter: CapCounter;
  readonly attachCsv: boolean;
  /** What the findings were judged by. */
  readonly thresholds: Thresholds;
  /** snapshot_date asked for. */
  readonly date: Day;
  /** Null when there is no snapshot at all. */
  readonly window: MailWindow | null;
  readonly audience: Audience;
  readonly incomplete: boolean;
  readonly banners: readonly Banner[];
  readonly sources: readonly Source[];
  readonly headlines: readonly Headline[];
  readonly resolved: readonly Resolved[];
  /** The filter matches nothing of the newest snapshots. */
  readonly matchesNothing: boolean;
  readonly totals: Totals | null;
  readonly changes: readonly Change[];
  readonly attention: Attention | null;
  readonly pacing: PacingSection | null;
  readonly quality: QualitySection | null;
  readonly money: MoneySection | null;
  readonly contracts: ContractsSection | null;
  readonly integrations: IntegrationsSection | null;
  /** The publisher's own campaigns; null in an internal mail. */
  readonly own: OwnSection | null;
  readonly leftOut: LeftOut;
  /** Ids that the filter asks for, for the footer. */
  readonly filter: { readonly advertisers: number; readonly publishers: number; readonly campaigns: number };
}
