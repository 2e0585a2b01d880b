/** A colour in light and in dark mode. The light one is written inline, the dark one by class. */
export interface Shade {
  /** Class of the dark rule. */
  readonly name: string;
  readonly light: string;
  readonly dark: string;
}

const shade = (name: string, light: string, dark: string): Shade => ({ name, light, dark });

/** Colours of text. */
export const INK = {
  text: shade("t", "#14181f", "#f1f3f7"),
  muted: shade("m", "#525c6e", "#aeb8c8"),
  link: shade("a", "#1650c4", "#8ab4ff"),
  risk: shade("ir", "#9b1c1c", "#ffb4ab"),
  behind: shade("ib", "#7a4100", "#ffd08a"),
  good: shade("ig", "#14602f", "#9be5b4"),
  ahead: shade("ia", "#1d4a9e", "#a8c7ff"),
  calm: shade("ic", "#454d5c", "#c9d1de"),
} as const;

/** Colours of surfaces. */
export const FILL = {
  page: shade("p", "#eef1f5", "#0d1014"),
  card: shade("s", "#ffffff", "#181d25"),
  track: shade("k", "#e3e7ee", "#333c4a"),
  tick: shade("tk", "#14181f", "#f1f3f7"),
  warning: shade("fw", "#fff3dc", "#3a2b0e"),
  note: shade("fn", "#eaf2fe", "#17263f"),
  warningEdge: shade("ew", "#e09200", "#e09200"),
  noteEdge: shade("en", "#2a62c8", "#5b8def"),
  risk: shade("fr", "#fde8e6", "#4a1d1a"),
  behind: shade("fb", "#fdf0d5", "#43310f"),
  good: shade("fg", "#e1f5e7", "#153822"),
  ahead: shade("fa", "#e4edfd", "#1b3157"),
  calm: shade("fc", "#eceff4", "#2c3440"),
  riskBar: shade("br", "#c62f24", "#f0766b"),
  behindBar: shade("bb", "#c27800", "#e5a94a"),
  goodBar: shade("bg", "#1f8a4c", "#57c785"),
  aheadBar: shade("ba", "#2a62c8", "#7fa8f5"),
  calmBar: shade("bc", "#8793a6", "#8793a6"),
} as const;

/** Lines between rows. */
export const EDGE = shade("l", "#dde2ea", "#343d4b");

export type Mood = "risk" | "behind" | "good" | "ahead" | "calm";

export const BAR = {
  risk: FILL.riskBar,
  behind: FILL.behindBar,
  good: FILL.goodBar,
  ahead: FILL.aheadBar,
  calm: FILL.calmBar,
} as const;

/** The dark mode's rules, one per shade. */
export function darkRules(prefix = ""): string {
  const inks = Object.values(INK).map(({ name, dark }) => `${prefix}.${name}{color:${dark}!important}`);
  const fills = Object.values(FILL).map(({ name, dark }) => `${prefix}.${name}{background:${dark}!important}`);
  return [...inks, ...fills, `${prefix}.${EDGE.name}{border-color:${EDGE.dark}!important}`].join("");
}
