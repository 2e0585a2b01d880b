interface Place {
  readonly line: number;
  /** Keys of an object, positions of a list. */
  readonly inside: Map<string, Place>;
}

/** An object or list that is being read. */
interface Open {
  readonly place: Place;
  /** Null in an object, the next position in a list. */
  position: number | null;
  key: { readonly name: string; readonly line: number } | null;
}

const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\]]|[^\s{}[\],:"]+/g;

/**
 * Finds where a value of a text that is JSON stands.
 * @returns gives the line, from 1, of what a dotted path such as `digests.daily.to.1` leads to: of its key in an object; as far as the
 * path leads where there is no such thing
 */
export function linesOfJson(text: string): (path: string) => number {
  const root: Place = { line: 1, inside: new Map() };
  const open: Open[] = [];
  let line = 1;
  let from = 0;
  for (const { 0: token, index } of text.matchAll(TOKENS)) {
    line += text.slice(from, index).split("\n").length - 1;
    from = index;
    const parent = open.at(-1);
    if (token === "}" || token === "]") open.pop();
    else if (parent !== undefined && parent.position === null && parent.key === null) {
      parent.key = { name: String(JSON.parse(token)), line };
    } else {
      const place = parent === undefined ? root : entered(parent, line);
      if (token === "{" || token === "[") open.push({ place, position: token === "[" ? 0 : null, key: null });
    }
  }
  return (path) => lineIn(root, path.split("."));
}

/** Of a key that is there twice the later one counts, as for JSON.parse. */
function entered(parent: Open, line: number): Place {
  const name = parent.key?.name ?? String(parent.position);
  const place: Place = { line: parent.key?.line ?? line, inside: new Map() };
  parent.place.inside.set(name, place);
  parent.key = null;
  if (parent.position !== null) parent.position += 1;
  return place;
}

/** A key may hold dots itself. */
function lineIn(place: Place, path: readonly string[]): number {
  for (let parts = path.length; parts > 0; parts -= 1) {
    const inner = place.inside.get(path.slice(0, parts).join("."));
    if (inner !== undefined) return lineIn(inner, path.slice(parts));
  }
  return place.line;
}
