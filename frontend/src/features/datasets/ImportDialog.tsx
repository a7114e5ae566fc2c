import { useState } from "react";
import { hubFields } from "@/api/dataFields";
import type { ColumnsRequest, ImportedData } from "@/api/gen/types.gen";
import { Button } from "@/components/ui/Button";
import { Dialog } from "@/components/ui/Dialog";
import { formatCount } from "@/lib/format";
import { ColumnsStep } from "./ColumnsStep";
import { HubForm, hubFormId } from "./HubForm";
import { ImportResult } from "./ImportResult";
import type { TableSource } from "./useBring";
import { type Import, useImport } from "./useImport";

export interface ImportDialogProps {
  source: TableSource;
  onClose: () => void;
  onImported: (imported: ImportedData) => void;
}

/** Turns a table into rows: where it is, which column holds what, what did not fit. */
export function ImportDialog({ source, onClose, onImported }: ImportDialogProps) {
  const [table, setTable] = useState<ColumnsRequest | null>(source === "hub" ? null : source);
  const [hub, setHub] = useState({ id: "", subset: "", split: String(hubFields.split.default) });
  const steps = useImport(table, onImported);
  const { made, looked } = steps;
  const imported = made.result ?? null;

  function close() {
    if (made.busy) made.cancel();
    onClose();
  }

  function back() {
    steps.choose(null);
    made.reset();
    setTable(null);
  }

  return (
    <Dialog
      open
      size="lg"
      onClose={close}
      title={imported ? "Rows that came over" : table ? "Choose columns" : "Hugging Face data set"}
      description={describe(table, imported)}
      footer={
        <>
          <Button variant="ghost" onClick={close}>
            Cancel
          </Button>
          {source === "hub" && table && !imported && <Button onClick={back}>Back</Button>}
          {!table && (
            <Button variant="primary" type="submit" form={hubFormId}>
              Look inside
            </Button>
          )}
          {table && !imported && looked.result && <MakeRows {...steps} />}
          {imported && (
            <>
              <Button onClick={made.reset}>Choose columns again</Button>
              <Button variant="primary" onClick={() => onImported(imported)}>
                Use {formatCount(imported.rows)} {imported.rows === 1 ? "row" : "rows"}
              </Button>
            </>
          )}
        </>
      }
    >
      {!table && <HubForm draft={hub} onChange={setHub} onLook={setTable} />}
      {table && !imported && <ColumnsStep {...steps} />}
      {imported && <ImportResult {...imported} />}
    </Dialog>
  );
}

function MakeRows({ made, complete, make }: Import) {
  return (
    <Button variant="primary" disabled={!complete} busy={made.busy} onClick={() => void make()}>
      Make rows
    </Button>
  );
}

function describe(table: ColumnsRequest | null, imported: ImportedData | null): string {
  if (imported) return "They are in a new file. Those that did not fit are not.";
  if (!table) return "Its rows are read from the hub. No program that comes with it is run.";
  return `${table.hub?.id ?? table.path}. The rows go into a new file; the source stays as it is.`;
}
