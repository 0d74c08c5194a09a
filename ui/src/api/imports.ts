// What is asked and done about files of conversations.
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, bodyOf } from "./client";
import { Problem, problemOf } from "./problem";
import type { ImportPreview, ImportProgress } from "./shapes";

export type Format = ImportPreview["format"];

/** How a file is to be read. */
export interface Reading {
  readonly project: string;
  /** Found by content where it is not named. */
  readonly format: Format | undefined;
  readonly zone: string;
  /** Columns of a table that are taken for something else than their name says. */
  readonly columns: Readonly<Record<string, string>>;
  /** Values of events that do not say them themselves. */
  readonly set: Readonly<Record<string, string>>;
}

/** How much of a file a preview is made of. */
const PREVIEW_BYTES = 1 << 20;

const pairs = (of: Readonly<Record<string, string>>): string[] => Object.entries(of).flatMap(([name, value]) => (value === "" ? [] : [`${name}=${value}`]));

const query = ({ project, format, zone, columns, set }: Reading, file: File) => ({
  project,
  ...(format === undefined ? {} : { format }),
  tz: zone,
  map: pairs(columns),
  set: pairs(set),
  modified: new Date(file.lastModified).toISOString(),
});

const previewImport = (file: File, reading: Reading, signal: AbortSignal): Promise<ImportPreview> =>
  bodyOf(
    api.POST("/api/v1/import/preview", {
      params: { query: { ...query(reading, file), partial: file.size > PREVIEW_BYTES } },
      body: "", // the type of bytes; they are given below as they are
      bodySerializer: () => file.slice(0, PREVIEW_BYTES),
      headers: { "Content-Type": "application/octet-stream" },
      signal,
    }),
  );

/** How the beginning of a file would be understood; what was shown stays until what was changed is read. */
export const previewQuery = (file: File, reading: Reading) =>
  queryOptions({
    queryKey: ["import", file.name, file.size, file.lastModified, reading],
    queryFn: ({ signal }) => previewImport(file, reading, signal),
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: Infinity,
  });

interface Upload {
  readonly file: File;
  readonly reading: Reading;
  /** Count only. */
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
  /** Bytes that the server took; it reads no faster than it imports. */
  readonly onProgress: (sent: number) => void;
}

/** Sends a file whole. Not by fetch, which does not tell how far an upload has come. */
export const uploadImport = ({ file, reading, dryRun, signal, onProgress }: Upload): Promise<ImportProgress> =>
  new Promise((resolve, reject) => {
    const { map, set, ...single } = query(reading, file);
    const parameters = new URLSearchParams(single);
    for (const pair of map) parameters.append("map", pair);
    for (const pair of set) parameters.append("set", pair);
    if (dryRun) parameters.set("dry_run", "true");
    const request = new XMLHttpRequest();
    request.open("POST", `/api/v1/import/file?${parameters}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.addEventListener("progress", ({ loaded }) => onProgress(loaded));
    request.addEventListener("load", () => settle(request, resolve, reject));
    request.addEventListener("error", () => reject(new TypeError("the server cannot be reached")));
    request.addEventListener("abort", () => reject(new DOMException("cancelled", "AbortError")));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });

function settle({ status, responseText }: XMLHttpRequest, resolve: (result: ImportProgress) => void, reject: (reason: unknown) => void): void {
  const last: unknown = JSON.parse(responseText.trimEnd().split("\n").at(-1) || "null");
  if (status !== 200) return reject(problemOf(status, last));
  const result = last as ImportProgress | null;
  if (!result?.done) return reject(new Problem(status, "The answer broke off. What was imported by then is kept: import the file again to go on."));
  resolve(result);
}
