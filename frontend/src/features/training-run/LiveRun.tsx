import { X } from "lucide-react";
import { useState } from "react";
import { IconButton } from "@/components/ui/IconButton";
import { LiveRunCard } from "./LiveRunCard";
import { activeRun } from "./runList";
import { useRuns } from "./useRuns";
import { useWaiting } from "./useWaiting";

/** The active run as a card; nothing while no run is active. One that ends here stays until it is put away. */
export function LiveRun() {
  const { data: runs = [] } = useRuns();
  const [watchedId, setWatchedId] = useState<string | null>(null);
  const [putAwayId, setPutAwayId] = useState<string | null>(null);
  const active = activeRun(runs, useWaiting());
  if (active && active.id !== watchedId) setWatchedId(active.id);
  const run = active ?? runs.find(({ id }) => id === watchedId);
  if (!run || run.id === putAwayId) return null;
  return (
    <LiveRunCard
      key={run.id}
      run={run}
      dismiss={
        <IconButton icon={X} label="Put away" size="sm" onClick={() => setPutAwayId(run.id)} />
      }
    />
  );
}
