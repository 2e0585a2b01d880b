import type { ObjectStore } from "../snapshot/store.ts";
import { buildDigest } from "./build-digest.ts";
import type { DigestModel } from "./digest-model.ts";
import { type DigestInputRequest, readDigestInput } from "./input/read-digest-input.ts";
import { expectedDatasets } from "./sections/registry.ts";

/**
 * What a digest says on a date, by the snapshots that its sections need.
 * @throws NoSnapshot when no dataset the digest needs has a snapshot in the days it reads; StoreFailed
 */
export async function makeDigest(
  store: ObjectStore,
  request: Omit<DigestInputRequest, "expected">,
): Promise<DigestModel> {
  const expected = expectedDatasets(request.settings, request.enterpriseSettings.datasets);
  return buildDigest(await readDigestInput(store, { ...request, expected }));
}
