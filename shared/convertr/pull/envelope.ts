import { parseJson } from "../../platform/json.ts";
import { decodeText } from "../../platform/text.ts";
import { type Endpoint, isOwnLink, queryOf } from "../http/endpoint.ts";
import type { Member, PullReport } from "./collection.ts";

const MEDIA_TYPES: ReadonlySet<string> = new Set(["application/ld+json", "application/json"]);
const LINKS = ["hydra:first", "hydra:last", "hydra:next", "hydra:previous"] as const;
const LONGEST_ID = 40;

export type LeftOutRecord = PullReport["leftOut"][number];

/** One page, checked: what the paging goes by, and the members it brought. */
export interface Page {
  /** Members with a usable id, in the order they came. */
  readonly members: readonly Member[];
  readonly leftOut: readonly LeftOutRecord[];
  /** All members, usable or not. */
  readonly length: number;
  /** Absent when it is no count. */
  readonly totalItems: number | undefined;
  /** `hydra:view`; absent when there is none. */
  readonly view: HydraView | undefined;
  readonly foreignLinks: number;
  /** The server has no such page: nothing is on it, and it tells no total. */
  readonly isAbsent?: true;
}

export const ABSENT_PAGE: Page = {
  members: [],
  leftOut: [],
  length: 0,
  totalItems: undefined,
  view: undefined,
  foreignLinks: 0,
  isAbsent: true,
};

/** Numbers and parameters of `hydra:view`; its links are never followed. */
export interface HydraView {
  /** The query of its own `@id`, which echoes what the server understood. */
  readonly echo: URLSearchParams | undefined;
  readonly lastPage: number | undefined;
  readonly nextPage: number | undefined;
}

export type Read<T> =
  | { readonly ok: true; readonly value: T }
  /**
   * @property passing a slip of the transport, as opposed to another shape
   * @property incomplete readable, but not all of it is there yet
   */
  | {
      readonly ok: false;
      readonly problem: string;
      readonly passing: boolean;
      readonly incomplete?: true;
      /** What a person can do about it, where that is known. */
      readonly remedy?: string;
    };

type Body = { readonly mediaType: string; readonly charset?: string | undefined; readonly bytes: Uint8Array };

/** Reads the body of a page that came with status 200. No text of the body gets into a problem. */
export function readPage(
  answer: Body,
  asked: { readonly endpoint: Endpoint; readonly collection: string },
): Read<Page> {
  const read = readJson(answer);
  if (!read.ok) return read;
  const body = read.value;
  const members = ownField(body, "hydra:member");
  if (!Array.isArray(members) || ownField(body, "@type") !== "hydra:Collection") {
    return { ok: false, passing: false, problem: "no hydra:Collection with an array at hydra:member" };
  }
  const view = ownField(body, "hydra:view");
  const isView = typeof view === "object" && view !== null;
  const value = {
    ...sortOut(members, `/api/v4/${asked.collection}/`),
    length: members.length,
    totalItems: count(ownField(body, "hydra:totalItems")),
    view: isView ? readView(view, asked.endpoint) : undefined,
    foreignLinks: isView ? foreignLinks(view, asked) : 0,
  };
  return { ok: true, value };
}

/** Reads the body of an item that came with status 200. */
export function readItem(answer: Body, id: number): Read<Member> {
  const read = readJson(answer);
  if (!read.ok) return read;
  if (!isMember(read.value) || read.value.id !== id) {
    return { ok: false, passing: false, problem: "a record that has another id, or none" };
  }
  return { ok: true, value: read.value };
}

/** The body as JSON that is no bare array. */
export function readJson(answer: Body): Read<unknown> {
  if (!MEDIA_TYPES.has(answer.mediaType)) {
    return {
      ok: false,
      passing: true,
      problem: "a content type that is neither application/ld+json nor application/json",
    };
  }
  const text = decodeText(answer.bytes, answer.charset);
  if (text === undefined) return notText(answer.charset);
  const body = parseJson(text);
  if (body === undefined) return { ok: false, passing: true, problem: "no whole JSON" };
  if (Array.isArray(body)) {
    return { ok: false, passing: false, problem: "a bare array: Accept: application/ld+json was not honoured" };
  }
  return { ok: true, value: body };
}

/** Replacing what cannot be read would publish names that nobody has. */
function notText(charset: string | undefined): Read<never> {
  const problem = charset === undefined ? "text that is not UTF-8" : "text that is not of the charset it names";
  return {
    ok: false,
    passing: false,
    problem,
    remedy: "Have Convertr send UTF-8, or name the charset in Content-Type",
  };
}

export function ownField(record: unknown, key: string): unknown {
  if (typeof record !== "object" || record === null || !Object.hasOwn(record, key)) return undefined;
  return Reflect.get(record, key);
}

/** Separates members by whether their id can be a key. */
function sortOut(
  rows: readonly unknown[],
  iri: string,
): { members: readonly Member[]; leftOut: readonly LeftOutRecord[] } {
  if (rows.every(isMember)) return { members: rows, leftOut: [] };
  const leftOut = rows.filter((row) => !isMember(row)).map((row) => nameOf(row, iri));
  return { members: rows.filter(isMember), leftOut };
}

function isMember(row: unknown): row is Member {
  if (typeof row !== "object" || row === null || !Object.hasOwn(row, "id")) return false;
  const id: unknown = Reflect.get(row, "id");
  return typeof id === "number" && Number.isSafeInteger(id) && id > 0;
}

/** A bad id is named only when it is a number: it may be anything, a person's name too. */
function nameOf(row: unknown, iri: string): LeftOutRecord {
  if (typeof row !== "object" || row === null) return { id: null, reason: "not an object" };
  const id = ownField(row, "id");
  if (id === undefined || id === null) {
    const tail = ownField(row, "@id");
    const named = typeof tail === "string" && tail.startsWith(iri) ? tail.slice(iri.length) : "";
    return { id: /^\d{1,20}$/.test(named) ? named : null, reason: "no id" };
  }
  const text = typeof id === "number" || (typeof id === "string" && /^\d+$/.test(id)) ? String(id) : null;
  return { id: text === null ? null : text.slice(0, LONGEST_ID), reason: "id is no positive integer" };
}

function readView(view: object, endpoint: Endpoint): HydraView {
  const page = (key: string) => {
    const link = ownField(view, key);
    const text = typeof link === "string" ? queryOf(endpoint, link)?.get("page") : undefined;
    return /^[1-9]\d{0,8}$/.test(text ?? "") ? Number(text) : undefined;
  };
  const id = ownField(view, "@id");
  return {
    echo: typeof id === "string" ? queryOf(endpoint, id) : undefined,
    lastPage: page("hydra:last"),
    nextPage: page("hydra:next"),
  };
}

function foreignLinks(view: object, { endpoint, collection }: { endpoint: Endpoint; collection: string }): number {
  const links = ["@id", ...LINKS].map((key) => ownField(view, key)).filter((link) => link !== undefined);
  return links.filter((link) => typeof link !== "string" || !isOwnLink(endpoint, collection, link)).length;
}

function count(value: unknown): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
