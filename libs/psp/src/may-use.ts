import { type Authorizer, podServiceAccountUser, type UserInfo } from '#libs/kubernetes';

/**
 * Who may `use` a policy for a pod of the namespace: its service account, who is asked first, or whoever makes the
 * request. For the pod of a controller that is the controller's service account, so that what a user may do is of no
 * help to a Deployment.
 * Source: plugin/pkg/admission/security/podsecuritypolicy/admission.go isAuthorizedForPolicy, v1.24.17.
 */
export function policyUse(
  authorizer: Authorizer,
  namespace: string,
  requester: UserInfo,
): (policyName: string, serviceAccountName: string | undefined) => boolean {
  return (policyName, serviceAccountName) =>
    (serviceAccountName !== undefined &&
      authorizer.mayUse(podServiceAccountUser(namespace, serviceAccountName), namespace, policyName)) ||
    authorizer.mayUse(requester, namespace, policyName);
}
