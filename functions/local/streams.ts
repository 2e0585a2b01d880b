import { once } from "node:events";

type Stream = NodeJS.WriteStream;

/** Why a stream takes no more; a stream of which nothing stands here is well. */
const failures = new WeakMap<Stream, NodeJS.ErrnoException>();
const watched = new WeakSet<Stream>();

/** From here on no failure of a stream ends the process. */
export function watch(stream: Stream): void {
  if (watched.has(stream)) return;
  watched.add(stream);
  stream.on("error", (error) => failures.set(stream, error));
}

/**
 * Writes to a standard stream. That nobody reads it any more, or that its disk is full, throws nothing and ends nothing: the
 * job behind the words goes on.
 */
export function write(stream: Stream, text: string): void {
  watch(stream);
  if (failures.has(stream)) return;
  try {
    stream.write(text);
  } catch (error) {
    failures.set(stream, error as NodeJS.ErrnoException);
  }
}

/** Waits until a stream has taken what was written. @returns whether it takes more */
export async function takesMore(stream: Stream): Promise<boolean> {
  if (stream.writableNeedDrain && !failures.has(stream)) {
    // An error rejects it, and is remembered by `write`.
    await once(stream, "drain").catch(() => {});
  }
  // The failure of a write is told in the next turn.
  await new Promise(setImmediate);
  return !failures.has(stream);
}

/** What was lost of a stream's text, in words; undefined when nothing was, or when its reader had enough (`| head -1`). */
export async function lossOf(stream: Stream): Promise<string | undefined> {
  await takesMore(stream);
  const error = failures.get(stream);
  return error === undefined || READER_GONE.has(error.code ?? "") ? undefined : error.message;
}

const READER_GONE: ReadonlySet<string> = new Set(["EPIPE", "ECONNRESET", "EOF", "ERR_STREAM_DESTROYED"]);

/** Columns of a terminal; undefined when the stream is none, or does not know (a pseudo-terminal may say 0). */
export function widthOf(stream: Pick<Stream, "isTTY" | "columns">): number | undefined {
  const { isTTY, columns } = stream;
  return isTTY === true && Number.isSafeInteger(columns) && columns > 0 ? columns : undefined;
}
