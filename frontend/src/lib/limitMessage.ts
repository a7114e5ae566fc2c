import type { Limits } from "@/lib/band";
import { formatPlain } from "@/lib/format";

/** What to do about a value outside its limits; undefined when it is inside, or empty. */
export function limitMessage(value: number | string | null, limits: Limits): string | undefined {
  if (value === null || value === "") return undefined;
  if (typeof value === "string") return "Enter a number, such as 32 or 1e-5.";
  const { min, max, exclusiveMin, exclusiveMax } = limits;
  if (min !== undefined && value < min) return `Use ${formatPlain(min)} or more.`;
  if (max !== undefined && value > max) return `Use ${formatPlain(max)} or less.`;
  if (exclusiveMin !== undefined && value <= exclusiveMin) {
    return `Use more than ${formatPlain(exclusiveMin)}.`;
  }
  if (exclusiveMax !== undefined && value >= exclusiveMax) {
    return `Use less than ${formatPlain(exclusiveMax)}.`;
  }
  return undefined;
}
