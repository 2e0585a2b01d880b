import { COLLECTIONS } from "../world/entries.ts";
import type { World } from "../world.ts";
import { type AnswerFormat, errorAnswer, jsonAnswer, negotiate, type ServedAnswer } from "./answer.ts";
import { createCollectionAnswers } from "./collection.ts";
import type { ApiConfiguration } from "./configuration.ts";
import { parseQuery, textAt } from "./query.ts";
import type { Users } from "./users.ts";

/** A request with its body read, as the API sees it. */
export interface ReceivedRequest {
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  /** The query, without the question mark. */
  readonly search: string;
  readonly headers: { readonly [name: string]: string | undefined };
  readonly body: string;
}

export interface RateLimit {
  readonly requests: number;
  readonly windowSeconds: number;
  /** Whether a refusal says when to come back; not documented. @default false */
  readonly retryAfter?: boolean;
}

/** The documented limits: of all requests, and of logins alone. */
export const DOCUMENTED_LIMIT: RateLimit = { requests: 3_000, windowSeconds: 300 };
const LOGIN_LIMIT: RateLimit = { requests: 100, windowSeconds: 300 };

export interface RouterOptions {
  readonly world: World;
  readonly users: Users;
  readonly now: () => number;
  /** Null: none. */
  readonly rateLimit: RateLimit | null;
  readonly configuration: ApiConfiguration;
}

const CHANGE_PASSWORD = /^\/api\/v4\/users\/(\d+)\/change-password$/;
const ITEM_OR_LIST = /^\/api\/v4\/([a-z-]+)(?:\/([^/.]+))?(?:\.(jsonld|json))?$/;

/** The API as a function from request to answer. */
export function createRouter(options: RouterOptions): (request: ReceivedRequest) => ServedAnswer {
  const { users, now, rateLimit } = options;
  const waitAll = rateLimit === null ? () => 0 : createRollingLimit(rateLimit, now);
  const waitLogin = rateLimit === null ? () => 0 : createRollingLimit(LOGIN_LIMIT, now);
  const answerOf = createCollectionRoute(options);
  return (request) => {
    const isLogin = request.path === "/api/login";
    const wait = waitAll() || (isLogin ? waitLogin() : 0);
    if (wait > 0) return tooMany(wait, rateLimit?.retryAfter ?? false);
    if (isLogin) return logIn(users, request);
    return (request.path.startsWith("/api/v4/") ? userAnswer(users, request) : undefined) ?? answerOf(request);
  };
}

/** Counts over a rolling window. Answers how many seconds to wait, 0 when the request may pass; a refused one is not counted. */
function createRollingLimit({ requests, windowSeconds }: RateLimit, now: () => number): () => number {
  const passed: number[] = [];
  return () => {
    const atMs = now();
    while (passed[0] !== undefined && passed[0] <= atMs - windowSeconds * 1_000) passed.shift();
    if (passed.length >= requests) {
      return Math.max(1, Math.ceil(((passed[0] ?? 0) + windowSeconds * 1_000 - atMs) / 1_000));
    }
    passed.push(atMs);
    return 0;
  };
}

/** Neither the body nor the header is documented. */
const tooMany = (seconds: number, retryAfter: boolean): ServedAnswer =>
  jsonAnswer(429, { code: 429, message: "Too Many Requests" }, retryAfter ? { "retry-after": String(seconds) } : {});

function logIn(users: Users, { method, headers, body }: ReceivedRequest): ServedAnswer {
  if (method !== "POST") return errorAnswer(405, "Method Not Allowed", undefined);
  const isForm = headers["content-type"]?.startsWith("application/x-www-form-urlencoded") ?? false;
  return users.logIn(new URLSearchParams(isForm ? body : ""));
}

/** What a request for a user's own route is answered with, or why who asks is refused; undefined when the request may go on. */
function userAnswer(users: Users, { path, search, method, headers, body }: ReceivedRequest): ServedAnswer | undefined {
  const header = /^Bearer\s+(\S+)$/i.exec(headers["authorization"] ?? "")?.[1];
  const bearer = users.authenticate({ header, query: textAt(parseQuery(search), "access_token") });
  if ("refused" in bearer) return bearer.refused;
  const [, userId] = CHANGE_PASSWORD.exec(path) ?? [];
  // The status is not documented, the body is.
  if (userId === undefined) {
    return bearer.user.isExpired ? errorAnswer(403, "Password expired", undefined) : undefined;
  }
  // Also for a user whose password has expired: what else would the route be for (guess).
  if (method !== "POST") return errorAnswer(405, "Method Not Allowed", undefined);
  const isJson = /^application\/(?:ld\+)?json\b/.test(headers["content-type"] ?? "");
  return users.changePassword(bearer.user, { userId: Number(userId), body: isJson ? parsed(body) : undefined });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function createCollectionRoute({
  world,
  now,
  configuration,
}: RouterOptions): (request: ReceivedRequest) => ServedAnswer {
  const collections = createCollectionAnswers(world, configuration);
  return ({ path, search, method, headers }) => {
    const [, name, id, extension] = ITEM_OR_LIST.exec(path) ?? [];
    const collection = COLLECTIONS.find((known) => known === name);
    const format = negotiate(headers["accept"], extension as AnswerFormat | undefined);
    if (collection === undefined) return errorAnswer(404, "Not Found", format);
    if (method !== "GET") return errorAnswer(405, "Method Not Allowed", format);
    if (format === undefined) return errorAnswer(406, notAcceptable(headers["accept"]), undefined);
    // Records tell whole seconds; pages asked within one see the same rows.
    const atMs = Math.floor(now() / 1_000) * 1_000;
    const asked = { collection, path, query: parseQuery(search), format, atMs };
    if (id === undefined) return collections.list(asked);
    return /^\d+$/.test(id) ? collections.item(asked, Number(id)) : errorAnswer(404, "Not Found", format);
  };
}

const notAcceptable = (accept: string | undefined): string =>
  `Requested format "${accept}" is not supported. Supported MIME types are "application/ld+json", "application/json", "text/html".`;
