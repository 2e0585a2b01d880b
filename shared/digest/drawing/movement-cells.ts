import type { Movement } from "../model/movement.ts";

/** Columns of a sheet that tell a movement. */
export const MOVEMENT_HEAD = ["since_previous", "of_which_corrections", "compared_with", "days_compared", "label"];

/** The cells of those columns. */
export const movementCells = (movement: Movement): readonly (string | number | null)[] => [
  movement.delta,
  movement.corrected,
  movement.since,
  movement.days,
  movement.first ? "first" : movement.gap ? "gap" : "",
];
