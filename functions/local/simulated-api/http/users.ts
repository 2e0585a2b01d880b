import { secret } from "../records/parts.ts";
import { hashOf } from "../world/random.ts";
import { jsonAnswer, type ServedAnswer, violationAnswer } from "./answer.ts";

/** The users beside the one of the given credentials; they have the same password at first. */
export const MFA_USERNAME = "mfa@convertr.example";
export const EXPIRED_USERNAME = "expired@convertr.example";
const WRONG_PASSWORDS_UNTIL_LOCKED = 10;
/** Of the user of the given credentials; the others follow. */
const FIRST_USER_ID = 223;

/** The platform's default policy: length, classes, and none of the last ten again. */
const MIN_LENGTH = 8;
const REMEMBERED_PASSWORDS = 10;
const CLASSES: readonly (readonly [RegExp, string])[] = [
  [/[A-Z]/, "a capital letter"],
  [/\d/, "a number"],
  [/[^A-Za-z0-9\s]/, "a symbol"],
];

export interface ApiCredentials {
  readonly username: string;
  readonly password: string;
}

export interface UsersOptions {
  readonly credentials: ApiCredentials;
  readonly tokenLifetimeSeconds: number;
  readonly now: () => number;
}

interface User {
  readonly username: string;
  readonly id: number;
  /** Newest first. */
  readonly passwords: string[];
  isExpired: boolean;
}

/** Who is asking: a user, or the answer that refuses. */
type Bearer = { readonly user: User } | { readonly refused: ServedAnswer };

export interface Users {
  logIn(form: URLSearchParams): ServedAnswer;
  /** @param tokens what came in the Authorization header and in the query */
  authenticate(tokens: { readonly header: string | undefined; readonly query: string | undefined }): Bearer;
  /** 202 without a body, as documented; what a refusal looks like is a guess. Tokens stay valid. */
  changePassword(user: User, asked: { readonly userId: number; readonly body: unknown }): ServedAnswer;
  /** As an administrator does it: no policy, for all users. */
  setPassword(password: string): void;
  /** As an administrator does it, after too many wrong logins; for all users. */
  unlock(): void;
  /** Every token given out so far is invalid from now on. */
  revokeTokens(): void;
}

/** Passwords, tokens, wrong attempts and locks, in memory. */
export function createUsers({ credentials, tokenLifetimeSeconds, now }: UsersOptions): Users {
  const users = usersOf(credentials);
  const wrong = new Map<string, number>();
  const sessions = new Map<string, { readonly user: User; readonly expiresMs: number }>();
  let issued = 0;

  const issue = (user: User): ServedAnswer => {
    issued += 1;
    const token = secret("access-token", `${issued}-${hashOf(issued, user.username).toString(36)}`);
    sessions.set(token, { user, expiresMs: now() + tokenLifetimeSeconds * 1_000 });
    return jsonAnswer(200, {
      access_token: token,
      expires_in: tokenLifetimeSeconds,
      token_type: "bearer",
      scope: null,
      refresh_token: secret("refresh-token", issued),
      client_id: secret("client-id", 1),
      client_secret: secret("client-secret", 1),
      user_id: user.id,
      password_expired: user.isExpired,
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
      const user = users.find((one) => one.username === username);
      if (user === undefined || user.passwords[0] !== password) {
        wrong.set(username, attempts + 1);
        return oauthError(400, "invalid_grant", "Invalid username and password combination");
      }
      wrong.delete(username);
      return username === MFA_USERNAME ? mfaAnswer() : issue(user);
    },
    authenticate: ({ header, query }) => {
      if (header !== undefined && query !== undefined) {
        const text = "Only one method may be used to authenticate at a time (Auth header, GET or POST).";
        return { refused: oauthError(400, "invalid_request", text) };
      }
      const token = header ?? query;
      if (token === undefined) return { refused: unauthorized("access_denied", "OAuth2 authentication required") };
      const session = sessions.get(token);
      if (session !== undefined && session.expiresMs > now()) return { user: session.user };
      const fault = session === undefined ? "is invalid" : "has expired";
      return { refused: unauthorized("invalid_grant", `The access token provided ${fault}.`) };
    },
    changePassword: (user, { userId, body }) => {
      if (userId !== user.id) return jsonAnswer(403, { code: 403, message: "Access Denied." });
      const [current, next] = [fieldOf(body, "currentPassword"), fieldOf(body, "newPassword")];
      if (current === undefined || next === undefined) {
        return violationAnswer("currentPassword, newPassword: These values should not be blank.");
      }
      if (user.passwords[0] !== current) {
        return violationAnswer("currentPassword: This value should be the user's current password.");
      }
      const complaint = complaintAbout(next, user.passwords);
      if (complaint !== undefined) return violationAnswer(`newPassword: The password ${complaint}.`);
      remember(user, next);
      user.isExpired = false;
      return { status: 202, headers: {}, body: "" };
    },
    setPassword: (password) => {
      for (const user of users) if (user.passwords[0] !== password) remember(user, password);
    },
    unlock: () => wrong.clear(),
    revokeTokens: () => sessions.clear(),
  };
}

function usersOf({ username: first, password }: ApiCredentials): readonly User[] {
  const usernames = [...new Set([first, MFA_USERNAME, EXPIRED_USERNAME])];
  return usernames.map((username, index) => ({
    ...{ username, id: FIRST_USER_ID + index, passwords: [password] },
    isExpired: username === EXPIRED_USERNAME,
  }));
}

function remember({ passwords }: User, password: string): void {
  passwords.unshift(password);
  passwords.splice(REMEMBERED_PASSWORDS);
}

function complaintAbout(password: string, before: readonly string[]): string | undefined {
  if (password.length < MIN_LENGTH) return `is shorter than ${MIN_LENGTH} characters`;
  const [, lacking] = CLASSES.find(([pattern]) => !pattern.test(password)) ?? [];
  if (lacking !== undefined) return `lacks ${lacking}`;
  return before.includes(password) ? "was used before" : undefined;
}

const oauthError = (
  status: number,
  error: string,
  description: string,
  headers: ServedAnswer["headers"] = {},
): ServedAnswer => jsonAnswer(status, { error, error_description: description }, headers);

const unauthorized = (error: string, description: string): ServedAnswer =>
  oauthError(401, error, description, {
    "www-authenticate": `Bearer realm="Service", error="${error}", error_description="${description}"`,
  });

/** The status is not documented; OAuth answers 400 to every refused grant. */
const mfaAnswer = (): ServedAnswer =>
  jsonAnswer(400, {
    error: "Mfa Required",
    error_description: "Multifactor authentication required",
    mfa_token: secret("mfa-token", 1),
  });

function fieldOf(body: unknown, name: string): string | undefined {
  const value: unknown = typeof body === "object" && body !== null ? Reflect.get(body, name) : undefined;
  return typeof value === "string" && value !== "" ? value : undefined;
}
