/** The bytes of a body, or the news that there are more than the cap; what is beyond it is never read. */
export type Body = { readonly bytes: Uint8Array; readonly whole: boolean };

/**
 * Reads at most `capBytes` bytes, counted after decompression, so that a compressed bomb cannot fill the memory.
 * The rest is cancelled, which frees the socket. Rejects with what the stream rejects with.
 */
export async function readBody(response: Response, capBytes: number): Promise<Body> {
  if (response.body === null) return { bytes: new Uint8Array(), whole: true };
  const reader = response.body.getReader();
  const chunks: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { bytes: join(chunks, total), whole: true };
    total += value.byteLength;
    if (total > capBytes) {
      await reader.cancel();
      return { bytes: join(chunks, total - value.byteLength), whole: false };
    }
    chunks.push(value);
  }
}

function join(chunks: readonly Uint8Array[], total: number): Uint8Array {
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, total);
}
