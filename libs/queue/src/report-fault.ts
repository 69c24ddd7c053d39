/** Told of faults; whoever reports one goes on trying. */
export type ReportFault = (message: string, error: Error) => void;

/** The same fault is reported once in this time, in ms: a backend that is away gives many of them a second. */
const QUIET = 10_000;

/** Passes on a fault only if the same one was not passed on just before. */
export function oncePerOutage(report: ReportFault, now: () => number = () => performance.now()): ReportFault {
  const last = new Map<string, number>();
  return (message, error) => {
    const key = `${message} ${error.name}`;
    const time = now();
    if (time - (last.get(key) ?? -QUIET) < QUIET) return;
    last.set(key, time);
    report(message, error);
  };
}
