import { addDays } from "../../../shared/platform/day.ts";
import { historyFolder, partOf } from "../history.ts";
import type { Measured } from "../measure.ts";
import { alternating, medianOf, run, unbundled } from "../processes.ts";
import type { ReportInput } from "../workers/report.ts";
import { type Row, row, type SuiteOptions, seconds } from "./suite.ts";

const LAST_DAY = "2026-11-24";
const DAYS = 35;
const CAMPAIGNS = 479;
const MEMBERS = 24;
const RUNS = 3;

/** Two parts for each of 24 publishers, checks, mails and workbooks with them: as one report, and as a report for each. */
export async function* reportSuite({ quick }: SuiteOptions): AsyncGenerator<Row> {
  const whole = await historyFolder({ campaigns: quick ? 120 : CAMPAIGNS, days: DAYS, lastDay: LAST_DAY });
  const members = quick ? 3 : MEMBERS;
  const sent = async (way: ReportInput["way"]): Promise<Measured> => {
    // The ledger of a folder lets nobody have a mail twice.
    const part = await partOf(whole, { from: addDays(LAST_DAY, 1 - DAYS), enterprises: ["demo"] });
    const input: ReportInput = { folder: part.folder, way, members, date: LAST_DAY };
    return run({ file: unbundled("report") }, input).finally(part.remove);
  };
  const ways = { burst: () => sent("burst"), alone: () => sent("alone") };
  const { burst, alone } = await alternating(quick ? 1 : RUNS, ways);
  const [ours, peer] = [medianOf(burst), medianOf(alone)];
  yield row({
    suite: "report",
    what: `one report of two parts for ${members} publishers`,
    measured: seconds(ours.wallMs),
    against: `${seconds(peer.wallMs)}: ${members} reports`,
    ratio: ours.wallMs / peer.wallMs,
    cpu: seconds(ours.cpuMs),
    peakRssMb: ours.peakRssMb,
    also: `${ours.facts["mails"]} mails each; their CPU ${seconds(peer.cpuMs)}`,
    mark: "<= 1",
    met: ours.wallMs <= peer.wallMs,
  });
}
