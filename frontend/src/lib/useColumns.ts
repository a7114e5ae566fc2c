import { useSyncExternalStore } from "react";
import type { Columns, ColumnsSnapshot } from "@/lib/columns";

/** Re-renders once per frame in which the columns changed. */
export function useColumns<Name extends string>(columns: Columns<Name>): ColumnsSnapshot<Name> {
  return useSyncExternalStore(columns.subscribe, columns.snapshot);
}
