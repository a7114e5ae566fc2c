import { PageHeader } from "@/components/layout/PageHeader";

/** Pick model and data, set full-layer LoRA, see what will be trained, start. */
export function SetupPage() {
  return <PageHeader title="Setup">Choose a model and data, then fine-tune all layers.</PageHeader>;
}
