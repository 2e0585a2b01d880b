import ora from "ora";

export interface Progress {
  /** Says what is going on; replaces what it said before. */
  say(text: string): void;
  done(text: string): void;
  failed(text: string): void;
}

/** A spinner on standard error when that is a terminal; otherwise only the ends, a line each. */
export function createProgress(): Progress {
  const spinner = ora({ stream: process.stderr });
  const interactive = process.stderr.isTTY === true;
  return {
    say: (text) => {
      if (interactive) spinner.start(text);
    },
    done: (text) => {
      spinner.succeed(text);
    },
    failed: (text) => {
      spinner.fail(text);
    },
  };
}
