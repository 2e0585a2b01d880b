import { ALARM_IDS, ALARM_TEXTS, type Severity } from "../alarms/alarm-texts.ts";

const BEGIN = "<!-- alarms: made by npm run docs -->";
const END = "<!-- end of alarms -->";

/** The runbook with what each alarm means, as the alarms themselves say it. */
export function withAlarms(page: string): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`the page has no place between ${BEGIN} and ${END}`);
  return `${page.slice(0, begin + BEGIN.length)}\n\n${sections()}\n\n${page.slice(end)}`;
}

const WORDS: Readonly<Record<Severity, string>> = { page: "Page.", notice: "Notice." };

/** GitHub and CommonMark viewers make an anchor of each heading: the one that the alarm's text links to. */
const sections = (): string =>
  ALARM_IDS.map((id) => {
    const { severity, means, checks } = ALARM_TEXTS[id];
    return `### ${id}\n\n**${WORDS[severity]}** ${means}\n\n${checks.map((check, at) => `${at + 1}. ${check}.`).join("\n")}`;
  }).join("\n\n");
