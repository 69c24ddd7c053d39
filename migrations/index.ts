import { Foundation1764000000000 } from './1764000000000-foundation.js';
import { RuntimeProfiles1764000000100 } from './1764000000100-runtime-profiles.js';
import { EvidenceUnits1764000000120 } from './1764000000120-evidence-units.js';
import { PoliciesAndSimulations1764000000200 } from './1764000000200-policies-and-simulations.js';
import { Inventory1764000000210 } from './1764000000210-inventory.js';
import { EventIds1764100000200 } from './1764100000200-event-ids.js';
import { AuditUses1764100000210 } from './1764100000210-audit-uses.js';
import { LiveInventory1764100000300 } from './1764100000300-live-inventory.js';
import { ParkedPods1764100000310 } from './1764100000310-parked-pods.js';
import { ParkedPodsKind1764100000320 } from './1764100000320-parked-pods-kind.js';
import { WatchedClusterIdentity1764100000330 } from './1764100000330-watched-cluster-identity.js';
import { RoleBindings1764100000340 } from './1764100000340-role-bindings.js';
import { Projects1764100000350 } from './1764100000350-projects.js';
import { AuditLog1764100000360 } from './1764100000360-audit-log.js';
import { KeyRotation1764100000370 } from './1764100000370-key-rotation.js';
import { WithoutManifest1764100000400 } from './1764100000400-without-manifest.js';
import { ProfileDecisions1764100000410 } from './1764100000410-profile-decisions.js';
import { Deletions1764100000420 } from './1764100000420-deletions.js';
import { ContinuousSimulations1764100000430 } from './1764100000430-continuous-simulations.js';
import { Webhooks1764100000440 } from './1764100000440-webhooks.js';
import { SimulationDocuments1764100000500 } from './1764100000500-simulation-documents.js';
import { WorkloadTemplates1764100000510 } from './1764100000510-workload-templates.js';
import { ResultsByDocument1764100000520 } from './1764100000520-results-by-document.js';
import { OutboxTraceparent1764100000600 } from './1764100000600-outbox-traceparent.js';
import { AuditRetentionByOwner1764100000610 } from './1764100000610-audit-retention-by-owner.js';
import { RegisteredClusters1764100000700 } from './1764100000700-registered-clusters.js';
import { FairSimulations1764100000800 } from './1764100000800-fair-simulations.js';
import { ContainerIds1764100000900 } from './1764100000900-container-ids.js';
import { BoundedDeadLetters1764100001000 } from './1764100001000-bounded-dead-letters.js';
import { PodCreators1764100001200 } from './1764100001200-pod-creators.js';
import { Proposals1764100001210 } from './1764100001210-proposals.js';
import { PolicyLabels1764100001300 } from './1764100001300-policy-labels.js';
import { RevisionsOfClustersAndWebhooks1764100001310 } from './1764100001310-revisions-of-clusters-and-webhooks.js';
import { AreasOfExplanations1764100001320 } from './1764100001320-areas-of-explanations.js';
import { BodiesOfDeliveries1764100001601 } from './1764100001601-bodies-of-deliveries.js';
import { PreviousSecretsOfWebhooks1764100001602 } from './1764100001602-previous-secrets-of-webhooks.js';
import { TurnsOfWebhooks1764100001603 } from './1764100001603-turns-of-webhooks.js';
import { AccessOfWebhooks1764100001604 } from './1764100001604-access-of-webhooks.js';
import { PodFailures1764100001700 } from './1764100001700-pod-failures.js';
import { LossTotals1764100001800 } from './1764100001800-loss-totals.js';
import { PodRanges1764100001810 } from './1764100001810-pod-ranges.js';
import { BrokenTodayOfResults1764100002000 } from './1764100002000-broken-today-of-results.js';
import { UnattributedFailures1764100002010 } from './1764100002010-unattributed-failures.js';
import { NodesOfWatches1764100002020 } from './1764100002020-nodes-of-watches.js';
import { WrittenAtOfOffsets1764100002100 } from './1764100002100-written-at-of-offsets.js';
import { WrittenAtOfDeadLetters1764100002110 } from './1764100002110-written-at-of-dead-letters.js';
import { LabelsOfPods1764100002150 } from './1764100002150-labels-of-pods.js';
import { FinishedPods1764100002160 } from './1764100002160-finished-pods.js';
import { LeasesOfWatches1764100002190 } from './1764100002190-leases-of-watches.js';

/** All migrations in the order in which they run; the number is the time at which one was written. */
export const migrations = [
  Foundation1764000000000,
  RuntimeProfiles1764000000100,
  EvidenceUnits1764000000120,
  PoliciesAndSimulations1764000000200,
  Inventory1764000000210,
  EventIds1764100000200,
  AuditUses1764100000210,
  LiveInventory1764100000300,
  ParkedPods1764100000310,
  ParkedPodsKind1764100000320,
  WatchedClusterIdentity1764100000330,
  RoleBindings1764100000340,
  Projects1764100000350,
  AuditLog1764100000360,
  KeyRotation1764100000370,
  WithoutManifest1764100000400,
  ProfileDecisions1764100000410,
  Deletions1764100000420,
  ContinuousSimulations1764100000430,
  Webhooks1764100000440,
  SimulationDocuments1764100000500,
  WorkloadTemplates1764100000510,
  ResultsByDocument1764100000520,
  OutboxTraceparent1764100000600,
  AuditRetentionByOwner1764100000610,
  RegisteredClusters1764100000700,
  FairSimulations1764100000800,
  ContainerIds1764100000900,
  BoundedDeadLetters1764100001000,
  PodCreators1764100001200,
  Proposals1764100001210,
  PolicyLabels1764100001300,
  RevisionsOfClustersAndWebhooks1764100001310,
  AreasOfExplanations1764100001320,
  BodiesOfDeliveries1764100001601,
  PreviousSecretsOfWebhooks1764100001602,
  TurnsOfWebhooks1764100001603,
  AccessOfWebhooks1764100001604,
  PodFailures1764100001700,
  LossTotals1764100001800,
  PodRanges1764100001810,
  BrokenTodayOfResults1764100002000,
  UnattributedFailures1764100002010,
  NodesOfWatches1764100002020,
  WrittenAtOfOffsets1764100002100,
  WrittenAtOfDeadLetters1764100002110,
  LabelsOfPods1764100002150,
  FinishedPods1764100002160,
  LeasesOfWatches1764100002190,
];
