import type { SectionSetting } from "../../settings/schema.ts";
import type { Cause } from "../cards/cause.ts";
import type { Note } from "../cards/note.ts";

/** The settings' `sections`, in their order. */
export type Sections = readonly SectionSetting[];

/** The section that a cause or a change belongs to. */
const SECTION_OF: Readonly<Record<Cause["kind"] | Note["kind"], SectionSetting>> = {
  pace: "pacing",
  silent: "pacing",
  paused: "pacing",
  "ended-short": "pacing",
  "starting-unsigned": "pacing",
  job: "integrations",
  "contract-unsigned": "contracts",
  "contract-ending": "contracts",
  "contract-reached": "contracts",
  invalid: "quality",
  margin: "money",
  ended: "pacing",
  resumed: "pacing",
  started: "pacing",
  vanished: "pacing",
  new: "pacing",
  status: "pacing",
  cap: "pacing",
  end: "pacing",
  price: "money",
  corrected: "pacing",
  overcommitted: "contracts",
  "contract-new": "contracts",
  "contract-renewed": "contracts",
  "contract-signed": "contracts",
  "contract-status": "contracts",
  "contract-cap": "contracts",
  "contract-vanished": "contracts",
  "job-new": "integrations",
  "job-enabled": "integrations",
  "job-disabled": "integrations",
  "job-recovered": "integrations",
};

/** Rows of the sections that the settings ask for, in the settings' order; within a section the rows keep theirs. */
export function bySection<T>(
  rows: readonly T[],
  sections: Sections,
  kindOf: (row: T) => keyof typeof SECTION_OF | undefined,
): readonly T[] {
  return sections.flatMap((section) => rows.filter((row) => SECTION_OF[kindOf(row) ?? "pace"] === section));
}
