import { type Node, parseTree } from "jsonc-parser";

/**
 * Finds where a value of a text that is JSON stands.
 * @returns gives the line, from 1, of what a dotted path such as `digests.daily.to.1` leads to: of its key in an object; as far as the
 * path leads where there is no such thing
 */
export function linesOfJson(text: string): (path: string) => number {
  const root = parseTree(text);
  return (path) => text.slice(0, root === undefined ? 0 : offsetOf(root, path.split("."))).split("\n").length;
}

/** A key may hold dots itself. */
function offsetOf(value: Node, path: readonly string[], offset = value.offset): number {
  for (let parts = path.length; parts > 0; parts -= 1) {
    const inner = entry(value, path.slice(0, parts).join("."));
    if (inner !== undefined) return offsetOf(inner.value, path.slice(parts), inner.offset);
  }
  return offset;
}

/** What stands under a key of an object, or at a position of a list, and where it begins. */
function entry({ type, children = [] }: Node, name: string): { value: Node; offset: number } | undefined {
  if (type === "array") {
    const value = /^\d+$/.test(name) ? children[Number(name)] : undefined;
    return value && { value, offset: value.offset };
  }
  const property = children.findLast((child) => child.children?.[0]?.value === name);
  const value = property?.children?.[1];
  return property && value && { value, offset: property.offset };
}
