/** Shorter values would blank out ordinary words; no real secret is that short. */
const MIN_SECRET_LENGTH = 4;
const MASK = "[redacted]";

/** What a token looks like wherever it turns up, known to us or not (docs/pulling.md, "What leaves no trace"). */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/Bearer\s+[^\s"',]+/gi, `Bearer ${MASK}`],
  [/(access_token|refresh_token|client_secret|mfa_token|password)(=|%3D)[^&\s"']+/gi, `$1$2${MASK}`],
  [
    /("(?:access_token|refresh_token|client_secret|mfa_token|password)"\s*:\s*)"[^"\\]*(?:\\.[^"\\]*)*"/gi,
    `$1"${MASK}"`,
  ],
];

/** Blanks out live secrets in every text that leaves: log lines, error messages, answers. */
export interface Redactor {
  /** From now on `value` is blanked out: as it is, URL-encoded, form-encoded, JSON-escaped, in base64 and base64url. */
  addSecret(value: string): void;
  redact(text: string): string;
}

export function createRedactor(): Redactor {
  const disguises = new Set<string>();
  let longestFirst: readonly string[] = [];
  return {
    addSecret: (value) => {
      if (value.length < MIN_SECRET_LENGTH) return;
      for (const disguise of disguisesOf(value)) disguises.add(disguise);
      longestFirst = [...disguises].sort((a, b) => b.length - a.length);
    },
    redact: (text) => {
      let clean = text;
      for (const disguise of longestFirst) clean = clean.replaceAll(disguise, MASK);
      for (const [pattern, replacement] of PATTERNS) clean = clean.replace(pattern, replacement);
      return clean;
    },
  };
}

function disguisesOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, "utf8");
  return [
    secret,
    encodeURIComponent(secret.toWellFormed()),
    new URLSearchParams([["", secret]]).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
    bytes.toString("base64"),
    bytes.toString("base64").replace(/=+$/, ""),
    bytes.toString("base64url"),
  ];
}
