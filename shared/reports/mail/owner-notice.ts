import { formatOf } from "../../digest/drawing/format.ts";
import type { Day } from "../../platform/day.ts";
import type { ErrorName } from "../../platform/errors.ts";
import type { ReportMail } from "./report-mail.ts";

/** Why somebody got no report: by name and place, without the data that an engine's own message may repeat. */
export interface NotMade {
  /** Whose of many; null: everybody's. */
  readonly member: number | null;
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

type Of = Pick<ReportMail, "enterprise" | "report" | "title" | "audience" | "timeZone"> & {
  readonly date: Day;
  /** How many get one of their own. */
  readonly members: number;
};

/** What the owner (`alertsTo`) is told of a report that some or all of its recipients do not get: one notice of all of them. */
export function ownerNotice(of: Of, why: readonly [NotMade, ...NotMade[]]): OwnerNotice {
  const format = formatOf({ locale: "en-GB", timeZone: of.timeZone, date: of.date });
  const whose = whoseOf(of, why);
  const names = [...new Set(why.map(({ name }) => name))];
  return {
    subject: `Report ${of.report} of ${of.enterprise}${whose}, ${format.day(of.date)}: not sent`,
    text: [
      `The report "${of.title}" (${of.report}) of ${of.enterprise}${whose}, for ${format.longDay(of.date)}, was not sent. Its recipients got nothing.`,
      ...(why.length === 1 ? oneOf(why[0]) : ["What is wrong, of each:", ...why.map(lineOf)]),
      ...names.map((name) => REMEDIES[name] ?? "The log line report-member of the function says more."),
      "Then invoke the report again; who has had it already gets no second one.",
    ].join("\n"),
  };
}

function whoseOf({ audience, members }: Of, why: readonly [NotMade, ...NotMade[]]): string {
  const [{ member }] = why;
  if (member === null) return "";
  return why.length === 1 ? ` for ${audience} ${member}` : ` for ${why.length} of ${members} ${audience}s`;
}

const oneOf = ({ name, where, told, sqlKey }: NotMade): readonly string[] => [
  `What is wrong: ${name}, ${where}.`,
  ...(told === null ? [] : [told]),
  ...(sqlKey === null ? [] : [`The SQL as it was run: ${sqlKey}`]),
];

const lineOf = ({ member, name, where, sqlKey }: NotMade): string =>
  `${member}: ${name}, ${where}.${sqlKey === null ? "" : ` SQL: ${sqlKey}`}`;

const REMEDIES: Readonly<Partial<Record<ErrorName, string>>> = {
  QueryFailed: "Paste the SQL into Athena to see its error, and correct the report.",
  ResultTooLarge: "Have the SQL ask for fewer rows: a condition, a sum, or a LIMIT of your own.",
  ScopeViolated: "Select the id of one table as it is, of no outer join and without arithmetic.",
  NoSnapshot: "See why the snapshot is missing or shrunk.",
  StoreFailed: "See whether the bucket can be written.",
};
