import { DARK_SHADES } from "./shades.ts";

/** A piece of text of a mail, with the colours it is shown in. */
export interface ShownText {
  readonly text: string;
  readonly light: { readonly ink: string; readonly ground: string };
  readonly dark: { readonly ink: string; readonly ground: string };
}

export interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

const TAG = /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"<>]*")?)*)\s*>/gy;
const VOID = new Set(["meta", "br", "img", "hr"]);

/** Reads the HTML of our own mails strictly: whatever is no tag, text, known comment or doctype throws. */
export function walk(
  html: string,
  visit: { tag?: (tag: Tag) => void; text?: (text: string, path: readonly Tag[]) => void },
) {
  const path: Tag[] = [];
  let at = 0;
  while (at < html.length) {
    if (html[at] !== "<") {
      const end = html.indexOf("<", at);
      const text = html.slice(at, end === -1 ? html.length : end);
      if (text.includes(">") && path.at(-1)?.name !== "style") throw new Error(`stray > in ${text.slice(0, 80)}`);
      if (text.trim() !== "") visit.text?.(text, path);
      at = end === -1 ? html.length : end;
      continue;
    }
    const known = /<!DOCTYPE html>|<!--\[if mso\]>.*?<!\[endif\]-->/y;
    known.lastIndex = at;
    const skipped = known.exec(html);
    if (skipped !== null) {
      at += skipped[0].length;
      continue;
    }
    TAG.lastIndex = at;
    const found = TAG.exec(html);
    if (found === null) throw new Error(`no tag at ${html.slice(at, at + 80)}`);
    at += found[0].length;
    const [, closing, name = "", attributes = ""] = found;
    if (closing === "/") {
      const opened = path.pop();
      if (opened?.name !== name) throw new Error(`</${name}> closes <${opened?.name}>`);
      continue;
    }
    const tag = { name, attributes: attributesOf(attributes) };
    visit.tag?.(tag);
    if (!VOID.has(name)) path.push(tag);
  }
  if (path.length > 0) throw new Error(`<${path.at(-1)?.name}> is not closed`);
}

function attributesOf(text: string): Map<string, string> {
  return new Map([...text.matchAll(/([a-z-]+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, value]));
}

/** Every text a reader sees, with ink and ground as inline styles give them in light and classes in dark mode. */
export function shownTexts(html: string): readonly ShownText[] {
  const shown: ShownText[] = [];
  walk(html, {
    text: (text, path) => {
      if (
        path.some(
          ({ name, attributes }) =>
            name === "style" || name === "title" || attributes.get("style")?.startsWith("display:none"),
        )
      )
        return;
      if (text === "&nbsp;") return;
      shown.push({ text, light: coloursOf(path, lightOf), dark: coloursOf(path, darkOf) });
    },
  });
  return shown;
}

type Colours = { readonly ink?: string | undefined; readonly ground?: string | undefined };

function coloursOf(path: readonly Tag[], of: (tag: Tag) => Colours): { ink: string; ground: string } {
  const colours = path.map(of);
  const ink = colours.findLast((one) => one.ink !== undefined)?.ink;
  const ground = colours.findLast((one) => one.ground !== undefined)?.ground;
  if (ink === undefined || ground === undefined)
    throw new Error(`text without ${ink === undefined ? "ink" : "ground"}`);
  return { ink, ground };
}

function lightOf({ attributes }: Tag): Colours {
  const style = attributes.get("style") ?? "";
  const ground = /(?:^|;)background:(#[0-9a-f]{6})/.exec(style)?.[1] ?? attributes.get("bgcolor");
  return { ink: /(?:^|;)color:(#[0-9a-f]{6})/.exec(style)?.[1], ground };
}

/** In dark mode a class wins over the inline style; what has none keeps its light colour. */
function darkOf(tag: Tag): Colours {
  const light = lightOf(tag);
  const classes = (tag.attributes.get("class") ?? "").split(" ");
  const shade = (kind: "ink" | "ground") =>
    classes.map((name) => DARK_SHADES[kind].get(name)).find((dark) => dark !== undefined);
  return { ink: shade("ink") ?? light.ink, ground: shade("ground") ?? light.ground };
}

/** WCAG contrast of two colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [first, second] = [luminance(one), luminance(other)];
  return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
}

function luminance(colour: string): number {
  const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  const [red = 0, green = 0, blue = 0] = parts.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
