import { isReportsError } from "../../shared/platform/errors.ts";
import { createRedactor } from "../../shared/platform/redaction.ts";

/** Any failure as a person reads it: what, where, what to do. No stack: of what nobody foresaw it has the place. */
export function failureWords(error: unknown): string {
  if (isReportsError(error)) return `${error.name}: ${error.message}`;
  const { redact } = createRedactor();
  if (!(error instanceof Error)) return redact(`Unforeseen: ${String(error)}`);
  if (isSystemError(error)) {
    const remedy = error.path === undefined ? "" : ". Check the path and its rights";
    return redact(`The machine refused: ${error.message}${remedy}.`);
  }
  const place = /(?:functions|shared)\/[^\s()]+:\d+:\d+/.exec(error.stack ?? "")?.[0] ?? "an unknown place";
  return redact(
    `Unforeseen ${error.name} at ${place}: ${error.message}. This is a defect; report it with the command.`,
  );
}

const isSystemError = (error: NodeJS.ErrnoException): error is NodeJS.ErrnoException =>
  error.syscall !== undefined && error.code !== undefined;
