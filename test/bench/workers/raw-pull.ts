// The peer of the pull: a bare loop of fetch and JSON.parse over a number of pages that it is told, which proves and keeps nothing.
import { DEFAULT_CREDENTIALS } from "../../../functions/local/simulated-api/server.ts";
import { DATASETS, type DatasetName } from "../../../shared/catalog/datasets.ts";
import { endpointOf, loginUrl, pageUrl } from "../../../shared/convertr/http/endpoint.ts";
import { answer, inputOf, measure } from "../measure.ts";

export interface RawPullInput {
  readonly url: string;
  readonly dataset: DatasetName;
  readonly concurrency: number;
  readonly pages: number;
}

const { url, dataset, concurrency, pages } = inputOf<RawPullInput>();
const { collection, filters } = DATASETS[dataset];
const endpoint = endpointOf("demo", url);

answer(
  await measure(async () => {
    const { username, password } = DEFAULT_CREDENTIALS;
    const body = new URLSearchParams({ username, password, grant_type: "password" });
    const login = await fetch(loginUrl(endpoint), { method: "POST", body });
    const { access_token: token } = (await login.json()) as { access_token: string };
    const headers = { accept: "application/ld+json", authorization: `Bearer ${token}` };
    let rows = 0;
    let next = 1;
    const worker = async () => {
      while (next <= pages) {
        const response = await fetch(pageUrl(endpoint, { collection, filters, pageSize: 100 }, next++), { headers });
        const page = (await response.json()) as { "hydra:member": readonly unknown[] };
        rows += page["hydra:member"].length;
      }
    };
    await Promise.all(Array.from({ length: concurrency }, worker));
    return { rows, pages };
  }),
);
