import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";

/** One icon and one set of colours per tone, so that a tone is never told by colour alone. */
export const tones = {
  info: { icon: Info, text: "text-info", box: "border-info-line bg-info-soft", word: "Note" },
  success: {
    icon: CircleCheck,
    text: "text-success",
    box: "border-success-line bg-success-soft",
    word: "Done",
  },
  warning: {
    icon: TriangleAlert,
    text: "text-warning",
    box: "border-warning-line bg-warning-soft",
    word: "Warning",
  },
  danger: {
    icon: CircleAlert,
    text: "text-danger",
    box: "border-danger-line bg-danger-soft",
    word: "Error",
  },
} as const;
