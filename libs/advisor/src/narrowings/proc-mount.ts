import { isMasked, isReadOnlyProc } from './privileged.js';
import { inUse, listOf, type NarrowingRule, notInUse, sources } from './rule.js';

const FIELD = { field: 'allowedProcMountTypes', at: 'securityContext.procMount' } as const;

/**
 * /proc that becomes masked: procMount Unmasked no longer set. What a privileged container loses is the rule
 * `privileged`'s matter.
 *
 * Reads: file (masked and read-only paths), sysctl.
 * Semantics: Kubernetes v1.24.17 pkg/securitycontext/util.go ConvertToRuntimeMaskedPaths, ConvertToRuntimeReadonlyPaths.
 */
export const procMount: NarrowingRule = {
  name: 'proc-mount',
  taken: (before, after) =>
    !before.maskedProc && after.maskedProc && !before.privileged ? ['unmasked /proc'] : [],
  judge: (context) => {
    const files = context.needs
      .of('file')
      .filter(
        ({ item }) =>
          isMasked(item.path) || (item.operation === 'write' && isReadOnlyProc(item.place, item.path)),
      );
    const observed = [...sources(files), ...sources(context.needs.of('sysctl'))];
    if (observed.length > 0) {
      const names = [
        ...files.map(({ item }) => item.path),
        ...context.needs.of('sysctl').map(({ item }) => item.sysctl),
      ];
      const detail = `The container uses ${listOf([...new Set(names)])}, which becomes masked or read-only.`;
      return [
        inUse(context, ['file'], observed, {
          ...FIELD,
          outcome: 'breaks',
          reason: 'masked-path-in-use',
          detail,
        }),
      ];
    }
    return [
      notInUse(context, {
        ...FIELD,
        reason: 'masked-path-not-used',
        nothing: 'No use of masked paths of /proc',
        watch: [['file']],
      }),
    ];
  },
};
