import type { Json, JsonObject } from "../records/parts.ts";
import type { CollectionName } from "../world/entries.ts";
import type { World } from "../world.ts";
import { type AnswerFormat, errorAnswer, formattedAnswer, type ServedAnswer } from "./answer.ts";
import type { ApiConfiguration } from "./configuration.ts";
import { phpInteger, type Query, writeQuery } from "./query.ts";
import { searchOf } from "./search.ts";
import { isBroken, type Selection, selectIds } from "./selection.ts";
import { viewOf } from "./view.ts";

/** PHP's greatest integer, as a float: what is beyond it overflows. */
const MOST_PAGES = 2 ** 63;

const CONTEXTS: { readonly [C in CollectionName]: string } = {
  campaigns: "/api/v4/contexts/Campaign",
  "campaign-publishers": "/api/v4/contexts/CampaignPublisher",
  "campaign-processr-jobs": "/api/v4/contexts/CampaignProcessrJob",
  leads: "/api/v4/contexts/Lead",
};

export interface RecordRequest {
  readonly collection: CollectionName;
  /** As it was asked for, with its extension if it had one. */
  readonly path: string;
  readonly query: Query;
  readonly format: AnswerFormat;
  readonly atMs: number;
}

/** Answers listings and items; remembers the last selection of each collection for the pages that follow. */
export function createCollectionAnswers(world: World, configuration: ApiConfiguration) {
  const select = rememberingSelection(world);
  const shown = (record: JsonObject, format: AnswerFormat): JsonObject =>
    formatted(serialized(record, configuration), format);
  return {
    item: ({ collection, atMs, format }: RecordRequest, id: number): ServedAnswer => {
      const record = world.record(collection, id, atMs);
      if (record === undefined) return errorAnswer(404, "Not Found", format);
      return formattedAnswer(format, shown({ "@context": CONTEXTS[collection], ...record }, format));
    },
    list: (request: RecordRequest): ServedAnswer => {
      const { collection, query, format, atMs, path } = request;
      const page = phpInteger(query.get("page") ?? "1");
      const asked = phpInteger(query.get("itemsPerPage") ?? String(configuration.itemsPerPage));
      const size = Math.min(configuration.maximumItemsPerPage, asked);
      const selection = { collection, query, atMs, zone: configuration.zone };
      if (isBroken(selection)) return errorAnswer(500, "Internal Server Error", format);
      const refusal = refusalOf(page, size);
      if (refusal !== undefined) return errorAnswer(400, refusal, format);
      const ids = select(selection);
      const members = ids
        .slice((page - 1) * size, page * size)
        .flatMap<JsonObject>((id) => world.record(collection, id, atMs) ?? [])
        .map((record) => shown(record, format));
      if (format === "json") return formattedAnswer(format, members);
      const lastPage = size === 0 ? 1 : Math.max(1, Math.ceil(ids.length / size));
      const { partial } = configuration;
      return formattedAnswer(format, {
        "@context": CONTEXTS[collection],
        "@id": `/api/v4/${collection}`,
        "@type": "hydra:Collection",
        "hydra:member": members,
        ...(partial ? {} : { "hydra:totalItems": ids.length }),
        ...viewOf({ path, query, page, lastPage: partial ? undefined : lastPage, isFull: members.length >= size }),
        "hydra:search": searchOf(collection, path),
      });
    },
  };
}

function rememberingSelection(world: World): (selection: Selection) => readonly number[] {
  const remembered = new Map<CollectionName, { rows: unknown; key: string; ids: readonly number[] }>();
  return (selection) => {
    const { collection, query, atMs } = selection;
    const rows = world.ids(collection, atMs);
    const key = `${atMs} ${writeQuery(new Map([...query].filter(([name]) => name !== "access_token")), null)}`;
    const known = remembered.get(collection);
    if (known?.rows === rows && known.key === key) return known.ids;
    const ids = selectIds(world, selection);
    remembered.set(collection, { rows, key, ids });
    return ids;
  };
}

function refusalOf(page: number, size: number): string | undefined {
  if (page < 1) return "Page should not be less than 1";
  // Its message was not written down.
  if (page >= MOST_PAGES) return "Page is out of range";
  if (size < 0) return "Limit should not be less than 0";
  return size === 0 && page > 1 ? "Page should not be greater than 1 if limit is equal to 0" : undefined;
}

/** A record as the installation's serializer writes it. */
function serialized(record: JsonObject, { skipNullValues, iris }: ApiConfiguration): JsonObject {
  if (iris.length === 0 && !skipNullValues) return record;
  const fields = Object.entries(record).map(([name, value]) => {
    const iri: unknown = iris.includes(name) ? Object(value)["@id"] : undefined;
    return [name, typeof iri === "string" ? iri : value] as const;
  });
  const written: JsonObject = Object.fromEntries(fields);
  return skipNullValues ? (withoutNulls(written) as JsonObject) : written;
}

function withoutNulls(value: Json): Json {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutNulls);
  const fields = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(fields.map(([key, inner]) => [key, withoutNulls(inner)]));
}

/** Plain JSON has no `@` keys. */
function formatted(record: JsonObject, format: AnswerFormat): JsonObject {
  if (format === "jsonld") return record;
  return JSON.parse(JSON.stringify(record, (key, value) => (key.startsWith("@") ? undefined : value)));
}
