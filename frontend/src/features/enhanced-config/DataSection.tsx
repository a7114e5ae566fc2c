import { Wand2 } from "lucide-react";
import { useListDatasetsQuery } from "@/api/datasetsApi";
import { useMakeSamplesMutation } from "@/api/enhancedApi";
import type { KnownDataset, SampleData } from "@/api/gen/types.gen";
import { isApiProblem } from "@/api/problem";
import { Button } from "@/components/ui/Button";
import { Card } from "@/components/ui/Card";
import { formatBytes } from "@/lib/format";
import { showToast } from "@/lib/toasts";
import { isRewarded, selectMethod } from "@/store/enhancedRequest";
import { useAppSelector } from "@/store/hooks";
import { sampleDataMade, selectEnhanced } from "@/store/slices/enhancedSlice";
import { DataFile } from "./DataFile";
import { useDataReport } from "./useDataReport";
import { useUndo } from "./useUndo";

/** Rows to train on and rows to judge by, as the method wants them. */
export function DataSection() {
  const method = useAppSelector(selectMethod);
  const rewarded = isRewarded(method);
  const { data: known = [] } = useListDatasetsQuery();
  const files = suggestionsFrom(known, rewarded);
  const trainPath = useAppSelector((state) => selectEnhanced(state).train_data_path);
  const validPath = useAppSelector((state) => selectEnhanced(state).val_data_path);
  const train = useDataReport(trainPath, rewarded);
  const valid = useDataReport(validPath, rewarded);

  function validateBoth(made: SampleData) {
    train.validate(made.train);
    valid.validate(made.valid);
  }

  return (
    <Card
      title="Data"
      {...(method && { description: method.data })}
      actions={<MakeSamples onMade={validateBoth} />}
    >
      <DataFile name="train_data_path" look={train} suggestions={files.train} />
      <DataFile name="val_data_path" look={valid} suggestions={files.valid} />
    </Card>
  );
}

/** Writes sample rows for the method and puts both files into the form. */
function MakeSamples({ onMade }: { onMade: (made: SampleData) => void }) {
  const kind = useAppSelector((state) => selectEnhanced(state).kind);
  const [make, { isLoading }] = useMakeSamplesMutation();
  const undoable = useUndo();

  async function press() {
    const { data, error } = await make(kind);
    if (data) {
      undoable(sampleDataMade(data), `${data.rows.length} sample rows are in the form`);
      onMade(data);
    }
    if (isApiProblem(error)) {
      showToast({ tone: "danger", title: error.title, detail: error.detail });
    }
  }

  return (
    <Button size="sm" icon={Wand2} busy={isLoading} onClick={() => void press()}>
      Make sample data
    </Button>
  );
}

/** The demo's rows are chats: nothing to score answers against. */
function suggestionsFrom(known: readonly KnownDataset[], rewarded: boolean) {
  const usable = known.filter(({ source }) => !rewarded || source !== "demo");
  const train = usable.map(({ train: value, name, bytes }) => ({
    value,
    label: name,
    note: formatBytes(bytes),
  }));
  const valid = usable.flatMap(({ valid: value, name }) =>
    value ? [{ value, label: name, note: "validation" }] : [],
  );
  return { train, valid: [...valid, ...train] };
}
