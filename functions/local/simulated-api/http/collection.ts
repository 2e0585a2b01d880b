import type { JsonObject } from "../records/parts.ts";
import type { CollectionName } from "../world/entries.ts";
import type { World } from "../world.ts";
import { type Answer, errorAnswer, type Format, formattedAnswer } from "./answer.ts";
import { lastValue, phpInteger, type Query, writeQuery } from "./query.ts";
import { searchOf } from "./search.ts";
import { selectIds } from "./selection.ts";

const MAX_PAGE_SIZE = 100;
/** API Platform's default; Convertr's own is not documented. */
const DEFAULT_PAGE_SIZE = 30;

const CONTEXTS: { readonly [C in CollectionName]: string } = {
  campaigns: "/api/v4/contexts/Campaign",
  "campaign-publishers": "/api/v4/contexts/CampaignPublisher",
  "campaign-processr-jobs": "/api/v4/contexts/CampaignProcessrJob",
  leads: "/api/v4/contexts/Lead",
};

export interface CollectionRequest {
  readonly collection: CollectionName;
  /** As it was asked for, with its extension if it had one. */
  readonly path: string;
  readonly query: Query;
  readonly format: Format;
  readonly atMs: number;
}

/** Answers listings and items; remembers the last selection of each collection for the pages that follow. */
export function createCollectionAnswers(world: World) {
  const select = rememberingSelection(world);
  return {
    list: (request: CollectionRequest): Answer => listAnswer(world, request, select(request)),
    item: (request: CollectionRequest, id: number): Answer => {
      const record = world.record(request.collection, id, request.atMs);
      if (record === undefined) return errorAnswer(404, "Not Found", request.format);
      const context = { "@context": CONTEXTS[request.collection] };
      return formattedAnswer(request.format, formatted({ ...context, ...record }, request.format));
    },
  };
}

function rememberingSelection(world: World): (request: CollectionRequest) => readonly number[] {
  const remembered = new Map<CollectionName, { rows: unknown; key: string; ids: readonly number[] }>();
  return ({ collection, query, atMs }) => {
    const rows = world.ids(collection, atMs);
    const key = `${atMs} ${writeQuery(new Map([...query].filter(([name]) => name !== "access_token")), null)}`;
    const known = remembered.get(collection);
    if (known?.rows === rows && known.key === key) return known.ids;
    const ids = selectIds(world, collection, { query, atMs });
    remembered.set(collection, { rows, key, ids });
    return ids;
  };
}

function listAnswer(world: World, request: CollectionRequest, ids: readonly number[]): Answer {
  const { collection, query, format, atMs, path } = request;
  const page = phpInteger(lastValue(query, "page") ?? "1");
  const size = Math.min(MAX_PAGE_SIZE, phpInteger(lastValue(query, "itemsPerPage") ?? String(DEFAULT_PAGE_SIZE)));
  const refusal = refusalOf(page, size);
  if (refusal !== undefined) return errorAnswer(400, refusal, format);
  const members = ids
    .slice((page - 1) * size, page * size)
    .flatMap<JsonObject>((id) => world.record(collection, id, atMs) ?? [])
    .map((record) => formatted(record, format));
  if (format === "json") return formattedAnswer(format, members);
  return formattedAnswer(format, {
    "@context": CONTEXTS[collection],
    "@id": `/api/v4/${collection}`,
    "@type": "hydra:Collection",
    "hydra:member": members,
    "hydra:totalItems": ids.length,
    ...viewOf({ path, query, page, last: size === 0 ? 1 : Math.max(1, Math.ceil(ids.length / size)) }),
    "hydra:search": searchOf(collection),
  });
}

function refusalOf(page: number, size: number): string | undefined {
  if (page < 1) return "Page should not be less than 1";
  if (size < 0) return "Limit should not be less than 0";
  return size === 0 && page > 1 ? "Page should not be greater than 1 if limit is equal to 0" : undefined;
}

/** Absent on a single page without parameters; without links on a single page with some. */
function viewOf(of: { path: string; query: Query; page: number; last: number }): { "hydra:view"?: object } {
  const { path, query, page, last } = of;
  const iri = (number: number | null) => {
    const written = writeQuery(query, number);
    return written === "" ? path : `${path}?${written}`;
  };
  const type = { "@type": "hydra:PartialCollectionView" };
  if (last === 1 && page === 1) {
    const parameters = [...query.keys()].some((key) => key !== "page");
    return parameters ? { "hydra:view": { "@id": iri(null), ...type } } : {};
  }
  return {
    "hydra:view": {
      "@id": iri(page),
      ...type,
      "hydra:first": iri(1),
      "hydra:last": iri(last),
      ...(page > 1 ? { "hydra:previous": iri(page - 1) } : {}),
      ...(page < last ? { "hydra:next": iri(page + 1) } : {}),
    },
  };
}

/** Plain JSON has no `@` keys. */
function formatted(record: JsonObject, format: Format): JsonObject {
  if (format === "jsonld") return record;
  return JSON.parse(JSON.stringify(record, (key, value) => (key.startsWith("@") ? undefined : value)));
}
