import { Agent, type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { Clock } from "../../platform/clock.ts";
import { readBody } from "./body.ts";
import { type Failure, failureOf } from "./failure.ts";
import { retryAfterMs } from "./retry.ts";

/** Enough of an error's body to see what it complains about. */
const COMPLAINT_BYTES = 16 * 1024;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export interface Attempt {
  readonly url: URL;
  /** The only origin a request may go to, whatever the URL says. */
  readonly origin: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Makes it a POST. */
  readonly form?: URLSearchParams;
  /** Makes it a POST too: JSON, already written. */
  readonly json?: string;
  readonly timeoutMs: number;
  readonly capBytes: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** A whole answer of any status. */
export interface Answer {
  readonly status: number;
  /** Media type in lower case, without parameters. */
  readonly mediaType: string;
  /** As the Content-Type names it; undefined when it does not. */
  readonly charset: string | undefined;
  readonly retryAfterMs: number | undefined;
  /** The Date header as it came. */
  readonly date: string | undefined;
  readonly bytes: Uint8Array;
}

export type Outcome =
  | { readonly ok: true; readonly answer: Answer }
  | { readonly ok: false; readonly failure: Failure; readonly bytes: number };

/**
 * One request and its whole answer, under one timer. Redirects are not followed.
 * @throws the signal's reason when the run is over; everything else is an outcome
 */
export async function attempt(request: Attempt): Promise<Outcome> {
  if (request.url.origin !== request.origin) {
    return { ok: false, failure: { kind: "refused", problem: "an address of another origin" }, bytes: 0 };
  }
  request.signal.throwIfAborted();
  const controller = new AbortController();
  const stop = () => controller.abort();
  request.signal.addEventListener("abort", stop, { once: true });
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    controller.abort();
  }, request.timeoutMs);
  try {
    return await answerOf(request, controller.signal);
  } catch (thrown) {
    request.signal.throwIfAborted();
    const failure: Failure = isLate ? { kind: "timeout", afterMs: request.timeoutMs } : failureOf(thrown);
    return { ok: false, failure, bytes: 0 };
  } finally {
    clearTimeout(timer);
    request.signal.removeEventListener("abort", stop);
  }
}

async function answerOf(request: Attempt, signal: AbortSignal): Promise<Outcome> {
  const message = await ask(request, signal);
  const status = message.statusCode ?? 0;
  if (REDIRECTS.has(status)) {
    message.destroy();
    return { ok: false, failure: { kind: "refused", problem: "a redirect, which is not followed" }, bytes: 0 };
  }
  const body = await readBody(message, status === 200 ? request.capBytes : COMPLAINT_BYTES);
  if (!body.whole && status === 200) {
    const problem = `more than ${request.capBytes} bytes`;
    return { ok: false, failure: { kind: "refused", problem }, bytes: body.bytes.byteLength };
  }
  const { date, "content-type": contentType = "", "retry-after": retryAfter = null } = message.headers;
  const answer = {
    status,
    mediaType: contentType.split(";", 1).join("").trim().toLowerCase(),
    charset: /;\s*charset\s*=\s*"?([^\s";,]+)/i.exec(contentType)?.[1],
    retryAfterMs: retryAfterMs(retryAfter, { date: date ?? null, nowMs: request.clock.now() }),
    date,
    bytes: body.bytes,
  };
  return { ok: true, answer };
}

/** Plain http is loopback alone, where no proxy has a part; https goes by Node's own agent, and through the proxy that it was given. */
const loopback = new Agent({ keepAlive: true, scheduling: "lifo", timeout: 5_000 });
const agentOf = ({ protocol }: URL) => (protocol === "https:" ? {} : { agent: loopback });

/** Node's own client, not `fetch`: the body comes as it was sent, and is unzipped at once. Sockets are kept and used again. */
function ask(request: Attempt, signal: AbortSignal): Promise<IncomingMessage> {
  const { url, form, json } = request;
  const content = form?.toString() ?? json;
  const type = form === undefined ? "application/json" : "application/x-www-form-urlencoded";
  const headers = {
    ...request.headers,
    "accept-encoding": "gzip",
    ...(content === undefined ? {} : { "content-type": type, "content-length": Buffer.byteLength(content) }),
  };
  const send = url.protocol === "https:" ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const method = content === undefined ? "GET" : "POST";
    // Said here it holds whatever NODE_TLS_REJECT_UNAUTHORIZED says: the password goes to nobody unverified.
    let answer: IncomingMessage | undefined;
    const sent = send(url, { method, headers, signal, ...agentOf(url), rejectUnauthorized: true }, (message) => {
      answer = message;
      resolve(message);
    });
    // Never asked for; without this the request would wait for its timeout.
    sent.on("upgrade", (message, socket) => {
      socket.destroy();
      reject(Object.assign(new Error("an upgrade nobody asked for"), { code: "HPE_UNEXPECTED_UPGRADE" }));
      message.destroy();
    });
    sent.on("error", (error) => {
      reject(error);
      // What breaks after the head has come is told by the message; by itself it would say that it was cut off.
      answer?.destroy(error);
    });
    sent.end(content);
  });
}
