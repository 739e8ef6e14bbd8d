export interface Entry {
  readonly name: string;
  /** Path of the WSDL in the folder. */
  readonly entry: string;
  /** Why it is broken. It may be refused, or generated in part. */
  readonly expect?: string;
  /** What is broken in it. The rest is generated. */
  readonly partly?: string;
}

/** What was found out about one WSDL. */
export interface Result {
  readonly name: string;
  /** Why it was refused. */
  readonly refused?: string;
  /** Why libxml2 does not take the schema, and so validates nothing by it. */
  readonly rejectedSchema?: string;
  readonly warnings: number;
  readonly leftOut: number;
  readonly operations: number;
  readonly emitted: number;
  typeErrors: number;
  /** Messages that the schemas allow, by libxml2: those that were made to be read, and those that were written from them. */
  readonly messages: number;
  readonly valid: number;
  readonly roundTrips: number;
  readonly equal: number;
  /** Messages that have no schema to be valid by, as SOAP-encoded ones, or that there is no validator for. */
  readonly notValidated: number;
  /** Messages whose schema libxml2 rejects. */
  readonly schemaRejected: number;
  /** Messages that could not be made. */
  readonly notMade: number;
  readonly seconds: number;
  readonly kilobytes: number;
  /** What is wrong, in words. */
  readonly problems: string[];
}

/** Prints a table, what is refused, and what was not expected. The exit code of the process is 1 if there is anything. */
export function report(results: readonly Result[], entries: readonly Entry[]): void {
  const head = [
    "WSDL",
    "warnings",
    "left out",
    "operations",
    "type errors",
    "valid",
    "equal",
    "not validated",
    "schema rejected",
    "not made",
    "seconds",
    "KiB",
  ];
  const rows = results.map((result) =>
    result.refused !== undefined
      ? [result.name, "refused"]
      : [
          result.name,
          String(result.warnings),
          String(result.leftOut),
          `${result.emitted}/${result.operations}`,
          String(result.typeErrors),
          `${result.valid}/${result.messages}`,
          `${result.equal}/${result.roundTrips}`,
          String(result.notValidated),
          String(result.schemaRejected),
          String(result.notMade),
          result.seconds.toFixed(2),
          String(result.kilobytes),
        ],
  );
  const sum = (pick: (result: Result) => number): number => results.reduce((total, result) => total + pick(result), 0);
  const totals = [
    `${results.filter(({ refused }) => refused === undefined).length} of ${results.length}`,
    String(sum((one) => one.warnings)),
    String(sum((one) => one.leftOut)),
    `${sum((one) => one.emitted)}/${sum((one) => one.operations)}`,
    String(sum((one) => one.typeErrors)),
    `${sum((one) => one.valid)}/${sum((one) => one.messages)}`,
    `${sum((one) => one.equal)}/${sum((one) => one.roundTrips)}`,
    String(sum((one) => one.notValidated)),
    String(sum((one) => one.schemaRejected)),
    String(sum((one) => one.notMade)),
    sum((one) => one.seconds).toFixed(2),
    String(sum((one) => one.kilobytes)),
  ];
  const widths = head.map((_, column) => Math.max(...[head, ...rows, totals].map((row) => row[column]?.length ?? 0)));
  for (const row of [head, ...rows, totals]) {
    console.log(
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join("  "),
    );
  }
  for (const { name, refused } of results.filter((result) => result.refused !== undefined)) {
    console.log(`\n${name} is refused${mayBeRefused(name, refused) ? "" : ", which was not expected"}: ${refused}`);
  }
  for (const { name, rejectedSchema, schemaRejected } of results) {
    if (rejectedSchema !== undefined) {
      console.log(
        `\n${name}: libxml2 rejects the schema, so ${schemaRejected} messages are not validated: ${rejectedSchema}`,
      );
    }
  }
  const unexpected = results.filter(({ name, refused, problems, emitted, operations, leftOut }) => {
    const { expect, partly } = entryOf(name);
    const isWhole = expect === undefined && partly === undefined;
    return (
      problems.length > 0 ||
      emitted !== operations ||
      (isWhole && leftOut > 0) ||
      (refused !== undefined && !mayBeRefused(name, refused))
    );
  });
  for (const { name, problems } of unexpected) {
    console.log(`\n${name}:`);
    for (const problem of problems.slice(0, 5)) {
      console.log(`  ${problem.slice(0, 400)}`);
    }
    if (problems.length > 5) {
      console.log(`  … and ${problems.length - 5} more`);
    }
  }
  function entryOf(name: string): Partial<Entry> {
    return entries.find((entry) => entry.name === name) ?? {};
  }

  /** A broken one, with a position; or one of whose parts each is broken. */
  function mayBeRefused(name: string, refused = ""): boolean {
    const { expect, partly } = entryOf(name);
    const isNothingLeft = partly !== undefined && refused.endsWith("; nothing else is left to generate");
    return (expect !== undefined || isNothingLeft) && /^\S+:\d+:\d+: /.test(refused);
  }

  console.log(unexpected.length === 0 ? "\nNothing unexpected." : `\n${unexpected.length} with something unexpected.`);
  process.exitCode = unexpected.length === 0 ? 0 : 1;
}
