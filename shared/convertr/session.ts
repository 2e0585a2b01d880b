import { ReportsError } from "../platform/errors.ts";
import type { Token } from "./account-memory.ts";
import { type LoginDesk, logIn } from "./login.ts";

/** A token is renewed when less than this is left of it. */
const MARGIN_MS = 5 * 60_000;
/** A short-lived token keeps most of its life, or every request would log in. */
const MARGIN_SHARE = 0.2;

/** The token of one pull; the token itself is kept in the account's memory, across warm invocations. */
export interface Session {
  /** The token to use now, if there is one. */
  current(): string | undefined;
  /** Logs in when there is no token, once for all who wait. Returns when there is one. */
  open(signal: AbortSignal): Promise<void>;
  /**
   * The API answered 401 to `used`. When another token is current by now, that one is simply to be tried.
   * @throws AuthFailed when a fresh token is refused as well and the secret did not change
   */
  refused(used: string): Promise<void>;
  /** The API accepted `used`. */
  accepted(used: string): void;
}

export function createSession(desk: LoginDesk): Session {
  const { account, clock, deadline, limits } = desk.shared;
  let failure: unknown;
  let refreshes = 0;
  let isFirstUse = true;
  let version: string | undefined;
  /** Got after a 401 and not accepted yet. */
  let unproven: string | undefined;

  function current(): string | undefined {
    const { token } = account;
    if (token === undefined) return undefined;
    const untilEnd = isFirstUse ? deadline - clock.now() : 0;
    return token.expiresAt - clock.now() > neededLifeMs(token, untilEnd) ? token.value : undefined;
  }

  async function renew(signal: AbortSignal): Promise<void> {
    try {
      const loggedIn = await logIn(desk, signal);
      account.token = loggedIn.token;
      version = loggedIn.version;
      isFirstUse = false;
      if (refreshes > 0) unproven = loggedIn.token.value;
    } catch (thrown) {
      // The end of another pull says nothing to those who wait.
      if (!signal.aborted) failure = thrown;
    } finally {
      account.login = undefined;
    }
  }

  return {
    current,
    open: async (signal) => {
      while (current() === undefined) {
        if (failure !== undefined) throw failure;
        account.login ??= renew(signal);
        await account.login;
        signal.throwIfAborted();
      }
      isFirstUse = false;
    },
    refused: async (used) => {
      if (account.token !== undefined && account.token.value !== used) return;
      if (used === unproven && !(await hasNewSecret(desk, version))) throw tokenRefused(desk);
      // Another worker may have seen to it while the secret was read.
      if (account.token?.value !== used) return;
      refreshes += 1;
      if (refreshes > limits.refreshes) throw tokenRefused(desk);
      account.token = undefined;
    },
    accepted: (used) => {
      if (used === unproven) unproven = undefined;
    },
  };
}

function neededLifeMs(token: Token, untilEndMs: number): number {
  const most = token.lifeMs * (untilEndMs > MARGIN_MS ? 1 - MARGIN_SHARE : MARGIN_SHARE);
  return Math.min(Math.max(MARGIN_MS, untilEndMs), most);
}

async function hasNewSecret(desk: LoginDesk, version: string | undefined): Promise<boolean> {
  const fresh = await desk.credentials.get(desk.shared.endpoint.enterprise, { refresh: true });
  return fresh.version !== version;
}

function tokenRefused(desk: LoginDesk): ReportsError {
  return new ReportsError("AuthFailed", {
    what: "Convertr refuses tokens that it has just given out",
    where: desk.shared.endpoint.enterprise,
    remedy: "Check in Convertr that the service user is active and may use the API",
  });
}
