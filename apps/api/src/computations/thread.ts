// What runs in the threads: pure functions, each of one value of plain data. The process itself imports only the types.
import { byProductsOf } from '#libs/advisor';

export {
  consolidatePolicies as consolidate,
  generateBundle as generate,
  tightenPolicy as tighten,
} from '#libs/advisor';

/** What else the observations of the containers are good for. */
export function byProducts([shapes, profiles]: readonly [
  shapes: Parameters<typeof byProductsOf>[0],
  profiles: Parameters<typeof byProductsOf>[1],
]): ReturnType<typeof byProductsOf> {
  return byProductsOf(shapes, profiles);
}
