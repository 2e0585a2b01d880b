import { secret } from "../world/canaries.ts";
import { hashOf } from "../world/random.ts";
import { type Answer, jsonAnswer } from "./answer.ts";

/** The users beside the one of the given credentials; they have the same password. */
export const MFA_USERNAME = "mfa@convertr.example";
export const EXPIRED_USERNAME = "expired@convertr.example";
const WRONG_PASSWORDS_UNTIL_LOCKED = 10;

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
type Bearer = { readonly username: string } | { readonly refused: Answer };

export interface Accounts {
  logIn(form: URLSearchParams): Answer;
  /** @param tokens what came in the Authorization header and in the query */
  authenticate(tokens: { readonly header: string | undefined; readonly query: string | undefined }): Bearer;
  /** Every token given out so far is invalid from now on. */
  revokeTokens(): void;
}

const oauthError = (status: number, error: string, description: string): Answer =>
  jsonAnswer(status, { error, error_description: description });

/** Tokens, wrong attempts and locks, in memory. */
export function createAccounts(options: AccountOptions): Accounts {
  const { credentials, now } = options;
  const usernames = [credentials.username, MFA_USERNAME, EXPIRED_USERNAME];
  const wrong = new Map<string, number>();
  const sessions = new Map<string, Session>();
  let issued = 0;

  const issue = (username: string): Answer => {
    issued += 1;
    const token = secret("access-token", `${issued}-${hashOf(issued, username).toString(36)}`);
    sessions.set(token, { username, expiresMs: now() + options.tokenLifetimeSeconds * 1_000 });
    return jsonAnswer(200, loginBody(token, { issued, lifetime: options.tokenLifetimeSeconds, username }));
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
      if (!usernames.includes(username) || password !== credentials.password) {
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
      return { username: session.username };
    },
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

function loginBody(token: string, of: { issued: number; lifetime: number; username: string }) {
  return {
    access_token: token,
    expires_in: of.lifetime,
    token_type: "bearer",
    scope: null,
    refresh_token: secret("refresh-token", of.issued),
    client_id: secret("client-id", 1),
    client_secret: secret("client-secret", 1),
    user_id: 223,
    password_expired: of.username === EXPIRED_USERNAME,
  };
}
