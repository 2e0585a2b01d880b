import { randomBytes } from "node:crypto";

/** `20261123T050003Z-1f0c9a7e`: sorts by time, safe in keys and tags. `now` in epoch ms. */
export function newRunId(now: number): string {
  const stamp = new Date(now).toISOString().replace(/[-:]|\.\d+/g, "");
  return `${stamp}-${randomBytes(4).toString("hex")}`;
}
