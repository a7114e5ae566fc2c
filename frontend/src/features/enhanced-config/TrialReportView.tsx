import type { TrialFunction, TrialProblem, TrialReport } from "@/api/gen/types.gen";
import { Alert } from "@/components/ui/Alert";
import { Table } from "@/components/ui/Table";
import { formatPlain, formatScore } from "@/lib/format";
import { TrialGroups } from "./TrialGroups";

/** What the rewards gave: what is wrong by line, then spread by function, then answers by group. */
export function TrialReportView({ report }: { report: TrialReport }) {
  const { problems = [], warnings = [], functions = [], groups = [] } = report;
  return (
    <>
      {problems.map((problem) => (
        <Alert
          key={`${problem.function} ${problem.line} ${problem.message}`}
          tone="danger"
          title={titleOf(problem)}
        >
          {problem.hint}
        </Alert>
      ))}
      {warnings.map((warning) => (
        <Alert key={warning} tone="warning" title={warning} />
      ))}
      {functions.length > 0 && (
        <div className="overflow-hidden rounded-card border border-line">
          <FunctionTable functions={functions} />
        </div>
      )}
      {groups.length > 0 && <TrialGroups groups={groups} />}
    </>
  );
}

/** "Line 4, my_reward: ZeroDivisionError: division by zero". */
function titleOf({ line, function: name, message }: TrialProblem): string {
  const where = [line && `Line ${line}`, name].filter(Boolean).join(", ");
  return where ? `${where}: ${message}` : message;
}

function FunctionTable({ functions }: { functions: readonly TrialFunction[] }) {
  return (
    <Table
      caption="Scores by reward"
      rows={functions}
      rowKey={({ name }) => name}
      columns={[
        {
          key: "name",
          header: "Reward",
          cell: ({ name }) => (
            <span className="block min-w-24 font-mono text-xs [overflow-wrap:anywhere]">
              {name}
            </span>
          ),
        },
        {
          key: "weight",
          header: "Weight",
          align: "right",
          cell: ({ weight }) => formatPlain(weight),
        },
        { key: "mean", header: "Mean", align: "right", cell: ({ mean }) => formatScore(mean) },
        {
          key: "spread",
          header: "Spread",
          align: "right",
          cell: ({ spread }) => formatScore(spread),
        },
      ]}
    />
  );
}
