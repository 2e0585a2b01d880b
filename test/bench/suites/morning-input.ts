import type { Day } from "../../../shared/platform/day.ts";
import type { SettingsInput } from "../../../shared/settings/schema.ts";

/** One morning of many enterprises: what server and workers must know alike. */
export interface Morning {
  readonly date: Day;
  readonly enterprises: readonly string[];
  /** Convertr refuses its password. */
  readonly refused: string;
  /** Its API answers nothing but 503. */
  readonly down: string;
  /** Its API takes its time over every answer. */
  readonly slow: string;
}

export const MORNING_ZONE = "Europe/London";
export const SECRET_PREFIX = "convertr-reports/";
/** Of the SDK's clients: a machine with other things to do is no outage. */
export const PATIENT = { connectionTimeout: 60_000, requestTimeout: 300_000 } as const;
export const recipientOf = (enterprise: string): string => `team@${enterprise}.example`;

export const settingsInput = ({ date, enterprises }: Morning): SettingsInput => ({
  from: "Lead reports <reports@acme.example>",
  alertsTo: ["ops@acme.example"],
  historyFrom: date,
  spreadMinutes: 15,
  enterprises: Object.fromEntries(
    enterprises.map((name) => [name, { timeZone: MORNING_ZONE, digests: { daily: { to: [recipientOf(name)] } } }]),
  ),
});

export interface MorningServer {
  readonly endpoint: string;
  /** Where the API of an enterprise is; that of all others is `well`. */
  readonly apis: Readonly<Record<"well" | "refused" | "down" | "slow", string>>;
  /** Tells a `MorningReport`. */
  readonly report: string;
}

export interface MorningReport {
  /** Requests of S3 by kind: PUT, GET, HEAD, LIST. */
  readonly s3: Readonly<Record<string, number>>;
  /** Mails that SES took, by recipient. */
  readonly mails: Readonly<Record<string, number>>;
  readonly apiRequests: number;
}
