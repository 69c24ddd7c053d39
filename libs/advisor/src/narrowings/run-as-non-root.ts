import type { Finding } from '../finding.js';
import { findingOf, inUse, type NarrowingContext, type NarrowingRule, notInUse, sources } from './rule.js';
import { imageUser } from './user-of-image.js';

const FIELD = { field: 'runAsUser', at: 'securityContext.runAsNonRoot' } as const;

/**
 * `runAsNonRoot: true` where it was not set: the kubelet refuses to start the container as root, or as a user whose uid
 * it can't tell. Init containers too.
 *
 * Reads: the image's USER, identity (first process). Semantics: pkg/kubelet/kuberuntime/security_context.go
 * verifyRunAsNonRoot, v1.24.17: a USER that is no number is refused even if it would resolve to a uid other than 0.
 */
export const runAsNonRoot: NarrowingRule = {
  name: 'run-as-non-root',
  taken: (before, after) =>
    after.runAsNonRoot && !before.runAsNonRoot && (after.runAsUser ?? 0) === 0 ? ['starting as root'] : [],
  judge: (context) => {
    const { after } = context;
    if (after.runAsUser === 0) {
      return [
        breaks(
          context,
          'runs-as-root',
          'The spec says uid 0 and runAsNonRoot: the kubelet refuses to start it.',
        ),
      ];
    }
    return after.imageUsers.length > 0
      ? after.imageUsers.map((user) => byImage(context, user))
      : [byObservation(context)];
  },
};

function byImage(context: NarrowingContext, user: string): Finding {
  const parsed = imageUser(user);
  if (parsed.kind === 'name') {
    const detail = `The image's USER is "${user}", no number: the kubelet can't tell that it is not root, and refuses to start it unless runAsUser is set.`;
    return breaks(context, 'image-user-not-numeric', detail);
  }
  if (parsed.uid === 0) {
    const why =
      user === ''
        ? 'The image has no USER, which means root'
        : `The image's USER is "${user}", which is root`;
    return breaks(context, 'image-user-root', `${why}: the kubelet refuses to start it.`);
  }
  const detail = `The image's USER is "${user}", a number that is not 0.`;
  return findingOf(context, {
    ...FIELD,
    outcome: 'passes',
    stage: 'start',
    reason: 'image-user-non-root',
    detail,
  });
}

function byObservation(context: NarrowingContext): Finding {
  const first = context.needs.of('identity').filter(({ item }) => item.firstProcess);
  const root = first.filter(({ item }) => item.uid === 0);
  const observed = root.length > 0 ? root : first;
  if (observed.length === 0) {
    const nothing = 'Neither the user of the image nor that of its first process';
    const finding = notInUse(context, {
      ...FIELD,
      reason: 'image-user-unknown',
      nothing,
      watch: [['identity']],
    });
    return {
      ...finding,
      stage: 'start',
      outcome: 'at-risk',
      reason: finding.outcome === 'passes' ? 'image-user-unknown' : finding.reason,
    };
  }
  return inUse(context, ['identity'], sources(observed), {
    ...FIELD,
    stage: 'start',
    ...(root.length > 0
      ? {
          outcome: 'breaks',
          reason: 'runs-as-root',
          detail: 'The first process was seen as root: the kubelet refuses to start it.',
        }
      : {
          outcome: 'at-risk',
          reason: 'image-user-unknown',
          detail:
            "The first process was seen as another user than root, but the image's USER is not known: if it is a name and no number, the kubelet refuses to start it.",
        }),
  });
}

function breaks(context: NarrowingContext, reason: string, detail: string): Finding {
  return findingOf(context, { ...FIELD, outcome: 'breaks', stage: 'start', reason, detail });
}
