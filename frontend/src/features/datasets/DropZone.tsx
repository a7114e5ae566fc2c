import { CloudDownload, FileUp } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/Button";

/** Says what may be dropped, beside the buttons that do the same. */
export function DropZone({ children, onHub }: { children: ReactNode; onHub: () => void }) {
  return (
    <div className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-control border border-line-strong border-dashed px-3 py-2.5">
      <FileUp aria-hidden className="size-4 text-faint" />
      <p className="min-w-0 flex-1 basis-52 text-muted text-xs">
        Drop a file here: JSONL, JSON, CSV, TSV or Parquet. Tables become rows in the next step.
      </p>
      <div className="flex flex-wrap gap-2">
        {children}
        <Button icon={CloudDownload} onClick={onHub}>
          Hugging Face
        </Button>
      </div>
    </div>
  );
}
