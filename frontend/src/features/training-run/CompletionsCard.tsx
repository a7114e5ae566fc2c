import { useMemo, useState } from "react";
import { Card } from "@/components/ui/Card";
import { Select } from "@/components/ui/Select";
import { formatCount } from "@/lib/format";
import { CompletionItem } from "./CompletionItem";
import { type Completion, type CompletionGroup, groupsOf } from "./completions";

export interface CompletionsCardProps {
  completions: readonly Completion[];
  ended: boolean;
}

const newest = "newest";

/** What the model answered while it trained: one group at a time, the newest unless another is picked. */
export function CompletionsCard({ completions, ended }: CompletionsCardProps) {
  const groups = useMemo(() => groupsOf(completions), [completions]);
  const [picked, setPicked] = useState(newest);
  const group = groups.find((one) => keyOf(one) === picked) ?? groups[0];
  return (
    <Card
      title="Completions"
      description="Answers that were generated in training. Those above their group are pushed up."
    >
      {group ? (
        <>
          <div className="grid gap-x-5 sm:grid-cols-[16rem_minmax(0,1fr)]">
            <Select
              label="Step"
              value={groups.some((one) => keyOf(one) === picked) ? picked : newest}
              onChange={setPicked}
              options={[
                { value: newest, label: `Newest (step ${formatCount(groups[0]?.step)})` },
                ...groups.map((one) => ({ value: keyOf(one), label: labelOf(one) })),
              ]}
            />
            <Question group={group} />
          </div>
          <ol aria-label="Answers" className="divide-y divide-line border-line border-y">
            {group.completions.map((completion) => (
              <CompletionItem key={completion.seq} {...completion} />
            ))}
          </ol>
        </>
      ) : (
        <p className="py-6 text-center text-faint">
          {ended ? "The run showed no answer." : "The first answers appear after the first step."}
        </p>
      )}
    </Card>
  );
}

function Question({ group }: { group: CompletionGroup }) {
  return (
    <dl className="mb-5 grid grid-cols-[auto_minmax(0,1fr)] content-start gap-x-4 gap-y-1.5 pt-1 sm:pt-7">
      <dt className="text-muted">Prompt</dt>
      <dd className="max-h-32 overflow-y-auto whitespace-pre-wrap [overflow-wrap:anywhere]">
        {group.prompt}
      </dd>
      <dt className="text-muted">Expected</dt>
      <dd className="whitespace-pre-wrap font-medium [overflow-wrap:anywhere]">{group.answer}</dd>
    </dl>
  );
}

function keyOf({ completions }: CompletionGroup): string {
  return String(completions[0]?.seq);
}

function labelOf({ step, prompt }: CompletionGroup): string {
  const short = prompt.length > 40 ? `${prompt.slice(0, 39)}…` : prompt;
  return `Step ${formatCount(step)}: ${short}`;
}
