import { X } from "lucide-react";
import { useState } from "react";
import { Alert } from "@/components/ui/Alert";
import { IconButton } from "@/components/ui/IconButton";
import { formatClock } from "@/lib/formatTime";
import type { RunWarning } from "./runSummary";

/** The newest warning of a run that goes on, until it is put away or another one comes. */
export function WarningBanner({ warning }: { warning: RunWarning | null }) {
  const [putAway, setPutAway] = useState(0);
  if (!warning || warning.seq <= putAway) return null;
  return (
    <Alert
      tone="warning"
      live
      title={warning.text}
      action={
        <IconButton
          icon={X}
          label="Put the warning away"
          size="sm"
          onClick={() => setPutAway(warning.seq)}
        />
      }
    >
      Said at {formatClock(warning.time)}. All warnings are in the log.
    </Alert>
  );
}
