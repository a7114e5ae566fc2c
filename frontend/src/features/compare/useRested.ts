import { useEffect, useState } from "react";

/** How long typing must pause before the server is asked. */
const restMs = 350;

/** A value once it has not changed for a moment; the first one at once. */
export function useRested<Value>(value: Value): Value {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), restMs);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}
