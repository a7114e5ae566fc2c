import { useListDatasetsQuery } from "@/api/datasetsApi";
import { Card } from "@/components/ui/Card";
import { formatBytes } from "@/lib/format";
import { useDraftField } from "@/store/useDraftField";
import { DataField } from "./DataField";

/** Rows to train on and rows to judge by. */
export function DatasetCard() {
  const train = useDraftField("train_data_path");
  const valid = useDraftField("val_data_path");
  const { data: known = [] } = useListDatasetsQuery();

  /** A known data set brings its validation rows along, where none are chosen. */
  function chooseTrain(path: string) {
    train.onChange(path);
    const partner = known.find((dataset) => dataset.train === path)?.valid;
    if (partner && valid.value === "") valid.onChange(partner);
  }

  return (
    <Card title="Dataset" description="JSONL files, one example a line. Drop a file on a field.">
      <DataField
        {...train}
        onChange={chooseTrain}
        sampleOpen
        suggestions={known.map(({ train: value, name, bytes }) => ({
          value,
          label: name,
          note: formatBytes(bytes),
        }))}
      />
      <DataField
        {...valid}
        suggestions={known.flatMap(({ valid: value, name }) =>
          value ? [{ value, label: name, note: "validation" }] : [],
        )}
      />
    </Card>
  );
}
