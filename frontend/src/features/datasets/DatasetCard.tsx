import { skipToken } from "@reduxjs/toolkit/query/react";
import { useInspectDatasetQuery, useListDatasetsQuery } from "@/api/datasetsApi";
import { Card } from "@/components/ui/Card";
import { Switch } from "@/components/ui/Switch";
import { formatBytes } from "@/lib/format";
import { useAppSelector } from "@/store/hooks";
import { selectRestedDraft } from "@/store/slices/trainingSlice";
import { useDraftField } from "@/store/useDraftField";
import { DataField } from "./DataField";
import { SplitOffer } from "./SplitOffer";

/** Rows to train on and rows to judge by, and in which order they are trained. */
export function DatasetCard() {
  const train = useDraftField("train_data_path");
  const valid = useDraftField("val_data_path");
  const sort = useDraftField("sort_by_length");
  const { data: known = [] } = useListDatasetsQuery();

  /** A known data set brings its validation rows along, where none are chosen. */
  function chooseTrain(path: string) {
    train.onChange(path);
    const partner = known.find((dataset) => dataset.train === path)?.valid;
    if (partner && valid.value === "") valid.onChange(partner);
  }

  return (
    <Card title="Dataset" description="Rows to learn from, and rows to judge by.">
      <DataField
        {...train}
        main
        onChange={chooseTrain}
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
      <Splitting />
      <Switch {...sort} />
    </Card>
  );
}

/** Offered once the training data holds rows. A folder may bring its own validation rows. */
function Splitting() {
  const rested = useAppSelector(selectRestedDraft);
  const path = rested.train_data_path.trim();
  const { currentData: file } = useInspectDatasetQuery(path || skipToken);
  if (!file || file.rows === 0) return null;
  const missing = rested.val_data_path.trim() === "" && /\.jsonl$/i.test(path);
  return <SplitOffer path={path} missing={missing} />;
}
