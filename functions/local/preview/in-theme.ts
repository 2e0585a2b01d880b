import { DARK_QUERY } from "../../../shared/digest/frame/page.ts";

/**
 * The mail as a reader in light or dark mode sees it, whatever the mode of the browser that shows it: the condition of its dark
 * rules is decided here. Links open in a tab of their own, for the frame can go nowhere.
 */
export function inTheme(mail: string, theme: "light" | "dark"): string {
  return mail
    .replaceAll(`@media ${DARK_QUERY}`, theme === "dark" ? "@media all" : "@media not all")
    .replaceAll("color-scheme:light dark", `color-scheme:${theme}`)
    .replaceAll('content="light dark"', `content="${theme}"`)
    .replace("<head>", '<head><base target="_blank">');
}
