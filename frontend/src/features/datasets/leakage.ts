/** How much of the validation rows the model would have seen. Pure. */
import type { FindingKind, TokenReport } from "@/api/gen/types.gen";
import { formatCount } from "@/lib/format";

export function leakageInWords({ val_rows, findings }: TokenReport): string {
  const count = (wanted: FindingKind) => findings.find(({ kind }) => kind === wanted)?.rows ?? 0;
  const same = count("valid_in_train");
  const near = count("valid_near_train");
  const of = `Of ${formatCount(val_rows)} validation rows`;
  if (same + near === 0) return `${of} none stands in the training rows, or close to one.`;
  return `${of} ${formatCount(same)} stand in the training rows too, and ${formatCount(near)} are near duplicates of one.`;
}
