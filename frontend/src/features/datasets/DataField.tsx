import { skipToken } from "@reduxjs/toolkit/query/react";
import { useState } from "react";
import { useInspectDatasetQuery } from "@/api/datasetsApi";
import { PathField, type PathFieldProps } from "@/components/ui/PathField";
import { classes } from "@/lib/classes";
import { useAppSelector } from "@/store/hooks";
import { selectRestedDraft } from "@/store/slices/trainingSlice";
import { DatasetReportView } from "./DatasetReportView";
import { DropZone } from "./DropZone";
import { ImportDialog } from "./ImportDialog";
import { JobProgress } from "./JobProgress";
import { UploadButton } from "./UploadButton";
import { useBring } from "./useBring";

export interface DataFieldProps extends Omit<PathFieldProps, "name"> {
  name: "train_data_path" | "val_data_path";
  /** The data that everything else is about: shown with a place to drop files, its first rows unasked. */
  main?: boolean;
}

/** One data file: its path, other ways to bring one, and what is in it. */
export function DataField({ name, main = false, defaultValue: _, ...field }: DataFieldProps) {
  const { upload, take, table, openTable, takeImported } = useBring(name);
  const [over, setOver] = useState(false);
  const asked = useAppSelector((state) => selectRestedDraft(state)[name].trim());
  const report = useInspectDatasetQuery(asked || skipToken);
  const button = (
    <UploadButton
      label={field.label}
      busy={upload.progress !== null}
      onFile={(file) => void take(file)}
    />
  );

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button is the first.
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void take(event.dataTransfer.files[0]);
      }}
      className={classes(
        "-mx-2 rounded-card px-2 transition-colors",
        over && "bg-primary-50 outline-2 outline-primary-500 outline-dashed",
      )}
    >
      <PathField
        {...field}
        name={name}
        onChange={(path) => {
          upload.forget();
          field.onChange(path);
        }}
        error={upload.problem ?? field.error}
        placeholder="/path/to/rows.jsonl"
        action={main ? undefined : button}
      />
      {main && <DropZone onHub={() => openTable("hub")}>{button}</DropZone>}
      {upload.progress && (
        <div className="mb-4">
          <JobProgress
            label={`Uploading ${field.label}`}
            progress={upload.progress}
            onCancel={upload.cancel}
          />
        </div>
      )}
      <DatasetReportView
        report={report.currentData}
        loading={report.isFetching && !report.currentData}
        label={field.label}
        main={main}
        onChooseColumns={() => openTable({ path: asked })}
      />
      {table && (
        <ImportDialog source={table} onClose={() => openTable(null)} onImported={takeImported} />
      )}
    </div>
  );
}
