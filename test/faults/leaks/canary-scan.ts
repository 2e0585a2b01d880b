/** Something that must not leave, and what to call it. */
export interface Canary {
  readonly name: string;
  readonly value: string;
}

/** Bytes that left, and where they were seen. */
export interface Leaving {
  readonly where: string;
  readonly bytes: Uint8Array | string;
}

/** Base64 of a text wherever it lies within the bytes that were encoded: three alignments, without the characters at the edges. */
function base64Cores(value: string): string[] {
  const bytes = Buffer.from(value, "utf8");
  return [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    const head = shift === 0 ? 0 : shift + 1;
    const loose = (shift + bytes.length) % 3;
    return encoded.slice(head, loose === 0 ? undefined : -1);
  });
}

function disguisesOf({ value }: Canary): string[] {
  const cores = base64Cores(value);
  const url = encodeURIComponent(value);
  const all = [
    value,
    url,
    url.replace(/%../g, (code) => code.toLowerCase()),
    new URLSearchParams([["", value]]).toString().slice(1),
    JSON.stringify(value).slice(1, -1),
    Buffer.from(value, "utf8").toString("hex"),
    ...cores,
    ...cores.map((core) => core.replaceAll("+", "-").replaceAll("/", "_")),
    ...cores.map((core) => encodeURIComponent(core)),
  ];
  return [...new Set(all)].filter((disguise) => disguise.length >= 6);
}

/** Looks for canaries in what left: raw, URL-encoded, JSON-escaped, in hexadecimal and in base64. */
export function createCanaryScan(canaries: readonly Canary[]): (leaving: readonly Leaving[]) => string[] {
  const disguises = canaries.flatMap((canary) => disguisesOf(canary).map((text) => ({ name: canary.name, text })));
  return (leaving) =>
    leaving.flatMap(({ where, bytes }) => {
      const text = typeof bytes === "string" ? bytes : Buffer.from(bytes).toString("latin1");
      const utf8 = typeof bytes === "string" ? bytes : Buffer.from(bytes).toString("utf8");
      return disguises
        .filter((disguise) => text.includes(disguise.text) || utf8.includes(disguise.text))
        .map(({ name, text: found }) => `${name} in ${where}, as ${found.slice(0, 40)}`);
    });
}
