import {
  authenticate,
  type DeleteFolderOptions,
  InfoRouterClient,
  isInfoRouterError,
  type Outcome,
  ServiceError,
  type TicketSource,
} from "inforouter-soap-client";
import { type InfoRouterServer, startInfoRouterServer } from "inforouter-soap-client/testing";

async function main(): Promise<void> {
  const server: InfoRouterServer = await startInfoRouterServer({
    folders: ["/Finance/Reports/2024"],
    users: { jane: "secret" },
  });
  const ticket: TicketSource = authenticate({ uid: "jane", pwd: "secret" });
  const infoRouter = new InfoRouterClient({ endpoint: server.url, ticket });
  const options: DeleteFolderOptions = { ifMissing: "ignore", signal: undefined };

  const first: { path: string; outcome: "deleted" | "missing" | "gone" } = await infoRouter.deleteFolder(
    "/Finance/Reports/2024",
    options,
  );
  const outcomes: string[] = [first.outcome];
  for await (const deletion of infoRouter.deleteFolders(["/Finance/Reports/2024"])) {
    outcomes.push(deletion.outcome);
  }
  try {
    await infoRouter.deleteFolder("/Finance/Reports/2024");
  } catch (error) {
    if (isInfoRouterError(error) && error instanceof ServiceError) {
      const outcome: Outcome = error.outcome;
      outcomes.push(outcome, error.code);
    }
  }
  console.log(outcomes.join(" "));
  await infoRouter.close();
  await server.close();
}

void main();

/** Never called: what the compiler must refuse. */
export function mistakes(infoRouter: InfoRouterClient): void {
  // @ts-expect-error There is no client without a ticket.
  new InfoRouterClient({ endpoint: "https://dms.example.com/srv.asmx" });
  // @ts-expect-error An outcome of a deletion is no other word.
  void infoRouter.deleteFolder("/Finance/Reports").then(({ outcome }) => outcome === "maybe");
  // @ts-expect-error A download handler is named by a text.
  void infoRouter.deleteDownloadHandler(42);
}
