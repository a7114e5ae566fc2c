import { Split } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/Button";
import { SplitDialog } from "./SplitDialog";

/** The way to rows that are never trained on, where no file has them yet. */
export function SplitOffer({ path, missing }: { path: string; missing: boolean }) {
  const [open, setOpen] = useState(false);
  return (
    <div className="mb-4 flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-control border border-line bg-sunken px-3 py-2">
      <p className="min-w-0 flex-1 basis-52 text-muted text-xs">
        {missing
          ? "No validation rows yet: split some off the training data."
          : "Part the training data anew, into training, validation and test rows."}
      </p>
      <Button size="sm" icon={Split} onClick={() => setOpen(true)}>
        Split rows
      </Button>
      {open && <SplitDialog path={path} onClose={() => setOpen(false)} />}
    </div>
  );
}
