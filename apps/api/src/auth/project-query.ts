import { projectName } from '#libs/persistence';
import { z } from 'zod';

/** The query parameter of routes about what belongs to projects. The guard sees to it that the caller reaches it. */
export const projectQuery = z.object({
  project: projectName.optional().meta({
    description:
      'The project that the call is about. Left out: lists are of all projects that the caller reaches; what is made belongs to the only one that it is bound to, or else to `default`.',
  }),
});
