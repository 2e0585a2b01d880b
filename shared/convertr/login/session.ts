import { ReportsError } from "../../platform/errors.ts";
import type { Token } from "../http/account-memory.ts";
import { type LoginContext, logIn } from "./login.ts";

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
   * @param isSecondTime a new login did not help this very request before
   * @throws AuthFailed when a fresh token is refused as well and the secret did not change
   */
  refused(used: string, isSecondTime: boolean): Promise<void>;
  /** The API accepted `used`. */
  accepted(used: string): void;
}

interface State {
  failure: unknown;
  refreshes: number;
  isFirstUse: boolean;
  version: string | undefined;
  /** Got after a 401 and not accepted yet. */
  unproven: string | undefined;
}

export function createSession(context: LoginContext): Session {
  const { account } = context.shared;
  const state: State = {
    failure: undefined,
    refreshes: 0,
    isFirstUse: true,
    version: undefined,
    unproven: undefined,
  };
  return {
    current: () => usableToken(context, state),
    open: async (signal) => {
      while (usableToken(context, state) === undefined) {
        if (state.failure !== undefined) throw state.failure;
        account.login ??= renew(context, state, signal);
        await account.login;
        signal.throwIfAborted();
      }
      state.isFirstUse = false;
    },
    refused: async (used, isSecondTime) => {
      if (account.token !== undefined && account.token.value !== used) return;
      const isHopeless = used === state.unproven || isSecondTime;
      if (isHopeless && !(await hasNewSecret(context, state.version))) throw tokenRefused(context);
      // Another worker may have seen to it while the secret was read.
      if (account.token?.value !== used) return;
      state.refreshes += 1;
      if (state.refreshes > context.shared.limits.refreshes) throw tokenRefused(context);
      account.token = undefined;
    },
    accepted: (used) => {
      if (used === state.unproven) state.unproven = undefined;
    },
  };
}

function usableToken(
  { shared: { account, clock, deadline } }: LoginContext,
  { isFirstUse }: State,
): string | undefined {
  const { token } = account;
  if (token === undefined) return undefined;
  const untilEnd = isFirstUse ? deadline - clock.now() : 0;
  return token.expiresAt - clock.now() > neededLifeMs(token, untilEnd) ? token.value : undefined;
}

/** Never rejects: who waits finds the token, or the failure. */
async function renew(context: LoginContext, state: State, signal: AbortSignal): Promise<void> {
  const { account } = context.shared;
  try {
    const loggedIn = await logIn(context, signal);
    account.token = loggedIn.token;
    state.version = loggedIn.version;
    if (state.refreshes > 0) state.unproven = loggedIn.token.value;
  } catch (thrown) {
    state.failure = thrown;
  } finally {
    account.login = undefined;
  }
}

function neededLifeMs(token: Token, untilEndMs: number): number {
  const most = token.lifeMs * (untilEndMs > MARGIN_MS ? 1 - MARGIN_SHARE : MARGIN_SHARE);
  return Math.min(Math.max(MARGIN_MS, untilEndMs), most);
}

async function hasNewSecret(context: LoginContext, version: string | undefined): Promise<boolean> {
  const fresh = await context.credentials.get(context.shared.endpoint.enterprise, { refresh: true });
  return fresh.version !== version;
}

function tokenRefused(context: LoginContext): ReportsError {
  return new ReportsError("AuthFailed", {
    what: "Convertr refuses tokens that it has just given out",
    where: context.shared.endpoint.enterprise,
    remedy: "Check in Convertr that the service user is active and may use the API",
  });
}
