import { own } from "./envelope.ts";

/** Query parameters that a collection declares → the property of its records that each goes by. */
export type SearchMapping = ReadonlyMap<string, string>;

/** @returns undefined when the body has no `hydra:search` with a mapping */
export function readSearchMapping(body: unknown): SearchMapping | undefined {
  const mapping = own(own(body, "hydra:search"), "hydra:mapping");
  if (!Array.isArray(mapping)) return undefined;
  const pairs = mapping.flatMap((entry) => {
    const [variable, property] = [own(entry, "variable"), own(entry, "property")];
    // API Platform leaves the property null where a filter goes by none.
    return typeof variable === "string"
      ? [[variable, typeof property === "string" ? property : variable] as const]
      : [];
  });
  return pairs.length === 0 ? undefined : new Map(pairs);
}
