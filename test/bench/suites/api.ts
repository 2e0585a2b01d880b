import type { DatasetName } from "../../../shared/catalog/datasets.ts";
import { type Server, serve } from "../processes.ts";

export interface ApiInput {
  readonly dataset: DatasetName;
  readonly campaigns: number;
  readonly delayMs: number;
  /** Share of the requests answered with 503. */
  readonly failShare: number;
  /** 0: nothing is removed. */
  readonly removeEveryMs: number;
}

export interface ApiReady {
  readonly url: string;
  readonly rows: number;
  readonly pages: number;
  /** Of a page, before compression. */
  readonly pageBytes: number;
}

/** The simulated API in a process of its own, with pages ready to be sent. */
export const serveApi = (
  input: Partial<ApiInput> & Pick<ApiInput, "dataset" | "campaigns">,
): Promise<Server<ApiReady>> => serve<ApiReady>("api", { delayMs: 0, failShare: 0, removeEveryMs: 0, ...input });

/** Where the server tells how many pages anybody has asked for since it was ready. */
export const PAGES_ASKED = "/bench/pages-asked";

export const pagesAsked = async ({ url }: ApiReady): Promise<number> =>
  Number(await (await fetch(`${url}${PAGES_ASKED}`)).text());
