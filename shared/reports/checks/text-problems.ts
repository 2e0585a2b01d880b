import { lineAt, type Token, tokensOf } from "../text/tokens.ts";

/** What is wrong with a report's SQL. */
export interface SqlProblem {
  /** Line of the text, from 1; undefined when it is of the text as a whole. */
  readonly line?: number;
  /** A clause without full stop. */
  readonly what: string;
  /** What to do, likewise. */
  readonly remedy: string;
}

/** Signs that one of the engines reads in a way of its own, or that end a text which does not. */
const SIGNS: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  "`": ["a backquote", "Names stand in double quotes, or in none"],
  ";": ["a semicolon", "Leave it out: a report is one statement"],
  "?": ["a question mark", "Name the value: :name, with the name below `with`"],
  "&": ["an ampersand", "Write a text with the letters themselves, between single quotes"],
  $: ["a dollar sign", "Texts stand in single quotes"],
  ":": [
    "a colon that begins no name",
    "Names are :name, in small letters, digits and _; write CAST(x AS type) for x::type",
  ],
  "'": ["a text that does not end", "A quote within a text is written twice"],
  '"': ["a quoted name that does not end", "A double quote within a name is written twice"],
};

const CLOCK = "A report is of its own day: name :date, or current_date, which is that day";
const CHANCE = "The same day must give the same rows again";
const OF_THE_ENGINE = "It is the function's, and no person's";
const NULLS = "Write CASE: with a null in it, DuckDB takes another value than Athena";
/** Athena's and DuckDB's. */
const CLOCK_CALLS = [
  ...["now", "today", "get_current_timestamp", "transaction_timestamp", "current_localtimestamp", "current_localtime"],
];
const CHANCE_CALLS = ["random", "rand", "uuid", "shuffle", "gen_random_uuid", "uuidv4", "uuidv7"];
/** Words that no file may have: a past day would give other rows, or the engines differ without a word. */
const BANNED: Readonly<Record<string, string>> = {
  current_timestamp: CLOCK,
  current_time: CLOCK,
  localtimestamp: CLOCK,
  localtime: CLOCK,
  ...Object.fromEntries(CLOCK_CALLS.map((name) => [name, CLOCK])),
  ...Object.fromEntries(CHANCE_CALLS.map((name) => [name, CHANCE])),
  ...Object.fromEntries(
    ["current_user", "session_user", "current_catalog", "current_schema"].map((name) => [name, OF_THE_ENGINE]),
  ),
  natural: "Athena has no NATURAL JOIN: name the columns, JOIN … USING (id)",
  greatest: NULLS,
  least: NULLS,
  concat: "Write a || b: with a null in it, DuckDB takes another value than Athena",
};
/** Of these only a call is meant; as names of columns they are free. */
const CALLS: ReadonlySet<string> = new Set([...CLOCK_CALLS, ...CHANCE_CALLS, "greatest", "least", "concat"]);

/** What the tokens alone tell, before anything is parsed. @param isFiled of an author, not a saved query of ours */
export function textProblems(sql: string, { isFiled }: { readonly isFiled: boolean }): readonly SqlProblem[] {
  const size = sizeProblems(sql);
  if (size.length > 0) return size;
  const tokens = tokensOf(sql);
  const code = tokens.filter(({ kind }) => kind !== "comment");
  if (code.length === 0) return [{ what: "there is no SQL", remedy: "Write one SELECT" }];
  const line = ({ at }: Token) => lineAt(sql, at);
  const signs = tokens.flatMap((token): SqlProblem[] => {
    if (token.kind === "comment") return nested(token) ? [{ line: line(token), ...NESTED }] : [];
    const sign = token.kind === "sign" ? SIGNS[token.text] : undefined;
    return sign === undefined ? [] : [{ line: line(token), what: sign[0], remedy: sign[1] }];
  });
  const open = code.find(
    (token, at) => token.text === "/" && code[at + 1]?.text === "*" && follows(token, code[at + 1]),
  );
  const unended =
    open === undefined ? [] : [{ line: line(open), what: "a comment that does not end", remedy: "End it with */" }];
  const words = !isFiled
    ? []
    : code.flatMap((token, at): SqlProblem[] => {
        const isCall = code[at + 1]?.text === "(";
        const word = wordOf(token, isCall);
        if (word === "current_date" && token.kind === "quoted") {
          return [{ line: line(token), what: `${word} is not taken in a report in quotes`, remedy: CLOCK }];
        }
        const why = word !== undefined && Object.hasOwn(BANNED, word) ? BANNED[word] : undefined;
        if (word === undefined || why === undefined || (CALLS.has(word) && !isCall)) return [];
        return [{ line: line(token), what: `${word} is not taken in a report`, remedy: why }];
      });
  const lettered = code.filter(
    (token, at) => token.kind === "text" && /^[a-z]$/i.test(code[at - 1]?.text ?? "") && follows(code[at - 1], token),
  );
  const control = [...sql.matchAll(CONTROL)].slice(0, 1).map(({ index }) => ({ line: lineAt(sql, index), ...UNSEEN }));
  return [...control, ...signs, ...unended, ...lettered.map((token) => ({ line: line(token), ...LETTERED })), ...words];
}

/** Bytes of a query that Athena takes. */
const MOST_BYTES = 262_144;

/** Of an author's text, and of one as it would be run. */
export function sizeProblems(sql: string): readonly SqlProblem[] {
  const bytes = Buffer.byteLength(sql);
  if (bytes <= MOST_BYTES) return [];
  return [
    {
      what: `the text has ${bytes} bytes, of the ${MOST_BYTES} that Athena takes of a query with its scope and constants`,
      remedy: "Shorten it, or make parts of it",
    },
  ];
}

const CONTROL = /(?![\t\n\r])\p{Cc}/gu;
const UNSEEN = {
  what: "a control character, as a file in UTF-16 has between its letters",
  remedy: "Take it out, and save the file as UTF-8",
};

const NESTED = {
  what: "a comment within a comment",
  remedy: "Take /* out of it: DuckDB and Athena end it at different places",
};
const nested = ({ text }: Token): boolean => text.startsWith("/*") && text.includes("/*", 2);
const LETTERED = {
  what: "a letter before the quote of a text",
  remedy: "Take it away: to DuckDB E'\\'' is a whole text, and to Athena one that goes on",
};
const follows = (one: Token | undefined, next: Token | undefined): boolean =>
  one !== undefined && next?.at === one.at + one.text.length;

/** A function may be called by a quoted name too, and DuckDB reads its clock for `"current_date"`, which the scope leaves alone. */
function wordOf({ kind, text }: Token, isCall: boolean): string | undefined {
  if (kind === "word") return text.toLowerCase();
  const name = kind === "quoted" ? text.slice(1, -1).toLowerCase() : undefined;
  return isCall || name?.startsWith("current_") || name?.startsWith("local") ? name : undefined;
}

const namesIn = (sql: string): readonly Token[] => tokensOf(sql).filter(({ kind }) => kind === "name");

/** Names without a value. @param all that have one */
export const nameProblems = (sql: string, all: readonly string[]): readonly SqlProblem[] =>
  namesIn(sql)
    .filter(({ text }) => !all.includes(text.slice(1)))
    .map((token) => ({
      line: lineAt(sql, token.at),
      what: `${token.text} has no value`,
      remedy: `It has ${all.map((name) => `:${name}`).join(", ")}; put constants of your own below with`,
    }));

/** Constants that no text names, or that stand where another value does. @param known names that every report has */
export function constantProblems(
  sql: string,
  { known, constants }: { readonly known: readonly string[]; readonly constants: readonly string[] },
): readonly SqlProblem[] {
  const named = new Set(namesIn(sql).map(({ text }) => text.slice(1)));
  return constants.flatMap((name): SqlProblem[] => [
    ...(known.includes(name)
      ? [{ what: `with.${name} is a name that every report has`, remedy: "Give it another name" }]
      : []),
    ...(named.has(name)
      ? []
      : [{ what: `with.${name} is named nowhere in the SQL`, remedy: `Write :${name}, or take it out` }]),
  ]);
}
