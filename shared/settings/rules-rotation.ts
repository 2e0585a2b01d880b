import * as z from "zod";
import { SHORTEST_ROTATED_DAYS } from "./password-age.ts";
import type { Problem } from "./problem.ts";
import { enterpriseSchema } from "./schema.ts";

const { passwordMaxAgeDays, rotatePassword } = enterpriseSchema.shape;
const rotationSchema = z.object({ passwordMaxAgeDays, rotatePassword });

/** A password that is to be rotated must live long enough for a failed rotation to be tried again. */
export function rotationRules(enterprise: unknown, path: string): readonly Problem[] {
  const { data } = rotationSchema.safeParse(enterprise);
  if (data?.rotatePassword !== true || data.passwordMaxAgeDays >= SHORTEST_ROTATED_DAYS) return [];
  const message = `must be ${SHORTEST_ROTATED_DAYS} or more with rotatePassword: it is changed at half of its age`;
  return [{ path: `${path}.passwordMaxAgeDays`, message }];
}
