import { darkRules } from "../../shared/digest/drawing/palette.ts";

/** The dark colours as the mail's own style block declares them: read from the rules, not from the palette. */
function declared(property: string): ReadonlyMap<string, string> {
  const rules = darkRules().matchAll(new RegExp(`\\.([a-z]+)\\{${property}:(#[0-9a-f]{6})!important\\}`, "g"));
  return new Map([...rules].map(([, name = "", colour = ""]) => [name, colour]));
}

export const DARK_SHADES = { ink: declared("color"), ground: declared("background") } as const;
