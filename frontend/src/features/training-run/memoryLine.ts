import type { Points } from "@/lib/alignPoints";
import { formatGigabytes, formatMegabytes } from "@/lib/format";

/** Points of memory, given in GB, in the unit that fits the largest of them: ticks stay round numbers. */
export function memoryLine({ x, y }: Points) {
  const gigabytes = Array.from(y);
  return gigabytes.some((value) => value >= 1)
    ? { yLabel: "GB", formatY: formatGigabytes, points: { x, y } }
    : {
        yLabel: "MB",
        formatY: formatMegabytes,
        points: { x, y: gigabytes.map((value) => value * 1000) },
      };
}
