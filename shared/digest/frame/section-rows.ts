import type { SectionSetting } from "../../settings/schema.ts";
import type { Cause } from "../cards/cause.ts";
import { NOTE_KINDS, type Note } from "../model/note.ts";

/** The settings' `sections`, in their order. */
export type Sections = readonly SectionSetting[];

/** The section that a cause belongs to. */
const SECTION_OF_CAUSE: Readonly<Record<Cause["kind"], SectionSetting>> = {
  ...{ pace: "pacing", silent: "pacing", paused: "pacing", "ended-short": "pacing", "starting-unsigned": "pacing" },
  ...{ "contract-unsigned": "contracts", "contract-ending": "contracts", "contract-reached": "contracts" },
  ...{ job: "integrations", invalid: "quality", margin: "money" },
};

export const sectionOfCause = (cause: Cause | undefined): SectionSetting => SECTION_OF_CAUSE[cause?.kind ?? "pace"];

export const sectionOfNote = ({ kind }: Note): SectionSetting => NOTE_KINDS[kind].section;

/** Rows of the sections that the settings ask for, in the settings' order; within a section the rows keep theirs. */
export const bySection = <T>(
  rows: readonly T[],
  sections: Sections,
  sectionOf: (row: T) => SectionSetting,
): readonly T[] => sections.flatMap((section) => rows.filter((row) => sectionOf(row) === section));
