import { editWorld } from "../edits.ts";
import type { Answer } from "../http/answer.ts";
import { type OnRequest, type SimulatedApi, type SimulatedApiOptions, startSimulatedApi } from "../server.ts";
import { answerInstead, sendBadly } from "./break-wire.ts";
import { type Account, changeAccount } from "./change-account.ts";
import { changeAnswer, changeQuery, echoQuery } from "./change-answer.ts";
import {
  type Fault,
  isAccountFault,
  isAnswerFault,
  isInsteadFault,
  isRequestFault,
  isWireFault,
} from "./fault-kinds.ts";
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
  readonly world: Account["edited"]["world"];
  /** Rows may be changed by hand as well. */
  readonly edited: Account["edited"];
}

/** The simulated API with a script of what goes wrong. */
export async function startFaultyApi(options: FaultyApiOptions): Promise<FaultyApi> {
  const { script, now } = options;
  const edited = editWorld(options.world);
  const served: { api?: SimulatedApi } = {};
  const account: Account = {
    base: options.world,
    edited,
    revokeTokens: () => served.api?.revokeTokens(),
    setPassword: (password) => served.api?.setPassword(password),
  };
  served.api = await startSimulatedApi({
    ...options,
    ...servedBy(script),
    world: edited.world,
    onRequest: scripted(account, options, now()),
  });
  return { ...served.api, world: edited.world, edited };
}

function servedBy({ tokenLifetimeSeconds, latencyMs, rateLimit }: FaultScript): Partial<SimulatedApiOptions> {
  return {
    ...(tokenLifetimeSeconds === undefined ? {} : { tokenLifetimeSeconds }),
    ...(latencyMs === undefined ? {} : { latencyMs }),
    ...(rateLimit === undefined ? {} : { rateLimit }),
  };
}

function scripted(account: Account, { script, now, onBefallen }: FaultyApiOptions, startMs: number): OnRequest {
  const rules = script.rules.map((fault, rule) => ({
    fault,
    befalls: createMatcher(fault.on, { seed: script.seed, rule }),
  }));
  return async (exchange, next) => {
    const seen = seenRequest(exchange, (now() - startMs) / 1_000);
    const faults = rules.filter(({ befalls }) => befalls(seen)).map(({ fault }) => fault);
    onBefallen?.({ ...seen, faults: faults.map(({ fault }) => fault) });
    for (const fault of faults.filter(isAccountFault)) changeAccount(account, fault, now());
    const [instead] = faults.filter(isInsteadFault);
    const answer =
      instead === undefined
        ? await ownAnswer(faults, exchange.search, next)
        : answerInstead(instead, exchange.response);
    return answer === "taken" ? answer : send(faults, answer, exchange.response);
  };
}

async function ownAnswer(faults: readonly Fault[], search: string, next: Parameters<OnRequest>[1]): Promise<Answer> {
  const ignoring = faults.filter(isRequestFault);
  const changed = ignoring.reduce((query, fault) => changeQuery(query, fault), search);
  const answer = ignoring.length === 0 ? await next() : await next({ search: changed });
  const echoed = ignoring.filter(({ echo }) => echo).reduce((one, fault) => echoQuery(one, search, fault), answer);
  return faults.filter(isAnswerFault).reduce(changeAnswer, echoed);
}

async function send(
  faults: readonly Fault[],
  answer: Answer,
  response: Parameters<OnRequest>[0]["response"],
): Promise<Answer | "taken"> {
  for (const fault of faults.filter(isWireFault)) {
    if ((await sendBadly(fault, answer, response)) === "taken") return "taken";
  }
  return answer;
}
