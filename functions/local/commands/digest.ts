export async function runDigest(_: unknown): Promise<boolean> {
  return false;
}
