import type { PodShape } from '#libs/kubernetes';
import { distinctShapes, liveShapes, type PoliciesByName } from './live-shapes.js';
import type { StoredShape } from './read-live-shapes.js';

/**
 * The shapes of a workload, by the pod of its document and its running pods: a template and what it becomes; or, where there is none,
 * the running pods alone. A bare pod stands for itself, and the pods that it has made beside it.
 */
export function withRunningShapes(
  known: PodShape,
  running: readonly StoredShape[],
  policies: PoliciesByName,
): readonly PodShape[] {
  const documents = (shapes: readonly StoredShape[]) => shapes.map(({ document }) => document);
  if (known.origin === 'live') {
    const shapes = distinctShapes(known, documents(running), policies);
    return shapes.length === 0 ? [known] : shapes;
  }
  const isOwn = ({ isItself }: StoredShape): boolean => known.workload.kind !== 'Pod' || isItself;
  const made = running.filter((shape) => !isOwn(shape));
  return [
    known,
    ...liveShapes(known, documents(running.filter(isOwn)), policies),
    ...distinctShapes({ ...known, origin: 'live' }, documents(made), policies),
  ];
}
