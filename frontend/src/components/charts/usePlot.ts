import { useCallback, useEffect, useState } from "react";
import uPlot from "uplot";

type PlotOptions = Omit<uPlot.Options, "width">;

/**
 * Keeps a uPlot on an element: made when the element appears or the options change, fed when the
 * data changes, sized as the element is. Returns the ref for the element.
 */
export function usePlot(options: PlotOptions, data: uPlot.AlignedData) {
  const [made, setMade] = useState<{ plot: uPlot; options: PlotOptions } | null>(null);

  const attach = useCallback(
    (element: HTMLElement | null) => {
      if (!element) return;
      const { height } = options;
      const width = element.clientWidth || 300;
      const plot = new uPlot({ ...options, width }, emptyData(options), element);
      const observer = new ResizeObserver(() => {
        if (element.clientWidth > 0) plot.setSize({ width: element.clientWidth, height });
      });
      observer.observe(element);
      setMade({ plot, options });
      return () => {
        observer.disconnect();
        plot.destroy();
      };
    },
    [options],
  );

  useEffect(() => {
    // A plot of earlier options is gone already, and has other columns than this data.
    if (made?.options === options) made.plot.setData(data);
  }, [made, options, data]);

  return attach;
}

/** One empty column per series: uPlot draws once before the first values arrive. */
function emptyData({ series }: PlotOptions): uPlot.AlignedData {
  return series.map(() => []) as unknown as uPlot.AlignedData;
}
