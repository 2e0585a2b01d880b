import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { ChunkContent } from "./parquet-cells.ts";
import type { Chunk, Page } from "./parquet-pages.ts";

const compressBytes = promisify(gzip);

const LEVEL = 6;
/** As many as Node has threads for. */
const AT_ONCE = 4;
/** Where gzip names the operating system that wrote it; 255 is "unknown". */
const GZIP_OS = 9;

/** Compresses the pages of a row group, a few at a time, off the main thread. */
export async function compressChunks(contents: readonly ChunkContent[]): Promise<Chunk[]> {
  const chunks: Chunk[] = new Array(contents.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < contents.length; at = next++) {
      chunks[at] = await compressChunk(contents[at] as ChunkContent);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return chunks;
}

async function compressChunk(content: ChunkContent): Promise<Chunk> {
  const { path, values, levels, count, nulls, statistics } = content;
  const pages: Page[] = [];
  if (values.dictionary !== undefined) {
    const { size, body } = values.dictionary;
    pages.push(await compressPage({ kind: "dictionary", encoding: "PLAIN", count: size }, body));
  }
  const body = Buffer.concat([...levels, values.body]);
  pages.push(await compressPage({ kind: "data", encoding: values.encoding, count }, body));
  return { path, pages, ...(statistics ? { statistics: { ...values.range, nulls } } : {}) };
}

async function compressPage(page: Pick<Page, "kind" | "encoding" | "count">, plain: Buffer): Promise<Page> {
  const body = await compressBytes(plain, { level: LEVEL });
  body[GZIP_OS] = 255;
  return { ...page, plainBytes: plain.length, body };
}
