// A process of its own for the folder store's tests: counts up in one object, telling each number the store has confirmed.
// Usage: node store-writer.ts ROOT KEY TIMES [PADDING]
import { createFolderStore } from "../../shared/snapshot/folder-store.ts";

const [root = "", key = "", times = "0", padding = "0"] = process.argv.slice(2);
const store = createFolderStore(root, { lockWaitMs: 20_000 });
const options = { contentType: "application/json" };
process.stdout.write("ready\n");
for (let done = 0; done < Number(times); ) {
  const current = await store.get(key);
  if (current === undefined) throw new Error("nothing to count in");
  const next = JSON.parse(new TextDecoder().decode(current.body)).count + 1;
  const body = new TextEncoder().encode(JSON.stringify({ count: next, padding: "x".repeat(Number(padding)) }));
  const { outcome } = await store.overwrite(key, body, { ...options, ifMatch: current.etag });
  if (outcome !== "replaced") continue;
  done++;
  process.stdout.write(`${next}\n`);
}
