import { skipToken } from "@reduxjs/toolkit/query/react";
import { useId, useState } from "react";
import { useInspectDatasetQuery, useUploadDatasetMutation } from "@/api/datasetsApi";
import { problemInWords } from "@/api/problem";
import { PathField, type PathFieldProps } from "@/components/ui/PathField";
import { classes } from "@/lib/classes";
import { useAppSelector } from "@/store/hooks";
import { selectRestedDraft } from "@/store/slices/trainingSlice";
import { DatasetReportView } from "./DatasetReportView";
import { UploadButton } from "./UploadButton";

export interface DataFieldProps extends Omit<PathFieldProps, "name"> {
  name: "train_data_path" | "val_data_path";
  /** Whether the first rows are shown unasked. */
  sampleOpen?: boolean;
}

/** One data file: its path, an upload or a dropped file, and what is in it. */
export function DataField({ name, sampleOpen = false, defaultValue: _, ...field }: DataFieldProps) {
  const [upload, { isLoading: uploading, error: uploadError, reset }] = useUploadDatasetMutation();
  const [over, setOver] = useState(false);
  const groupId = useId();
  const asked = useAppSelector((state) => selectRestedDraft(state)[name].trim());
  const report = useInspectDatasetQuery(asked || skipToken);

  async function take(file: File | undefined) {
    if (!file) return;
    const { data } = await upload(file);
    if (data) field.onChange(data.path);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button is the first.
    <div
      id={groupId}
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
          reset();
          field.onChange(path);
        }}
        error={problemInWords(uploadError) ?? field.error}
        placeholder="/path/to/rows.jsonl"
        action={
          <UploadButton label={field.label} busy={uploading} onFile={(file) => void take(file)} />
        }
      />
      <DatasetReportView
        report={report.currentData}
        loading={report.isFetching && !report.currentData}
        label={field.label}
        sampleOpen={sampleOpen}
      />
    </div>
  );
}
