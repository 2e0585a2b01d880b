/**
 * The closed list of named errors (docs/design.md, "Invoking a function"). Lambda reports the name as `errorType`, in the answer and in
 * its own log line.
 */
export const ERROR_NAMES = [
  "WrongUsage",
  "InvalidEvent",
  "InvalidSql",
  "InvalidSettings",
  "UnknownEnterprise",
  "UnknownDigest",
  "UnknownReport",
  "SecretUnavailable",
  "SecretMalformed",
  "AuthFailed",
  "PasswordExpired",
  "PasswordRefused",
  "SecretChanged",
  "Forbidden",
  "RateLimited",
  "ApiUnavailable",
  "BadResponse",
  "SchemaDrift",
  "IncompleteCollection",
  "DeadlineExceeded",
  "StoreFailed",
  "NoSnapshot",
  "NotFound",
  "QueryFailed",
  "ResultTooLarge",
  "ScopeViolated",
  "SendFailed",
] as const;

export type ErrorName = (typeof ERROR_NAMES)[number];

/** What can succeed without anybody doing anything: a later run may find the other side well again. */
const RETRYABLE: ReadonlySet<ErrorName> = new Set([
  "RateLimited",
  "ApiUnavailable",
  "IncompleteCollection",
  "DeadlineExceeded",
  "StoreFailed",
  "SecretChanged",
]);

export interface ErrorDetails {
  /** What happened, as a clause without full stop: "login was refused". */
  readonly what: string;
  /** Where: enterprise, collection, key, setting path. Never a token, a payload or a person's data. */
  readonly where: string;
  /** What a person should do, as a sentence without full stop. */
  readonly remedy: string;
  /** Whether the same call can succeed later. @default by name */
  readonly retryable?: boolean;
  /** When the other side said it may be asked again. */
  readonly retryAt?: Date;
}

/** The only error class this project throws on purpose. It carries no `cause`: foreign errors may hold requests and headers. */
export class ReportsError extends Error {
  override readonly name: ErrorName;
  readonly where: string;
  readonly retryable: boolean;
  readonly retryAt: Date | undefined;

  constructor(name: ErrorName, details: ErrorDetails) {
    const retryable = details.retryable ?? RETRYABLE.has(name);
    const again = retryable ? "Trying again can help" : "Trying again does not help";
    super(`${details.what} (${details.where}). ${details.remedy}. ${again}.`);
    this.name = name;
    // The log line that Lambda writes of an error names its constructor, the answer its name: both say the same.
    Object.defineProperty(this, "constructor", { value: { name } });
    this.where = details.where;
    this.retryable = retryable;
    this.retryAt = details.retryAt;
  }
}

export function isReportsError(error: unknown, name?: ErrorName): error is ReportsError {
  return error instanceof ReportsError && (name === undefined || error.name === name);
}
