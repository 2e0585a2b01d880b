import type { Part } from "../drawing/mail-parts.ts";
import { nameOf, type Phrase, phraseOf, sentences } from "../drawing/phrase/phrase.ts";
import { NOTE_KINDS, type Note } from "../model/note.ts";
import type { Writing } from "../words/writing.ts";
import { LIMITS, moreLine } from "./limits.ts";
import { type BoardContext, lines } from "./lists.ts";
import { bySection, sectionOfNote } from "./section-rows.ts";
import { campaignBit, jobBit, publisherBit } from "./writing.ts";

/** What has changed and asks for nothing: a bullet for each family of kinds, within it the kinds one after the other. */
export function informationPart(writing: Writing, { board, currency, sections }: BoardContext): readonly Part[] {
  const notes = bySection(board.information, sections, sectionOfNote);
  const families = [...Map.groupBy(notes, ({ kind }) => NOTE_KINDS[kind].family).values()];
  if (families.length === 0) return [];
  const shown = families.slice(0, LIMITS.information);
  const more = moreLine(writing, { left: families.slice(shown.length).flat() });
  const items = shown.map((family) => {
    const kinds = [...Map.groupBy(family, ({ kind }) => kind)];
    return sentences(...kinds.map(([kind, some]) => groupLine(writing, currency, { kind, notes: some })));
  });
  return [{ title: writing.words.list.informationHeading, blocks: [{ kind: "bullets", items }, ...lines(more)] }];
}

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
  const items = shown.map((note) => words.of(nameOfNote(writing, note), words.detail(note, currency)));
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
