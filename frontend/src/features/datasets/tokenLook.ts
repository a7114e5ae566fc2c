/** How the three uses of a token look, never by colour alone. */
import type { TokenUse } from "@/api/gen/types.gen";

export interface UseLook {
  word: string;
  /** What the trainer does with it. */
  means: string;
  /** In a text. */
  text: string;
  /** In a drawing. */
  fill: string;
}

export const lookOf: Record<TokenUse, UseLook> = {
  trained: {
    word: "Trained",
    means: "the model learns to say it",
    text: "bg-success-soft text-ink underline decoration-2 decoration-success-mark underline-offset-4",
    fill: "fill-success-mark",
  },
  context: {
    word: "Context",
    means: "read, not learned",
    text: "text-muted",
    fill: "fill-control",
  },
  cut: {
    word: "Cut",
    means: "beyond the limit, never seen",
    text: "bg-danger-soft text-danger line-through decoration-danger-mark",
    fill: "fill-danger-mark",
  },
};

/** In the order in which a row has them. */
export const tokenUses = ["context", "trained", "cut"] as const;
