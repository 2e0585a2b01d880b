/**
 * The only colours beside the reader's own, as edges: at least 3:1 on white and on #121212 (docs/decisions, 33). No text has one, and
 * nothing has a ground.
 */
export const ACCENT = {
  /** To act on. */
  act: "#c5221f",
  /** Over, and short. */
  over: "#b45309",
  /** A publisher's own progress. */
  own: "#3b5bdb",
  /** Frames and lines between rows. */
  frame: "#7b8494",
} as const;

export type Accent = keyof typeof ACCENT;
