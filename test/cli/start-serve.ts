import type { CommandLine, Running } from "./command-line.js";

/** A running `inforouter serve`, and what it printed. */
export interface Serving {
  readonly running: Running;
  /** The variables that it exports for the other commands. */
  readonly env: { readonly [Name in `INFOROUTER_${"ENDPOINT" | "USER" | "PASSWORD"}`]: string };
  readonly ticket: string;
  /** The commands that it suggests. */
  readonly commands: readonly string[];
}

export async function startServe(start: CommandLine["start"], args: readonly string[] = []): Promise<Serving> {
  const running = start(["serve", ...args]);
  const output = await running.printed("Ctrl-C ends it");
  const exported = [...output.matchAll(/\b(INFOROUTER_\w+)=(\S+)/g)].map(([, name = "", value = ""]) => [name, value]);
  const variables: Readonly<Record<string, string>> = Object.fromEntries(exported);
  const variable = (name: string): string => variables[`INFOROUTER_${name}`] ?? "";
  const env = {
    INFOROUTER_ENDPOINT: variable("ENDPOINT"),
    INFOROUTER_USER: variable("USER"),
    INFOROUTER_PASSWORD: variable("PASSWORD"),
  };
  const commands = [...output.matchAll(/^ {2}npx inforouter (.*)$/gm)].map(([, command = ""]) => command);
  return { running, env, ticket: variable("TICKET"), commands };
}
