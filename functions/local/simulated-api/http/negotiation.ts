import type { Format } from "./answer.ts";

const FORMATS: readonly { readonly type: string; readonly format: Format }[] = [
  { type: "application/ld+json", format: "jsonld" },
  { type: "application/json", format: "json" },
];

/**
 * The format an Accept header asks for; undefined when none of its types is served. HTML is refused too: the product
 * shows its documentation there (guess).
 */
export function negotiate(accept: string | undefined): Format | undefined {
  if (accept === undefined || accept.trim() === "") return "jsonld";
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
    const found = FORMATS.find((served) => served.type === type || type === "*/*" || type === "application/*");
    if (found !== undefined) return found.format;
  }
  return undefined;
}
