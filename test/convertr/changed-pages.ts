import type { ConvertrClientOptions } from "../../shared/convertr/client.ts";
import type { Api, Hit, Reply, Scripted } from "./api-server.ts";
import { kit } from "./client-kit.ts";

const LD = { "content-type": "application/ld+json" };
export type Envelope = Record<string, unknown>;

/** A page whose envelope is changed before it is sent. */
export const changed =
  (change: (envelope: Envelope) => Envelope): Scripted =>
  (reply: Reply) =>
    reply.send(200, JSON.stringify(change(reply.envelope())), LD);
export const members = (envelope: Envelope) => envelope["hydra:member"] as Envelope[];
export const onPages = (api: Api, which: (hit: Hit) => boolean, scripted: Scripted) => {
  api.script = (hit) => (hit.kind === "page" && which(hit) ? scripted : undefined);
};

/** Five rows a page. */
export function small(api: Api, { limits = {}, ...more }: Partial<ConvertrClientOptions> = {}) {
  return kit(api, { limits: { pageSize: 5, ...limits }, ...more });
}
