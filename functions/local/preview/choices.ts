import { membersOf } from "../../../shared/settings/recipients.ts";
import type { DigestSettings, Settings } from "../../../shared/settings/schema.ts";
import type { FoundData } from "./found-data.ts";

/** What the page asks for; what is left out is chosen: the first enterprise, its first digest, the first of many, its newest date. */
export interface Asked {
  readonly enterprise?: string | undefined;
  /** A digest, or `report.<name>`: no digest's name has a dot. */
  readonly digest?: string | undefined;
  /** Id of one of many that a digest or a report goes to. */
  readonly member?: string | undefined;
  readonly date?: string | undefined;
}

/** What there is to choose from, and what is chosen. */
export interface Choices {
  readonly enterprises: readonly string[];
  /** Digests and reports. */
  readonly digests: readonly string[];
  /** Ids of those whom a digest or a report of many goes to; none of another. */
  readonly members: readonly string[];
  /** Newest first. */
  readonly dates: readonly string[];
  readonly chosen: Asked;
}

/** Before the name of a report, among those of digests. */
export const REPORT = "report.";

/** Fills in what is left out, by what the folder and the settings hold. */
export function choose(of: { found: FoundData; asked: Asked; settings?: Settings }): Choices {
  const { found, asked, settings } = of;
  const enterprise = asked.enterprise ?? [...found.keys()][0];
  const enterprises = [...new Set([...found.keys(), ...Object.keys(settings?.enterprises ?? {})])];
  const { digests: mails = {}, reports = {} } = settings?.enterprises[enterprise ?? ""] ?? {};
  const digests = [...Object.keys(mails), ...Object.keys(reports).map((name) => `${REPORT}${name}`)];
  const digest = asked.digest ?? digests[0] ?? "";
  const members = membersIn(isReport(digest) ? reports[digest.slice(REPORT.length)] : mails[digest]);
  const dates = found.get(enterprise ?? "") ?? [];
  // Whom another digest goes to is nobody of this one.
  const member = asked.member !== undefined && members.includes(asked.member) ? asked.member : members[0];
  const date = asked.date ?? dates[0];
  const chosen = {
    enterprise,
    ...(digest === "" ? {} : { digest }),
    ...(member === undefined ? {} : { member }),
    date,
  };
  return { enterprises, digests, members, dates, chosen };
}

export const isReport = (digest: string | undefined): boolean => digest?.startsWith(REPORT) === true;

const membersIn = (list: Pick<DigestSettings, "to"> | undefined): readonly string[] =>
  list === undefined ? [] : membersOf(list).flatMap((id) => (id === null ? [] : [String(id)]));
