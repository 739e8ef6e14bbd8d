import { type InfoRouterClient, isInfoRouterError } from "inforouter-soap-client";

/** What became of the folders of old reports. */
export interface Cleanup {
  /** Deleted now, or gone before. */
  readonly gone: string[];
  /** Still there, for this reason. */
  readonly kept: { readonly path: string; readonly reason: string }[];
  /** Nobody knows: somebody has to look. */
  readonly unclear: string[];
}

/** Deletes the reports of the years before the one given. */
export async function deleteReportsBefore(
  infoRouter: InfoRouterClient,
  { firstYear, year }: { readonly firstYear: number; readonly year: number },
): Promise<Cleanup> {
  const cleanup: Cleanup = { gone: [], kept: [], unclear: [] };
  const paths = Array.from({ length: year - firstYear }, (_, index) => `/Finance/Reports/${firstYear + index}`);
  for await (const deletion of infoRouter.deleteFolders(paths, { ifMissing: "ignore", concurrency: 2 })) {
    const { path } = deletion;
    if (deletion.outcome !== "failed") {
      cleanup.gone.push(path);
      continue;
    }
    if (!isInfoRouterError(deletion.error)) {
      throw deletion.error;
    }
    if (deletion.error.outcome === "unknown") {
      cleanup.unclear.push(path);
    } else {
      cleanup.kept.push({ path, reason: deletion.error.code });
    }
  }
  return cleanup;
}
