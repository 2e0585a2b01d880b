/** A body that drips is given up after this, in milliseconds; the SDK only watches silence. */
const BODY_TIMEOUT_MS = 60_000;

interface S3Body {
  transformToByteArray(): Promise<Uint8Array>;
}

/** Reads a body whole, within a time. */
export async function readObjectBody(body: S3Body, timeoutMs = BODY_TIMEOUT_MS): Promise<Uint8Array> {
  const timeout = setTimeout(() => {
    if ("destroy" in body && typeof body.destroy === "function") {
      body.destroy(Object.assign(new Error("the body took too long"), { name: "TimeoutError" }));
    }
  }, timeoutMs);
  try {
    return await body.transformToByteArray();
  } finally {
    clearTimeout(timeout);
  }
}
