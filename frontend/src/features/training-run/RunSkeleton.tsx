import { Skeleton } from "@/components/ui/Skeleton";

/** Holds the place of a run on its way: progress, figures, curves. */
export function RunSkeleton() {
  return (
    <section aria-busy="true" aria-label="Loading the run" className="grid gap-4">
      <Skeleton className="h-[101px] rounded-card" />
      <Skeleton className="h-[290px] rounded-card md:h-[194px] xl:h-[96px]" />
      <Skeleton className="h-[1220px] rounded-card lg:h-[820px]" />
    </section>
  );
}
