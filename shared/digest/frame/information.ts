import type { Note } from "../cards/note.ts";
import type { Part } from "../drawing/mail-parts.ts";
import { nameOf, type Phrase, phraseOf, sentences } from "../drawing/phrase/phrase.ts";
import type { Writing } from "../words/writing.ts";
import { LIMITS, moreLine } from "./limits.ts";
import { type BoardContext, lines } from "./lists.ts";
import { bySection } from "./section-rows.ts";
import { campaignBit, jobBit, publisherBit } from "./writing.ts";

/** What has changed and asks for nothing: a bullet for each family of kinds, within it the kinds one after the other. */
export function informationPart(writing: Writing, { board, currency, sections }: BoardContext): readonly Part[] {
  const notes = bySection(board.information, sections, ({ kind }) => kind);
  const families = [...Map.groupBy(notes, ({ kind }) => FAMILIES[kind]).values()];
  if (families.length === 0) return [];
  const shown = families.slice(0, LIMITS.information);
  const more = moreLine(writing, { left: families.slice(shown.length).flat() });
  const items = shown.map((family) => {
    const kinds = [...Map.groupBy(family, ({ kind }) => kind)];
    return sentences(...kinds.map(([kind, some]) => groupLine(writing, currency, { kind, notes: some })));
  });
  return [{ title: writing.words.list.informationHeading, blocks: [{ kind: "bullets", items }, ...lines(more)] }];
}

/** Kinds that read well together. */
const FAMILIES: Readonly<Record<Note["kind"], "life" | "terms" | "price" | "leads" | "contract" | "fill" | "job">> = {
  ...{ ended: "life", paused: "life", resumed: "life", started: "life", vanished: "life", new: "life", status: "life" },
  ...{ cap: "terms", end: "terms", price: "price", corrected: "leads" },
  ...{ "contract-new": "contract", "contract-renewed": "contract", "contract-signed": "contract" },
  ...{ "contract-status": "contract", "contract-cap": "contract", "contract-vanished": "contract" },
  ...{ "contract-ending": "fill", "contract-reached": "fill", overcommitted: "fill" },
  ...{ "job-new": "job", "job-enabled": "job", "job-disabled": "job", "job-recovered": "job" },
};

interface Group {
  readonly kind: Note["kind"];
  readonly notes: readonly Note[];
}

/** A change by itself. */
export const noteLine = (writing: Writing, currency: string | null, note: Note): Phrase =>
  groupLine(writing, currency, { kind: note.kind, notes: [note] });

function groupLine(writing: Writing, currency: string | null, { kind, notes }: Group): Phrase {
  const { note: words } = writing.words;
  const shown = notes.slice(0, LIMITS.noteItems);
  const items = shown.map((note) => words.of(nameOfNote(writing, note), detailOf(writing, currency, note)));
  return words.line({ kind, items, more: notes.length - shown.length });
}

function nameOfNote(writing: Writing, note: Note): Phrase {
  const { note: words } = writing.words;
  if ("contract" in note) {
    const { publisher, campaignId } = note.contract;
    const href = writing.link("campaign", { campaign: campaignId });
    return words.on({ publisher: publisherBit(writing, publisher), campaign: nameOf(note.campaign, campaignId, href) });
  }
  if ("job" in note) {
    const href = writing.link("campaign", { campaign: note.job.campaignId });
    return words.jobOn({ job: jobBit(writing, note.job), campaign: nameOf(note.campaign, note.job.campaignId, href) });
  }
  // What is gone has no page.
  if (note.kind === "vanished") return phraseOf(nameOf(note.campaign.name, note.campaign.id));
  return phraseOf(campaignBit(writing, note.campaign));
}

function detailOf({ words: { note: words } }: Writing, baseCurrency: string | null, note: Note): string {
  switch (note.kind) {
    case "ended":
      return words.ended(note);
    case "new":
      return words.cameWith(note.leads);
    case "status":
    case "contract-status":
      return words.fromTo(note);
    case "cap":
    case "contract-cap":
      return words.caps(note);
    case "end":
      return words.ends(note);
    case "price":
      return words.prices({ ...note, currency: note.currency ?? baseCurrency });
    case "corrected":
      return words.corrected(note);
    case "overcommitted":
      return words.overcommitted(note);
    case "contract-new":
      return words.newContract(note);
    case "contract-renewed":
      return words.renewed(note);
    case "contract-signed":
      return words.ofCap(note.cap);
    case "contract-ending":
      return words.contractEnding(note);
    case "contract-reached":
      return words.contractReached(note);
    case "paused":
    case "resumed":
    case "started":
    case "vanished":
    case "contract-vanished":
    case "job-new":
    case "job-enabled":
    case "job-disabled":
    case "job-recovered":
      return "";
  }
}
