import { type Answer, orThrow } from './problem-error.js';

interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string;
}

/**
 * All that a list has, page by page as it is asked for; a page that is refused is thrown as a `ProblemError`:
 *
 *     for await (const { name } of items((page) => client.GET('/api/v1/policies', { params: { query: page } })))
 *
 * @param list Called with `{}` for the first page, and with `{ cursor }` for those after it.
 */
export async function* items<Item>(
  list: (page: { readonly cursor?: string }) => Promise<Answer<Page<Item>>>,
): AsyncGenerator<Item, void, undefined> {
  let page = await orThrow(list({}));
  for (;;) {
    yield* page.items;
    if (page.next === undefined) return;
    page = await orThrow(list({ cursor: page.next }));
  }
}
