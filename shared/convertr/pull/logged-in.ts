import { setMaxListeners } from "node:events";
import type { RequestContext } from "../http/request-context.ts";
import type { CredentialsProvider, RefusedSecrets } from "../login/credentials.ts";
import { createSession } from "../login/session.ts";
import type { PullContext } from "./page-request.ts";

/** Who logs in. */
export interface LoginOptions {
  readonly credentials: CredentialsProvider;
  readonly refusedSecrets: RefusedSecrets;
  /** Told of password and tokens before they are used, so that whatever leaves can be redacted. */
  readonly redactor?: { addSecret(value: string): void };
}

/** Work under one login, whose first failure stops all of its workers, and is what is thrown once they have stopped. */
export async function loggedIn<T>(
  { credentials, refusedSecrets, redactor }: LoginOptions,
  context: RequestContext,
  work: (shared: PullContext) => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  setMaxListeners(0, over.signal);
  const addSecret = (value: string) => redactor?.addSecret(value);
  const session = createSession({ shared: context, credentials, refusedSecrets, addSecret });
  const underWay = new Set<Promise<unknown>>();
  const stop = (reason: unknown) => over.abort(reason);
  try {
    return await work({ ...context, session, signal: over.signal, stop, underWay });
  } catch (thrown) {
    over.abort(thrown);
    throw over.signal.reason;
  } finally {
    over.abort();
    await Promise.allSettled(underWay);
  }
}
