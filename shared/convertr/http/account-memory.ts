import { createPauseGate, createRequestBucket, type PauseGate, type RequestBucket } from "./throttle.ts";

export interface Token {
  readonly value: string;
  /** Epoch ms by our own clock. */
  readonly expiresAt: number;
  readonly lifeMs: number;
}

/** What a warm process keeps of one enterprise at one address; nothing of it is shared with another one. */
export interface AccountMemory {
  token: Token | undefined;
  /** A login under way; it never rejects. */
  login: Promise<void> | undefined;
  /** Versions of the secret that were refused and are noted nowhere else, so that this process at least leaves them alone. */
  readonly refused: Set<string>;
  readonly gate: PauseGate;
  readonly bucket: RequestBucket;
}

const accounts = new Map<string, AccountMemory>();

export function accountMemory(enterprise: string, origin: string): AccountMemory {
  const key = `${enterprise} ${origin}`;
  let account = accounts.get(key);
  if (account === undefined) {
    account = {
      token: undefined,
      login: undefined,
      refused: new Set(),
      gate: createPauseGate(),
      bucket: createRequestBucket(),
    };
    accounts.set(key, account);
  }
  return account;
}

/** What a new process knows: nothing. */
export const forgetAccounts = (): void => accounts.clear();
