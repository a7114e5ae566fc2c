/** The overlay as files: a picture that scales, one that does not, and figures. */
import {
  type ChartPicture,
  chartSvg,
  pictureHeight,
  pictureWidth,
} from "@/components/charts/chartSvg";
import { saveFile } from "@/lib/saveFile";
import { type Along, overlayCsv } from "./overlaySeries";

export type OverlayFormat = "png" | "svg" | "csv";

/** Pixels of the saved picture for each of its own. */
const sharpness = 2;

export async function saveOverlay(
  format: OverlayFormat,
  picture: ChartPicture,
  along: Along,
): Promise<void> {
  const name = `${picture.title.toLowerCase().replaceAll(" ", "-")}.${format}`;
  if (format === "csv")
    saveFile(name, new Blob([overlayCsv(picture.series, along)], { type: "text/csv" }));
  else if (format === "svg")
    saveFile(name, new Blob([chartSvg(picture)], { type: "image/svg+xml" }));
  else saveFile(name, await pngOf(chartSvg(picture), pictureHeight(picture.series)));
}

/** As a data address, which the page's security policy lets be drawn. */
async function pngOf(svg: string, height: number): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = pictureWidth * sharpness;
  canvas.height = height * sharpness;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png"),
  );
}
