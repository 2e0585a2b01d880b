import { onTestFinished } from "vitest";
import type { ApiCredentials } from "../../../functions/local/simulated-api/http/users.ts";
import {
  DEFAULT_CREDENTIALS,
  type SimulatedApi,
  type SimulatedApiOptions,
  startSimulatedApi,
} from "../../../functions/local/simulated-api/server.ts";
import { type AnyRecord, demoWorld, morning } from "./demo-world.ts";

const small = demoWorld({ campaigns: 250 });

export interface ApiSession {
  readonly api: SimulatedApi;
  readonly token: string;
  /** GET of a path with its query; JSON-LD and the bearer unless told otherwise. */
  get(
    path: string,
    headers?: { [name: string]: string },
  ): Promise<{ status: number; headers: Headers; body: AnyRecord }>;
}

/** A running API over 250 campaigns on the demo's morning, ended with the test; logged in. */
export async function openApi(options: Partial<SimulatedApiOptions> = {}): Promise<ApiSession> {
  const api = await startSimulatedApi({ world: small, now: () => morning(0), ...options });
  onTestFinished(() => api.close());
  const login = await logIn(api, options.credentials ?? DEFAULT_CREDENTIALS);
  const token = login.body.access_token;
  return {
    api,
    token,
    get: async (path, headers = {}) => {
      const bearer = { authorization: `Bearer ${token}`, accept: "application/ld+json" };
      return answerOf(await fetch(`${api.url}${path}`, { headers: { ...bearer, ...headers } }));
    },
  };
}

export async function logIn(api: SimulatedApi, form: Partial<ApiCredentials>) {
  return answerOf(await fetch(`${api.url}/api/login`, { method: "POST", body: new URLSearchParams({ ...form }) }));
}

async function answerOf(response: Response) {
  const text = await response.text();
  const body: AnyRecord = /json/.test(response.headers.get("content-type") ?? "") ? JSON.parse(text) : text;
  return { status: response.status, headers: response.headers, body };
}

export const memberIds = (body: AnyRecord): number[] => body["hydra:member"].map((member: AnyRecord) => member.id);
