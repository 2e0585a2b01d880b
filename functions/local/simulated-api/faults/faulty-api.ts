import { editWorld } from "../edits.ts";
import type { ServedAnswer } from "../http/answer.ts";
import { type OnRequest, type SimulatedApi, type SimulatedApiOptions, startSimulatedApi } from "../server.ts";
import { answerInstead, sendBadly } from "./break-wire.ts";
import { changeAccount, type ServedWorld } from "./change-account.ts";
import { changeAnswer, changeQuery, echoQuery } from "./change-answer.ts";
import { type Fault, faultsOf } from "./fault-kinds.ts";
import { createMatcher, type SeenRequest, seenRequest } from "./fault-match.ts";
import type { FaultScript } from "./fault-script.ts";

/** A request that something befell. */
export interface Befallen extends SeenRequest {
  readonly faults: readonly Fault["fault"][];
}

export interface FaultyApiOptions extends Omit<SimulatedApiOptions, "onRequest"> {
  readonly script: FaultScript;
  /** Told of each request and what befalls it, before anything is done. */
  readonly onBefallen?: (befallen: Befallen) => void;
}

export interface FaultyApi extends SimulatedApi {
  /** The account as it is served, with the script's changes. */
  readonly world: ServedWorld["edited"]["world"];
  /** Rows may be changed by hand as well. */
  readonly edited: ServedWorld["edited"];
}

/** The simulated API with a script of what goes wrong. */
export async function startFaultyApi(options: FaultyApiOptions): Promise<FaultyApi> {
  const { seed: _, rules: __, ...served } = options.script;
  const edited = editWorld(options.world);
  const onRequest = scripted(options, {
    base: options.world,
    edited,
    revokeTokens: () => api.revokeTokens(),
    setPassword: (password) => api.setPassword(password),
  });
  const api: SimulatedApi = await startSimulatedApi({ ...options, ...served, world: edited.world, onRequest });
  return { ...api, world: edited.world, edited };
}

function scripted({ script, now, onBefallen }: FaultyApiOptions, served: ServedWorld): OnRequest {
  const startMs = now();
  const rules = script.rules.map((fault, rule) => ({
    fault,
    befalls: createMatcher(fault.on, { seed: script.seed, rule }),
  }));
  return async (exchange, next) => {
    const seen = seenRequest(exchange, (now() - startMs) / 1_000);
    const faults = rules.filter(({ befalls }) => befalls(seen)).map(({ fault }) => fault);
    onBefallen?.({ ...seen, faults: faults.map(({ fault }) => fault) });
    for (const fault of faultsOf("account", faults)) changeAccount(served, fault, now());
    const [instead] = faultsOf("instead", faults);
    const answer =
      instead === undefined
        ? await ownAnswer(faults, exchange.search, next)
        : answerInstead(instead, exchange.response);
    if (answer === "taken") return answer;
    for (const fault of faultsOf("wire", faults)) {
      if ((await sendBadly(fault, answer, exchange.response)) === "taken") return "taken";
    }
    return answer;
  };
}

async function ownAnswer(
  faults: readonly Fault[],
  search: string,
  next: Parameters<OnRequest>[1],
): Promise<ServedAnswer> {
  const ignoring = faultsOf("request", faults);
  const changed = ignoring.reduce(changeQuery, search);
  const answer = ignoring.length === 0 ? await next() : await next({ search: changed });
  const echoed = ignoring.filter(({ echo }) => echo).reduce((one, fault) => echoQuery(one, search, fault), answer);
  return faultsOf("answer", faults).reduce(changeAnswer, echoed);
}
