import { DATASETS } from "../../catalog/datasets.ts";
import type { DigestModel } from "../digest-model.ts";
import type { DatasetSource } from "../model/freshness.ts";
import type { Writing } from "../words/writing.ts";

type Row = readonly [what: string, value: string];

/** What a workbook tells of. How the figures are made is nothing to one of many: it gets days and account alone. */
export function aboutRows({ words }: Writing, model: DigestModel): readonly Row[] {
  const { about } = words.sheet;
  const { window, date, enterprise } = model;
  const days: readonly Row[] = [
    [about.enterprise, enterprise],
    [about.days, window === null ? date : about.span(window.firstDay, window.lastDay)],
  ];
  if (model.view !== "internal") return [...days, [about.asOf, date]];
  return [
    ...days,
    [about.digest, model.digest],
    [about.date, date],
    ...model.sources.flatMap((source) => sourceRows(about, source)),
    [about.version, model.version],
  ];
}

function sourceRows(
  about: Writing["words"]["sheet"]["about"],
  { dataset, newest, base }: DatasetSource,
): readonly Row[] {
  const { words } = DATASETS[dataset];
  const taken = (of: typeof newest): string =>
    of === null ? about.none : about.taken({ date: of.date, at: new Date(of.snapshotAt).toISOString(), run: of.runId });
  return [
    [about.snapshot(words), taken(newest)],
    [about.before(words), taken(base)],
  ];
}
