import { DARK_QUERY } from "../../../shared/digest/drawing/page.ts";
import type { PreviewView } from "./view.ts";

// The mail is our own: its texts hold no bare quotation marks or angle brackets, so that its attributes are found by them.
const STYLE_BLOCK = /<style>.*?<\/style>/gs;
const STYLE_ATTRIBUTE = / (?:style|class)="[^"]*"/g;
const IMAGE = /<img\b[^>]*?(?:\balt="([^"]*)")?[^>]*>/g;

/** Whether it looks another way to somebody who lets no images in. */
export const hasImages = (mail: string): boolean => mail.search(IMAGE) >= 0;

/**
 * The mail as a reader sees it whose mail program drops what the view says, in light or dark mode whatever the mode of the browser that
 * shows it: the condition of its dark rules is decided here. Links open in a tab of their own, for the frame can go nowhere.
 */
export function asReaderSees(mail: string, { theme, styles, images }: PreviewView): string {
  const shown = images === "on" ? mail : mail.replace(IMAGE, (_, alt: string | undefined) => alt ?? "");
  const blocked = styles === "all" ? shown : shown.replace(STYLE_BLOCK, "");
  const styled = styles === "none" ? blocked.replace(STYLE_ATTRIBUTE, "") : blocked;
  return styled
    .replaceAll(`@media ${DARK_QUERY}`, theme === "dark" ? "@media all" : "@media not all")
    .replaceAll("color-scheme:light dark", `color-scheme:${theme}`)
    .replaceAll('content="light dark"', `content="${theme}"`)
    .replace("<head>", '<head><base target="_blank">');
}
