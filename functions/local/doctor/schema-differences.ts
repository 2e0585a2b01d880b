import { DATASETS, type DatasetName } from "../../../shared/catalog/datasets.ts";
import { openParquet } from "../../../shared/parquet/file.ts";
import { columnsByPath } from "../../../shared/parquet/footer.ts";

/**
 * How a snapshot file differs from the catalog, column by column; a reader finds columns by name.
 * @throws NoSnapshot when it is no Parquet file
 */
export async function schemaDifferences(bytes: Uint8Array, dataset: DatasetName): Promise<readonly string[]> {
  const { columns: found } = await openParquet(bytes);
  const expected = columnsByPath(DATASETS[dataset].columns);
  const unknown = [...found.keys()].filter((path) => !expected.has(path)).map((path) => `unknown column ${path}`);
  const wrong = [...expected].flatMap(([path, { type }]) => {
    const column = found.get(path);
    if (column === undefined) return [`no column ${path}`];
    return column.type === type ? [] : [`${path} is ${column.type}, not ${type}`];
  });
  return [...unknown, ...wrong];
}
