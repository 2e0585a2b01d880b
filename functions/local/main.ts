import { Argument, Command, CommanderError, Option } from "commander";
import { DATASET_NAMES } from "../../shared/catalog/datasets.ts";
import { MONTHLY_DATASETS } from "../../shared/catalog/months.ts";
import { isReportsError } from "../../shared/platform/errors.ts";
import { VERSION } from "../../shared/platform/version.ts";
import {
  between,
  collected,
  day,
  instant,
  listed,
  month,
  path as pathFromHere,
  port,
  positive,
  rowLimit,
  simulatedDay,
} from "./arguments.ts";
import { failureWords } from "./failure-words.ts";
import { LOOK_UP_COLLECTIONS } from "./look-up/collections.ts";
import { isDangerousToLose, takenByNpm, withoutNpm } from "./npm-options.ts";
import { lostResults, note, outputWidth, printText } from "./output.ts";
import { useProxyOf } from "./proxy.ts";
import { watch } from "./streams.ts";

/** Exit codes (docs/design.md, "The local runner"). */
const GOOD = 0;
const BAD = 1;
const WRONG_USAGE = 2;
/** Nothing is wrong and nothing is done yet: ask again later. */
const LATER = 3;
const WRONG_USAGE_NAMES: ReadonlySet<string> = new Set(["WrongUsage", "InvalidEvent", "InvalidSql", "InvalidSettings"]);

/** Relative to where the person stands. */
const path = (flags: string, description: string): Option => new Option(flags, description).argParser(pathFromHere);
/** A world of more is made for minutes. */
const MOST_CAMPAIGNS = 20_000;
/** Columns of help where nobody says how many there are. */
const HELP_WIDTH = 80;

function program(finish: (result: boolean | "later") => void): Command {
  const reports = new Command("reports")
    .description("Convertr reports on this machine: snapshots in a folder, mails in an outbox, SQL by DuckDB.")
    .version(VERSION, "--version", "prints the version of this code")
    .configureOutput({
      writeOut: printText,
      writeErr: (text) => note(text.trimEnd()),
      getOutHelpWidth: () => outputWidth() ?? HELP_WIDTH,
      getErrHelpWidth: () => HELP_WIDTH,
    })
    .helpCommand(true)
    .exitOverride();
  const command = (name: string, description: string): Command =>
    reports
      .command(name)
      .description(description)
      .addOption(path("--data <folder>", "data folder").default(".reports"))
      .option("--verbose", "log lines as JSON on standard error", false);
  const settings = (): Option =>
    path("--settings <file>", "settings; left out: REPORTS_SETTINGS, settings.json, the example");
  const deployedSettings = (): Option =>
    path("--settings <file>", "the settings that were deployed; left out: REPORTS_SETTINGS, settings.json");

  const findingFormat = (): Option =>
    new Option("--format <format>", "how findings are printed").choices(["text", "json"]).default("text");

  command("snapshot", "Pulls the API and publishes today's snapshots.")
    .requiredOption("--enterprise <name>", "the Convertr account")
    .addOption(
      new Option("--dataset <name>", "one dataset; all of the enterprise's when left out").choices([...DATASET_NAMES]),
    )
    .addOption(new Option("--date <day>", "label of the snapshot, for rehearsals").argParser(day))
    .option("--overwrite", "replace a published snapshot of the day", false)
    .option("--accept-shrunk", "far fewer rows than before are right: take the day again, unmarked", false)
    .option("--dry-run", "pull and prove, publish nothing", false)
    .option("--look", "keep the numbers of this moment beside the history, for digest --look", false)
    .addOption(settings())
    .action(async (options) => {
      const { runSnapshot } = await import("./commands/snapshot.ts");
      finish(await runSnapshot(options));
    });

  command("digest", "Builds a digest from the snapshots and puts the mails into the outbox.")
    .requiredOption("--enterprise <name>", "the Convertr account")
    .requiredOption("--digest <name>", "a digest of the settings")
    .addOption(new Option("--member <id>", "one id of a digest that many get; all when left out").argParser(positive))
    .addOption(new Option("--date <day>", "snapshot date; today when left out").argParser(day))
    .option("--to <addresses...>", "send a [Test] mail to these addresses instead")
    .option("--dry-run", "render and store, send nothing", false)
    .option("--force", "try failed and unknown recipients again", false)
    .option("--wait", "send nothing while a snapshot of the day is missing; exit code 3 then", false)
    .option("--early", "send what there is, before the day's snapshots are due", false)
    .option("--look", "of the newest looks of today; with --to or --dry-run", false)
    .addOption(settings())
    .action(async (options) => {
      const { runDigest } = await import("./commands/digest.ts");
      finish(await runDigest(options));
    });

  command(
    "months",
    "Makes one verified file of each closed month of a data folder, as a deployment does in its bucket.",
  )
    .requiredOption("--enterprise <name>", "the Convertr account")
    .addOption(
      new Option("--dataset <name>", "one dataset; all that have months when left out").choices([...MONTHLY_DATASETS]),
    )
    .addOption(
      new Option("--month <month>", "compare this month with its days; all that are missing when left out").argParser(
        month,
      ),
    )
    .option("--dry-run", "make and verify, write nothing", false)
    .addOption(settings())
    .action(async (options) => {
      const { runMonths } = await import("./commands/months.ts");
      finish(await runMonths(options));
    });

  command("report", "Runs a report of your own SQL over the snapshots, and puts its mails into the outbox.")
    .requiredOption("--enterprise <name>", "the Convertr account")
    .requiredOption("--report <name>", "a report of the settings")
    .addOption(new Option("--member <id>", "one id of a report that many get; all when left out").argParser(positive))
    .addOption(new Option("--date <day>", "snapshot date; today when left out").argParser(day))
    .option("--to <addresses...>", "send a [Test] mail to these addresses instead; of many, name the --member")
    .option("--dry-run", "render and keep below test/, send nothing", false)
    .option("--force", "run again, and try failed and unknown recipients again", false)
    .option("--wait", "run nothing while a snapshot of the day is missing; exit code 3 then", false)
    .option("--early", "do not wait for a missing snapshot that may still come", false)
    .addOption(settings())
    .action(async (options) => {
      const { runReport } = await import("./commands/report.ts");
      finish(await runReport(options));
    });

  command("preview", "Serves the mails of the snapshots to your browser, on loopback, until it is interrupted.")
    .addOption(new Option("--port <port>", "port; a free one when 0").argParser(port).default(8791))
    .addOption(settings())
    .action(async (options) => {
      const { runPreview } = await import("./commands/preview.ts");
      finish(await runPreview(options));
    });

  command("sql", "Runs SQL over the snapshots with Athena's tables and views.")
    .argument("[query]", "the SQL text")
    .addOption(path("--file <file>", "read the SQL from a file"))
    .addOption(
      new Option("--format <format>", "how rows are printed").choices(["table", "json", "csv"]).default("table"),
    )
    .action(async (query, options) => {
      const { runSqlCommand } = await import("./commands/sql.ts");
      finish(await runSqlCommand(query, options));
    });

  command("api", "Looks records up in the live API, in the columns of the tables; nothing is stored.")
    .addArgument(new Argument("<collection>", "what to look up").choices([...LOOK_UP_COLLECTIONS]))
    .addArgument(new Argument("[id]", "one record").argParser(positive))
    .option("--enterprise <name>", "the Convertr account; may be left out when the settings hold one")
    .option("--filter <key=value>", "a filter that the collection declares; may be repeated", collected, [])
    .option("--order <key=asc|desc>", "an order that the collection declares; may be repeated", collected, [])
    .addOption(new Option("--limit <n>", "rows at most; 20 when left out").argParser(rowLimit))
    .addOption(
      new Option("--columns <names>", "which columns, with commas between; all when left out").argParser(listed),
    )
    .addOption(
      new Option("--format <format>", "how rows are printed").choices(["table", "json", "csv"]).default("table"),
    )
    .addOption(settings())
    .action(async (collection, id, options) => {
      const { runApi } = await import("./commands/api.ts");
      finish(await runApi(collection, id, options));
    });

  reports
    .command("serve-api")
    .description("Serves the simulated Convertr API on loopback until it is interrupted.")
    .addOption(new Option("--port <port>", "port; a free one when 0").argParser(port).default(8790))
    .addOption(new Option("--seed <seed>", "seed of the simulated world").argParser(between(0, 999_999_999)).default(1))
    .addOption(new Option("--date <day>", "the day the world stands at; today when left out").argParser(simulatedDay))
    .addOption(new Option("--latency-ms <ms>", "delay of every answer").argParser(between(0, 600_000)).default(0))
    .addOption(new Option("--campaigns <n>", "size of the world").argParser(between(1, MOST_CAMPAIGNS)))
    .addOption(path("--faults <file>", "a script of what goes wrong, as JSON"))
    .action(async (options) => {
      const { runServeApi } = await import("./commands/serve-api.ts");
      finish(await runServeApi(options));
    });

  command("doctor", "Checks everything that tomorrow's snapshot and mail hang on; each line says what to do.")
    .option("--enterprise <name>", "the Convertr account; needed but before a deployment")
    .option("--before-deploy", "what would stop a deployment, or act on what is another's", false)
    .option("--aws", "examine the deployment instead of the data folder", false)
    .addOption(
      path("--outputs <file>", "the deployment's outputs, as cdk deploy --outputs-file wrote them; implies --aws"),
    )
    .addOption(new Option("--at <instant>", "judge by this instant what is overdue").argParser(instant))
    .addOption(findingFormat())
    .addOption(settings())
    .action(async (options) => {
      const { runDoctor } = await import("./commands/doctor.ts");
      finish(await runDoctor(options));
    });

  reports
    .command("secret")
    .description(
      "Makes, restores or fills an enterprise's secret: asks for name and password, or reads JSON from standard input.",
    )
    .requiredOption("--enterprise <name>", "the Convertr account")
    .addOption(deployedSettings())
    .action(async (options) => {
      const { runSecret } = await import("./commands/secret.ts");
      finish(await runSecret(options));
    });

  reports
    .command("verify-aws")
    .description("Has Athena plan every view and named query, read the first snapshot and describe its tables.")
    .requiredOption("--enterprise <name>", "the Convertr account")
    .addOption(path("--outputs <file>", "the deployment's outputs, as cdk deploy --outputs-file wrote them"))
    .addOption(findingFormat())
    .addOption(deployedSettings())
    .action(async (options) => {
      const { printFindings } = await import("./doctor/finding.ts");
      const { verify } = await import("./verify-aws/verify.ts");
      finish(await printFindings(verify(options), options.format));
    });

  reports
    .command("events")
    .description(
      "Lists the events that a function failed on or never got, their errors, and whether they have healed since.",
    )
    .addOption(
      new Option("--replay <id>", "give one to its function again, and delete it when that succeeds").conflicts(
        "discard",
      ),
    )
    .option("--discard <id>", "delete one")
    .addOption(path("--outputs <file>", "the deployment's outputs, as cdk deploy --outputs-file wrote them"))
    .addOption(deployedSettings())
    .action(async (options) => {
      const { runEvents } = await import("./commands/events.ts");
      finish(await runEvents(options));
    });

  command(
    "demo",
    "Five weeks of simulated history, a digest, two reports and three queries, in its own folder.",
  ).action(async (options) => {
    const { runDemo } = await import("./commands/demo.ts");
    finish(await runDemo(options));
  });
  return reports;
}

async function main(args: readonly string[]): Promise<number> {
  let code = GOOD;
  const reports = program((result) => {
    code = result === "later" ? LATER : result ? GOOD : BAD;
  });
  const taken = takenByNpm(reports, args, process.env);
  try {
    if (taken.some(isDangerousToLose)) throw withoutNpm(taken, args);
    useProxyOf(process.env);
    await reports.parseAsync([...args], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return GOOD;
      if (taken.length > 0) note(withoutNpm(taken, args).message);
      return WRONG_USAGE;
    }
    note(failureWords(error));
    return isReportsError(error) && WRONG_USAGE_NAMES.has(error.name) ? WRONG_USAGE : BAD;
  }
  return code;
}

async function finished(code: number): Promise<number> {
  const lost = await lostResults();
  if (lost === undefined) return code;
  note(`Standard output could not be written: ${lost}`);
  return code === GOOD ? BAD : code;
}

for (const stream of [process.stdout, process.stderr]) watch(stream);
process.exitCode = await finished(await main(process.argv.slice(2)));
