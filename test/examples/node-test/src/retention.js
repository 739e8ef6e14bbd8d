import { isInfoRouterError } from "inforouter-soap-client";

/**
 * Deletes the reports of the years before the one given. Says which are gone, which are kept for what reason, and at
 * which somebody has to look.
 *
 * @param {import("inforouter-soap-client").InfoRouterClient} infoRouter
 * @param {{ firstYear: number, year: number }} years
 */
export async function deleteReportsBefore(infoRouter, { firstYear, year }) {
  const cleanup = { gone: [], kept: [], unclear: [] };
  for (let old = firstYear; old < year; old += 1) {
    const path = `/Finance/Reports/${old}`;
    try {
      await infoRouter.deleteFolder(path, { ifMissing: "ignore" });
      cleanup.gone.push(path);
    } catch (error) {
      if (!isInfoRouterError(error)) throw error;
      if (error.outcome === "unknown") cleanup.unclear.push(path);
      else cleanup.kept.push({ path, reason: error.code });
    }
  }
  return cleanup;
}
