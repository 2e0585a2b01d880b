import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { text } from "node:stream/consumers";
import { listenAfresh } from "../fakes/free-port.ts";

/** One request as the server saw it. */
export interface Hit {
  readonly kind: "login" | "page" | "probe";
  readonly page: number;
  readonly ids: readonly number[];
  readonly query: URLSearchParams;
  readonly token: string | undefined;
  readonly form: URLSearchParams;
  /** How many of this kind came before, and how many for this very page. */
  readonly nth: number;
  readonly nthOfPage: number;
}

/** What the script does with a request; `undefined` leaves it to the well-behaved API. */
export type Scripted = (reply: Reply) => void | Promise<void>;

export interface Reply {
  readonly response: ServerResponse;
  readonly socket: Socket;
  json(status: number, body: unknown, headers?: Readonly<Record<string, string>>): void;
  send(status: number, body: string | Buffer, headers?: Readonly<Record<string, string>>): void;
  /** The page as the well-behaved API would answer it, to be changed. */
  envelope(): Record<string, unknown>;
}

export interface Api {
  readonly baseUrl: string;
  readonly hits: readonly Hit[];
  /** Records of the collection, in the order of their ids. Tests change it while pages are read. */
  readonly rows: Map<number, Record<string, unknown>>;
  script: (hit: Hit) => Scripted | undefined;
  /** Tokens the API takes at present. */
  readonly tokens: Set<string>;
  password: string;
  latencyMs: number;
  count(kind: Hit["kind"]): number;
  mostInFlight(): number;
  /** Another world, as if nothing had been asked yet. */
  restart(ids: Iterable<number>): void;
  /** Closes all connections at once, as a server does that got tired of idle ones. */
  dropConnections(): void;
  close(): Promise<void>;
}

export const TOKEN_CANARY = "CANARY-token";

/** A small API as docs/convertr-api.md describes it, over `ids`, to be told what to do wrong. Use with `await using`. */
export async function startApi(ids: Iterable<number>): Promise<Api & AsyncDisposable> {
  const rows = new Map([...ids].map((id) => [id, row(id)]));
  const state = { inFlight: 0, most: 0, logins: 0 };
  const hits: Hit[] = [];
  const server = createServer((request, response) => void serve(api, request, response));
  const api: Api & AsyncDisposable & { readonly state: typeof state; readonly hits: Hit[] } = {
    baseUrl: "",
    hits,
    rows,
    script: () => undefined,
    tokens: new Set(),
    password: "CANARY-password",
    latencyMs: 0,
    count: (kind) => hits.filter((hit) => hit.kind === kind).length,
    mostInFlight: () => state.most,
    restart: (to) => {
      hits.length = 0;
      rows.clear();
      for (const id of to) rows.set(id, row(id));
    },
    dropConnections: () => server.closeAllConnections(),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
    [Symbol.asyncDispose]: async () => await api.close(),
    state,
  };
  await listenAfresh(server);
  return Object.assign(api, { baseUrl: addressOf(server) });
}

export function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export function row(id: number): Record<string, unknown> {
  return { "@id": `/api/v4/campaigns/${id}`, "@type": "Campaign", id, name: `Campaign ${id}` };
}

/** `count` ids from `first` on, `step` apart. */
export function ids(count: number, first = 1, step = 1): number[] {
  return Array.from({ length: count }, (_, index) => first + index * step);
}

interface Serving extends Api {
  readonly hits: Hit[];
  readonly state: { inFlight: number; most: number; logins: number };
}

async function serve(api: Serving, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { state } = api;
  state.inFlight += 1;
  state.most = Math.max(state.most, state.inFlight);
  response.on("close", () => {
    state.inFlight -= 1;
  });
  const hit = await read(api, request);
  const scripted = api.script(hit);
  api.hits.push(hit);
  const reply = replyOf(api, hit, response);
  if (api.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, api.latencyMs));
  if (scripted !== undefined) return void (await scripted(reply));
  if (hit.kind === "login") return logIn(api, hit, reply);
  if (hit.token === undefined || !api.tokens.has(hit.token)) {
    return reply.json(401, { error: "invalid_grant", error_description: "The access token provided is invalid." });
  }
  reply.send(200, JSON.stringify(reply.envelope()), { "content-type": "application/ld+json; charset=utf-8" });
}

async function read(api: Serving, request: IncomingMessage): Promise<Hit> {
  const url = new URL(request.url ?? "/", "http://api");
  const query = url.searchParams;
  const page = Number(query.get("page") ?? 0);
  const kind = url.pathname === "/api/login" ? "login" : query.has("id[]") ? "probe" : "page";
  return {
    kind,
    page,
    ids: query.getAll("id[]").map(Number),
    query,
    token: request.headers.authorization?.replace(/^Bearer /, ""),
    form: new URLSearchParams(request.method === "POST" ? await text(request) : ""),
    nth: api.hits.filter((hit) => hit.kind === kind).length,
    nthOfPage: api.hits.filter((hit) => hit.kind === kind && hit.page === page).length,
  };
}

function replyOf(api: Serving, hit: Hit, response: ServerResponse): Reply {
  const send: Reply["send"] = (status, body, headers = {}) => {
    response.writeHead(status, headers);
    response.end(body);
  };
  return {
    response,
    socket: response.socket as Socket,
    send,
    json: (status, body, headers) =>
      send(status, JSON.stringify(body), { "content-type": "application/json", ...headers }),
    envelope: () => envelope(api, hit),
  };
}

function logIn(api: Serving, { form }: Hit, reply: Reply): void {
  if (form.get("password") !== api.password || form.get("username") === null) {
    const error_description = "Invalid username and password combination";
    reply.json(400, { error: "invalid_grant", error_description });
    return;
  }
  api.state.logins += 1;
  const access_token = `${TOKEN_CANARY}-${api.state.logins}`;
  api.tokens.add(access_token);
  reply.json(200, { ...loginBody(access_token) });
}

export function loginBody(access_token: string) {
  return {
    access_token,
    expires_in: 3600,
    token_type: "bearer",
    scope: null,
    refresh_token: "CANARY-refresh",
    client_id: "CANARY-client",
    client_secret: "CANARY-client-secret",
    user_id: 7,
    password_expired: false,
  };
}

function envelope(api: Serving, { page, query, ids: asked }: Hit): Record<string, unknown> {
  const size = Math.min(100, Number(query.get("itemsPerPage") ?? 30));
  const all = [...api.rows.values()].sort((a, b) => Number(a["id"]) - Number(b["id"]));
  const filtered = asked.length === 0 ? all : all.filter(({ id }) => asked.includes(Number(id)));
  const number = page || 1;
  const last = Math.max(1, Math.ceil(filtered.length / size));
  const link = (to: number) => {
    const echo = new URLSearchParams(query);
    echo.delete("page");
    return `/api/v4/campaigns?${echo}&page=${to}`;
  };
  return {
    "@context": "/api/v4/contexts/Campaign",
    "@id": "/api/v4/campaigns",
    "@type": "hydra:Collection",
    "hydra:member": filtered.slice((number - 1) * size, number * size),
    "hydra:totalItems": filtered.length,
    "hydra:view": {
      "@id": link(number),
      "@type": "hydra:PartialCollectionView",
      ...(last > 1 ? { "hydra:first": link(1), "hydra:last": link(last) } : {}),
      ...(number < last ? { "hydra:next": link(number + 1) } : {}),
    },
  };
}
