/** Results go to standard output, one line of JSON each; everything else to standard error. */
export function printResult(result: unknown): void {
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}
