import type { Row } from "../../../shared/catalog/column.ts";
import type { Dataset } from "../../../shared/catalog/dataset.ts";
import { createRowChecker } from "../../../shared/catalog/rows/check-row.ts";
import type { LookUp, Parameter, SearchMapping } from "../../../shared/convertr/look-up.ts";
import type { Member } from "../../../shared/convertr/pull/collection.ts";
import type { Page } from "../../../shared/convertr/pull/envelope.ts";
import { checkNames } from "./check-names.ts";
import { createFilterProof } from "./filter-proof.ts";
import { createOrderProof } from "./order-proof.ts";
import { orderingOf } from "./ordering.ts";
import type { Question } from "./question.ts";

/** As documented; a server may give less, or more, than a page is asked to hold. */
const MOST_PER_PAGE = 100;

export interface Found {
  readonly rows: readonly Row[];
  /** How many the API says there are in all. */
  readonly totalItems: number | undefined;
  /** What nothing proves of the rows, and of what they leave out, in sentences. */
  readonly doubts: readonly string[];
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
 * @throws WrongUsage for a name that the collection does not declare, or an order that the API would turn round | BadResponse when a
 *   filter or order was ignored, or nothing is declared; what `LookUp` throws
 */
export async function lookUpRows(asking: Asking, question: Question): Promise<Found> {
  const { api, dataset } = asking;
  const { filters, order, limit } = question;
  const { collection } = dataset;
  const isPlain = filters.length + order.length === 0;
  const mapping: SearchMapping = isPlain ? new Map() : await api.searchMapping(collection);
  if (!isPlain) checkNames(question, mapping, collection);
  const { parameters, isTotal } = orderingOf(order, mapping);
  const filterProof = createFilterProof(filters, mapping, collection);
  const orderProof = createOrderProof(order, { mapping, collection, isTotal });
  const projection = createProjection(asking);
  const rows = new Map<number, Row>();
  const came = { members: 0, leftOut: 0, totalItems: undefined as number | undefined };
  for (let page = 1; rows.size < limit; page++) {
    const paging: Parameter[] = [
      ["itemsPerPage", String(Math.min(MOST_PER_PAGE, limit))],
      ["page", String(page)],
    ];
    const found = await api.page(collection, [...filters, ...parameters, ...paging]);
    orderProof.see(found.members);
    const before = rows.size;
    for (const member of found.members) {
      filterProof.see(member);
      // A row that slid over a page boundary comes twice.
      if (rows.size < limit && !rows.has(member.id)) rows.set(member.id, projection.row(member));
    }
    came.members += found.length;
    came.leftOut += found.leftOut.length;
    came.totalItems = found.totalItems;
    if (rows.size === before || isLast(found, came.members)) break;
  }
  const doubts = [...filterProof.doubts(), ...orderProof.doubts(), ...shortfall(rows.size, limit, came)];
  return { rows: [...rows.values()], totalItems: came.totalItems, doubts, nulled: projection.nulled() };
}

/** By the total, since a page may hold fewer rows than it was asked for, or all; without one by the links, where there are any. */
function isLast({ totalItems, view }: Page, members: number): boolean {
  return totalItems === undefined ? view !== undefined && view.nextPage === undefined : members >= totalItems;
}

function shortfall(
  rows: number,
  limit: number,
  { leftOut, totalItems = 0 }: { readonly leftOut: number; readonly totalItems: number | undefined },
): readonly string[] {
  return [
    ...(leftOut > 0 ? [`left out, for they have no usable id: ${leftOut}`] : []),
    ...(rows + leftOut < Math.min(limit, totalItems)
      ? [`the API counts ${totalItems} and sent no more than these`]
      : []),
  ];
}

/** @throws NotFound; what `LookUp` throws */
export async function lookUpItem(asking: Asking, id: number): Promise<Found> {
  const member = await asking.api.item(asking.dataset.collection, id);
  const projection = createProjection(asking);
  return { rows: [projection.row(member)], totalItems: 1, doubts: [], nulled: projection.nulled() };
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
