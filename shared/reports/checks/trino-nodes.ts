import { tokensOf } from "../text/tokens.ts";
import type { TrinoNode } from "./trino-grammar.ts";

/** A node of the parse tree by its rule; undefined of a token. */
export interface RuledNode {
  readonly node: TrinoNode;
  readonly rule: string | undefined;
  /** Line of the text, from 1. */
  readonly line: number;
}

/** A node and every one below it, in the order of the text. */
export function* nodesOf(node: TrinoNode): Generator<TrinoNode> {
  yield node;
  for (const child of node.children ?? []) yield* nodesOf(child);
}

/** As both engines take it, in small letters and without quotes; one of several parts has its quotes, and so is none of one part. */
export function nameOf(node: TrinoNode | undefined): string {
  const text = (node?.getText() ?? "").toLowerCase();
  const [first, ...more] = tokensOf(text);
  return first?.kind === "quoted" && more.length === 0 ? text.slice(1, -1).replaceAll('""', '"') : text;
}
