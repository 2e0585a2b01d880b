import { jsonOf } from "./body.ts";
/** What an error answer says of itself, in the one place where each server puts it (docs/convertr-api.md, "Error bodies"). */
export interface Complaint {
  readonly passwordExpired: boolean;
  readonly mfaRequired: boolean;
  /** After ten wrong logins. How Convertr says it is not documented. */
  readonly lockedOut: boolean;
}

const TEXT_FIELDS = ["error", "error_description", "detail", "hydra:description", "hydra:title", "message"] as const;

/** Reads the body of an answer that is not what was asked for. Its text never leaves this function. */
export function complaintOf(bytes: Uint8Array): Complaint {
  const text = new TextDecoder().decode(bytes);
  const body = jsonOf(text);
  const isRecord = typeof body === "object" && body !== null;
  const words = isRecord ? TEXT_FIELDS.map((field) => ownText(body, field)).join(" ") : text.slice(0, 1000);
  return {
    passwordExpired: /password\s+(?:has\s+|is\s+)?expired/i.test(words),
    mfaRequired: (isRecord && Object.hasOwn(body, "mfa_token")) || /\bmfa\b|multi-?\s?factor/i.test(words),
    lockedOut: /\b(?:account|user)\b.*\block(?:ed|out)\b|\blocked out\b|too many (?:failed|wrong|invalid|login)/i.test(
      words,
    ),
  };
}

function ownText(body: object, field: string): string {
  const value: unknown = Object.hasOwn(body, field) ? Reflect.get(body, field) : undefined;
  return typeof value === "string" ? value : "";
}
