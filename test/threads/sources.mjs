// Threads that tests start load the sources, as the tests themselves do: Node's own loader takes types away, and this
// finds the files. See vitest.config.ts, whose aliases are the same.
import { registerHooks } from 'node:module';

const root = new URL('../../', import.meta.url);
const isOurs = (url) =>
  url !== undefined && url.startsWith(root.href) && url.endsWith('.ts') && !url.includes('/node_modules/');

registerHooks({
  resolve(specifier, context, next) {
    if (!isOurs(context.parentURL)) return next(specifier, context);
    const library = /^#libs\/(.*)$/.exec(specifier)?.[1];
    if (library !== undefined) return next(new URL(`libs/${library}/src/index.ts`, root).href, context);
    return next(/^\.\.?\//.test(specifier) ? specifier.replace(/\.js$/, '.ts') : specifier, context);
  },
});
