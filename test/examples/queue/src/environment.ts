/** A variable of the environment. Ends the process if it is missing. */
export function environment(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") {
    console.error(`Set ${name}.`);
    process.exit(2);
  }
  return value;
}
