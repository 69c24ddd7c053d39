import type { Container, Pod, Volume } from '#libs/kubernetes';
import { volumeType } from '#libs/psp';
import { z } from 'zod';

const securityContext = z.record(z.string(), z.unknown());

const containerView = z.object({
  name: z.string(),
  type: z.enum(['init', 'regular', 'ephemeral']),
  image: z.string().optional(),
  securityContext: securityContext.optional(),
  hostPorts: z.array(z.int()).optional(),
  readOnlyMounts: z.array(z.string()).optional().meta({ description: 'Volumes that it mounts read-only.' }),
  mounts: z.array(z.string()).optional().meta({ description: 'Volumes that it mounts otherwise.' }),
});

const volumeView = z.object({
  name: z.string(),
  type: z.string().meta({ description: 'As policies spell it in `volumes`.' }),
  hostPath: z.string().optional(),
  driver: z.string().optional().meta({ description: 'Of a flexVolume or a csi volume.' }),
});

/** What policies look at in the template of a workload. */
export const templateView = z
  .object({
    hostNetwork: z.boolean(),
    hostPID: z.boolean(),
    hostIPC: z.boolean(),
    runtimeClassName: z.string().optional(),
    serviceAccountName: z.string().optional(),
    automountServiceAccountToken: z.boolean().optional(),
    securityContext: securityContext.optional(),
    annotations: z
      .record(z.string(), z.string())
      .optional()
      .meta({ description: 'Those that say which seccomp and AppArmor profiles are wanted.' }),
    containers: z.array(containerView),
    volumes: z.array(volumeView),
  })
  .meta({ id: 'WorkloadTemplate' });
export type TemplateView = z.infer<typeof templateView>;

/** As the manifest says it: what it leaves out is left out, and nothing is in it that policies don't look at. */
export function templateViewOf({ metadata, spec }: Pod): TemplateView {
  const annotations = Object.entries(metadata.annotations ?? {}).filter(([key]) =>
    profileAnnotation.test(key),
  );
  const { runtimeClassName, automountServiceAccountToken, securityContext: context } = spec;
  const serviceAccountName = spec.serviceAccountName ?? spec.serviceAccount;
  return {
    hostNetwork: spec.hostNetwork === true,
    hostPID: spec.hostPID === true,
    hostIPC: spec.hostIPC === true,
    ...(runtimeClassName !== undefined && { runtimeClassName }),
    ...(serviceAccountName !== undefined && { serviceAccountName }),
    ...(automountServiceAccountToken !== undefined && { automountServiceAccountToken }),
    ...(context !== undefined && { securityContext: { ...context } }),
    ...(annotations.length > 0 && { annotations: Object.fromEntries(annotations) }),
    containers: [
      ...(spec.initContainers ?? []).map((each) => containerViewOf(each, 'init')),
      ...spec.containers.map((each) => containerViewOf(each, 'regular')),
      ...(spec.ephemeralContainers ?? []).map((each) => containerViewOf(each, 'ephemeral')),
    ],
    volumes: (spec.volumes ?? []).map(volumeViewOf),
  };
}

/** On pods, of pods (seccomp) and of containers (both). */
const profileAnnotation =
  /^(container\.)?(seccomp\.security\.alpha|apparmor\.security\.beta)\.kubernetes\.io\//;

function containerViewOf(
  { name, image, securityContext: context, ports = [], volumeMounts = [] }: Container,
  type: z.infer<typeof containerView>['type'],
): z.infer<typeof containerView> {
  const hostPorts = ports.flatMap(({ hostPort }) =>
    hostPort === undefined || hostPort === 0 ? [] : [hostPort],
  );
  const mounted = (readOnly: boolean) => [
    ...new Set(
      volumeMounts.filter((mount) => (mount.readOnly === true) === readOnly).map((mount) => mount.name),
    ),
  ];
  const [readOnlyMounts, mounts] = [mounted(true), mounted(false)];
  return {
    name,
    type,
    ...(image !== undefined && { image }),
    ...(context !== undefined && { securityContext: { ...context } }),
    ...(hostPorts.length > 0 && { hostPorts }),
    ...(readOnlyMounts.length > 0 && { readOnlyMounts }),
    ...(mounts.length > 0 && { mounts }),
  };
}

function volumeViewOf(volume: Volume): z.infer<typeof volumeView> {
  const driver = volume.flexVolume?.driver ?? volume.csi?.driver;
  return {
    name: volume.name,
    type: volumeType(volume),
    ...(volume.hostPath !== undefined && { hostPath: volume.hostPath.path }),
    ...(driver !== undefined && { driver }),
  };
}
