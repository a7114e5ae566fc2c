import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/Button";
import { showToast } from "@/lib/toasts";

export interface CopyButtonProps {
  text: string;
  /** Verb first: "Copy command". */
  label?: string;
}

const shownMs = 2000;

/** Puts text on the clipboard and says so. */
export function CopyButton({ text, label = "Copy" }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      showToast({
        tone: "danger",
        title: "Nothing was copied",
        detail: "The browser blocks the clipboard here. Select the text and copy it by key.",
      });
      return;
    }
    setCopied(true);
    setTimeout(() => setCopied(false), shownMs);
  }

  return (
    <Button variant="ghost" size="sm" icon={copied ? Check : Copy} onClick={() => void copy()}>
      <span aria-live="polite">{copied ? "Copied" : label}</span>
    </Button>
  );
}
