import type { MemberAudience } from "../catalog/audiences.ts";
import type { DigestSettings } from "./schema.ts";

/** Where a digest's filter names whom its audience is. */
export const MEMBER_FILTER = { publisher: "publishers", advertiser: "advertisers" } as const satisfies Readonly<
  Record<MemberAudience, keyof DigestSettings["filter"]>
>;

/** A digest as one mail of its definition is made: its own addresses, and the filter names whose it is. */
export type OneDigest = Omit<DigestSettings, "to"> & { readonly to: string[] };

/** @param member one of `membersOf` */
export function digestFor({ to, ...digest }: DigestSettings, member: number | null): OneDigest {
  if (Array.isArray(to)) return { ...digest, to };
  const { audience, filter } = digest;
  if (audience === "internal" || member === null) throw new RangeError("a digest by id has an audience and an id");
  return { ...digest, to: to[String(member)] ?? [], filter: { ...filter, [MEMBER_FILTER[audience]]: [member] } };
}
