/** What is wrong with a report's SQL. */
export interface SqlProblem {
  /** Line of the text, from 1; undefined when it is of the text as a whole. */
  readonly line?: number;
  /** A clause without full stop. */
  readonly what: string;
  /** What to do, likewise. */
  readonly remedy: string;
}
