import { useState } from "react";
import { inspectDataset } from "@/api/datasetsApi";
import type { ColumnsRequest, ImportedData, StoredFile } from "@/api/gen/types.gen";
import { formatCount } from "@/lib/format";
import { useAppDispatch } from "@/store/hooks";
import { useTakeOver } from "./useTakeOver";
import { useUpload } from "./useUpload";

/** A table whose columns are to be chosen: a file, a data set of the hub, or one still to be named. */
export type TableSource = ColumnsRequest | "hub";

/** Brings data into one field: rows as they are, tables by way of their columns. */
export function useBring(field: "train_data_path" | "val_data_path") {
  const dispatch = useAppDispatch();
  const takeOver = useTakeOver();
  const upload = useUpload();
  const [table, setTable] = useState<TableSource | null>(null);

  async function isRows({ kind, path }: StoredFile): Promise<boolean> {
    if (kind !== "jsonl") return false;
    const { data } = await dispatch(
      inspectDataset.initiate(path, { subscribe: false, forceRefetch: true }),
    );
    return data === undefined || data.rows > 0;
  }

  async function take(file: File | undefined) {
    if (!file || upload.progress) return;
    const stored = await upload.send(file);
    if (!stored) return;
    if (await isRows(stored)) takeOver({ [field]: stored.path }, "The file is in", stored.path);
    else setTable({ path: stored.path });
  }

  function takeImported({ path, rows }: ImportedData) {
    setTable(null);
    takeOver({ [field]: path }, `${formatCount(rows)} rows are in`, path);
  }

  return { upload, take, table, openTable: setTable, takeImported };
}
