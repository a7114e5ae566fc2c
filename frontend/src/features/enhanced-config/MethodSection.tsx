import type { ReactNode } from "react";
import { type EnhancedName, enhancedFields, isEnhancedName } from "@/api/enhancedFields";
import type { MethodForm } from "@/api/gen/types.gen";
import { Card } from "@/components/ui/Card";
import { selectMethod } from "@/store/enhancedRequest";
import { useAppSelector } from "@/store/hooks";
import { EnhancedChoice, EnhancedNumber, EnhancedSwitch, Noted } from "./fields";

/** How each field of a method is shown. What is missing here has its place in another section. */
const controls: Partial<Record<EnhancedName, (method: MethodForm) => ReactNode>> = {
  mask_prompt: () => <EnhancedSwitch name="mask_prompt" />,
  group_size: () => <EnhancedNumber name="group_size" />,
  temperature: () => <EnhancedNumber name="temperature" step={0.1} />,
  max_completion_length: () => <EnhancedNumber name="max_completion_length" step={64} />,
  epsilon: () => <EnhancedNumber name="epsilon" />,
  epsilon_high: () => <EnhancedNumber name="epsilon_high" placeholder="same as epsilon" />,
  importance_sampling_level: ({ defaults }) => (
    <EnhancedChoice name="importance_sampling_level" own={defaults.importance_sampling_level} />
  ),
  grpo_loss_type: ({ defaults }) => (
    <EnhancedChoice name="grpo_loss_type" own={defaults.grpo_loss_type} />
  ),
};

/** The fields that only this method has, with what the engine makes of them. */
export function MethodSection() {
  const method = useAppSelector(selectMethod);
  if (!method) return null;
  const names = method.fields.filter(isEnhancedName).filter((name) => name in controls);
  return (
    <Card title="Method Parameters" description={`What ${method.title} asks for besides.`}>
      <div className="grid gap-x-5 sm:grid-cols-2">
        {names.map((name) => (
          <Noted key={name} note={enhancedFields[name].note}>
            {controls[name]?.(method)}
          </Noted>
        ))}
      </div>
    </Card>
  );
}
