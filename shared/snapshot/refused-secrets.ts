import * as z from "zod";
import type { RefusedSecrets } from "../convertr/client.ts";
import { ReportsError } from "../platform/errors.ts";
import { authKey } from "./keys.ts";
import type { ObjectStore, StoredObject } from "./store.ts";

const JSON_TYPE = { contentType: "application/json" };
/** Other runs may write at the same time; each turn one of them is done. */
const MAX_TURNS = 10;

const stored = z.object({ enterprise: z.string(), refused_version: z.string() });

/**
 * The secret version Convertr refused last, one object per enterprise. It holds the version's id, never what is in it.
 * Both methods throw StoreFailed; a record that cannot be read also counts as that, since ten wrong logins lock the account.
 */
export function createRefusedSecrets(store: ObjectStore): RefusedSecrets {
  return {
    read: async (enterprise) => {
      const found = await store.get(authKey(enterprise));
      return found === undefined ? undefined : versionIn(found);
    },
    remember: async (enterprise, version) => {
      const key = authKey(enterprise);
      const line = new TextEncoder().encode(`${JSON.stringify({ enterprise, refused_version: version })}\n`);
      for (let turn = 0; turn < MAX_TURNS; turn++) {
        const found = await store.get(key);
        if (found === undefined) {
          if ((await store.create(key, line, JSON_TYPE)).outcome === "created") return;
        } else {
          if (versionIn(found) === version) return;
          const answer = await store.overwrite(key, line, { ...JSON_TYPE, ifMatch: found.etag });
          if (answer.outcome === "replaced") return;
        }
      }
      throw new ReportsError("StoreFailed", {
        what: `the refused secret version could not be noted: others changed the note ${MAX_TURNS} times`,
        where: key,
        remedy: "See which runs of this enterprise are under way at the same time",
      });
    },
  };
}

function versionIn({ key, body }: StoredObject): string {
  try {
    return stored.parse(JSON.parse(new TextDecoder().decode(body))).refused_version;
  } catch {
    throw new ReportsError("StoreFailed", {
      what: "the note of the refused secret version cannot be read",
      where: key,
      remedy: "Delete the object once the credentials are known to be right",
      retryable: false,
    });
  }
}
