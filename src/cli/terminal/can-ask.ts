/** Whether standard error, which shows questions, and standard input, which has the answers, are terminals. None comes after its end. */
export function canAsk(): boolean {
  return process.stdin.isTTY && !process.stdin.readableEnded && process.stderr.isTTY;
}
