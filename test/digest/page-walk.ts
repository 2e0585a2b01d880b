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
