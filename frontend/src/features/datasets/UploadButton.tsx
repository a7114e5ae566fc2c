import { Upload } from "lucide-react";
import { useRef } from "react";
import { Button } from "@/components/ui/Button";

export interface UploadButtonProps {
  /** What the file is for: "Training data". */
  label: string;
  busy: boolean;
  onFile: (file: File) => void;
}

/** Opens the browser's file window and gives the chosen file on. */
export function UploadButton({ label, busy, onFile }: UploadButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept=".jsonl,.json,.csv,.tsv,.parquet,.txt"
        aria-label={`File for ${label}`}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) onFile(file);
          // So that the same file, corrected, can be chosen again.
          event.target.value = "";
        }}
      />
      <Button
        icon={Upload}
        aria-label={`Upload ${label}`}
        busy={busy}
        onClick={() => input.current?.click()}
      >
        Upload
      </Button>
    </>
  );
}
