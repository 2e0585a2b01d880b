import { type Query, writeQuery } from "./query.ts";

export interface ViewedPage {
  /** As it was asked for, with its extension if it had one. */
  readonly path: string;
  readonly query: Query;
  readonly page: number;
  /** Undefined when totals are not counted. */
  readonly lastPage: number | undefined;
  /** Whether it holds as many rows as it may. */
  readonly isFull: boolean;
}

/** `hydra:view`: absent when one page holds all and nothing was asked but the page, without links and without a page when it holds all. */
export function viewOf({ path, query, page, lastPage, isFull }: ViewedPage): { "hydra:view"?: object } {
  const iri = (number: number | null) => {
    const written = writeQuery(query, number);
    return written === "" ? path : `${path}?${written}`;
  };
  const type = { "@type": "hydra:PartialCollectionView" };
  if (lastPage === 1) {
    const isAsked = [...query.keys()].some((name) => name !== "page" && name !== "pagination");
    return isAsked ? { "hydra:view": { "@id": iri(null), ...type } } : {};
  }
  const hasNext = lastPage === undefined ? isFull : page < lastPage;
  return {
    "hydra:view": {
      "@id": iri(page),
      ...type,
      ...(lastPage === undefined ? {} : { "hydra:first": iri(1), "hydra:last": iri(lastPage) }),
      ...(page > 1 ? { "hydra:previous": iri(page - 1) } : {}),
      ...(hasNext ? { "hydra:next": iri(page + 1) } : {}),
    },
  };
}
