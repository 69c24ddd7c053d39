import type { TestProject } from 'vitest/node';
import './services/index.js'; // for the type of what is provided
import { startServiceHost } from './services/host.js';

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const host = await startServiceHost();
  project.provide('servicesUrl', host.url);
  return () => host.stop();
}
