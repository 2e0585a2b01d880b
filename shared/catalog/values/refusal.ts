/**
 * Why a value was not taken: a symbol whose description is the reason, so that it can be told from every cell without
 * allocating. The reason never quotes the value.
 */
export type Refusal = symbol;

export const isRefusal = (value: unknown): value is Refusal => typeof value === "symbol";

export const reasonOf = (refusal: Refusal): string => refusal.description ?? "not taken";

/** The field is not in the record. Not the same as null, which the API may say. */
export const ABSENT: Refusal = Symbol("field is absent");
