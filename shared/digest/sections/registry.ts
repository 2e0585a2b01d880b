import type { MemberAudience } from "../../catalog/audiences.ts";
import { DATASETS, type DatasetName, type DigestDatasetName } from "../../catalog/datasets.ts";
import type { DigestSettings, SectionSetting } from "../../settings/schema.ts";
import { datasetOf } from "../input/digest-input.ts";
import type { Account } from "../model/account.ts";
import { NOTE_KINDS, type Note } from "../model/note.ts";
import { attention } from "./attention/section.ts";
import { booked } from "./booked/section.ts";
import { changes } from "./changes/section.ts";
import { contracts } from "./contracts/section.ts";
import { integrations } from "./integrations/section.ts";
import { money } from "./money/section.ts";
import { own } from "./own/section.ts";
import { pacing } from "./pacing/section.ts";
import { quality } from "./quality/section.ts";
import type { Section } from "./section.ts";

/** Every section that a mail can have. */
const SECTIONS = { changes, attention, pacing, own, booked, quality, money, contracts, integrations } as const;
export type SectionName = keyof typeof SECTIONS;

/** What each section found; null where the mail does not have it. */
export type SectionFigures = { readonly [N in SectionName]: ReturnType<(typeof SECTIONS)[N]["figures"]> };

/** In every mail of the team, above what the settings ask for. */
const ALWAYS: readonly SectionName[] = ["changes"];

/** A mail to one of many has one form, of rows of its own. */
const OF_MEMBERS = { publisher: "own", advertiser: "booked" } as const satisfies Readonly<
  Record<MemberAudience, SectionName>
>;
const MEMBERS: readonly SectionName[] = Object.values(OF_MEMBERS);

/** What is shown for a name in the settings' `sections`. */
export const SECTIONS_OF_SETTINGS: { readonly [N in SectionSetting]: readonly [SectionName, ...SectionName[]] } = {
  pacing: ["attention", "pacing"],
  quality: ["quality"],
  money: ["money"],
  contracts: ["contracts"],
  integrations: ["integrations"],
};

/** A section when it is only known at run time which: its figures are those of the same name. */
export const sectionOf = (name: SectionName): Section<object> => SECTIONS[name] as unknown as Section<object>;

/** Names of a digest's sections in the order of its mail: what is always there, then the settings' `sections` in their order. */
export function sectionsOf({
  audience,
  sections,
}: Pick<DigestSettings, "audience" | "sections">): readonly SectionName[] {
  if (audience !== "internal") return [OF_MEMBERS[audience]];
  return [...ALWAYS, ...[...new Set(sections)].flatMap((name) => SECTIONS_OF_SETTINGS[name])];
}

/** Every section that a mail to that audience could have: what its tiers are made from, whatever it shows. */
export const sectionsFor = (audience: DigestSettings["audience"]): readonly SectionName[] =>
  audience === "internal"
    ? (Object.keys(SECTIONS) as SectionName[]).filter((name) => !MEMBERS.includes(name))
    : [OF_MEMBERS[audience]];

/** What the named sections find out; nothing where a dataset they need has no snapshot. */
export function figuresOf(account: Account, names: readonly SectionName[]): SectionFigures {
  const made = (Object.keys(SECTIONS) as SectionName[]).map((name) => {
    const { needs, figures } = sectionOf(name);
    const known = needs.every((dataset) => datasetOf(account.input, dataset).newest !== undefined);
    return [name, names.includes(name) && known ? figures(account) : null];
  });
  return Object.fromEntries(made) as SectionFigures;
}

/** What has changed since the previous mail, in the order of its kinds; empty before the second snapshot. */
export function notesOf(account: Account, found: SectionFigures): readonly Note[] {
  if (account.campaignSeries.base < 0) return [];
  const changes = found.changes?.rows ?? [];
  const notes = (Object.keys(SECTIONS) as SectionName[]).flatMap((name) => {
    const figures = found[name];
    return figures === null ? [] : (sectionOf(name).notes?.(figures, { account, changes }) ?? []);
  });
  const kinds = Object.keys(NOTE_KINDS);
  return notes.toSorted((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind));
}

/**
 * What of an enterprise's datasets a digest needs, whatever its sections show: its tiers are made of all that the audience may see. A
 * publisher's reads contracts and nothing else, an advertiser's campaigns.
 */
export function expectedDatasets(
  { audience }: Pick<DigestSettings, "audience">,
  pulled: readonly DatasetName[],
): readonly DigestDatasetName[] {
  const wanted = new Set<DatasetName>(audience === "publisher" ? ["publisher-contracts"] : ["campaigns"]);
  for (const name of sectionsFor(audience)) {
    const { needs, reads = [] } = sectionOf(name);
    for (const dataset of [...needs, ...reads]) wanted.add(dataset);
  }
  return pulled.filter(isRead).filter((dataset) => wanted.has(dataset));
}

const isRead = (dataset: DatasetName): dataset is DigestDatasetName => DATASETS[dataset].digest !== null;
