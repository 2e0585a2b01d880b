import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { listenOnLoopback } from "../listen.ts";
import { jsonAnswer, type ServedAnswer } from "./http/answer.ts";
import { type ApiConfiguration, DEFAULT_CONFIGURATION } from "./http/configuration.ts";
import { createRouter, DOCUMENTED_LIMIT, type RateLimit, type ReceivedRequest } from "./http/router.ts";
import { type ApiCredentials, createUsers } from "./http/users.ts";
import type { World } from "./world.ts";

const MAX_BODY_BYTES = 64 * 1_024;
/** Longer than clients keep idle sockets, so that none is closed under a request on its way. */
const KEEP_ALIVE_MS = 75_000;
const COMPRESSED_FROM_BYTES = 1_024;
const compress = promisify(gzip);

export const DEFAULT_CREDENTIALS: ApiCredentials = { username: "reports@convertr.example", password: "Simulated-1!" };

/** One request on its way; `request` and `response` are node's own, for who takes it over. */
interface Exchange extends ReceivedRequest {
  /** 1 for the first request of this server, logins counted. */
  readonly number: number;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/**
 * The one place to stand between request and answer: change clock or world before `next`, change the answer after it,
 * answer without it, or write to `exchange.response` (or destroy its socket) and return "taken".
 */
export type OnRequest = (
  exchange: Exchange,
  /** @param changed how the API is to read the request, where that differs from how it came */
  next: (changed?: Partial<ReceivedRequest>) => Promise<ServedAnswer>,
) => Promise<ServedAnswer | "taken">;

export interface SimulatedApiOptions {
  readonly world: World;
  /** Epoch ms of the simulated account: statistics, token lives and the rate limit go by it. */
  readonly now: () => number;
  /** @default 0: any free one */
  readonly port?: number;
  /** How long each request takes; requests do not wait for each other. @default 0 */
  readonly latencyMs?: number;
  /** @default DEFAULT_CREDENTIALS */
  readonly credentials?: ApiCredentials;
  /** @default 3600 */
  readonly tokenLifetimeSeconds?: number;
  /** Null: none. @default 3000 requests in 300 s */
  readonly rateLimit?: RateLimit | null;
  /** What the installation has set. @default the framework's own defaults */
  readonly configuration?: Partial<ApiConfiguration>;
  readonly onRequest?: OnRequest;
}

interface ApiStats {
  requests: number;
  logins: number;
  inFlight: number;
  maxInFlight: number;
  /** Answers by status. */
  readonly statuses: { [status: number]: number };
}

export interface SimulatedApi {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  readonly stats: Readonly<ApiStats>;
  /** Every token given out so far is invalid from now on. */
  revokeTokens(): void;
  /** As an administrator sets it, for all users. */
  setPassword(password: string): void;
  /** As an administrator does it after too many wrong logins, for all users. */
  unlock(): void;
  /** Ends open connections too. */
  close(): Promise<void>;
}

/** Serves a simulated Convertr API on 127.0.0.1 only. */
export async function startSimulatedApi(options: SimulatedApiOptions): Promise<SimulatedApi> {
  const {
    credentials = DEFAULT_CREDENTIALS,
    tokenLifetimeSeconds = 3_600,
    rateLimit = DOCUMENTED_LIMIT,
    now,
  } = options;
  const users = createUsers({ credentials, tokenLifetimeSeconds, now });
  const configuration = { ...DEFAULT_CONFIGURATION, ...options.configuration };
  const route = createRouter({ world: options.world, users, now, rateLimit, configuration });
  const stats: ApiStats = { requests: 0, logins: 0, inFlight: 0, maxInFlight: 0, statuses: {} };
  const handle = createHandler({ route, stats, latencyMs: options.latencyMs ?? 0, onRequest: options.onRequest });
  const server = createServer((request, response) => void handle(request, response));
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const port = await listenOnLoopback(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    stats,
    revokeTokens: users.revokeTokens,
    setPassword: users.setPassword,
    unlock: users.unlock,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

interface HandlerParts {
  readonly route: (request: ReceivedRequest) => ServedAnswer;
  readonly stats: ApiStats;
  readonly latencyMs: number;
  readonly onRequest: OnRequest | undefined;
}

function createHandler({ route, stats, latencyMs, onRequest }: HandlerParts) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    count(stats, request);
    response.once("close", () => {
      stats.inFlight -= 1;
    });
    const number = stats.requests;
    const delay = latencyMs > 0 ? wait(latencyMs) : undefined;
    try {
      const exchange = { ...(await readRequest(request)), number, request, response };
      let ready: Encoded | undefined;
      const next = async (changed: Partial<ReceivedRequest> = {}) => {
        const answer = route({ ...exchange, ...changed });
        // Compressed while the latency passes, so that it is no part of it.
        [ready] = await Promise.all([encode(answer.body, request), delay]);
        return answer;
      };
      const answer = await (onRequest === undefined ? next() : onRequest(exchange, next));
      if (answer !== "taken") await send(answer, { request, response, stats, ready });
    } catch (error) {
      // A defect of the simulation or of a hook: said aloud, never mistaken for the API's own answer.
      if (response.headersSent) response.destroy();
      else await send(jsonAnswer(500, { code: 500, message: `simulated API: ${error}` }), { request, response, stats });
    }
  };
}

function count(stats: ApiStats, request: IncomingMessage): void {
  stats.requests += 1;
  stats.inFlight += 1;
  stats.maxInFlight = Math.max(stats.maxInFlight, stats.inFlight);
  if (request.url?.startsWith("/api/login")) stats.logins += 1;
}

async function readRequest(request: IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  const [path = "/", search = ""] = (request.url ?? "/").split(/\?(.*)/s);
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  return { method: request.method ?? "GET", path, search, headers, body: Buffer.concat(chunks).toString("utf8") };
}

interface Encoded {
  readonly body: string;
  readonly bytes: Buffer;
  readonly zipped: boolean;
}

/** Compressed when the request allows it and it is worth it. */
async function encode(body: string, { headers }: IncomingMessage): Promise<Encoded> {
  const plain = Buffer.from(body, "utf8");
  const zipped = /\bgzip\b/.test(String(headers["accept-encoding"])) && plain.length >= COMPRESSED_FROM_BYTES;
  return { body, bytes: zipped ? await compress(plain, { level: 1 }) : plain, zipped };
}

/** Writes an answer. */
async function send(
  { status, headers, body }: ServedAnswer,
  to: {
    readonly request: IncomingMessage;
    readonly response: ServerResponse;
    readonly stats: ApiStats;
    /** What was encoded before a hook had the answer in hand. */
    readonly ready?: Encoded | undefined;
  },
): Promise<void> {
  const { request, response, stats, ready } = to;
  const { bytes, zipped } = ready?.body === body ? ready : await encode(body, request);
  stats.statuses[status] = (stats.statuses[status] ?? 0) + 1;
  response.writeHead(status, {
    ...headers,
    ...(zipped ? { "content-encoding": "gzip" } : {}),
    "content-length": bytes.length,
  });
  response.end(bytes);
}
