// npm start: what it does stands in libs/embedded-services, which this loads once Node is known to be new enough.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { requireNode, root } from './project.mjs';

requireNode();
const library = pathToFileURL(join(root, 'dist', 'libs', 'embedded-services', 'src', 'index.js'));
const { runStartCommand } = await import(library.href);
process.exitCode = await runStartCommand({ root, environment: process.env });
