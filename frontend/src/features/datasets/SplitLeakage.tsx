import { skipToken } from "@reduxjs/toolkit/query/react";
import { useReportTokensQuery } from "@/api/datasetJobs";
import { useAppSelector } from "@/store/hooks";
import { useAskedJob } from "./jobView";
import { leakageInWords } from "./leakage";
import { selectTokenQuestion } from "./tokenQuestion";

/** Counts rows of the validation part that also stand in the training part. The report that follows is the same one. */
export function SplitLeakage({ train, valid }: { train: string; valid: string }) {
  const question = useAppSelector(selectTokenQuestion);
  const asked = question ? { ...question, path: train, val_path: valid } : skipToken;
  const report = useAskedJob(useReportTokensQuery(asked));
  if (report.result) return <li>{leakageInWords(report.result)}</li>;
  if (report.busy) return <li>Validation rows are being looked for in the training rows.</li>;
  return null;
}
