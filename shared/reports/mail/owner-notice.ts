import { formatOf } from "../../digest/drawing/format.ts";
import type { Day } from "../../platform/day.ts";
import type { ErrorName } from "../../platform/errors.ts";
import type { ReportMail } from "./report-mail.ts";

/** Why nobody got a report: by name and place, without the data that an engine's own message may repeat. */
export interface NotMade {
  readonly name: ErrorName;
  readonly where: string;
  /** What to know beside it, as sentences of ours. */
  readonly told: string | null;
  /** Key of the SQL that was run last. */
  readonly sqlKey: string | null;
}

export interface OwnerNotice {
  readonly subject: string;
  readonly text: string;
}

type Of = Pick<ReportMail, "enterprise" | "report" | "title" | "audience" | "member" | "timeZone"> & {
  readonly date: Day;
};

/** What the owner (`alertsTo`) is told of a report that its recipients do not get. */
export function ownerNotice(of: Of, why: NotMade): OwnerNotice {
  const format = formatOf({ locale: "en-GB", timeZone: of.timeZone, date: of.date });
  const whose = of.member === null ? "" : ` for ${of.audience} ${of.member}`;
  return {
    subject: `Report ${of.report} of ${of.enterprise}${whose}, ${format.day(of.date)}: not sent`,
    text: [
      `The report "${of.title}" (${of.report}) of ${of.enterprise}${whose}, for ${format.longDay(of.date)}, was not sent. Its recipients got nothing.`,
      `What is wrong: ${why.name}, ${why.where}.`,
      ...(why.told === null ? [] : [why.told]),
      ...(why.sqlKey === null ? [] : [`The SQL as it was run: ${why.sqlKey}`]),
      `${REMEDIES[why.name] ?? "The log line report-member of the function says more."} Then invoke the report again; who has had it already gets no second one.`,
    ].join("\n"),
  };
}

const REMEDIES: Readonly<Partial<Record<ErrorName, string>>> = {
  QueryFailed: "Paste the SQL into Athena to see its error, and correct the report.",
  ResultTooLarge: "Have the SQL ask for fewer rows: a condition, a sum, or a LIMIT of your own.",
  ScopeViolated: "Select the id of one table as it is, of no outer join and without arithmetic.",
  NoSnapshot: "See why the snapshot is missing or shrunk.",
  StoreFailed: "See whether the bucket can be written.",
};
