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
  readonly overhead?: Readonly<Record<string, string | number>>;
}

export interface Container extends Carried {
  readonly name: string;
  readonly image?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly ports?: readonly ContainerPort[];
  readonly env?: readonly EnvVar[];
  readonly envFrom?: readonly EnvFromSource[];
  readonly resources?: ResourceRequirements;
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly startupProbe?: Probe;
  readonly lifecycle?: { readonly postStart?: Handler; readonly preStop?: Handler } & Carried;
  readonly imagePullPolicy?: string;
  readonly terminationMessagePath?: string;
  readonly terminationMessagePolicy?: string;
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

export interface EnvVar extends Carried {
  readonly name?: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly fieldRef?: ObjectFieldSelector;
    readonly secretKeyRef?: { readonly name?: string } & Carried;
  } & Carried;
}

export interface EnvFromSource extends Carried {
  readonly secretRef?: { readonly name?: string } & Carried;
}

export interface ObjectFieldSelector extends Carried {
  readonly apiVersion?: string;
  readonly fieldPath?: string;
}

export interface ResourceRequirements extends Carried {
  readonly limits?: Readonly<Record<string, string | number>>;
  readonly requests?: Readonly<Record<string, string | number>>;
}

/** What a probe or a lifecycle hook does. */
export interface Handler extends Carried {
  readonly httpGet?: { readonly path?: string; readonly scheme?: string } & Carried;
  readonly grpc?: { readonly service?: string } & Carried;
}

export interface Probe extends Handler {
  readonly timeoutSeconds?: number;
  readonly periodSeconds?: number;
  readonly successThreshold?: number;
  readonly failureThreshold?: number;
}

/** A source that may authenticate with a Secret. */
interface SecretUser extends Carried {
  readonly secretRef?: { readonly name?: string };
}

/** A volume: its name and one source, keyed as in v1 (`hostPath`, `emptyDir`, `cephfs`, …). No source means emptyDir. */
export interface Volume extends Carried {
  readonly name: string;
  readonly hostPath?: { readonly path: string; readonly type?: string };
  readonly flexVolume?: { readonly driver: string } & SecretUser;
  readonly csi?: {
    readonly driver: string;
    readonly nodePublishSecretRef?: { readonly name?: string };
  } & Carried;
  readonly secret?: { readonly secretName?: string; readonly defaultMode?: number } & Carried;
  readonly configMap?: { readonly name?: string; readonly defaultMode?: number } & Carried;
  readonly downwardAPI?: {
    readonly defaultMode?: number;
    readonly items?: readonly DownwardAPIItem[];
  } & Carried;
  readonly persistentVolumeClaim?: { readonly claimName?: string; readonly readOnly?: boolean } & Carried;
  readonly azureFile?: { readonly secretName?: string } & Carried;
  readonly azureDisk?: Carried;
  readonly cephfs?: SecretUser;
  readonly cinder?: SecretUser;
  readonly ephemeral?: { readonly volumeClaimTemplate?: PersistentVolumeClaimTemplate } & Carried;
  readonly iscsi?: SecretUser & { readonly iscsiInterface?: string };
  readonly rbd?: SecretUser & { readonly pool?: string; readonly user?: string; readonly keyring?: string };
  readonly scaleIO?: SecretUser & { readonly storageMode?: string; readonly fsType?: string };
  readonly storageos?: SecretUser;
  readonly projected?: ProjectedVolume;
}

export interface PersistentVolumeClaimTemplate extends Carried {
  readonly spec?: { readonly volumeMode?: string; readonly resources?: ResourceRequirements } & Carried;
}

export interface ProjectedVolume extends Carried {
  readonly defaultMode?: number;
  readonly sources?: readonly VolumeProjection[];
}

export interface DownwardAPIItem extends Carried {
  readonly path?: string;
  readonly fieldRef?: ObjectFieldSelector;
}

export interface VolumeProjection extends Carried {
  readonly serviceAccountToken?: {
    readonly path?: string;
    readonly audience?: string;
    readonly expirationSeconds?: number;
  } & Carried;
  readonly configMap?: { readonly name?: string } & Carried;
  readonly downwardAPI?: {
    readonly items?: readonly DownwardAPIItem[];
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
