import type { Block, CardBlock, Cell, Part, TableBlock } from "./mail-parts.ts";
import type { Phrase } from "./phrase/phrase.ts";
import { addressesOf, headed, linesOf, listed, textOf } from "./phrase/text.ts";
import { blocksOf } from "./trend.ts";

/** A part of the plain mail: a heading with its underline, then what stands below it. */
export const partLines = ({ title, blocks }: Part): readonly string[] => [...headed(title), ...blocks.flatMap(lines)];

function lines(block: Block, position: number): readonly string[] {
  switch (block.kind) {
    case "lines":
      return linesOf(block.lines);
    case "card":
      return [...(position === 0 ? [] : [""]), ...cardLines(block)];
    case "ruled":
    case "bullets":
      return listed(block.items);
    case "figures":
      return block.figures.map(({ label, value, change }) => {
        const said = textOf(change);
        return `${label}: ${textOf([value])}${said === "" ? "" : ` (${said})`}`;
      });
    case "trend": {
      const columns = blocksOf(block.columns.map(({ value }) => value));
      return [
        ...linesOf([block.text]),
        textOf([columns.join(" ")]),
        block.columns.map(({ initial }) => initial).join(" "),
      ];
    }
    case "table":
      return tableLines(block);
  }
}

function cardLines({ head, tag, subject, lines: said }: CardBlock): readonly string[] {
  const tagged = tag.length === 0 ? "" : ` [${textOf(tag)}]`;
  const [first = "", ...others] = linesOf([head, subject, ...said]);
  return [`${first}${tagged}`, ...others];
}

/** A row a line: `Mon 16 Nov: Leads 517, week before 493, change +24`. */
function tableLines({ head, rows }: TableBlock): readonly string[] {
  return rows.flatMap((cells) => {
    const [first = [], ...others] = cells;
    const said = others.flatMap((cell, position) => {
      const name = head[position + 1]?.text ?? "";
      const text = cellText(cell);
      return text === "" ? [] : [`${name} ${text}`.trim()];
    });
    const addresses = cells.flatMap((cell) => ("block" in cell ? [] : addressesOf(cell)));
    return [`- ${cellText(first)}: ${said.join(", ")}`, ...addresses.map((address) => `  ${address}`)];
  });
}

const cellText = (cell: Cell): string => ("block" in cell ? "" : textOf(cell as Phrase));
