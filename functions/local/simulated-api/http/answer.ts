/** What goes back over the wire, before compression. */
export interface Answer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

export type Format = "jsonld" | "json";

const CONTENT_TYPES: { readonly [F in Format]: string } = {
  jsonld: "application/ld+json; charset=utf-8",
  json: "application/json; charset=utf-8",
};

export const jsonAnswer = (status: number, body: unknown, headers: Answer["headers"] = {}): Answer => ({
  status,
  headers: { "content-type": "application/json", "cache-control": "no-store", ...headers },
  body: JSON.stringify(body),
});

export const formattedAnswer = (format: Format, body: unknown): Answer => ({
  status: 200,
  headers: { "content-type": CONTENT_TYPES[format], vary: "Accept" },
  body: JSON.stringify(body),
});

/** API Platform 2 answers a failed validation with 400 and a list. @param complaint `field: message` */
export const violationAnswer = (complaint: string): Answer => {
  const [propertyPath = "", message = ""] = complaint.split(": ");
  const body = {
    "@context": "/api/v4/contexts/ConstraintViolationList",
    "@type": "ConstraintViolationList",
    "hydra:title": "An error occurred",
    "hydra:description": complaint,
    violations: [{ propertyPath, message }],
  };
  return { status: 400, headers: { "content-type": CONTENT_TYPES.jsonld }, body: JSON.stringify(body) };
};

/** Errors are hydra for JSON-LD and problem+json for every other format, as API Platform 2 has it. */
export function errorAnswer(status: number, detail: string, format: Format | undefined): Answer {
  if (format === "jsonld") {
    const body = {
      "@context": "/api/v4/contexts/Error",
      "@type": "hydra:Error",
      "hydra:title": "An error occurred",
      "hydra:description": detail,
    };
    return { status, headers: { "content-type": CONTENT_TYPES.jsonld }, body: JSON.stringify(body) };
  }
  const body = { type: "https://tools.ietf.org/html/rfc2616#section-10", title: "An error occurred", detail };
  return {
    status,
    headers: { "content-type": "application/problem+json; charset=utf-8" },
    body: JSON.stringify(body),
  };
}
