import fc from "fast-check";
import { AUDIENCE_SCOPES, type Audience } from "../../shared/catalog/audiences.ts";
import { nameableBy, RELATIONS, type Relation } from "../../shared/reports/scope/relations.ts";

// Texts as an author might write them, and as somebody who wants more than is his.

/** Views that read all of history several times over are slow, and no other to the scope. */
const SLOW =
  /^(?:integration_job_health|lead_reconciliation|leads_by_campaign_day|lead_integration_results|.*vanished.*)$/;

interface Source {
  readonly relation: Relation;
  readonly columns: readonly string[];
}

function sourcesOf(audience: Audience): readonly Source[] {
  return nameableBy(audience)
    .filter(({ name }) => !SLOW.test(name))
    .map((relation) => {
      const seen =
        audience === "internal" ? Object.keys(relation.columns) : AUDIENCE_SCOPES[audience].nameable[relation.name];
      return {
        relation,
        columns: (seen ?? []).filter((name) => !/[[(]/.test((relation.columns[name] ?? "").replace("DECIMAL(", ""))),
      };
    });
}

const condition = fc.constantFrom(
  ...["TRUE", "1 = 1 OR enterprise = 'other'", "enterprise <> 'acme'", "enterprise IN ('acme', 'other')"],
  ...[
    "NOT (enterprise = 'acme') OR TRUE",
    "enterprise IS NOT NULL",
    "snapshot_date = :date",
    "snapshot_date > :previous_date",
  ],
);

const selection = ({ relation, columns }: Source): fc.Arbitrary<string> => {
  const { name } = relation;
  const day = "snapshot_date" in relation.columns ? condition : fc.constantFrom("TRUE", "enterprise <> 'acme' OR TRUE");
  const some = fc.subarray([...columns], { minLength: 1, maxLength: 6 });
  return fc.oneof(
    fc.tuple(some, day).map(([list, where]) => `SELECT ${list.join(", ")} FROM ${name} WHERE ${where}`),
    fc
      .tuple(some, day)
      .map(([list, where]) => `SELECT ${list.map((one) => `T.${one}`).join(", ")} FROM "${name}" AS T WHERE ${where}`),
    fc
      .tuple(fc.constantFrom(...columns), day)
      .map(
        ([one, where]) =>
          `SELECT count(*) AS n, count(DISTINCT ${one}) AS different, max(${one}) AS most FROM ${name.toUpperCase()} WHERE ${where}`,
      ),
    fc
      .tuple(fc.constantFrom(...columns), day)
      .map(
        ([one, where]) =>
          `WITH a AS (SELECT ${one} AS v FROM ${name} WHERE ${where}), b AS (SELECT v FROM a) SELECT v, count(*) AS n FROM b GROUP BY v`,
      ),
    fc
      .tuple(some, fc.constantFrom(...columns))
      .map(
        ([list, one]) =>
          `SELECT ${list.join(", ")} FROM ${name} WHERE EXISTS (SELECT 1 FROM ${name} AS o WHERE o.${one} IS NOT NULL) OR enterprise = 'other'`,
      ),
    fc
      .constantFrom(...columns)
      .map(
        (one) =>
          `SELECT (SELECT count(${one}) FROM ${name}) AS n, count(*) AS m FROM (SELECT ${one} FROM ${name}) AS inside`,
      ),
  );
};

/** A question that the checks let pass. */
export function question(audience: Audience): fc.Arbitrary<string> {
  const sources = sourcesOf(audience);
  const one = fc.constantFrom(...sources).chain(selection);
  const joined = fc
    .tuple(fc.constantFrom(...sources), fc.constantFrom(...sources))
    .map(
      ([a, b]) =>
        `SELECT a.enterprise, count(*) AS n FROM ${a.relation.name} AS a FULL JOIN ${b.relation.name} AS b ON a.enterprise = b.enterprise GROUP BY a.enterprise`,
    );
  const united = fc
    .tuple(fc.constantFrom(...sources), fc.constantFrom(...sources))
    .map(
      ([a, b]) =>
        `SELECT enterprise FROM ${a.relation.name} UNION ALL SELECT enterprise FROM ${b.relation.name} WHERE enterprise <> 'acme'`,
    );
  return fc.oneof({ weight: 4, arbitrary: one }, joined, united);
}

const relations = RELATIONS.map(({ name }) => name);
const withheld = ["revenue", "publisher_payout", "advertiser_id", "active_publishers", "default_publisher_rate", "*"];

/** What gets around a scope elsewhere: other names for a table, other ends of a text, other statements. */
const tricks = (name: string): readonly string[] => [
  ...[
    `main.${name}`,
    `memory.main.${name}`,
    `"main"."${name}"`,
    `default.${name}`,
    `awsdatacatalog.convertr_reports.${name}`,
  ],
  ...[`"${name}"`, `kept_${name}`, `query_table('${name}')`, `query('FROM kept_${name}')`, `TABLE(f(TABLE(${name})))`],
  ...[`(TABLE kept_${name})`, `(FROM kept_${name})`, `LATERAL (SELECT * FROM kept_${name})`, `"${name}$partitions"`],
  ...[`read_parquet('snapshots/**')`, `'snapshots/x.parquet'`, "information_schema.tables", "duckdb_tables()"],
  ...[`(WITH ${name} AS (SELECT * FROM main.${name}) SELECT * FROM ${name})`, `(SELECT * FROM ${name})`],
  ...[`(SELECT * FROM ${name}) /* /* */ , kept_${name} /* */ */`, `${name} -- \r, kept_${name}`, `$$a$$`],
];
const tails = (name: string): readonly string[] => [
  ...["", "", "", ` UNION ALL SELECT enterprise FROM kept_${name}`, `; SELECT * FROM kept_${name}`, " LIMIT 1000000"],
  ...[` UNION ALL (TABLE kept_${name})`, ` OR '1' = '1'`, " --", " /*", "\u0000", ` UNION ALL FROM kept_${name}`],
];

export function attack(audience: Audience): fc.Arbitrary<string> {
  const pieces = fc
    .constantFrom(...relations)
    .chain((name) =>
      fc.tuple(
        fc.constantFrom(
          "",
          "",
          "",
          "WITH RECURSIVE a AS (SELECT 1) ",
          "EXPLAIN ",
          `WITH ${name} AS (SELECT 1 AS enterprise) `,
          `WITH "main.${name}" AS (SELECT 1 AS enterprise) `,
          `WITH a AS (WITH kept_${name} AS (SELECT 1 AS b) SELECT b FROM kept_${name}) `,
          "/* x */ ",
          "-- x\n",
        ),
        fc.constantFrom("enterprise", "*", "count(*) AS n", ...withheld),
        fc.constantFrom(...tricks(name)),
        fc.constantFrom("", " AS t", " t (a, b)"),
        fc.constantFrom(...tails(name)),
      ),
    );
  const made = pieces.map(
    ([before, list, from, alias, after]) => `${before}SELECT ${list} FROM ${from}${alias}${after}`,
  );
  const spliced = fc
    .tuple(
      question(audience),
      fc.constantFrom(...relations).chain((name) => fc.constantFrom(...tricks(name), ...tails(name))),
      fc.nat(200),
    )
    .map(([sql, trick, at]) => sql.slice(0, at % (sql.length + 1)) + trick + sql.slice(at % (sql.length + 1)));
  return fc.oneof(made, spliced);
}
