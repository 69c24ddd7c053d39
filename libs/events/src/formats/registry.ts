import type { EventFormat } from '../event-format.js';
import { falco } from './falco.js';
import { inspektorGadget } from './inspektor-gadget.js';
import { kubearmor } from './kubearmor.js';
import { kubernetesAudit } from './kubernetes-audit.js';
import { native } from './native.js';
import { spo } from './spo.js';
import { tetragon } from './tetragon.js';
import { tracee } from './tracee.js';

/** Every format that is understood, in the order in which a message is offered to them. */
export const formats: readonly EventFormat[] = [
  native,
  tetragon,
  falco,
  kubernetesAudit,
  tracee,
  inspektorGadget,
  kubearmor,
  spo,
];
