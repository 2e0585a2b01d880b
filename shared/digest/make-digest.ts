import type { OneDigest } from "../settings/one-digest.ts";
import type { ObjectStore } from "../snapshot/store.ts";
import { buildDigest } from "./build-digest.ts";
import type { DigestModel } from "./digest-model.ts";
import type { DigestInput } from "./input/digest-input.ts";
import { type DigestInputRequest, readDigestInput } from "./input/read-digest-input.ts";
import { expectedDatasets } from "./sections/registry.ts";

/** The snapshots of a digest, read once for however many its mails are. */
export interface OpenedDigest {
  readonly input: DigestInput;
  /** Pure. @param settings the digest as one of its mails is made */
  readonly modelOf: (settings: OneDigest) => DigestModel;
}

/**
 * Reads the snapshots that a digest of a date needs.
 * @throws NoSnapshot when no dataset the digest needs has a snapshot in the days it reads; StoreFailed
 */
export async function openDigest(
  store: ObjectStore,
  request: Omit<DigestInputRequest, "expected">,
): Promise<OpenedDigest> {
  const expected = expectedDatasets(request.settings, request.enterpriseSettings.datasets);
  const input = await readDigestInput(store, { ...request, expected });
  return { input, modelOf: (settings) => buildDigest({ ...input, settings }) };
}

/**
 * What a digest says on a date.
 * @throws as `openDigest`
 */
export async function makeDigest(
  store: ObjectStore,
  request: Omit<DigestInputRequest, "expected" | "settings"> & { readonly settings: OneDigest },
): Promise<DigestModel> {
  return (await openDigest(store, request)).modelOf(request.settings);
}
