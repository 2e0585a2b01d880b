import { ReportsError } from "../../platform/errors.ts";
import { type CollectionQuery, pageUrl } from "../http/endpoint.ts";
import type { MemberSink, PullReport } from "./collection.ts";
import { ABSENT_PAGE, type Page } from "./envelope.ts";
import { createGapReader, type GapReader } from "./gaps.ts";
import { type PullContext, requestPage } from "./page-request.ts";
import { echoDoubt, expectedLength, firstPageDoubt, type PagingPlan, pagesOf, planPaging } from "./paging-plan.ts";
import { doubtOf, nextEndStep } from "./proof.ts";
import { createTally, type Tally, type TallySummary } from "./tally.ts";

/** Steps to find the end of a collection that keeps changing, per page that it may grow by. */
const END_STEPS_PER_EXTRA_PAGE = 4;

/** What one pull from scratch brought: rows proven complete, or why they are not. */
export interface Pulled {
  readonly summary: TallySummary;
  readonly plan: PagingPlan;
  readonly pages: number;
  readonly doubt: string | undefined;
}

export interface PullTask {
  readonly context: PullContext;
  readonly query: CollectionQuery;
  readonly sink: MemberSink;
  readonly window: number;
  /** The order was found wrong before: take nothing for granted. */
  readonly forceSequential: boolean;
  readonly onPage: (done: number, total: number) => void;
}

/** A pull under way. */
interface Pull extends PullTask {
  readonly plan: PagingPlan;
  readonly tally: Tally;
  readonly gaps: GapReader;
  pages: number;
}

/**
 * Pulls all pages once, and what slid between them (docs/pulling.md, "Gaps between pages").
 * @throws everything `requestPage` throws | BadResponse when too many members have no usable id
 */
export async function pullOnce(task: PullTask): Promise<Pulled> {
  const { context, sink } = task;
  sink.restart();
  const first = await readFirst(task);
  const planned = planPaging(first, task.query, context.limits);
  const plan: PagingPlan =
    task.forceSequential && planned.mode === "parallel"
      ? { ...planned, mode: "sequential", pageSize: Math.max(1, first.length), reason: "ids did not rise before" }
      : planned;
  if (plan.mode === "sequential") {
    context.log.warn("convertr-sequential", { collection: task.query.collection, reason: plan.reason });
  }
  // What is asked for from here on is what the server gives.
  const query = plan.mode === "parallel" ? { ...task.query, pageSize: plan.pageSize } : task.query;
  const tally = createTally({ collection: query.collection, pageSize: plan.pageSize });
  const pull: Pull = { ...task, query, plan, tally, gaps: createGapReader(context, query, plan), pages: 0 };
  const doubt = await readRest(pull, first);
  const summary = tally.summary();
  refuseTooManyLeftOut(pull, summary);
  return { summary, plan, pages: pull.pages, doubt: doubt ?? doubtOf(summary, plan.mode) };
}

/** Everything after the first page. Returns why the pull cannot be proven. */
async function readRest(pull: Pull, first: Page): Promise<string | undefined> {
  await take(pull, 1, first, "first");
  const { plan } = pull;
  let last = 1;
  if (plan.mode === "parallel") {
    const range = { from: 2, to: plan.readAhead, window: pull.window };
    for await (const [number, page] of orderedPages(range, (n) => readNext(pull, n))) {
      await take(pull, number, page, "first");
    }
    last = plan.readAhead;
  }
  const doubt = await proveEnd(pull, last);
  if (doubt !== undefined) return doubt;
  const recovered = await pull.gaps.finish();
  if (recovered.doubt !== undefined) return recovered.doubt;
  const fresh = pull.tally.takeRecovered(recovered);
  if (fresh.length > 0) await pull.sink.members(fresh);
  return undefined;
}

/** Reads on until nothing can follow any more. Returns why that cannot be shown. */
async function proveEnd(pull: Pull, lastRead: number): Promise<string | undefined> {
  const { plan, tally, context } = pull;
  const { pageSize, mostPages } = plan;
  const isUnpaged = plan.mode === "sequential" && plan.isUnpaged === true;
  const mostSteps = plan.mode === "parallel" ? END_STEPS_PER_EXTRA_PAGE * context.limits.extraPages : mostPages * 2;
  let page = lastRead;
  let wasReadAgain = false;
  for (let steps = 0; steps < mostSteps; steps++) {
    const step = nextEndStep({ page, wasReadAgain, pageSize, reading: tally.reading, isUnpaged });
    if (step.step === "proven") return undefined;
    page = step.page;
    wasReadAgain = step.step === "read-again";
    if (page > mostPages) return `more than ${mostPages} pages`;
    const isKnown = tally.reading(page) !== undefined;
    const read = await readNext(pull, page);
    const fresh = await take(pull, page, read, isKnown ? "again" : "first");
    if (!isKnown && read.length > 0 && fresh === 0) return `page ${page} holds only what came before`;
  }
  return "the end of the collection keeps moving";
}

/** Hands over what is new on a page, and has its gaps looked into. Returns how many members were new. */
async function take(pull: Pull, number: number, page: Page, how: "first" | "again"): Promise<number> {
  const { tally, gaps, sink, plan } = pull;
  refuseBadIds(pull, number, page);
  const { fresh, gaps: found } = tally.take(number, page, how);
  for (const gap of found) gaps.add(gap);
  if (fresh.length > 0) await sink.members(fresh);
  if (how === "first" && (page.length > 0 || number === 1)) {
    pull.pages += 1;
    const total = page.totalItems ?? tally.reading(1)?.totalItems;
    pull.onPage(pull.pages, Math.max(pull.pages, total === undefined ? 0 : pagesOf(total, plan.pageSize)));
  }
  return fresh.length;
}

/** A page that is not the one asked for, or shorter than its own total says, is asked for again a little. */
function pageCheck({ plan, query }: Pull, number: number): (page: Page) => string | undefined {
  const understood = plan.mode === "parallel";
  return (page) => {
    const doubt = echoDoubt(page, { query, page: number, understood });
    if (doubt !== undefined || !understood) return doubt;
    const expected = expectedLength(number, page.totalItems, plan.pageSize);
    if (expected === undefined || page.length >= expected) return undefined;
    return `${page.length} members on page ${number}, where ${expected} belong`;
  };
}

async function readFirst({ context, query }: PullTask): Promise<Page> {
  return await requestPage(context, {
    url: pageUrl(context.endpoint, query, 1),
    what: "page 1",
    collection: query.collection,
    isOneOfMany: false,
    check: (page) => echoDoubt(page, { query, page: 1, understood: false }) ?? firstPageDoubt(page, query.pageSize),
  });
}

async function readNext(pull: Pull, number: number): Promise<Page> {
  const { context, query, plan, tally } = pull;
  const total = tally.reading(1)?.totalItems;
  // Without a total a page that is missing in the middle could not be told from the end.
  const isPerhapsBehind = number > 1 && total !== undefined && number > Math.floor(total / plan.pageSize);
  return await requestPage(context, {
    url: pageUrl(context.endpoint, query, number),
    what: `page ${number}`,
    collection: query.collection,
    isOneOfMany: number > 1,
    check: pageCheck(pull, number),
    ...(isPerhapsBehind ? { whenAbsent: ABSENT_PAGE } : {}),
  });
}

function refuseBadIds({ context, query }: PullTask, number: number, page: Page): void {
  const bad = page.leftOut.length;
  if (bad <= context.limits.leftOutPerPage && (bad <= 1 || bad < page.length)) return;
  throw new ReportsError("BadResponse", {
    what: `${bad} of ${page.length} members on page ${number} have no usable id`,
    where: `${query.collection} of ${context.endpoint.enterprise}`,
    remedy: "Nothing was published. Compare the API's documentation of `id` with what it answers",
  });
}

function refuseTooManyLeftOut({ context, query }: PullTask, { leftOut, rows }: TallySummary): void {
  const { limits, endpoint } = context;
  if (leftOut.length <= Math.max(limits.leftOut, limits.leftOutShare * rows)) return;
  throw new ReportsError("BadResponse", {
    what: `${leftOut.length} members beside ${rows} rows have no usable id`,
    where: `${query.collection} of ${endpoint.enterprise}`,
    remedy: "Nothing was published. Compare the API's documentation of `id` with what it answers",
  });
}

/** The numbers of a proven pull that come from its rows. */
export function rowNumbers({ summary, plan, pages }: Pulled) {
  const { rows, duplicates, recovered, leftOut, foreignLinks, totals } = summary;
  const totalItems = { first: totals?.first ?? rows, last: totals?.last ?? rows };
  const ordering = plan.mode === "parallel" ? "verified" : "unverified";
  return {
    pages,
    rows,
    totalItems,
    duplicates,
    recovered,
    leftOut,
    ordering,
    foreignLinks,
  } as const satisfies Partial<PullReport>;
}

/**
 * Starts pages ahead and yields them in page order, at most `window` of them started and not yet taken: that bounds the
 * memory and lets a slow taker hold the rest back. How many are really under way is for the slots to say.
 * @param get tells the others to stop when it fails; whoever iterates waits for them
 */
export async function* orderedPages<T>(
  range: { readonly from: number; readonly to: number; readonly window: number },
  get: (page: number) => Promise<T>,
): AsyncGenerator<readonly [number, T]> {
  const started: Promise<T>[] = [];
  let next = range.from;
  const startMore = () => {
    while (next <= range.to && started.length < range.window) {
      const page = get(next);
      // Awaited in its turn below; until then a failure must not count as unhandled.
      page.catch(() => {});
      started.push(page);
      next += 1;
    }
  };
  startMore();
  for (let page = range.from; page <= range.to; page++) {
    const arrived = await started[0];
    started.shift();
    startMore();
    yield [page, arrived as T];
  }
}
