/** Whether standard error, which shows questions, and standard input, which has the answers, are terminals. */
export function canAsk(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}
