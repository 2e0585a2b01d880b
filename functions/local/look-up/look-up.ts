import type { Row } from "../../../shared/catalog/column.ts";
import type { Dataset } from "../../../shared/catalog/dataset.ts";
import { createRowChecker } from "../../../shared/catalog/rows/check-row.ts";
import type { LookUp, Parameter, SearchMapping } from "../../../shared/convertr/look-up.ts";
import type { Member } from "../../../shared/convertr/pull/collection.ts";
import { checkNames } from "./check-names.ts";
import { createFilterProof, createOrderProof } from "./proofs.ts";
import type { Question } from "./question.ts";

/** The API gives no more on one page, and silently less to who asks for more. */
const MOST_PER_PAGE = 100;

export interface Found {
  readonly rows: readonly Row[];
  /** How many the API says there are in all. */
  readonly totalItems: number | undefined;
  /** Filters that the records do not show, so that nothing proves that they held. */
  readonly unshown: readonly string[];
  /** Columns whose value could not be read in some row, and is null there. */
  readonly nulled: readonly string[];
}

export interface Asking {
  readonly api: LookUp;
  readonly dataset: Dataset;
  /** IANA zone of the enterprise, for calendar days. */
  readonly timeZone: string;
}

/**
 * Rows of a collection, in the columns of the catalog, page by page until there are enough.
 * @throws WrongUsage for a name that the collection does not declare | BadResponse when a filter was ignored, or nothing is
 *   declared; what `LookUp` throws
 */
export async function lookUpRows(asking: Asking, question: Question): Promise<Found> {
  const { api, dataset } = asking;
  const { collection } = dataset;
  const isPlain = question.filters.length + question.order.length === 0;
  const mapping: SearchMapping = isPlain ? new Map() : await api.searchMapping(collection);
  if (!isPlain) checkNames(question, mapping, collection);
  const proof = createFilterProof(question.filters, mapping, collection);
  const proveOrder = createOrderProof(question.order, mapping, collection);
  const projection = createProjection(asking);
  const rows = new Map<number, Row>();
  const size = Math.min(MOST_PER_PAGE, question.limit);
  let totalItems: number | undefined;
  for (let page = 1; rows.size < question.limit; page++) {
    const paging: Parameter[] = [
      ["itemsPerPage", String(size)],
      ["page", String(page)],
    ];
    const found = await api.page(collection, [...question.filters, ...ordersOf(question), ...paging]);
    totalItems = found.totalItems;
    proveOrder(found.members);
    const before = rows.size;
    for (const member of found.members) {
      proof.see(member);
      // A row that slid over a page boundary comes twice.
      if (rows.size < question.limit && !rows.has(member.id)) rows.set(member.id, projection.row(member));
    }
    if (found.length < size || rows.size === before) break;
  }
  return { rows: [...rows.values()], totalItems, unshown: proof.unshown(), nulled: projection.nulled() };
}

/** @throws NotFound; what `LookUp` throws */
export async function lookUpItem(asking: Asking, id: number): Promise<Found> {
  const member = await asking.api.item(asking.dataset.collection, id);
  const projection = createProjection(asking);
  return { rows: [projection.row(member)], totalItems: 1, unshown: [], nulled: projection.nulled() };
}

/** Newest first unless asked otherwise. Ties are broken by id, or pages would overlap and leave rows out. */
function ordersOf({ order }: Question): Parameter[] {
  const orders = order.map(({ key, direction }): Parameter => [`order[${key}]`, direction]);
  return order.some(({ key }) => key === "id") ? orders : [...orders, ["order[id]", "desc"]];
}

function createProjection({ dataset, timeZone }: Asking) {
  // What a run would know is in none of the columns.
  const context = { timeZone, snapshotAt: 0, activityDate: "1970-01-01", runId: "" };
  const checker = createRowChecker(dataset, context);
  const columns = new Set<string>();
  return {
    row: (member: Member): Row => {
      const { row, nulled } = checker.check(member);
      for (const { column } of nulled) columns.add(column);
      return row;
    },
    nulled: () => [...columns],
  };
}
