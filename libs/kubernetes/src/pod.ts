/**
 * The v1 Pod as Kubernetes 1.24 spells it (k8s.io/api/core/v1/types.go), reduced by type, not by content: fields that
 * no rule of this product reads are carried along untouched, also those newer than 1.24. Values are plain JSON.
 *
 * A `Pod` has been through the decoder: known fields have the right JSON type, `null` counts as absent. It need not
 * have been defaulted; see `defaultPod`.
 */
export interface Carried {
  /** Everything the product does not look at, as it came. */
  readonly [field: string]: unknown;
}

export interface ObjectMeta extends Carried {
  readonly name?: string;
  readonly generateName?: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly OwnerReference[];
  readonly finalizers?: readonly string[];
}

export interface OwnerReference extends Carried {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly uid?: string;
  readonly controller?: boolean;
}

export interface Pod extends Carried {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: ObjectMeta;
  readonly spec: PodSpec;
}

export interface PodSpec extends Carried {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly ephemeralContainers?: readonly Container[];
  readonly volumes?: readonly Volume[];
  readonly securityContext?: PodSecurityContext;
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly hostUsers?: boolean;
  readonly shareProcessNamespace?: boolean;
  readonly runtimeClassName?: string;
  readonly serviceAccountName?: string;
  /** Deprecated alias of serviceAccountName; the API keeps both in line. */
  readonly serviceAccount?: string;
  readonly automountServiceAccountToken?: boolean;
  readonly imagePullSecrets?: readonly { readonly name?: string }[];
  readonly nodeName?: string;
}

export interface Container extends Carried {
  readonly name: string;
  readonly image?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly ports?: readonly ContainerPort[];
  readonly volumeMounts?: readonly VolumeMount[];
  readonly securityContext?: SecurityContext;
}

export interface ContainerPort extends Carried {
  readonly name?: string;
  readonly containerPort?: number;
  readonly hostPort?: number;
  readonly protocol?: string;
  readonly hostIP?: string;
}

export interface VolumeMount extends Carried {
  readonly name: string;
  readonly mountPath: string;
  readonly readOnly?: boolean;
  readonly subPath?: string;
  readonly mountPropagation?: string;
}

/** A volume: its name and one source, keyed as in v1 (`hostPath`, `emptyDir`, `cephfs`, …). No source means emptyDir. */
export interface Volume extends Carried {
  readonly name: string;
  readonly hostPath?: { readonly path: string; readonly type?: string };
  readonly flexVolume?: { readonly driver: string } & Carried;
  readonly csi?: { readonly driver: string } & Carried;
  readonly projected?: ProjectedVolume;
}

export interface ProjectedVolume extends Carried {
  readonly defaultMode?: number;
  readonly sources?: readonly VolumeProjection[];
}

export interface VolumeProjection extends Carried {
  readonly serviceAccountToken?: {
    readonly path?: string;
    readonly audience?: string;
    readonly expirationSeconds?: number;
  } & Carried;
  readonly configMap?: { readonly name?: string } & Carried;
  readonly downwardAPI?: {
    readonly items?: readonly ({
      readonly path?: string;
      readonly fieldRef?: { readonly apiVersion?: string; readonly fieldPath?: string };
    } & Carried)[];
  } & Carried;
  readonly secret?: { readonly name?: string } & Carried;
}

export interface PodSecurityContext extends Carried {
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly runAsNonRoot?: boolean;
  readonly fsGroup?: number;
  readonly fsGroupChangePolicy?: string;
  readonly supplementalGroups?: readonly number[];
  readonly seLinuxOptions?: SELinuxOptions;
  readonly seccompProfile?: SeccompProfile;
  readonly sysctls?: readonly Sysctl[];
}

export interface SecurityContext extends Carried {
  readonly privileged?: boolean;
  readonly allowPrivilegeEscalation?: boolean;
  readonly readOnlyRootFilesystem?: boolean;
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly runAsNonRoot?: boolean;
  readonly capabilities?: Capabilities;
  readonly seLinuxOptions?: SELinuxOptions;
  readonly seccompProfile?: SeccompProfile;
  readonly procMount?: string;
}

export interface Capabilities extends Carried {
  readonly add?: readonly string[];
  readonly drop?: readonly string[];
}

export interface SELinuxOptions extends Carried {
  readonly user?: string;
  readonly role?: string;
  readonly type?: string;
  readonly level?: string;
}

export interface SeccompProfile extends Carried {
  readonly type?: string;
  readonly localhostProfile?: string;
}

export interface Sysctl extends Carried {
  readonly name: string;
  readonly value: string;
}
