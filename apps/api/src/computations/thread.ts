// What runs in the threads: pure functions, each of one value of plain data. The process itself imports only the types.
import { byProductsOf, comparePolicies } from '#libs/advisor';
import { readDocuments as read, type ReadDocuments } from '#libs/kubernetes';

export {
  consolidatePolicies as consolidate,
  evaluatePods as evaluate,
  generateBundle as generate,
  tightenPolicy as tighten,
} from '#libs/advisor';

/** Which of two policies allows more. */
export function compare([first, second]: Readonly<Parameters<typeof comparePolicies>>): ReturnType<
  typeof comparePolicies
> {
  return comparePolicies(first, second);
}

/** A text of manifests, with the limits by default. */
export function readDocuments(text: string): ReadDocuments {
  return read(text);
}

/** What else the observations of the containers are good for. */
export function byProducts([shapes, profiles]: readonly [
  shapes: Parameters<typeof byProductsOf>[0],
  profiles: Parameters<typeof byProductsOf>[1],
]): ReturnType<typeof byProductsOf> {
  return byProductsOf(shapes, profiles);
}
