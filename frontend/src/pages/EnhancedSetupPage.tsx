import { Sparkles } from "lucide-react";
import { PageHeader } from "@/components/layout/PageHeader";
import { ButtonLink } from "@/components/ui/ButtonLink";
import { EmptyState } from "@/components/ui/EmptyState";

/** Attention-only SFT and the reward-based methods. Not built yet: says so. */
export function EnhancedSetupPage() {
  return (
    <>
      <PageHeader title="Enhanced Setup">
        Train with attention-only SFT or with rewards: GSPO, Dr. GRPO, GRPO.
      </PageHeader>
      <EmptyState
        icon={Sparkles}
        title="Enhanced Setup is not built yet"
        action={
          <ButtonLink to="/setup" variant="primary">
            Go to Setup
          </ButtonLink>
        }
      >
        The reward-based methods will be set up here. Full-layer fine-tuning starts in Setup.
      </EmptyState>
    </>
  );
}
