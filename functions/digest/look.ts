import type { DigestModel } from "../../shared/digest/digest-model.ts";
import type { DigestInputRequest } from "../../shared/digest/input/read-digest-input.ts";
import { type OpenedDigest, openDigest } from "../../shared/digest/make-digest.ts";
import { expectedDatasets } from "../../shared/digest/sections/registry.ts";
import { ReportsError } from "../../shared/platform/errors.ts";
import { lookKey, snapshotKey } from "../../shared/snapshot/keys.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";

/**
 * What a digest would say if the newest looks of the day were its snapshots. Datasets that nobody has looked at come from the snapshot
 * of the day; the others are named in a banner, since their figures are in no snapshot.
 * @throws NoSnapshot when nobody has taken a look of the day; StoreFailed
 */
export async function openLook(
  store: ObjectStore,
  request: Omit<DigestInputRequest, "expected">,
): Promise<OpenedDigest> {
  const { enterprise, date, settings, enterpriseSettings } = request;
  const looks = new Map<string, string>();
  const banners: DigestModel["banners"][number][] = [];
  for (const dataset of expectedDatasets(settings, enterpriseSettings.datasets)) {
    const key = lookKey(dataset, enterprise, date);
    if ((await store.head(key)) === undefined) continue;
    looks.set(snapshotKey(dataset, enterprise, date), key);
    banners.push({ kind: "look", dataset });
  }
  if (looks.size === 0) throw noLook(request);
  const looking: ObjectStore = { ...store, get: (key) => store.get(looks.get(key) ?? key) };
  const { input, modelOf } = await openDigest(looking, request);
  return {
    input,
    modelOf: (settings) => {
      const model = modelOf(settings);
      return { ...model, banners: [...banners, ...model.banners] };
    },
  };
}

function noLook({ enterprise, digest, date, settings, enterpriseSettings }: Omit<DigestInputRequest, "expected">) {
  const needed = expectedDatasets(settings, enterpriseSettings.datasets);
  return new ReportsError("NoSnapshot", {
    what: `nobody has taken a look on ${date}`,
    where: `enterprise ${enterprise}, digest ${digest}`,
    remedy: `Invoke snapshot with "look": true first, for any of ${needed.join(", ")}`,
  });
}
