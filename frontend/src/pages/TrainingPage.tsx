import { PageHeader } from "@/components/layout/PageHeader";

/** The live run: losses, speed, memory, time left, log, stop. */
export function TrainingPage() {
  return (
    <PageHeader title="Training">Follow the active run and stop it when it is good.</PageHeader>
  );
}
