import type * as z from "zod";

/** What a missing or a foreign value is told by, where a schema says nothing of its own: no value is repeated. */
export const inWords: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === "invalid_type" && issue.input === undefined) return "is missing";
  if (issue.code === "invalid_value")
    return `must be ${issue.values.length > 1 ? "one of " : ""}${issue.values.join(", ")}`;
  return undefined;
};
