/** Modules, as paths below `shared/`, that are mutated together, and the tests that hold them to their duty: each change runs those again, and no other. */
export interface Group {
  readonly modules: readonly string[];
  readonly tests: readonly string[];
}

export const GROUPS: Readonly<Record<string, Group>> = {
  /** Functions of their arguments, by tests that only call them. */
  units: {
    modules: [
      "convertr/http/retry",
      "convertr/http/throttle",
      "convertr/pull/proof",
      "catalog/values/decimal",
      "catalog/values/instant",
      "digest/drawing/decimal-text",
      "platform/day",
      "settings/skipped-hour",
      "settings/timetable",
    ],
    tests: [
      "test/convertr/units/{proving,retrying}.test.ts",
      "test/catalog/values/*.test.ts",
      "test/platform/day*.test.ts",
      "test/settings/{skipped-hour,timetable}.test.ts",
      "test/digest/decimal-text.test.ts",
    ],
  },
  /** Paging, by its parts and by real requests on loopback. */
  paging: {
    modules: [
      "convertr/pull/gaps",
      "convertr/pull/paging-plan",
      "convertr/pull/proven-pull",
      "convertr/pull/pull",
      "convertr/pull/tally",
    ],
    tests: [
      "test/convertr/units/{planning,tallying}.test.ts",
      "test/convertr/{pages,gaps,pull-tells,pulling,framework-answers}.test.ts",
      "test/faults/{api-paging,framework}.test.ts",
    ],
  },
  /** What every request goes through. */
  requests: {
    modules: ["convertr/http/concurrency-slots", "convertr/http/request-context", "convertr/pull/page-request"],
    tests: [
      "test/convertr/units/slots.test.ts",
      "test/convertr/{logins,throttling,transport,requests,tokens,pull-tells,framework-answers}.test.ts",
      "test/faults/{api-auth,api-throttle,api-transport,framework}.test.ts",
    ],
  },
  login: {
    modules: ["convertr/login/session"],
    tests: ["test/convertr/{logins,tokens}.test.ts", "test/faults/api-auth.test.ts"],
  },
  /** By what a campaign becomes a card, and until when. */
  judgement: {
    modules: [
      "digest/model/pace",
      "digest/cards/judge/stake",
      "digest/cards/judge/pace-verdicts",
      "digest/cards/replay/track",
    ],
    tests: [
      "test/digest/{pace,false-alarms}.test.ts",
      "test/digest/cards/{board,said,tiers,track,unknown-figures,verdicts}.test.ts",
    ],
  },
  /** Who is sent a mail, and what is recorded of it, on a real folder. */
  ledger: {
    modules: ["digest/delivery/deliver", "digest/delivery/wait", "digest/delivery/ledger"],
    tests: ["test/digest/sending/{deliver,deliver-again,deliver-tells,ledger,ledger-law}.test.ts"],
  },
};
