import type { Refusal } from "./refusal.ts";

const NOT_A_BOOLEAN: Refusal = Symbol("not true or false");

/** `true` or `false`; `0`, `1` and texts are refused. */
export function readFlag(raw: unknown): boolean | Refusal {
  return typeof raw === "boolean" ? raw : NOT_A_BOOLEAN;
}
