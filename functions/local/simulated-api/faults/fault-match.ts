import * as z from "zod";
import type { ReceivedRequest } from "../http/router.ts";
import { COLLECTIONS, type CollectionName } from "../world/entries.ts";
import { randomOf } from "../world/random.ts";

/** A number, or a span with both ends in it; an end left out is open. */
const span = z.union([z.number(), z.strictObject({ from: z.number().optional(), to: z.number().optional() })]);
type Span = z.output<typeof span>;

/** Which requests a rule befalls: all of what is given must hold. */
export const matchSchema = z.strictObject({
  /** Numbers of the server's requests, logins counted, from 1. */
  requests: span.optional(),
  kind: z.enum(["login", "page", "probe"]).optional(),
  collection: z.enum(COLLECTIONS).optional(),
  /** The page asked for. */
  page: span.optional(),
  /** Seconds of the account's clock since the server started. */
  seconds: span.optional(),
  /** Share of the requests that are befallen, drawn from the script's seed. */
  chance: z.number().min(0).max(1).optional(),
  /** So many matching requests are left alone first. */
  skip: z.int().nonnegative().default(0),
  /** At most so many requests are befallen. */
  times: z.int().positive().optional(),
});

type Match = z.output<typeof matchSchema>;

/** What of a request the rules go by. */
export interface SeenRequest {
  readonly number: number;
  readonly kind: "login" | "page" | "probe";
  readonly collection: CollectionName | undefined;
  readonly page: number;
  readonly seconds: number;
}

export function seenRequest(request: ReceivedRequest & { readonly number: number }, seconds: number): SeenRequest {
  const { path, search, number } = request;
  const query = new URLSearchParams(search);
  const kind = path === "/api/login" ? "login" : query.has("id[]") ? "probe" : "page";
  const collection = COLLECTIONS.find((name) => path === `/api/v4/${name}`);
  return { number, kind, collection, page: Number(query.get("page") ?? 1), seconds };
}

/** Says whether a rule befalls the next request; counts what it has befallen. */
export function createMatcher(match: Match, chance: { readonly seed: number; readonly rule: number }) {
  const draw = randomOf(chance.seed, "fault", chance.rule);
  let matched = 0;
  let befallen = 0;
  return (seen: SeenRequest): boolean => {
    if (!fits(match, seen) || (match.chance !== undefined && draw() >= match.chance)) return false;
    matched += 1;
    if (matched <= match.skip || (match.times !== undefined && befallen >= match.times)) return false;
    befallen += 1;
    return true;
  };
}

function fits(match: Match, seen: SeenRequest): boolean {
  return (
    (match.kind === undefined || match.kind === seen.kind) &&
    (match.collection === undefined || match.collection === seen.collection) &&
    (match.page === undefined || (seen.kind === "page" && within(match.page, seen.page))) &&
    within(match.requests, seen.number) &&
    within(match.seconds, seen.seconds)
  );
}

function within(wanted: Span | undefined, value: number): boolean {
  if (wanted === undefined) return true;
  if (typeof wanted === "number") return value === wanted;
  return value >= (wanted.from ?? Number.NEGATIVE_INFINITY) && value <= (wanted.to ?? Number.POSITIVE_INFINITY);
}
