/** Query parameters as PHP reads them: `x[0]=` and `x[]=` make a list, of the same plain name the last one wins. */
export type Query = ReadonlyMap<string, readonly string[]>;

export function parseQuery(search: string): Query {
  const query = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(search)) {
    const key = name.replace(/\[\d*\]$/, "[]");
    const values = query.get(key);
    if (values !== undefined && key.endsWith("[]")) values.push(value);
    else if (values !== undefined) values.splice(0, 1, value);
    else query.set(key, [value]);
  }
  return query;
}

export const lastValue = (query: Query, key: string): string | undefined => query.get(key)?.at(-1);

/** PHP's `(int)`: leading digits, else 0. */
export const phpInteger = (text: string): number => Number.parseInt(text, 10) || 0;

/** The parameters written again, brackets encoded, the page at the end. */
export function writeQuery(query: Query, page: number | null): string {
  const pairs = [...query]
    .filter(([key]) => key !== "page")
    .flatMap(([key, values]) => values.map((value) => [key, value]));
  if (page !== null) pairs.push(["page", String(page)]);
  return pairs.map(([key = "", value = ""]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`).join("&");
}
