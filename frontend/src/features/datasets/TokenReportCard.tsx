import { ScanText } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useReportTokensQuery } from "@/api/datasetJobs";
import { useInspectDatasetQuery } from "@/api/datasetsApi";
import { Button } from "@/components/ui/Button";
import { Card } from "@/components/ui/Card";
import { Skeleton } from "@/components/ui/Skeleton";
import { formatBytes } from "@/lib/format";
import { useAppSelector } from "@/store/hooks";
import { JobProgress } from "./JobProgress";
import { JobTrouble } from "./JobTrouble";
import { useAskedJob } from "./jobView";
import { useOpenRow } from "./openRow";
import { TokenReportView } from "./TokenReportView";
import { selectTokenQuestion, type TokenQuestion } from "./tokenQuestion";

/** Up to this size a report is made unasked. */
const unaskedBytes = 5_000_000;

/** What the rows are to the chosen model: tokens, what is trained, what is lost, what to mend. */
export function TokenReportCard() {
  const question = useAppSelector(selectTokenQuestion);
  const openRow = useOpenRow();
  return (
    <Card
      title="Token Report"
      description="Every row through the model's own tokenizer and chat template."
      actions={
        openRow && (
          <Button size="sm" icon={ScanText} onClick={() => openRow({ row: 1 })}>
            View tokens
          </Button>
        )
      }
    >
      {question ? (
        <WithFile question={question} />
      ) : (
        <Note>
          Choose a model and training data. The report then shows what the model will learn from
          each row, and what it would lose.
        </Note>
      )}
    </Card>
  );
}

/** Reports at once on a small file, and on a large one when asked. */
function WithFile({ question }: { question: TokenQuestion }) {
  const [wanted, setWanted] = useState<string | null>(null);
  const { currentData: file, isFetching } = useInspectDatasetQuery(question.path);
  if (!file) {
    return isFetching ? <Skeleton className="h-40" /> : <Note>The file cannot be read yet.</Note>;
  }
  if (file.rows === 0) return <Note>The file holds no row that can be trained yet.</Note>;
  if (file.bytes <= unaskedBytes || wanted === question.path) {
    return <Report key={question.path} question={question} />;
  }
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <Note>The file holds {formatBytes(file.bytes)}. The report takes a moment.</Note>
      <Button onClick={() => setWanted(question.path)}>Make the report</Button>
    </div>
  );
}

function Report({ question }: { question: TokenQuestion }) {
  const query = useReportTokensQuery(question);
  const job = useAskedJob(query);
  const shown = job.result ?? undefined;
  const [last, setLast] = useState(shown);
  if (shown && shown !== last) setLast(shown);
  const report = shown ?? (job.busy ? last : undefined);
  return (
    <div className="flex flex-col gap-5">
      {job.busy && (
        <JobProgress label="Reading the rows" progress={job.progress} onCancel={job.cancel} />
      )}
      <JobTrouble
        subject="The report"
        problem={job.problem}
        cancelled={job.cancelled}
        onAgain={job.again}
      />
      {report ? (
        <TokenReportView report={report} question={question} stale={job.busy} />
      ) : (
        job.busy && <Skeleton className="h-64" />
      )}
    </div>
  );
}

function Note({ children }: { children: ReactNode }) {
  return <p className="text-muted">{children}</p>;
}
