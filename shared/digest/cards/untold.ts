import type { Note } from "../model/note.ts";
import type { Card } from "./card.ts";
import type { Cause } from "./cause.ts";
import { idOf } from "./order.ts";

/** Notes that no card tells already as one of its causes. */
export function untold(notes: readonly Note[], cards: readonly Card[]): readonly Note[] {
  const told = new Set(
    cards.flatMap(({ subject, causes }) => causes.map((cause) => `${cause.kind} ${objectOf(cause) ?? idOf(subject)}`)),
  );
  return notes.filter((note) => {
    const cause = CAUSE_OF[note.kind];
    return cause === undefined || !told.has(`${cause} ${"contract" in note ? note.contract.id : idIn(note)}`);
  });
}

const CAUSE_OF: Partial<Readonly<Record<Note["kind"], Cause["kind"]>>> = {
  ended: "ended-short",
  paused: "paused",
  started: "starting-unsigned",
  "contract-ending": "contract-ending",
  "contract-reached": "contract-reached",
};

const objectOf = (cause: Cause): number | null => ("contract" in cause ? cause.contract.id : null);

const idIn = (note: Note): number =>
  "job" in note ? note.job.id : "contract" in note ? note.contract.id : note.campaign.id;
