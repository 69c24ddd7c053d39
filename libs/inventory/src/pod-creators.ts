import { plainText } from '#libs/events';
import { z } from 'zod';

const name = plainText.min(1).max(253);

const kind = z
  .string()
  .max(317)
  .regex(/^[A-Za-z][A-Za-z0-9]{0,62}(?:\.[a-z0-9][a-z0-9.-]*)?$/, 'must be a kind');

const podCreator = z
  .strictObject({
    user: name.meta({
      description: 'As the API server knows them, such as `system:serviceaccount:apps:operator`.',
    }),
    groups: z
      .array(name)
      .max(100)
      .optional()
      .meta({ description: 'Beside `system:authenticated` and those of service accounts, which are added.' }),
  })
  .meta({ id: 'PodCreator' });

/** Who creates the pods of a cluster (`PodCreators` of libs/kubernetes): who has to have the use of a policy. */
export const podCreators = z
  .strictObject({
    sharedControllerCredentials: z.boolean().optional().meta({
      description:
        'The kube-controller-manager runs without --use-service-account-credentials: its controllers are all `system:kube-controller-manager`.',
    }),
    barePods: podCreator.optional().meta({
      description: 'Who creates bare pods. Absent: not known, and only the service account of a pod counts.',
    }),
    mirrorPods: podCreator.optional().meta({
      description: 'Who creates mirrors of static pods. Absent: `system:node:<node>`, of `system:nodes`.',
    }),
    kinds: z
      .record(kind, podCreator)
      .refine((kinds) => Object.keys(kinds).length <= 100, 'at most 100 kinds')
      .optional()
      .meta({
        description:
          'By the kind of the workload: the operators of custom resources, or other controllers. A custom kind that goes by the name of one of Kubernetes has its group: `StatefulSet.apps.kruise.io`.',
      }),
  })
  .meta({
    id: 'PodCreators',
    description:
      'Who creates pods, where it is not as by default: they may use a policy, or the service account of the pod.',
  });
