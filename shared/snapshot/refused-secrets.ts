import * as z from "zod";
import type { RefusedSecrets } from "../convertr/login/credentials.ts";
import { ReportsError } from "../platform/errors.ts";
import { jsonOfBytes } from "../platform/json.ts";
import { authKey } from "./keys.ts";
import type { ObjectStore, StoredObject } from "./store.ts";

const JSON_TYPE = { contentType: "application/json" };
/** Other runs may write at the same time; each turn one of them is done. */
const MAX_TURNS = 10;

/** Versions kept: a current and a pending one are what a login can meet, the rest are history. */
const MAX_VERSIONS = 8;

/** The first form of the note had one version. */
const stored = z
  .object({ refused_version: z.string().optional(), refused_versions: z.array(z.string()).optional() })
  .refine(({ refused_version: one, refused_versions: many }) => one !== undefined || many !== undefined)
  .transform(({ refused_version: one, refused_versions: many = [] }) => (one === undefined ? many : [one, ...many]));

/**
 * The secret versions Convertr refused last, one object per enterprise. It holds the versions' ids, never what is in them.
 * All methods throw StoreFailed; a record that cannot be read also counts as that, since ten wrong logins lock the account.
 */
export function createRefusedSecrets(store: ObjectStore): RefusedSecrets {
  return {
    read: async (enterprise) => {
      const found = await store.get(authKey(enterprise));
      return new Set(found === undefined ? [] : versionsIn(found));
    },
    remember: (enterprise, version) =>
      note(store, enterprise, (versions) =>
        versions.includes(version) ? versions : [...versions, version].slice(-MAX_VERSIONS),
      ),
    forget: (enterprise, version) =>
      note(store, enterprise, (versions) =>
        versions.includes(version) ? versions.filter((other) => other !== version) : versions,
      ),
  };
}

/** Writes the note as it should be; nothing when `change` gives back what it got. */
async function note(
  store: ObjectStore,
  enterprise: string,
  change: (versions: readonly string[]) => readonly string[],
): Promise<void> {
  const key = authKey(enterprise);
  for (let turn = 0; turn < MAX_TURNS; turn++) {
    const found = await store.get(key);
    const before = found === undefined ? [] : versionsIn(found);
    const after = change(before);
    if (after === before) return;
    const line = new TextEncoder().encode(`${JSON.stringify({ enterprise, refused_versions: after })}\n`);
    if (found === undefined) {
      if ((await store.create(key, line, JSON_TYPE)).outcome === "created") return;
    } else {
      const answer = await store.overwrite(key, line, { ...JSON_TYPE, ifMatch: found.etag });
      if (answer.outcome === "replaced") return;
    }
  }
  throw new ReportsError("StoreFailed", {
    what: `the refused secret versions could not be noted: others changed the note ${MAX_TURNS} times`,
    where: key,
    remedy: "See which runs of this enterprise are under way at the same time",
  });
}

function versionsIn({ key, body }: StoredObject): readonly string[] {
  try {
    return stored.parse(jsonOfBytes(body));
  } catch {
    throw new ReportsError("StoreFailed", {
      what: "the note of the refused secret versions cannot be read",
      where: key,
      remedy: "Delete the object once the credentials are known to be right",
      retryable: false,
    });
  }
}
