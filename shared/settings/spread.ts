import { createHash } from "node:crypto";
import * as z from "zod";

/** Two datasets of an enterprise lie 20 minutes apart, a mail and its snapshots some more: beyond half an hour mornings get late. */
const MOST_MINUTES = 30;

export const spreadMinutes = z
  .int()
  .min(0)
  .max(MOST_MINUTES)
  .default(0)
  .describe(
    "Over how many minutes from snapshotAt on the enterprises' snapshots begin, each at a minute of its own by its name; 0: all at snapshotAt. For hundreds of enterprises.",
  );

/** How many minutes after `snapshotAt` an enterprise's first dataset is taken: by its name alone, so that adding one moves no other. */
export const minutesLater = (enterprise: string, spread: number): number =>
  spread === 0 ? 0 : createHash("sha256").update(enterprise).digest().readUInt32BE(4) % spread;

interface Spread {
  readonly spreadMinutes: number;
  readonly enterprises: Readonly<Record<string, object>>;
}
type SpreadOut<S extends Spread> = Omit<S, "enterprises"> & {
  readonly enterprises: Record<string, S["enterprises"][string] & { readonly minutesLater: number }>;
};

/** Each enterprise knows its own minutes, so that whoever makes a timetable of it makes the same. */
export function spreadOut<S extends Spread>(settings: S): SpreadOut<S> {
  const enterprises = Object.entries(settings.enterprises).map(
    ([name, of]) => [name, { ...of, minutesLater: minutesLater(name, settings.spreadMinutes) }] as const,
  );
  return { ...settings, enterprises: Object.fromEntries(enterprises) as SpreadOut<S>["enterprises"] };
}

/** Settings as they may be written down and read again. */
export function asWritten<S extends SpreadOut<Spread>>({ enterprises, ...common }: S) {
  const written = Object.entries(enterprises).map(([name, { minutesLater: _, ...of }]) => [name, of] as const);
  return { ...common, enterprises: Object.fromEntries(written) };
}
