import { PageHeader } from "@/components/layout/PageHeader";
import { DataSection } from "@/features/enhanced-config/DataSection";
import { EnhancedActions } from "@/features/enhanced-config/EnhancedActions";
import { FrozenLine } from "@/features/enhanced-config/FrozenLine";
import { LoraSection } from "@/features/enhanced-config/LoraSection";
import { MethodCards } from "@/features/enhanced-config/MethodCards";
import { MethodSection } from "@/features/enhanced-config/MethodSection";
import { ModelSection } from "@/features/enhanced-config/ModelSection";
import { ParametersSection } from "@/features/enhanced-config/ParametersSection";
import { ReviewSection } from "@/features/enhanced-config/ReviewSection";
import { RewardsSection } from "@/features/enhanced-config/RewardsSection";
import { ModelFacts } from "@/features/models/ModelFacts";
import { LiveRun } from "@/features/training-run/LiveRun";

/** Attention-only SFT and the methods that learn from rewards. Knows nothing of Setup's form. */
export function EnhancedSetupPage() {
  return (
    <>
      <PageHeader title="Enhanced Setup" action={<EnhancedActions />}>
        Train attention alone: with answers, or with rewards.
      </PageHeader>
      <FrozenLine />
      <LiveRun />
      <MethodCards />
      <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_23rem]">
        <div className="flex min-w-0 flex-col gap-5">
          <ModelSection>
            {(map, loading) => <ModelFacts map={map} loading={loading} />}
          </ModelSection>
          <DataSection />
          <ParametersSection />
          <MethodSection />
          <RewardsSection />
          <LoraSection />
        </div>
        <aside aria-label="Review and start" className="min-w-0 xl:sticky xl:top-5">
          <ReviewSection />
        </aside>
      </div>
    </>
  );
}
