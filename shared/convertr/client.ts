/** A record of a collection with a checked `id`; every other field is still unknown. */
export type Member = Readonly<Record<string, unknown>> & { readonly id: number };

export interface CollectionRequest {
  /** Path below `/api/v4`, such as `campaigns`. */
  readonly collection: string;
  /** Query parameters of every page, beside paging and order. */
  readonly filters: Readonly<Record<string, string>>;
}

/** Who takes the members, page by page, in page order. */
export interface MemberSink {
  /** A pull starts, the first one or one from scratch: forget everything handed over so far. */
  restart(): void;
  /** Members not seen before in this pull. Awaited, so it can hold the pull back. */
  members(members: readonly Member[]): void | Promise<void>;
}

/** What a proven-complete pull tells of itself. Goes into the run record. */
export interface PullReport {
  readonly pages: number;
  /** Requests answered or failed, logins included, retries included. */
  readonly requests: number;
  readonly retries: number;
  readonly rows: number;
  readonly totalItems: { readonly first: number; readonly last: number };
  readonly duplicates: number;
  /** Rows that slid over a page boundary and were found by the gap probe. */
  readonly recovered: number;
  readonly leftOut: readonly { readonly id: string | null; readonly reason: string }[];
  readonly ordering: "verified" | "unverified";
  /** True when the first pull could not be proven and a second one was. */
  readonly pulledTwice: boolean;
  /** Links to other places than ours in `hydra:view`; counted, never followed. */
  readonly foreignLinks: number;
  readonly throttledMs: number;
  readonly responseBytes: number;
}

/** Where refused secret versions are remembered between runs, so that ten wrong logins never lock the account. */
export interface RefusedSecrets {
  read(enterprise: string): Promise<ReadonlySet<string>>;
  remember(enterprise: string, version: string): Promise<void>;
  /** The version may be tried again: it is about to be made, or was found to be, the account's password. */
  forget(enterprise: string, version: string): Promise<void>;
}

export interface ConvertrClient {
  /**
   * Pulls a whole collection and proves it complete before it resolves (docs/pulling.md, "When a pull is believed").
   * @throws AuthFailed | PasswordExpired | Forbidden | RateLimited | ApiUnavailable | BadResponse | IncompleteCollection |
   *   DeadlineExceeded | SecretUnavailable | SecretMalformed
   */
  pull(request: CollectionRequest, sink: MemberSink): Promise<PullReport>;
  /**
   * Asks for one member.
   * @returns how many members the filters leave; undefined when the API does not say
   * @throws as `pull`
   */
  count(request: CollectionRequest): Promise<number | undefined>;
  /** Epoch ms: nothing is asked that would end later. */
  readonly deadline: number;
  /** What was asked so far, also after a failure. */
  traffic(): { readonly requests: number; readonly retries: number; readonly pages: number };
}
