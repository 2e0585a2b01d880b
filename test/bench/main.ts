// `npm run bench`: speed side by side, against a peer or a bound in the same run. `-- --only pull,encode`, `-- --quick`.
// Ends with 1 when a mark is missed.
import { parseArgs } from "node:util";
import { collectResults } from "./results.ts";
import { digestSuite } from "./suites/digest.ts";
import { encodeSuite } from "./suites/encode.ts";
import { historySuite } from "./suites/history.ts";
import { monthsSuite } from "./suites/months.ts";
import { morningSuite } from "./suites/morning.ts";
import { peersSuite } from "./suites/peers.ts";
import { pullSuite } from "./suites/pull.ts";
import { queriesSuite } from "./suites/queries.ts";
import { reportSuite } from "./suites/report.ts";
import { snapshotSuite } from "./suites/snapshot.ts";
import { startSuite } from "./suites/start.ts";
import type { Suite } from "./suites/suite.ts";
import { trinoSuite } from "./suites/trino.ts";

const SUITES: Readonly<Record<string, Suite>> = {
  pull: pullSuite,
  encode: encodeSuite,
  snapshot: snapshotSuite,
  digest: digestSuite,
  peers: peersSuite,
  start: startSuite,
  queries: queriesSuite,
  months: monthsSuite,
  morning: morningSuite,
  history: historySuite,
  report: reportSuite,
  trino: trinoSuite,
};

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    quick: { type: "boolean", default: false },
    docs: { type: "boolean", default: false },
  },
});
const wanted = values.only === undefined ? Object.keys(SUITES) : values.only.split(",");
const unknown = wanted.filter((name) => SUITES[name] === undefined);
if (unknown.length > 0) {
  process.stderr.write(`no such benchmark: ${unknown.join(", ")}. There are ${Object.keys(SUITES).join(", ")}\n`);
  process.exit(2);
}
const good = await collectResults(wanted, SUITES, { quick: values.quick, docs: values.docs });
if (!good) process.exitCode = 1;
