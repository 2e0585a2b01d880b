import * as z from "zod";
import { addressSchema } from "./address.ts";
import { duplicates, fieldsOf, type Problem } from "./problem.ts";

const recipients = z.array(addressSchema, "must be a list of addresses").nonempty("must name at least one recipient");
const byId = z.record(z.string().regex(/^[1-9]\d{0,14}$/, "must be an id"), recipients);

/** What is wrong with the one of the two that was meant. */
const listProblem = (input: unknown): string => {
  const meant = Array.isArray(input) ? recipients : typeof input === "object" && input !== null ? byId : undefined;
  const issues = meant?.safeParse(input).error?.issues ?? [];
  if (issues.length === 0) return "must be a list of addresses, or of each id such a list";
  return issues
    .map((issue) =>
      [issue.path.join("."), issue.code === "invalid_key" ? "must be an id, such as 12" : issue.message]
        .join(" ")
        .trim(),
    )
    .join(", ");
};

/** A list of addresses, or such a list of each publisher's or advertiser's id. */
export const recipientsSchema = z.union([recipients, byId], { error: ({ input }) => listProblem(input) });
export type Recipients = z.output<typeof recipientsSchema>;

/** Who gets one of their own: each id of `to`, or all its addresses together (null) where it is nobody's own. */
export const membersOf = ({ to }: { readonly to: Recipients }): readonly (number | null)[] =>
  Array.isArray(to) ? [null] : Object.keys(to).map(Number);

/** Who gets what is made for one of `membersOf`: bare addresses; none where it is no member. */
export const recipientsOf = ({ to }: { readonly to: Recipients }, member: number | null): readonly string[] =>
  Array.isArray(to) ? to : (to[String(member)] ?? []);

/** Every list of addresses, by its path below `to`. */
export const listsOf = (to: Recipients): readonly (readonly [path: string, list: readonly string[]])[] =>
  Array.isArray(to) ? [["", to]] : Object.entries(to).map(([id, list]) => [`.${id}`, list] as const);

/** Addresses that stand in one list twice, of settings that may still be wrong anywhere. */
export const duplicateRecipients = (to: unknown, path: string): readonly Problem[] =>
  Array.isArray(to)
    ? duplicates(to, path)
    : [...fieldsOf(to)].flatMap(([id, list]) => duplicates(list, `${path}.${id}`));
