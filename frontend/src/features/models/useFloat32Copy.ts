import { useRef, useState } from "react";
import { useStore } from "react-redux";
import type { Float32Job, JobProgress } from "@/api/gen/types.gen";
import {
  getFloat32,
  modelsChanged,
  useCancelFloat32Mutation,
  useCopyInFloat32Mutation,
} from "@/api/modelsApi";
import { problemInWords } from "@/api/problem";
import { showToast } from "@/lib/toasts";
import type { AppStore } from "@/store/index";
import { changeUndone, modelCopied, selectDraft } from "@/store/slices/trainingSlice";

const unknown: JobProgress = { done: 0, total: null, unit: "bytes" };

/** Makes a float32 copy of a model and takes it into the form, where that still names the model. */
export function useFloat32Copy(model: string) {
  const store = useStore() as AppStore;
  const [copy] = useCopyInFloat32Mutation();
  const [end] = useCancelFloat32Mutation();
  const [progress, setProgress] = useState<JobProgress | null>(null);
  const [problem, setProblem] = useState<string>();
  const job = useRef<string>(undefined);

  async function follow(begun: Float32Job): Promise<Float32Job> {
    let now = begun;
    while (now.state === "queued" || now.state === "running") {
      const asked = getFloat32.initiate(now.id, { forceRefetch: true, subscribe: false });
      now = await store.dispatch(asked).unwrap();
      setProgress(now.progress ?? unknown);
    }
    return now;
  }

  async function begin() {
    setProblem(undefined);
    setProgress(unknown);
    try {
      const begun = await copy(model).unwrap();
      job.current = begun.id;
      const { result, problem: failed } = await follow(begun);
      if (failed) setProblem(`${failed.message} ${failed.hint}`);
      if (result) takeOver(result.model);
    } catch (refused) {
      setProblem(problemInWords(refused));
    }
    setProgress(null);
  }

  function takeOver(made: string) {
    store.dispatch(modelsChanged());
    const before = selectDraft(store.getState());
    if (before.model_path.trim() !== model) {
      showToast({ tone: "success", title: "The float32 copy is ready", detail: made });
      return;
    }
    store.dispatch(modelCopied({ model_path: made }));
    showToast({
      tone: "success",
      title: "The float32 copy is chosen",
      detail: made,
      action: { label: "Undo", onAction: () => void store.dispatch(changeUndone(before)) },
    });
  }

  const cancel = () => void (job.current && end(job.current));
  return { progress, problem, begin, cancel };
}
