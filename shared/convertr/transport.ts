import type { Clock } from "../platform/clock.ts";
import { type Failure, failureOf } from "./failure.ts";
import { readBody } from "./read-body.ts";
import { retryAfterMs } from "./retry-after.ts";

/** Enough of an error's body to see what it complains about. */
const COMPLAINT_BYTES = 16 * 1024;

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
  readonly retryAfterMs: number | undefined;
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
    return await exchange(request, controller.signal);
  } catch (thrown) {
    request.signal.throwIfAborted();
    const failure: Failure = isLate ? { kind: "timeout", afterMs: request.timeoutMs } : failureOf(thrown);
    return { ok: false, failure, bytes: 0 };
  } finally {
    clearTimeout(timer);
    request.signal.removeEventListener("abort", stop);
  }
}

async function exchange(request: Attempt, signal: AbortSignal): Promise<Outcome> {
  const body = request.form ?? request.json ?? null;
  const response = await fetch(request.url, {
    method: body === null ? "GET" : "POST",
    headers: request.json === undefined ? request.headers : { ...request.headers, "content-type": "application/json" },
    body,
    redirect: "error",
    signal,
  });
  const read = await readBody(response, response.status === 200 ? request.capBytes : COMPLAINT_BYTES);
  if (!read.whole && response.status === 200) {
    const problem = `more than ${request.capBytes} bytes`;
    return { ok: false, failure: { kind: "refused", problem }, bytes: read.bytes.byteLength };
  }
  const date = response.headers.get("date");
  const answer = {
    status: response.status,
    mediaType: (response.headers.get("content-type") ?? "").split(";", 1).join("").trim().toLowerCase(),
    retryAfterMs: retryAfterMs(response.headers.get("retry-after"), { date, nowMs: request.clock.now() }),
    bytes: read.bytes,
  };
  return { ok: true, answer };
}
