import { skipToken } from "@reduxjs/toolkit/query";
import { Link } from "react-router";
import type { ComparisonReport, EvaluationState, MemberReport, Run } from "@/api/gen/types.gen";
import { runKinds } from "@/api/runKinds";
import { useGetRunsQuery, useListRunsQuery } from "@/api/runsApi";
import { Card } from "@/components/ui/Card";
import { ProgressBar } from "@/components/ui/ProgressBar";
import { StateBadge } from "@/components/ui/StateBadge";
import { Table, type TableColumn } from "@/components/ui/Table";
import { formatLoss, formatProgress, missing } from "@/lib/format";
import { hasEnded, membersOf } from "./comparisonProgress";

/** Every run of the comparison, how far it is, and what was measured of it. */
export function MemberRuns({ report }: { report: ComparisonReport }) {
  // Asked for again and again by the frame of the page already; runs that ended long ago are not in it.
  const { data: recent } = useListRunsQuery();
  const old = membersOf(report).flatMap(({ run_id, state }) =>
    run_id && state && recent && !recent.some(({ id }) => id === run_id) ? [run_id] : [],
  );
  const { data: others } = useGetRunsQuery(old.length > 0 ? old : skipToken);
  const byId = new Map([...(recent ?? []), ...(others ?? [])].map((run) => [run.id, run]));
  const columns: TableColumn<MemberReport>[] = [
    { key: "run", header: "Run", cell: (member) => <RunCell member={member} /> },
    { key: "state", header: "State", cell: ({ state }) => state && <StateBadge state={state} /> },
    {
      key: "progress",
      header: "Steps",
      cell: (member) => (
        <Steps member={member} run={byId.get(member.run_id ?? "")} iterations={report.iterations} />
      ),
    },
    { key: "measured", header: "Test", cell: measureText },
    {
      key: "test",
      header: "Test loss",
      align: "right",
      cell: ({ test_loss }) => formatLoss(test_loss),
    },
  ];
  return (
    <Card title="Runs">
      <Table
        caption="Runs of the comparison"
        columns={columns}
        rows={membersOf(report)}
        rowKey={({ kind, seed }) => `${kind} ${seed}`}
      />
    </Card>
  );
}

function RunCell({ member }: { member: MemberReport }) {
  const { kind, seed, run_id, state, problem } = member;
  const name = `${runKinds[kind].label}, seed ${seed}`;
  return (
    <>
      {run_id && state ? (
        <Link
          to={`/training/${encodeURIComponent(run_id)}`}
          className="whitespace-nowrap font-medium hover:underline"
        >
          {name}
        </Link>
      ) : (
        <span className="whitespace-nowrap">{name}</span>
      )}
      {problem && <span className="block text-danger text-xs">{problem}</span>}
    </>
  );
}

interface StepsProps {
  member: MemberReport;
  run: Run | undefined;
  iterations: number;
}

function Steps({ member, run, iterations }: StepsProps) {
  if (!member.state) return missing;
  const step = run?.metrics?.step ?? 0;
  const text = formatProgress(step, iterations);
  return (
    <span className="block min-w-24 tabular-nums">
      {text}
      {!hasEnded(member) && (
        <ProgressBar
          label={`Progress of ${runKinds[member.kind].label}, seed ${member.seed}`}
          value={step / iterations}
          valueText={`${text} steps`}
        />
      )}
    </span>
  );
}

const evaluationWords: Record<EvaluationState, string> = {
  queued: "Waits to be measured",
  running: "Being measured",
  cancelling: "Being cancelled",
  completed: "Measured",
  cancelled: "Cancelled",
  failed: "Failed",
  lost: "Lost",
};

function measureText({ evaluation_state, state }: MemberReport): string {
  if (evaluation_state) return evaluationWords[evaluation_state];
  return state === "completed" ? evaluationWords.queued : missing;
}
