// The simulated API with its pages made before anybody asks, so that what is measured is the client and the wire. Frozen in
// time: all pages show the same instant.
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { editWorld } from "../../../functions/local/simulated-api/edits.ts";
import { errorAnswer } from "../../../functions/local/simulated-api/http/answer.ts";
import type { JsonObject } from "../../../functions/local/simulated-api/records/parts.ts";
import {
  DEFAULT_CREDENTIALS,
  type OnRequest,
  startSimulatedApi,
} from "../../../functions/local/simulated-api/server.ts";
import { createWorld, type World } from "../../../functions/local/simulated-api/world.ts";
import { DATASETS } from "../../../shared/catalog/datasets.ts";
import { endpointOf, loginUrl, pageUrl } from "../../../shared/convertr/http/endpoint.ts";
import { answer, inputOf } from "../measure.ts";
import { type ApiInput, type ApiReady, PAGES_ASKED } from "../suites/api.ts";

const NOW = Date.parse("2026-11-23T05:00:00Z");
const { dataset, campaigns, delayMs, failShare, removeEveryMs } = inputOf<ApiInput>();
const { collection, filters } = DATASETS[dataset];
const compress = promisify(gzip);

const edited = editWorld(
  remembering(createWorld({ seed: 1, historyStart: "2026-10-19", timeZone: "Europe/London", campaigns })),
);
const pages = new Map<string, Buffer>();
let asked = 0;
/** Pages are made, and nothing is late or fails, until the server is ready. */
let ready = false;

const onRequest: OnRequest = async ({ path, search, response }, next) => {
  if (path === PAGES_ASKED) {
    response.end(String(asked));
    return "taken";
  }
  if (!ready || !path.startsWith("/api/v4/")) {
    const made = await next();
    if (path.startsWith("/api/v4/")) pages.set(pageOf(search), await compress(made.body, { level: 1 }));
    else if (ready) await wait(delayMs);
    return made;
  }
  asked += 1;
  const fails = Math.floor(asked * failShare) > Math.floor((asked - 1) * failShare);
  const [made] = await Promise.all([
    fails ? undefined : (pages.get(pageOf(search)) ?? compressed(next)),
    wait(delayMs),
  ]);
  if (made === undefined) return errorAnswer(503, "Service Unavailable", "jsonld");
  response.writeHead(200, {
    "content-type": "application/ld+json; charset=utf-8",
    "content-encoding": "gzip",
    "content-length": made.length,
  });
  response.end(made);
  return "taken";
};

/** Every client puts the parameters into an order, and an encoding, of its own. */
function pageOf(search: string): string {
  const query = new URLSearchParams(search);
  query.sort();
  return String(query);
}

const compressed = async (next: () => Promise<{ readonly body: string }>): Promise<Buffer> =>
  compress((await next()).body, { level: 1 });

const api = await startSimulatedApi({ world: edited.world, now: () => NOW, rateLimit: null, onRequest });
answer(await makePages());
ready = true;
if (removeEveryMs > 0) setInterval(removeOne, removeEveryMs);
process.stdin.resume().once("end", () => process.exit(0));

/** Asks itself for everything once. */
async function makePages(): Promise<ApiReady> {
  const endpoint = endpointOf("demo", api.url);
  const login = await fetch(loginUrl(endpoint), { method: "POST", body: loginForm() });
  const { access_token: token } = (await login.json()) as { access_token: string };
  let rows = 0;
  let bytes = 0;
  for (let page = 1; ; page++) {
    const url = pageUrl(endpoint, { collection, filters, pageSize: 100 }, page);
    const body = await (
      await fetch(url, { headers: { accept: "application/ld+json", authorization: `Bearer ${token}` } })
    ).text();
    const { length } = JSON.parse(body)["hydra:member"];
    rows += length;
    bytes += body.length;
    if (length < 100) return { url: api.url, rows, pages: page, pageBytes: Math.round(bytes / page) };
  }
}

function loginForm(): URLSearchParams {
  const { username, password } = DEFAULT_CREDENTIALS;
  return new URLSearchParams({ username, password, grant_type: "password" });
}

/** A row in the middle goes; the pages behind it move up by one and are made anew when they are asked for. */
function removeOne(): void {
  const ids = edited.world.ids(collection, NOW);
  const id = ids[ids.length >> 1];
  if (id !== undefined) edited.remove(collection, id);
  pages.clear();
}

/** A record is played once and kept. */
function remembering(world: World): World {
  const known = new Map<string, JsonObject | undefined>();
  return {
    ...world,
    record: (name, id, atMs) => {
      const key = `${name}/${id}`;
      if (!known.has(key)) known.set(key, world.record(name, id, atMs));
      return known.get(key);
    },
  };
}
