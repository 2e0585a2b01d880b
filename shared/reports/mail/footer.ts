import { DATASETS } from "../../catalog/datasets.ts";
import { type Phrase, phraseOf } from "../../digest/drawing/phrase/phrase.ts";
import { printableLine } from "../../platform/printable.ts";
import type { ReportMail } from "./report-mail.ts";
import type { ReportWords } from "./words.ts";

/** Where the figures come from. One of many is told the days and nothing of how they were asked for: no constant, run, key or version. */
export function footerOf(words: ReportWords, mail: ReportMail): readonly Phrase[] {
  const texts =
    mail.member === null || mail.audience === "internal" ? teamFooter(words, mail) : memberFooter(words, mail);
  return texts.map(phraseOf);
}

function teamFooter({ footer, zone }: ReportWords, mail: ReportMail): readonly string[] {
  const { period, enterprise, report, prefix, version } = mail;
  const { firstDay: first, lastDay: last, date, previousDate: previous } = period;
  const values = { enterprise, date, previous_date: previous, first_day: first, last_day: last };
  return [
    footer.period({ first, last, date, previous }),
    [
      footer.values(Object.entries(values).map(([name, value]) => `${name} ${value}`)),
      ...constantsOf(footer, mail),
    ].join(" "),
    [...sourcesOf(footer, mail), zone(mail.timeZone)].join(" "),
    footer.sql(prefix),
    [footer.recipient({ report, enterprise }), footer.version(version)].join(" "),
  ];
}

function memberFooter({ footer }: ReportWords, mail: ReportMail): readonly string[] {
  const { period, audience, member, report, enterprise } = mail;
  return [footer.asOf({ date: period.date, audience, member: member ?? 0 }), footer.recipient({ report, enterprise })];
}

const MOST_CONSTANTS = 12;
const LONGEST_VALUE = 60;

function constantsOf(footer: ReportWords["footer"], { parts }: ReportMail): readonly string[] {
  return parts.flatMap((part) => {
    const constants = Object.entries(part.with);
    if (constants.length === 0) return [];
    const told = constants.slice(0, MOST_CONSTANTS).map(([name, value]) => `${short(name)} ${short(String(value))}`);
    const more = constants.length - told.length;
    return [footer.constants(printableLine(part.title), more > 0 ? [...told, `and ${more} more`] : told)];
  });
}

const short = (text: string): string => {
  const characters = [...printableLine(text)];
  return characters.length <= LONGEST_VALUE
    ? characters.join("")
    : `${characters.slice(0, LONGEST_VALUE - 1).join("")}…`;
};

/** Datasets that were taken in the same minute together. */
function sourcesOf(footer: ReportWords["footer"], { sources }: ReportMail): readonly string[] {
  const groups = Map.groupBy(sources, ({ snapshotAt }) => Math.floor(snapshotAt / 60_000));
  return [...groups.values()].map((group) =>
    footer.source(
      group.map(({ dataset }) => DATASETS[dataset].words),
      group[0]?.snapshotAt ?? 0,
      group.map(({ runId }) => runId),
    ),
  );
}
