import * as z from "zod";
import type { Asked } from "./choices.ts";

const text = z.string().max(80).optional();

/** The page's query. What is none of the known views is the first of them. */
const viewSchema = z.object({
  ...{ enterprise: text, digest: text, member: text, date: text },
  show: z.enum(["html", "text", "csv", "sql", "owner", "tiers"]).catch("html"),
  theme: z.enum(["light", "dark"]).catch("light"),
  width: z.enum(["desk", "phone"]).catch("desk"),
  styles: z.enum(["all", "inline", "none"]).catch("all"),
  images: z.enum(["on", "off"]).catch("on"),
});

type ViewFields = z.output<typeof viewSchema>;

export interface PreviewView extends Pick<ViewFields, "show" | "theme" | "width" | "images"> {
  readonly asked: Asked;
  /** `inline`: without the style block, which some mail programs drop; `none`: without any. */
  readonly styles: ViewFields["styles"];
}

export function viewOf(query: Readonly<Record<string, string>>): PreviewView {
  const { enterprise, digest, member, date, ...how } = viewSchema.parse(query);
  // An empty field of the form asks for nothing.
  return {
    asked: {
      enterprise: enterprise || undefined,
      digest: digest || undefined,
      member: member || undefined,
      date: date || undefined,
    },
    ...how,
  };
}

/** The address of a view, at `path`. */
export function addressOf(path: string, { asked, ...how }: PreviewView): string {
  const fields = Object.entries({ ...asked, ...how }).filter(([, value]) => value !== undefined);
  return `${path}?${new URLSearchParams(fields as [string, string][])}`;
}
