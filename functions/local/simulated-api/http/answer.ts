/** What goes back over the wire, before compression. */
export interface ServedAnswer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

export type AnswerFormat = "jsonld" | "json";

const MEDIA_TYPES: { readonly [F in AnswerFormat]: string } = {
  jsonld: "application/ld+json",
  json: "application/json",
};

export const jsonAnswer = (status: number, body: unknown, headers: ServedAnswer["headers"] = {}): ServedAnswer => ({
  status,
  headers: { "content-type": "application/json", "cache-control": "no-store", ...headers },
  body: JSON.stringify(body),
});

export const formattedAnswer = (format: AnswerFormat, body: unknown): ServedAnswer => ({
  status: 200,
  headers: { "content-type": `${MEDIA_TYPES[format]}; charset=utf-8`, vary: "Accept" },
  body: JSON.stringify(body),
});

/** API Platform 2 answers a failed validation with 400 and a list. @param complaint `field: message` */
export function violationAnswer(complaint: string): ServedAnswer {
  const [propertyPath = "", message = ""] = complaint.split(": ");
  return hydraError(400, "ConstraintViolationList", {
    "@type": "ConstraintViolationList",
    ...described(complaint),
    violations: [{ propertyPath, message }],
  });
}

/** Errors are hydra for JSON-LD and problem+json for every other format, as API Platform 2 has it. */
export function errorAnswer(status: number, detail: string, format: AnswerFormat | undefined): ServedAnswer {
  if (format === "jsonld") return hydraError(status, "Error", { "@type": "hydra:Error", ...described(detail) });
  const body = { type: "https://tools.ietf.org/html/rfc2616#section-10", title: "An error occurred", detail };
  return {
    status,
    headers: { "content-type": "application/problem+json; charset=utf-8" },
    body: JSON.stringify(body),
  };
}

const described = (detail: string) => ({ "hydra:title": "An error occurred", "hydra:description": detail });

const hydraError = (status: number, context: string, body: object): ServedAnswer => ({
  status,
  headers: { "content-type": `${MEDIA_TYPES.jsonld}; charset=utf-8` },
  body: JSON.stringify({ "@context": `/api/v4/contexts/${context}`, ...body }),
});

/**
 * The format that a request asks for; undefined when none of the types of its Accept header is served. An extension leaves its own
 * type alone, so that `.jsonld` with `Accept: application/json` is refused. HTML is refused too: the product shows its documentation
 * there (guess).
 */
export function negotiate(accept: string | undefined, extension: AnswerFormat | undefined): AnswerFormat | undefined {
  const served: readonly AnswerFormat[] = extension === undefined ? ["jsonld", "json"] : [extension];
  if (accept === undefined || accept.trim() === "") return served[0];
  const wanted = accept
    .split(",")
    .map((range) => {
      const [type = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
      const quality = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
      return { type, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality);
  for (const { type } of wanted) {
    const found = served.find((format) => ["*/*", "application/*", MEDIA_TYPES[format]].includes(type));
    if (found !== undefined) return found;
  }
  return undefined;
}
