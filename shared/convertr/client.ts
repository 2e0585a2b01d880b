import { pageUrl } from "./http/endpoint.ts";
import {
  type ConnectionOptions,
  createRequestContext,
  type PullProgress,
  type RequestContext,
} from "./http/request-context.ts";
import type { CollectionRequest, MemberSink, PullReport } from "./pull/collection.ts";
import { type LoginOptions, loggedIn } from "./pull/logged-in.ts";
import { requestPage } from "./pull/page-request.ts";
import { pullProven } from "./pull/proven-pull.ts";
import { type Pulled, pullOnce } from "./pull/pull.ts";

export interface ConvertrClientOptions extends ConnectionOptions, LoginOptions {
  readonly onProgress?: (pagesDone: number, pagesTotal: number) => void;
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

/**
 * A client for one enterprise and one run. Token, pause gate and request bucket are the process's, per enterprise and address.
 * @throws UnknownEnterprise | InvalidSettings before anything is asked
 */
export function createConvertrClient(options: ConvertrClientOptions): ConvertrClient {
  const progress: PullProgress = { collection: "login", done: 0, total: 0 };
  const context = createRequestContext(options, progress);
  const { traffic } = context;
  return {
    pull: async (request, sink) => {
      Object.assign(progress, { collection: request.collection, done: 0, total: 0 });
      const onPage = (done: number, total: number) => {
        Object.assign(progress, { done, total });
        traffic.pages += 1;
        options.onProgress?.(done, total);
      };
      const setup = { options, context, onPage };
      return await pullProven(context, request, ({ forceSequential }) =>
        pullGuarded(setup, request, { sink, forceSequential }),
      );
    },
    count: (request) => countOn(options, context, request),
    deadline: options.deadline,
    traffic: () => ({ requests: traffic.requests, retries: traffic.retries, pages: traffic.pages }),
  };
}

/**
 * Asks for one member of a collection: the shortest way through login and permissions to an answer.
 * @returns how many members the collection says it has; undefined when it does not say
 * @throws as `ConvertrClient.pull`
 */
export async function countMembers(
  options: ConvertrClientOptions,
  request: CollectionRequest,
): Promise<number | undefined> {
  return await countOn(
    options,
    createRequestContext(options, { collection: request.collection, done: 0, total: 1 }),
    request,
  );
}

async function countOn(
  options: ConvertrClientOptions,
  context: RequestContext,
  { collection, filters }: CollectionRequest,
): Promise<number | undefined> {
  return await loggedIn(options, context, async (shared) => {
    const url = pageUrl(shared.endpoint, { collection, filters, pageSize: 1 }, 1);
    const page = await requestPage(shared, { url, what: "its first member", collection, isOneOfMany: false });
    return page.totalItems;
  });
}

interface PullSetup {
  readonly options: ConvertrClientOptions;
  readonly context: RequestContext;
  readonly onPage: (done: number, total: number) => void;
}

function pullGuarded(
  { options, context, onPage }: PullSetup,
  { collection, filters }: CollectionRequest,
  { sink, forceSequential }: { sink: MemberSink; forceSequential: boolean },
): Promise<Pulled> {
  const query = { collection, filters, pageSize: context.limits.pageSize };
  const window = 2 * options.concurrency;
  return loggedIn(options, context, (shared) =>
    pullOnce({ context: shared, query, sink, window, forceSequential, onPage }),
  );
}
