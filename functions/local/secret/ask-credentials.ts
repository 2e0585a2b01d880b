import { createInterface } from "node:readline/promises";
import { type Readable, Writable } from "node:stream";
import { malformed, parseSecret } from "../../../shared/convertr/login/secrets-manager-value.ts";
import { ReportsError } from "../../../shared/platform/errors.ts";
import { pipedText } from "./piped-text.ts";

export interface Asked {
  readonly input: Readable & { readonly isTTY?: boolean };
  /** Where questions go: never standard output, which holds the result. */
  readonly output: Writable;
}

/** How the source of a piped value is called in messages. */
const PIPED = "from standard input";

/**
 * The service user's name and password: asked of a person at a terminal, the password without showing it, or else read from standard input as
 * `{"username":"…","password":"…"}`.
 * @throws SecretMalformed, without a word of what was given; WrongUsage when the person gives up
 */
export async function askCredentials(asked: Asked): Promise<{ username: string; password: string }> {
  if (asked.input.isTTY !== true) return readPiped(asked.input);
  const username = await ask(asked, "User name of the service user: ", true);
  const password = await ask(asked, "Password (not shown): ", false);
  return parseSecret(JSON.stringify({ username, password }), "as it was typed");
}

async function readPiped(input: Readable): Promise<{ username: string; password: string }> {
  const chunks: Buffer[] = [];
  for await (const chunk of input) chunks.push(Buffer.from(chunk));
  const read = pipedText(Buffer.concat(chunks));
  if ("problem" in read) throw malformed(PIPED, read.problem);
  return parseSecret(read.text, PIPED);
}

async function ask({ input, output }: Asked, question: string, isShown: boolean): Promise<string> {
  // Readline writes what is typed to its output: one that swallows it is the way not to show a password.
  const shown = isShown ? output : new Writable({ write: (_chunk, _encoding, done) => done() });
  const readline = createInterface({ input, output: shown, terminal: true });
  if (!isShown) output.write(question);
  try {
    return await Promise.race([readline.question(isShown ? question : ""), givenUp(readline)]);
  } finally {
    readline.close();
    if (!isShown) output.write("\n");
  }
}

/** Ctrl-C and Ctrl-D close the interface without an answer. */
const givenUp = (readline: ReturnType<typeof createInterface>): Promise<never> =>
  new Promise((_, reject) => {
    readline.once("close", () =>
      reject(new ReportsError("WrongUsage", { what: "nothing was typed", where: "the question", remedy: "Run again" })),
    );
  });
