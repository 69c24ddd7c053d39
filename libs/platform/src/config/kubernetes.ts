import { setting } from './setting.js';
import { duration, flag, integer, matching, text } from './value-types.js';

const dnsName = matching(
  /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
  'a name of up to 63 lower-case letters, digits and dashes',
);

/** The cluster whose objects the collector watches. */
export const kubernetesSettings = {
  watch: setting('KUBERNETES_WATCH', flag(), {
    default: 'false',
    about: 'Watch the objects of a cluster, and keep its inventory up to date.',
  }),
  cluster: setting(
    'KUBERNETES_CLUSTER',
    matching(
      /^[a-zA-Z0-9]([-a-zA-Z0-9_.]{0,126}[a-zA-Z0-9])?$/,
      'a name of letters, digits, dashes, underscores and dots',
    ),
    { about: 'The name of that cluster here: the one that runtime events carry.' },
  ),
  kubeconfig: setting('KUBECONFIG', text('the path of a kubeconfig file'), {
    about:
      'Its current context is the cluster. Unset: the service account of the pod in which the collector runs.',
  }),
  leaseNamespace: setting('KUBERNETES_LEASE_NAMESPACE', dnsName, {
    about: 'Namespace of the Lease by which collectors agree who watches. Unset: that of the pod or context.',
  }),
  leaseName: setting('KUBERNETES_LEASE_NAME', dnsName, {
    default: 'policy-advisor-inventory',
    about: 'Name of that Lease.',
  }),
  leaseDuration: setting('KUBERNETES_LEASE_DURATION', duration('1s', '5m'), {
    default: '15s',
    about: 'A watcher that has not renewed the Lease for so long is replaced by another.',
  }),
  pageSize: setting('KUBERNETES_PAGE_SIZE', integer(10, 10_000), {
    default: '500',
    about: 'Objects that one request lists.',
  }),
};
