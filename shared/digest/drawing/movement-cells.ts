import type { Movement } from "../model/movement.ts";

/** Columns of a sheet that tell a movement. */
export const MOVEMENT_HEAD = [
  "since_previous",
  "of_which_corrections",
  "compared_with",
  "days_compared",
  "label",
] as const;

/** The cells of those columns. */
export const movementCells = (movement: Movement): readonly (string | number | null)[] => [
  movement.delta,
  movement.corrected,
  movement.since,
  movement.days,
  labelOf(movement),
];

function labelOf({ first, delta, until, gap }: Movement): string {
  if (first) return "first";
  if (delta === null || until !== null) return "unknown";
  return gap ? "gap" : "";
}
