import { jsonOfBytes } from "../../platform/json.ts";
import type { Token } from "../http/account-memory.ts";
import { complaintOf, isJson } from "../http/error-answer.ts";
import type { Failure } from "../http/failure.ts";
import type { Answer } from "../http/transport.ts";

/** Life of a token when the answer does not say; the documented one. */
const USUAL_LIFE_S = 3600;
/** What a header value may hold (RFC 6750): anything else would make `fetch` quote it in an error. */
const TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/;
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
  /** The account is shut, perhaps after ten wrong logins: it says nothing of this password. */
  | { readonly kind: "locked" }
  | { readonly kind: "mfa" }
  /** Wrong name or password: never to be tried again with the same secret. */
  | { readonly kind: "refused" }
  /** @property perhapsRefused a 400 or 401 that is not in the API's own words: it may be a refusal, a lock-out or a firewall */
  | { readonly kind: "bad"; readonly failure: Failure; readonly perhapsRefused?: true };

/** Reads the answer of `POST /api/login`. MFA and expiry are known by what is said, since their status is not documented. */
export function readLoginAnswer(answer: Answer, nowMs: number): LoginAnswer {
  if (answer.status !== 200) {
    const complaint = complaintOf(answer.bytes);
    if (complaint.mfaRequired) return { kind: "mfa" };
    if (complaint.passwordExpired) return { kind: "password-expired" };
    if (complaint.lockedOut || answer.status === LOCKED) return { kind: "locked" };
    return readRefusal(answer);
  }
  if (!isJson(answer.mediaType)) return bad("no JSON");
  const body = jsonOfBytes(answer.bytes);
  if (typeof body !== "object" || body === null) return bad("no JSON object");
  return readBody(new Map(Object.entries(body)), answer, nowMs);
}

/** 423: the status that WebDAV made for it. */
const LOCKED = 423;

/** Only JSON is the API's own word: what else says 400 or 401 may never have seen the password. */
function readRefusal({ status, mediaType }: Answer): LoginAnswer {
  const isRefusal = status === 400 || status === 401;
  if (isRefusal && isJson(mediaType)) return { kind: "refused" };
  const failure: Failure = { kind: "status", status, ...(mediaType.startsWith("text/") ? { isForeign: true } : {}) };
  return { kind: "bad", failure, ...(isRefusal ? { perhapsRefused: true } : {}) };
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
