import * as z from "zod";
import { COLLECTIONS } from "../world/entries.ts";
import { matchSchema } from "./fault-match.ts";

const headers = z.record(z.string().regex(/^[A-Za-z0-9-]+$/, "must be a header's name"), z.string());
const fields = z.record(z.string(), z.json());
const names = z.array(z.string());
const bytes = z.int().nonnegative();
const ids = z.array(z.int().positive());
/** Places in the list, from 0; negative ones count from its end. */
const places = z.array(z.int());

/** Rows by id, or by their place among the rows that exist. */
const rows = { collection: z.enum(COLLECTIONS), ids: ids.default([]), places: places.default([]) };
const kind = <N extends string, S extends z.ZodRawShape>(fault: N, shape: S) =>
  z.strictObject({ fault: z.literal(fault), on: matchSchema.prefault({}), ...shape });

/** What happens to the account just before the request is answered. */
const accountFaults = [
  kind("remove", rows),
  /** Copies of a row that exists, under ids of their own: those given, and `count` after the greatest. */
  kind("insert", {
    collection: z.enum(COLLECTIONS),
    ids: ids.default([]),
    count: bytes.default(0),
    set: fields.default({}),
  }),
  kind("change", { ...rows, set: fields.default({}), unset: names.default([]) }),
  kind("revoke-tokens", {}),
  kind("password", { value: z.string().min(1) }),
] as const;

/** What comes in place of the API's answer. */
const insteadFaults = [
  kind("status", { status: z.int().min(200).max(599), headers: headers.default({}), body: z.json().optional() }),
  kind("html", {
    status: z.int().min(200).max(599).default(200),
    body: z.string().default("<!doctype html><title>Maintenance</title>"),
  }),
  kind("redirect", { status: z.int().min(300).max(399).default(302), location: z.string() }),
  /** The connection breaks before any header. */
  kind("reset", {}),
  /** Nothing ever comes. */
  kind("hang", {}),
  /** So many bytes of spaces and zeros, compressed. */
  kind("bomb", { bytes }),
] as const;

/** What is changed in the request before the API sees it, as a server does that ignores what it was asked. */
const requestFaults = [
  /** @property echo the links of the answer show what was asked nevertheless */
  kind("query", {
    set: z.record(z.string(), z.string()).default({}),
    unset: names.default([]),
    echo: z.boolean().default(false),
  }),
] as const;

/** What is changed in the API's own answer. */
const answerFaults = [
  /** Fields of the answer's top level; `view` those of `hydra:view`. */
  kind("answer", { set: fields.default({}), unset: names.default([]), view: fields.default({}) }),
  kind("members", {
    /** Only the first so many. */
    keep: bytes.optional(),
    drop: places.default([]),
    /** A copy of the member before takes the place. */
    repeat: places.default([]),
    reverse: z.boolean().default(false),
    /** Fields of the members at `places`, or of all. */
    places: places.optional(),
    set: fields.default({}),
    unset: names.default([]),
  }),
  kind("headers", { set: headers }),
  /** Text of these rows is no UTF-8, which costs every page with one of them. */
  kind("malformed-text", { ids }),
  /** Whole by its length, and no whole JSON. */
  kind("truncate", { bytes: bytes.optional() }),
  /** A text put before and after the answer's. */
  kind("wrap", { before: z.string().default(""), after: z.string().default("") }),
] as const;

/** What happens to the answer on its way. */
const wireFaults = [
  kind("delay", { ms: z.int().nonnegative().max(600_000) }),
  /** Half of the body, or `bytes` of it, and then the end: by reset, by a short Content-Length, in a chunk, or as HTTP/1.0. */
  kind("cut", { bytes: bytes.optional(), by: z.enum(["reset", "length", "chunk", "http-1.0"]).default("reset") }),
  kind("drip", { bytes: z.int().positive().default(1), everyMs: z.int().positive() }),
  /** Says gzip and is not. */
  kind("gzip-damage", {}),
  /** Compressed as it says, by a server that was asked for gzip; `deflate-raw` is deflate without zlib's header. */
  kind("encode", { as: z.enum(["gzip", "x-gzip", "deflate", "deflate-raw", "br", "zstd", "identity", ""]) }),
  /** In Latin-1; `declared` in the Content-Type or not. */
  kind("latin-1", { declared: z.boolean().default(false) }),
  /** Bytes that are no HTTP: two lengths, a length and chunks, a chunk without a size, or no head at all. */
  kind("framing", { by: z.enum(["two-lengths", "length-and-chunks", "chunk-size", "no-head"]) }),
  kind("informational", { status: z.union([z.literal(102), z.literal(103)]).default(103) }),
  /** The connection is closed once it lies idle. */
  kind("stale-socket", {}),
] as const;

export const faultSchema = z.discriminatedUnion("fault", [
  ...accountFaults,
  ...insteadFaults,
  ...requestFaults,
  ...answerFaults,
  ...wireFaults,
]);

export type Fault = z.output<typeof faultSchema>;

const GROUPS = {
  account: accountFaults,
  instead: insteadFaults,
  request: requestFaults,
  answer: answerFaults,
  wire: wireFaults,
} as const;
type Group = keyof typeof GROUPS;
export type FaultOf<G extends Group> = z.output<(typeof GROUPS)[G][number]>;

/** Those of the faults that belong to a group. */
export function faultsOf<G extends Group>(group: G, faults: readonly Fault[]): readonly FaultOf<G>[] {
  const kinds = new Set<string>(GROUPS[group].map(({ shape }) => shape.fault.value));
  return faults.filter(({ fault }) => kinds.has(fault)) as FaultOf<G>[];
}
