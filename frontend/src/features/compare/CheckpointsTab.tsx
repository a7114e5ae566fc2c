import { Milestone } from "lucide-react";
import { ButtonLink } from "@/components/ui/ButtonLink";
import { EmptyState } from "@/components/ui/EmptyState";
import { Skeleton } from "@/components/ui/Skeleton";
import { useAppSelector } from "@/store/hooks";
import { selectScrub, selectSessions } from "@/store/slices/compareSlice";
import { CheckpointView } from "./CheckpointView";
import { ScrubForm } from "./ScrubForm";
import { scrubRun } from "./useScrub";
import { useSession } from "./useSession";
import { useSides } from "./useSides";

/** How an answer grew over a run: the same prompt at every checkpoint. */
export function CheckpointsTab() {
  const { choices, error } = useSides();
  const { runId } = useAppSelector(selectScrub);
  const { scrub: id } = useAppSelector(selectSessions);
  const live = useSession(id);
  const run = scrubRun(runId, choices);
  if (!choices) return error === undefined ? <Skeleton className="h-56" /> : null;
  if (!run) return <NoCheckpointYet />;
  const busy = id !== null && !live.summary.end && live.summary.connection.phase !== "closed";
  // Answers of another run do not belong beside this one's curve.
  const ofThisRun = live.session?.sides.some(
    ({ spec }) => spec?.source === "run" && spec.run_id === run.run_id,
  );
  const shown = ofThisRun ? live : { ...live, session: undefined };
  return (
    <div className="grid grid-cols-1 gap-4">
      <ScrubForm run={run} choices={choices} busy={busy} />
      <CheckpointView
        key={`${run.run_id} ${id}`}
        id={ofThisRun ? id : null}
        live={shown}
        run={run}
      />
    </div>
  );
}

function NoCheckpointYet() {
  return (
    <div className="card">
      <EmptyState
        icon={Milestone}
        title="No run on this base yet"
        action={
          <ButtonLink to="/setup" variant="primary">
            Go to Setup
          </ButtonLink>
        }
      >
        A run saves its adapter every few steps. Train one in Setup; here the same prompt is then
        answered at each of them.
      </EmptyState>
    </div>
  );
}
