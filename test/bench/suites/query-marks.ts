export const QUERY_MARKS: Readonly<Record<string, { readonly files: number; readonly bytes: number }>> = {};
export const TRINO_MARKS: Readonly<Record<string, { readonly lists: number; readonly gets: number }>> = {};
