import { parseJson } from "../../platform/json.ts";

/** What an error answer says of itself, in the one place where each server puts it (docs/convertr-api.md, "Error bodies"). */
export interface Complaint {
  readonly passwordExpired: boolean;
  readonly mfaRequired: boolean;
  /** The account is shut, whatever the password: after ten wrong logins, or by an administrator. How Convertr says it is not documented. */
  readonly lockedOut: boolean;
  /** The API could not write its own answer as JSON, since a record holds bytes that are no UTF-8. */
  readonly malformedText: boolean;
}

const TEXT_FIELDS = ["error", "error_description", "detail", "hydra:description", "hydra:title", "message"] as const;
/** An error says what it is in its first words; the rest is never looked at, however long an answer is. */
const HEAD_BYTES = 16 * 1024;
const HEAD_CHARACTERS = 500;
const JSON_TYPE = /^application\/(?:[a-z0-9.-]+\+)?json$/;

/** Any kind of JSON, problem+json among them: the API itself spoke. */
export const isJson = (mediaType: string): boolean => JSON_TYPE.test(mediaType);

/** Reads the body of an answer that is not what was asked for. Its text never leaves this function. */
export function complaintOf(bytes: Uint8Array): Complaint {
  const text = new TextDecoder().decode(bytes.subarray(0, HEAD_BYTES));
  const body = parseJson(text);
  const isRecord = typeof body === "object" && body !== null;
  const words = isRecord ? TEXT_FIELDS.map((field) => ownText(body, field)) : [text];
  const said = words
    .map((part) => part.slice(0, HEAD_CHARACTERS))
    .map((part) => part.replace(/\s+/g, " ").toLowerCase());
  const says = (...patterns: readonly RegExp[]) => said.some((part) => patterns.some((pattern) => pattern.test(part)));
  return {
    passwordExpired: says(/password (?:has |is )?expired/),
    mfaRequired: (isRecord && Object.hasOwn(body, "mfa_token")) || says(/\bmfa\b/, /multi-? ?factor/),
    lockedOut: says(...SHUT),
    malformedText: says(/malformed utf-?8/),
  };
}

/** Ways to say that nobody gets in, each with what shuts and whom, or with how it passes. */
const SHUT = [
  /\block(?:ed|out)\b/,
  /\block(?:ed)?[ -]?out\b/,
  /\b(?:account|user|login|access)\b.{0,40}\b(?:disabled|blocked|suspended|deactivated|inactive|not active|frozen|banned)\b/,
  /\b(?:disabled|blocked|suspended|deactivated|inactive|frozen|banned)\b.{0,20}\b(?:account|user)\b/,
  /\btoo many\b/,
  /\b(?:maximum|max) (?:number of )?(?:login |failed )?attempts\b/,
  /\btry (?:again )?(?:later|in \d)/,
  /\btemporarily\b/,
] as const;

function ownText(body: object, field: string): string {
  const value: unknown = Object.hasOwn(body, field) ? Reflect.get(body, field) : undefined;
  return typeof value === "string" ? value : "";
}
