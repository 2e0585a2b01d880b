/** A query as PHP and API Platform read it: `a[b][]=` nests arrays, names keep their dots, of the same name the last one counts. */
export type Query = ReadonlyMap<string, PhpValue>;
export type PhpValue = string | Query;

type Growing = Map<string, string | Growing>;

export function parseQuery(search: string): Query {
  const query: Growing = new Map();
  for (const [name, value] of new URLSearchParams(search)) {
    const [, head = "", brackets = ""] = /^([^[]+)((?:\[[^\]]*\])*)/.exec(name) ?? [];
    if (head === "") continue;
    let [array, key] = [query, head];
    for (const [, inner = ""] of brackets.matchAll(/\[([^\]]*)\]/g)) {
      const known = array.get(key);
      const next: Growing = known instanceof Map ? known : new Map();
      array.set(key, next);
      [array, key] = [next, inner === "" ? freePlace(next) : inner];
    }
    array.set(key, value);
  }
  return query;
}

const isPlace = (key: string): boolean => /^(?:0|[1-9]\d*)$/.test(key);
const freePlace = (array: Growing): string =>
  String(Math.max(-1, ...[...array.keys()].filter(isPlace).map(Number)) + 1);

export function textAt(query: Query, name: string): string | undefined {
  const value = query.get(name);
  return typeof value === "string" ? value : undefined;
}

/** What a filter by values takes of a parameter: the text, or the texts at numbered places of an array. */
export function textsOf(value: PhpValue | undefined): readonly string[] {
  if (value === undefined) return [];
  if (typeof value === "string") return [value];
  return [...value].flatMap(([key, inner]) => (isPlace(key) && typeof inner === "string" ? [inner] : []));
}

/** PHP's `(int)`: the number that a text begins with, else 0; of an array whether it holds anything. */
export function phpInteger(value: PhpValue): number {
  if (typeof value !== "string") return Math.min(1, value.size);
  return Math.trunc(Number(/^\s*([+-]?\d+(?:\.\d*)?(?:e[+-]?\d+)?)/i.exec(value)?.[1] ?? 0));
}

/** The parameters written again, places as `[]`, the page at the end. */
export function writeQuery(query: Query, page: number | null): string {
  const pairs = [...query].flatMap(([name, value]) => (name === "page" ? [] : pairsOf(name, value)));
  if (page !== null) pairs.push(["page", String(page)]);
  return pairs.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join("&");
}

function pairsOf(name: string, value: PhpValue): (readonly [string, string])[] {
  if (typeof value === "string") return [[name, value]];
  return [...value].flatMap(([key, inner]) => pairsOf(`${name}[${/^\d+$/.test(key) ? "" : key}]`, inner));
}

/** As PHP's `rawurlencode`. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
