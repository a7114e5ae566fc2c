import { useListDatasetsQuery } from "@/api/datasetsApi";
import { PathField } from "@/components/ui/PathField";
import { Select } from "@/components/ui/Select";
import { useAppDispatch, useAppSelector } from "@/store/hooks";
import { batchEdited, selectBatch, selectRefusals } from "@/store/slices/compareSlice";
import { errorAt } from "./problems";
import { batchRun } from "./useBatch";
import { useSides } from "./useSides";

/** The file, or the run, that the rows of a batch come from. */
export function RowsField() {
  const dispatch = useAppDispatch();
  const batch = useAppSelector(selectBatch);
  const { batch: refusal } = useAppSelector(selectRefusals);
  const sides = useSides();
  const { data: datasets = [] } = useListDatasetsQuery();
  if (batch.source === "file") {
    return (
      <PathField
        label="JSONL file"
        help="Lines with messages, or with prompt and completion."
        value={batch.path}
        onChange={(path) => dispatch(batchEdited({ path }))}
        placeholder="/path/to/rows.jsonl"
        suggestions={datasets.map(({ name, valid, train }) => ({
          value: valid ?? train,
          label: name,
        }))}
        error={errorAt("path", refusal)}
      />
    );
  }
  const runs = sides.choices?.runs ?? [];
  return (
    <Select
      label="Run"
      help="Its test rows; without any, its validation rows."
      value={batchRun(batch, sides) ?? ""}
      onChange={(runId) => dispatch(batchEdited({ runId }))}
      options={
        runs.length > 0
          ? runs.map(({ run_id, label }) => ({ value: run_id, label }))
          : [{ value: "", label: "No run on this base" }]
      }
      error={errorAt("run_id", refusal)}
    />
  );
}
