import { ReportsError } from "../../platform/errors.ts";

const KEYS = ["username", "password"] as const;
/** Pasted by accident, and a login with them would count against the account: ten wrong ones lock it. */
const STRAY = /^\s|\s$|\p{Cc}/u;

/**
 * The secret's text as username and password.
 * @param secretId named in every message; nothing of the text ever is
 * @throws SecretMalformed
 */
export function parseSecret(text: string | undefined, secretId: string): { username: string; password: string } {
  if (text === undefined) throw malformed(secretId, "it holds no text but bytes, or nothing");
  const value = parseJson(text);
  if (value === undefined) throw malformed(secretId, "it is not JSON");
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw malformed(secretId, "it is not a JSON object");
  }
  const fields = new Map(Object.entries(value));
  const problems = KEYS.flatMap((key) => problemOf(key, fields.get(key)) ?? []);
  const extra = fields.size - KEYS.filter((key) => fields.has(key)).length;
  // Not even the name of a foreign key: someone may have put the password there.
  if (extra > 0) problems.push(`it has ${extra} key${extra === 1 ? "" : "s"} besides username and password`);
  if (problems.length > 0) throw malformed(secretId, problems.join("; "));
  return { username: String(fields.get("username")), password: String(fields.get("password")) };
}

function problemOf(key: string, value: unknown): string | undefined {
  if (value === undefined) return `${key} is missing`;
  if (typeof value !== "string") return `${key} is not a text`;
  if (value === "") return `${key} is empty`;
  if (STRAY.test(value)) return `${key} begins or ends with white space, or holds a control character`;
  return undefined;
}

/** JSON.parse's own message quotes the text, so it is dropped. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function malformed(secretId: string, problem: string): ReportsError {
  return new ReportsError("SecretMalformed", {
    what: `the secret cannot be used: ${problem}`,
    where: `secret ${secretId}`,
    remedy: 'Give it a value of the form {"username":"…","password":"…"}',
  });
}
