import { PageHeader } from "@/components/layout/PageHeader";
import { DataCards } from "@/features/datasets/DataCards";
import { CompareDraft } from "@/features/method-comparison/CompareMethods";
import { ModelCard } from "@/features/models/ModelCard";
import { CoverageCard } from "@/features/training-config/CoverageCard";
import { LoraCard } from "@/features/training-config/LoraCard";
import { ReviewPanel } from "@/features/training-config/ReviewPanel";
import { SetupActions } from "@/features/training-config/SetupActions";
import { TrainingParametersCard } from "@/features/training-config/TrainingParametersCard";
import { LiveRun } from "@/features/training-run/LiveRun";

/** Pick model and data, set full-layer LoRA, see what will be trained, start. */
export function SetupPage() {
  return (
    <>
      <PageHeader title="Setup" action={<SetupActions />}>
        Choose a model and data, then fine-tune all layers.
      </PageHeader>
      <LiveRun />
      <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_23rem]">
        <div className="flex min-w-0 flex-col gap-5">
          <ModelCard />
          <DataCards />
          <TrainingParametersCard />
          <LoraCard />
          <CoverageCard />
        </div>
        <aside aria-label="Review and start" className="min-w-0 xl:sticky xl:top-5">
          <ReviewPanel>
            <CompareDraft />
          </ReviewPanel>
        </aside>
      </div>
    </>
  );
}
