import { secret } from "../records/parts.ts";
import { hashOf } from "../world/random.ts";
import { type Answer, jsonAnswer, violationAnswer } from "./answer.ts";
import { createPasswords } from "./passwords.ts";

/** The users beside the one of the given credentials; they have the same password at first. */
export const MFA_USERNAME = "mfa@convertr.example";
export const EXPIRED_USERNAME = "expired@convertr.example";
const WRONG_PASSWORDS_UNTIL_LOCKED = 10;
/** Of the user of the given credentials; the others follow. */
const FIRST_USER_ID = 223;

export interface ApiCredentials {
  readonly username: string;
  readonly password: string;
}

export interface AccountOptions {
  readonly credentials: ApiCredentials;
  readonly tokenLifetimeSeconds: number;
  readonly now: () => number;
}

interface Session {
  readonly username: string;
  readonly expiresMs: number;
}

/** Who is asking: a user, or the answer that refuses. */
type Bearer = { readonly username: string; readonly isExpired: boolean } | { readonly refused: Answer };

export interface Accounts {
  logIn(form: URLSearchParams): Answer;
  /** @param tokens what came in the Authorization header and in the query */
  authenticate(tokens: { readonly header: string | undefined; readonly query: string | undefined }): Bearer;
  /** 202 without a body, as documented; what a refusal looks like is a guess. Tokens stay valid. */
  changePassword(username: string, asked: { readonly userId: number; readonly body: unknown }): Answer;
  /** As an administrator does it, for all users. */
  setPassword(password: string): void;
  /** As an administrator does it, after too many wrong logins; for all users. */
  unlock(): void;
  /** Every token given out so far is invalid from now on. */
  revokeTokens(): void;
}

const oauthError = (status: number, error: string, description: string): Answer =>
  jsonAnswer(status, { error, error_description: description });

/** Tokens, wrong attempts and locks, in memory. */
export function createAccounts(options: AccountOptions): Accounts {
  const { credentials, now } = options;
  const usernames = [credentials.username, MFA_USERNAME, EXPIRED_USERNAME];
  const passwords = createPasswords(usernames, credentials.password);
  const expired = new Set([EXPIRED_USERNAME]);
  const idOf = (username: string) => FIRST_USER_ID + usernames.indexOf(username);
  const wrong = new Map<string, number>();
  const sessions = new Map<string, Session>();
  let issued = 0;

  const issue = (username: string): Answer => {
    issued += 1;
    const token = secret("access-token", `${issued}-${hashOf(issued, username).toString(36)}`);
    sessions.set(token, { username, expiresMs: now() + options.tokenLifetimeSeconds * 1_000 });
    return jsonAnswer(200, {
      ...loginBody(token, { issued, lifetime: options.tokenLifetimeSeconds }),
      user_id: idOf(username),
      password_expired: expired.has(username),
    });
  };

  return {
    logIn: (form) => {
      const [username, password] = [form.get("username"), form.get("password")];
      if (!username || !password) {
        return oauthError(400, "invalid_request", 'Missing parameters. "username" and "password" required');
      }
      const attempts = wrong.get(username) ?? 0;
      // How a locked account answers is not documented.
      if (attempts >= WRONG_PASSWORDS_UNTIL_LOCKED) return oauthError(400, "invalid_grant", "User account is locked.");
      if (!passwords.isRight(username, password)) {
        wrong.set(username, attempts + 1);
        return oauthError(400, "invalid_grant", "Invalid username and password combination");
      }
      wrong.delete(username);
      return username === MFA_USERNAME ? mfaAnswer() : issue(username);
    },
    authenticate: ({ header, query }) => {
      if (header !== undefined && query !== undefined) {
        const text = "Only one method may be used to authenticate at a time (Auth header, GET or POST).";
        return { refused: oauthError(400, "invalid_request", text) };
      }
      const token = header ?? query;
      if (token === undefined) return { refused: unauthorized("access_denied", "OAuth2 authentication required") };
      const session = sessions.get(token);
      if (session === undefined)
        return { refused: unauthorized("invalid_grant", "The access token provided is invalid.") };
      if (session.expiresMs <= now()) {
        return { refused: unauthorized("invalid_grant", "The access token provided has expired.") };
      }
      return { username: session.username, isExpired: expired.has(session.username) };
    },
    changePassword: (username, { userId, body }) => {
      if (userId !== idOf(username)) return jsonAnswer(403, { code: 403, message: "Access Denied." });
      const [current, next] = [fieldOf(body, "currentPassword"), fieldOf(body, "newPassword")];
      const complaint =
        current === undefined || next === undefined
          ? "currentPassword, newPassword: These values should not be blank."
          : passwords.change(username, { current, next });
      if (complaint !== undefined) return violationAnswer(complaint);
      expired.delete(username);
      return { status: 202, headers: {}, body: "" };
    },
    setPassword: (password) => passwords.setAll(password),
    unlock: () => wrong.clear(),
    revokeTokens: () => sessions.clear(),
  };
}

/** The status is not documented; OAuth answers 400 to every refused grant. */
const mfaAnswer = (): Answer =>
  jsonAnswer(400, {
    error: "Mfa Required",
    error_description: "Multifactor authentication required",
    mfa_token: secret("mfa-token", 1),
  });

function unauthorized(error: string, description: string): Answer {
  const challenge = `Bearer realm="Service", error="${error}", error_description="${description}"`;
  return jsonAnswer(401, { error, error_description: description }, { "www-authenticate": challenge });
}

function fieldOf(body: unknown, name: string): string | undefined {
  const value: unknown = typeof body === "object" && body !== null ? Reflect.get(body, name) : undefined;
  return typeof value === "string" && value !== "" ? value : undefined;
}

function loginBody(token: string, of: { issued: number; lifetime: number }) {
  return {
    access_token: token,
    expires_in: of.lifetime,
    token_type: "bearer",
    scope: null,
    refresh_token: secret("refresh-token", of.issued),
    client_id: secret("client-id", 1),
    client_secret: secret("client-secret", 1),
  };
}
