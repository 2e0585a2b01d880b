import type { Token } from "../http/account-memory.ts";
import { jsonOf } from "../http/body.ts";
import { complaintOf } from "../http/error-answer.ts";
import type { Failure } from "../http/failure.ts";
import type { Answer } from "../http/transport.ts";

/** Life of a token when the answer does not say; the documented one. */
const USUAL_LIFE_S = 3600;
/** What a header value may hold (RFC 6750): anything else would make `fetch` quote it in an error. */
const TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/;
const JSON_TYPE = /^application\/(?:[a-z0-9.+-]*\+)?json$/;
const SECRET_FIELDS = ["access_token", "refresh_token", "client_secret", "mfa_token"] as const;

/** What a login brought. */
export interface LoginEntry {
  readonly token: Token;
  /** The service user's own id; undefined when the answer has none. */
  readonly userId: number | undefined;
  /** Everything of the body that must never be seen; the whole body is secret (docs/convertr-api.md, "Logging in"). */
  readonly secrets: readonly string[];
}

export type LoginAnswer =
  | { readonly kind: "token"; readonly entry: LoginEntry }
  /** Convertr lets the user in and refuses everything else; the entry may still change the password. */
  | { readonly kind: "password-expired"; readonly entry?: LoginEntry }
  /** Ten wrong logins came before: it says nothing of this password. */
  | { readonly kind: "locked" }
  | { readonly kind: "mfa" }
  /** Wrong name or password: never to be tried again with the same secret. */
  | { readonly kind: "refused" }
  | { readonly kind: "bad"; readonly failure: Failure };

/** Reads the answer of `POST /api/login`. MFA and expiry are known by what is said, since their status is not documented. */
export function readLoginAnswer(answer: Answer, nowMs: number): LoginAnswer {
  if (answer.status !== 200) {
    const complaint = complaintOf(answer.bytes);
    if (complaint.mfaRequired) return { kind: "mfa" };
    if (complaint.passwordExpired) return { kind: "password-expired" };
    if (complaint.lockedOut) return { kind: "locked" };
    return answer.status === 400 || answer.status === 401
      ? { kind: "refused" }
      : { kind: "bad", failure: { kind: "status", status: answer.status } };
  }
  if (!JSON_TYPE.test(answer.mediaType)) return bad("no JSON");
  const body = jsonOf(new TextDecoder().decode(answer.bytes));
  if (typeof body !== "object" || body === null) return bad("no JSON object");
  return readBody(new Map(Object.entries(body)), answer, nowMs);
}

function readBody(body: ReadonlyMap<string, unknown>, answer: Answer, nowMs: number): LoginAnswer {
  const value = body.get("access_token");
  if (value === undefined && complaintOf(answer.bytes).mfaRequired) return { kind: "mfa" };
  const isExpired = isYes(body.get("password_expired"));
  if (typeof value !== "string" || !TOKEN.test(value)) {
    return isExpired ? { kind: "password-expired" } : bad("no usable access_token");
  }
  const life = body.get("expires_in") ?? USUAL_LIFE_S;
  if (typeof life !== "number" || !(life >= 1)) return bad("an expires_in that is no number of seconds");
  const secrets = SECRET_FIELDS.map((field) => body.get(field)).filter((text) => typeof text === "string");
  const token = { value, lifeMs: life * 1000, expiresAt: nowMs + life * 1000 };
  return { kind: isExpired ? "password-expired" : "token", entry: { token, userId: idIn(body), secrets } };
}

function idIn(body: ReadonlyMap<string, unknown>): number | undefined {
  const id = body.get("user_id");
  return typeof id === "number" && Number.isSafeInteger(id) && id > 0 ? id : undefined;
}

function bad(problem: string): LoginAnswer {
  return { kind: "bad", failure: { kind: "refused", problem } };
}

function isYes(value: unknown): boolean {
  return value === true || value === 1 || value === "1" || value === "true";
}
