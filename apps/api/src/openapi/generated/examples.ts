// Recorded by test/e2e/api-examples.spec.ts; `--update` writes it anew.
export const examples: unknown = {
  "addManifests": {
    "parameters": {
      "cluster": "prod"
    },
    "request": {
      "mediaType": "application/json",
      "body": [
        {
          "apiVersion": "apps/v1",
          "kind": "Deployment",
          "metadata": {
            "name": "plain",
            "namespace": "shop"
          },
          "spec": {
            "selector": {
              "matchLabels": {
                "app": "plain"
              }
            },
            "template": {
              "metadata": {
                "labels": {
                  "app": "plain"
                }
              },
              "spec": {
                "containers": [
                  {
                    "name": "main",
                    "image": "registry.example/plain:1"
                  }
                ]
              }
            }
          }
        },
        {
          "apiVersion": "apps/v1",
          "kind": "Deployment",
          "metadata": {
            "name": "nginx",
            "namespace": "shop"
          },
          "spec": {
            "replicas": 2,
            "selector": {
              "matchLabels": {
                "app": "nginx"
              }
            },
            "template": {
              "metadata": {
                "labels": {
                  "app": "nginx"
                }
              },
              "spec": {
                "hostNetwork": true,
                "containers": [
                  {
                    "name": "nginx",
                    "image": "nginx:1.27",
                    "ports": [
                      {
                        "containerPort": 80,
                        "hostPort": 80
                      }
                    ],
                    "securityContext": {
                      "privileged": true
                    }
                  }
                ]
              }
            }
          }
        }
      ]
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "workloads": 2,
        "objects": {},
        "owned": 0,
        "passedOver": {}
      }
    }
  },
  "cancelSimulation": {
    "parameters": {
      "id": "0d1c2b3a-0000-4000-8000-000000000001"
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "id": "0d1c2b3a-0000-4000-8000-000000000001",
        "project": "default",
        "status": "cancelled",
        "policies": [
          {
            "id": "0d1c2b3a-0000-4000-8000-000000000002",
            "revision": 2,
            "name": "restricted"
          }
        ],
        "policySet": "only-these",
        "scope": {
          "clusters": [
            "prod"
          ],
          "labelSelector": "app in (nginx, plain)"
        },
        "grants": "all",
        "createdAt": "2026-03-02T08:00:00.000Z",
        "finishedAt": "2026-03-02T08:00:00.000Z",
        "cancelRequestedAt": "2026-03-02T08:00:00.000Z",
        "progress": {
          "done": 0
        }
      }
    }
  },
  "changeWebhook": {
    "parameters": {
      "id": "0d1c2b3a-0000-4000-8000-000000000003"
    },
    "request": {
      "mediaType": "application/json",
      "body": {
        "events": [
          "simulation.changed"
        ]
      }
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "id": "0d1c2b3a-0000-4000-8000-000000000003",
        "url": "https://hooks.example.com/policy-advisor",
        "events": [
          "simulation.changed"
        ],
        "description": "Tells the chat.",
        "enabled": true,
        "createdAt": "2026-03-02T08:00:00.000Z",
        "createdBy": "bootstrap"
      }
    }
  },
  "checkHealth": {
    "parameters": {},
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "status": "ok"
      }
    }
  },
  "checkReadiness": {
    "parameters": {},
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "ready": true,
        "checks": {
          "database": "ok"
        }
      }
    }
  },
  "comparePolicies": {
    "parameters": {},
    "request": {
      "mediaType": "application/json",
      "body": {
        "first": {
          "id": "0d1c2b3a-0000-4000-8000-000000000002",
          "revision": 1
        },
        "second": {
          "id": "0d1c2b3a-0000-4000-8000-000000000002"
        }
      }
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "order": "wider",
        "fields": [
          {
            "field": "privileged",
            "order": "equal",
            "witnesses": []
          },
          {
            "field": "hostNetwork",
            "order": "equal",
            "witnesses": []
          },
          {
            "field": "hostPID",
            "order": "equal",
            "witnesses": []
          },
          {
            "field": "hostIPC",
            "order": "equal",
            "witnesses": []
          },
          {
            "field": "hostPorts",
            "order": "equal",
            "witnesses": []
          },
          {
            "field": "volumes",
            "order": "equal",
            "witnesses": []
          },
          {
            "field": "allowedHostPaths",
            "order": "equal",
            "witnesses": []
          },
          {
            "field": "allowedFlexVolumes",
            "order": "equal",
            "witnesses": []
          },
          {
            "field": "allowedCSIDrivers",
            "order": "equal",
            "witnesses": []
          },
          {
            "field": "capabilities",
            "order": "equal",
            "witnesses": []
          },
          {
            "field": "seLinux",
            "order": "equal",
            "witnesses": []
          },
          {
            "field": "runAsUser",
            "order": "equal",
            "witnesses": []
          },
          {
            "field": "runAsGroup",
            "order": "equal",
            "witnesses": []
          },
          {
            "field": "supplementalGroups",
            "order": "equal",
            "witnesses": []
          },
          {
            "field": "fsGroup",
            "order": "equal",
            "witnesses": []
          },
          {
            "field": "readOnlyRootFilesystem",
            "order": "wider",
            "witnesses": [
              {
                "admittedBy": "first",
                "pod": {
                  "apiVersion": "v1",
                  "kind": "Pod",
                  "metadata": {
                    "name": "witness",
                    "namespace": "default"
                  },
                  "spec": {
                    "automountServiceAccountToken": false,
                    "containers": [
                      {
                        "name": "witness",
                        "image": "registry.k8s.io/pause:3.6",
                        "imagePullPolicy": "IfNotPresent",
                        "terminationMessagePath": "/dev/termination-log",
                        "terminationMessagePolicy": "File",
                        "securityContext": {
                          "readOnlyRootFilesystem": false
                        }
                      }
                    ],
                    "dnsPolicy": "ClusterFirst",
                    "restartPolicy": "Always",
                    "schedulerName": "default-scheduler",
                    "securityContext": {},
                    "terminationGracePeriodSeconds": 30,
                    "enableServiceLinks": true
                  }
                },
                "otherwise": "refused",
                "errors": [
                  {
                    "field": "spec.containers[0].securityContext.readOnlyRootFilesystem",
                    "type": "FieldValueInvalid",
                    "badValue": false,
                    "detail": "ReadOnlyRootFilesystem must be set to true"
                  }
                ]
              }
            ]
          },
          {
            "field": "allowPrivilegeEscalation",
            "order": "equal",
            "witnesses": []
          },
          {
            "field": "allowedProcMountTypes",
            "order": "equal",
            "witnesses": []
          },
          {
            "field": "sysctls",
            "order": "equal",
            "witnesses": []
          },
          {
            "field": "runtimeClass",
            "order": "equal",
            "witnesses": []
          },
          {
            "field": "seccomp",
            "order": "equal",
            "witnesses": []
          },
          {
            "field": "appArmor",
            "order": "equal",
            "witnesses": []
          }
        ],
        "admitNothing": []
      }
    }
  },
  "consolidatePolicies": {
    "parameters": {},
    "request": {
      "mediaType": "application/json",
      "body": {
        "scope": {
          "clusters": [
            "prod"
          ]
        },
        "maxPolicies": 3
      }
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "policies": [
          {
            "name": "consolidated-1",
            "policy": {
              "apiVersion": "policy/v1beta1",
              "kind": "PodSecurityPolicy",
              "metadata": {
                "name": "consolidated-1"
              },
              "spec": {
                "privileged": false,
                "hostNetwork": false,
                "hostPID": false,
                "hostIPC": false,
                "volumes": [
                  "secret"
                ],
                "seLinux": {
                  "rule": "RunAsAny"
                },
                "runAsUser": {
                  "rule": "RunAsAny"
                },
                "runAsGroup": {
                  "rule": "MayRunAs",
                  "ranges": [
                    {
                      "min": 2147483648,
                      "max": 2147483648
                    }
                  ]
                },
                "supplementalGroups": {
                  "rule": "MayRunAs",
                  "ranges": [
                    {
                      "min": 2147483648,
                      "max": 2147483648
                    }
                  ]
                },
                "fsGroup": {
                  "rule": "MayRunAs",
                  "ranges": [
                    {
                      "min": 2147483648,
                      "max": 2147483648
                    }
                  ]
                },
                "readOnlyRootFilesystem": false,
                "allowPrivilegeEscalation": true,
                "forbiddenSysctls": [
                  "*"
                ],
                "runtimeClass": {
                  "allowedRuntimeClassNames": []
                }
              }
            },
            "yaml": "apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata:\n  name: consolidated-1\nspec:\n  privileged: false\n  hostNetwork: false\n  hostPID: false\n  hostIPC: false\n  volumes:\n    - secret\n  seLinux:\n    rule: RunAsAny\n  runAsUser:\n    rule: RunAsAny\n  runAsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  supplementalGroups:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  fsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  readOnlyRootFilesystem: false\n  allowPrivilegeEscalation: true\n  forbiddenSysctls:\n    - '*'\n  runtimeClass:\n    allowedRuntimeClassNames: []\n",
            "verified": {
              "sound": true,
              "minimal": true,
              "sources": 1,
              "tightenings": 11
            },
            "workloads": [
              {
                "workload": {
                  "cluster": "prod",
                  "namespace": "shop",
                  "kind": "Deployment",
                  "name": "plain"
                },
                "excess": 0,
                "excessPrivileges": []
              }
            ],
            "users": [
              {
                "namespace": "shop",
                "serviceAccount": "default"
              }
            ],
            "grants": [
              {
                "apiVersion": "rbac.authorization.k8s.io/v1",
                "kind": "Role",
                "metadata": {
                  "name": "psp.consolidated-1",
                  "namespace": "shop"
                },
                "rules": [
                  {
                    "apiGroups": [
                      "policy"
                    ],
                    "resources": [
                      "podsecuritypolicies"
                    ],
                    "resourceNames": [
                      "consolidated-1"
                    ],
                    "verbs": [
                      "use"
                    ]
                  }
                ]
              },
              {
                "apiVersion": "rbac.authorization.k8s.io/v1",
                "kind": "RoleBinding",
                "metadata": {
                  "name": "psp.consolidated-1",
                  "namespace": "shop"
                },
                "roleRef": {
                  "apiGroup": "rbac.authorization.k8s.io",
                  "kind": "Role",
                  "name": "psp.consolidated-1"
                },
                "subjects": [
                  {
                    "kind": "ServiceAccount",
                    "name": "default",
                    "namespace": "shop"
                  }
                ]
              }
            ]
          },
          {
            "name": "consolidated-2",
            "policy": {
              "apiVersion": "policy/v1beta1",
              "kind": "PodSecurityPolicy",
              "metadata": {
                "name": "consolidated-2"
              },
              "spec": {
                "privileged": true,
                "hostNetwork": true,
                "hostPID": false,
                "hostIPC": false,
                "hostPorts": [
                  {
                    "min": 80,
                    "max": 80
                  }
                ],
                "volumes": [
                  "secret"
                ],
                "seLinux": {
                  "rule": "RunAsAny"
                },
                "runAsUser": {
                  "rule": "RunAsAny"
                },
                "runAsGroup": {
                  "rule": "MayRunAs",
                  "ranges": [
                    {
                      "min": 2147483648,
                      "max": 2147483648
                    }
                  ]
                },
                "supplementalGroups": {
                  "rule": "MayRunAs",
                  "ranges": [
                    {
                      "min": 2147483648,
                      "max": 2147483648
                    }
                  ]
                },
                "fsGroup": {
                  "rule": "MayRunAs",
                  "ranges": [
                    {
                      "min": 2147483648,
                      "max": 2147483648
                    }
                  ]
                },
                "readOnlyRootFilesystem": false,
                "allowPrivilegeEscalation": true,
                "forbiddenSysctls": [
                  "*"
                ],
                "runtimeClass": {
                  "allowedRuntimeClassNames": []
                }
              }
            },
            "yaml": "apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata:\n  name: consolidated-2\nspec:\n  privileged: true\n  hostNetwork: true\n  hostPID: false\n  hostIPC: false\n  hostPorts:\n    - min: 80\n      max: 80\n  volumes:\n    - secret\n  seLinux:\n    rule: RunAsAny\n  runAsUser:\n    rule: RunAsAny\n  runAsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  supplementalGroups:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  fsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  readOnlyRootFilesystem: false\n  allowPrivilegeEscalation: true\n  forbiddenSysctls:\n    - '*'\n  runtimeClass:\n    allowedRuntimeClassNames: []\n",
            "verified": {
              "sound": true,
              "minimal": true,
              "sources": 1,
              "tightenings": 14
            },
            "workloads": [
              {
                "workload": {
                  "cluster": "prod",
                  "namespace": "shop",
                  "kind": "Deployment",
                  "name": "nginx"
                },
                "excess": 0,
                "excessPrivileges": []
              }
            ],
            "users": [
              {
                "namespace": "shop",
                "serviceAccount": "default"
              }
            ],
            "grants": [
              {
                "apiVersion": "rbac.authorization.k8s.io/v1",
                "kind": "Role",
                "metadata": {
                  "name": "psp.consolidated-2",
                  "namespace": "shop"
                },
                "rules": [
                  {
                    "apiGroups": [
                      "policy"
                    ],
                    "resources": [
                      "podsecuritypolicies"
                    ],
                    "resourceNames": [
                      "consolidated-2"
                    ],
                    "verbs": [
                      "use"
                    ]
                  }
                ]
              },
              {
                "apiVersion": "rbac.authorization.k8s.io/v1",
                "kind": "RoleBinding",
                "metadata": {
                  "name": "psp.consolidated-2",
                  "namespace": "shop"
                },
                "roleRef": {
                  "apiGroup": "rbac.authorization.k8s.io",
                  "kind": "Role",
                  "name": "psp.consolidated-2"
                },
                "subjects": [
                  {
                    "kind": "ServiceAccount",
                    "name": "default",
                    "namespace": "shop"
                  }
                ]
              }
            ]
          }
        ],
        "excess": 0,
        "unsatisfiable": [],
        "rollout": {
          "steps": [
            {
              "title": "Create the policies",
              "detail": "Without the admission plugin they have no effect; with it, none before someone may use them.",
              "manifest": "apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata:\n  name: consolidated-1\nspec:\n  privileged: false\n  hostNetwork: false\n  hostPID: false\n  hostIPC: false\n  volumes:\n    - secret\n  seLinux:\n    rule: RunAsAny\n  runAsUser:\n    rule: RunAsAny\n  runAsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  supplementalGroups:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  fsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  readOnlyRootFilesystem: false\n  allowPrivilegeEscalation: true\n  forbiddenSysctls:\n    - '*'\n  runtimeClass:\n    allowedRuntimeClassNames: []\n---\napiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata:\n  name: consolidated-2\nspec:\n  privileged: true\n  hostNetwork: true\n  hostPID: false\n  hostIPC: false\n  hostPorts:\n    - min: 80\n      max: 80\n  volumes:\n    - secret\n  seLinux:\n    rule: RunAsAny\n  runAsUser:\n    rule: RunAsAny\n  runAsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  supplementalGroups:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  fsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  readOnlyRootFilesystem: false\n  allowPrivilegeEscalation: true\n  forbiddenSysctls:\n    - '*'\n  runtimeClass:\n    allowedRuntimeClassNames: []\n"
            },
            {
              "title": "Grant their use to the service accounts",
              "detail": "From now on, where the plugin is on, new pods may come in under these policies. Take away wider grants only after the next steps: a wider policy that a pod may use makes a narrower one ineffective.",
              "manifest": "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: psp.consolidated-1\n  namespace: shop\nrules:\n  - apiGroups:\n      - policy\n    resources:\n      - podsecuritypolicies\n    resourceNames:\n      - consolidated-1\n    verbs:\n      - use\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: psp.consolidated-1\n  namespace: shop\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: Role\n  name: psp.consolidated-1\nsubjects:\n  - kind: ServiceAccount\n    name: default\n    namespace: shop\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: psp.consolidated-2\n  namespace: shop\nrules:\n  - apiGroups:\n      - policy\n    resources:\n      - podsecuritypolicies\n    resourceNames:\n      - consolidated-2\n    verbs:\n      - use\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: psp.consolidated-2\n  namespace: shop\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: Role\n  name: psp.consolidated-2\nsubjects:\n  - kind: ServiceAccount\n    name: default\n    namespace: shop\n"
            },
            {
              "title": "Turn the admission plugin on",
              "detail": "If PodSecurityPolicy is not yet among the admission plugins of the API server, add it now. Before, system workloads (kube-system, ingress, CNI, CSI) need a policy too.",
              "commands": [
                "kube-apiserver --enable-admission-plugins=…,PodSecurityPolicy"
              ]
            },
            {
              "title": "Create new pods, one workload after another",
              "detail": "Running pods are untouched; what breaks breaks when the next pod is created. Look for FailedCreate events of the controllers and CreateContainerConfigError of pods, and for the annotation kubernetes.io/psp, which names the policy that admitted a pod.",
              "commands": [
                "kubectl get events -A --field-selector reason=FailedCreate",
                "kubectl get pods -A -o custom-columns='NAMESPACE:.metadata.namespace,POD:.metadata.name,PSP:.metadata.annotations.kubernetes\\.io/psp'"
              ]
            },
            {
              "title": "Take away the wider grants",
              "detail": "Bindings to policies that allow more, group bindings such as system:authenticated among them."
            }
          ],
          "rollback": [
            {
              "title": "Let pods in again at once",
              "detail": "Bind the policy that was in force before, or a wide one, to the service accounts concerned."
            },
            {
              "title": "Take away the grants",
              "detail": "Pods that run stay; new ones need another policy.",
              "commands": [
                "kubectl delete rolebinding/psp.consolidated-2 -n shop",
                "kubectl delete role/psp.consolidated-2 -n shop",
                "kubectl delete rolebinding/psp.consolidated-1 -n shop",
                "kubectl delete role/psp.consolidated-1 -n shop"
              ]
            },
            {
              "title": "Delete the policies",
              "detail": "After their grants; the annotation kubernetes.io/psp of running pods may name them on, without effect.",
              "commands": [
                "kubectl delete podsecuritypolicy/consolidated-1 podsecuritypolicy/consolidated-2"
              ]
            }
          ]
        },
        "yaml": "apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata:\n  name: consolidated-1\nspec:\n  privileged: false\n  hostNetwork: false\n  hostPID: false\n  hostIPC: false\n  volumes:\n    - secret\n  seLinux:\n    rule: RunAsAny\n  runAsUser:\n    rule: RunAsAny\n  runAsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  supplementalGroups:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  fsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  readOnlyRootFilesystem: false\n  allowPrivilegeEscalation: true\n  forbiddenSysctls:\n    - '*'\n  runtimeClass:\n    allowedRuntimeClassNames: []\n---\napiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata:\n  name: consolidated-2\nspec:\n  privileged: true\n  hostNetwork: true\n  hostPID: false\n  hostIPC: false\n  hostPorts:\n    - min: 80\n      max: 80\n  volumes:\n    - secret\n  seLinux:\n    rule: RunAsAny\n  runAsUser:\n    rule: RunAsAny\n  runAsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  supplementalGroups:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  fsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  readOnlyRootFilesystem: false\n  allowPrivilegeEscalation: true\n  forbiddenSysctls:\n    - '*'\n  runtimeClass:\n    allowedRuntimeClassNames: []\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: psp.consolidated-1\n  namespace: shop\nrules:\n  - apiGroups:\n      - policy\n    resources:\n      - podsecuritypolicies\n    resourceNames:\n      - consolidated-1\n    verbs:\n      - use\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: psp.consolidated-1\n  namespace: shop\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: Role\n  name: psp.consolidated-1\nsubjects:\n  - kind: ServiceAccount\n    name: default\n    namespace: shop\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: psp.consolidated-2\n  namespace: shop\nrules:\n  - apiGroups:\n      - policy\n    resources:\n      - podsecuritypolicies\n    resourceNames:\n      - consolidated-2\n    verbs:\n      - use\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: psp.consolidated-2\n  namespace: shop\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: Role\n  name: psp.consolidated-2\nsubjects:\n  - kind: ServiceAccount\n    name: default\n    namespace: shop\n"
      }
    }
  },
  "createDecision": {
    "parameters": {
      "id": "0d1c2b3a-0000-4000-8000-000000000004"
    },
    "request": {
      "mediaType": "application/json",
      "body": {
        "decision": {
          "kind": "forget",
          "item": {
            "dimension": "capability",
            "capability": "NET_BIND_SERVICE"
          }
        },
        "reason": "The port was moved above 1024."
      }
    },
    "status": 201,
    "response": {
      "mediaType": "application/json",
      "body": {
        "id": "0d1c2b3a-0000-4000-8000-000000000005",
        "decision": {
          "kind": "forget",
          "item": {
            "dimension": "capability",
            "capability": "NET_BIND_SERVICE"
          }
        },
        "reason": "The port was moved above 1024.",
        "createdBy": "bootstrap",
        "createdAt": "2026-03-02T08:00:00.000Z"
      }
    }
  },
  "createKey": {
    "parameters": {},
    "request": {
      "mediaType": "application/json",
      "body": {
        "name": "node agents of prod",
        "bindings": [
          {
            "role": "agent",
            "project": "default",
            "clusters": [
              "prod"
            ],
            "namespaces": "all"
          }
        ],
        "expiresAt": "2099-01-01T00:00:00Z"
      }
    },
    "status": 201,
    "response": {
      "mediaType": "application/json",
      "body": {
        "id": "0d1c2b3a-0000-4000-8000-000000000006",
        "name": "node agents of prod",
        "bindings": [
          {
            "role": "agent",
            "project": "default",
            "clusters": [
              "prod"
            ],
            "namespaces": "all"
          }
        ],
        "state": "valid",
        "fingerprint": "0000000000000000",
        "createdAt": "2026-03-02T08:00:00.000Z",
        "expiresAt": "2099-01-01T00:00:00.000Z",
        "key": "pak_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      }
    }
  },
  "createPolicy": {
    "parameters": {},
    "request": {
      "mediaType": "application/json",
      "body": {
        "apiVersion": "policy/v1beta1",
        "kind": "PodSecurityPolicy",
        "metadata": {
          "name": "restricted",
          "labels": {
            "team": "shop"
          }
        },
        "spec": {
          "privileged": false,
          "volumes": [
            "configMap",
            "emptyDir",
            "projected",
            "secret"
          ],
          "runAsUser": {
            "rule": "RunAsAny"
          },
          "seLinux": {
            "rule": "RunAsAny"
          },
          "supplementalGroups": {
            "rule": "RunAsAny"
          },
          "fsGroup": {
            "rule": "RunAsAny"
          },
          "hostNetwork": false
        }
      }
    },
    "status": 201,
    "response": {
      "mediaType": "application/json",
      "body": {
        "id": "0d1c2b3a-0000-4000-8000-000000000002",
        "project": "default",
        "name": "restricted",
        "revision": 1,
        "origin": "uploaded",
        "labels": {
          "team": "shop"
        },
        "createdAt": "2026-03-02T08:00:00.000Z",
        "revisedAt": "2026-03-02T08:00:00.000Z",
        "revisedBy": "bootstrap",
        "policy": {
          "apiVersion": "policy/v1beta1",
          "kind": "PodSecurityPolicy",
          "metadata": {
            "name": "restricted",
            "labels": {
              "team": "shop"
            }
          },
          "spec": {
            "privileged": false,
            "volumes": [
              "configMap",
              "emptyDir",
              "projected",
              "secret"
            ],
            "runAsUser": {
              "rule": "RunAsAny"
            },
            "seLinux": {
              "rule": "RunAsAny"
            },
            "supplementalGroups": {
              "rule": "RunAsAny"
            },
            "fsGroup": {
              "rule": "RunAsAny"
            },
            "hostNetwork": false
          }
        }
      }
    }
  },
  "createProject": {
    "parameters": {},
    "request": {
      "mediaType": "application/json",
      "body": {
        "name": "payments",
        "description": "The team that takes the money."
      }
    },
    "status": 201,
    "response": {
      "mediaType": "application/json",
      "body": {
        "name": "payments",
        "description": "The team that takes the money.",
        "createdAt": "2026-03-02T08:00:00.000Z",
        "createdBy": "bootstrap"
      }
    }
  },
  "createSimulation": {
    "parameters": {},
    "request": {
      "mediaType": "application/json",
      "body": {
        "policies": [
          {
            "id": "0d1c2b3a-0000-4000-8000-000000000002"
          }
        ],
        "scope": {
          "clusters": [
            "prod"
          ],
          "labelSelector": "app in (nginx, plain)"
        }
      }
    },
    "status": 202,
    "response": {
      "mediaType": "application/json",
      "body": {
        "id": "0d1c2b3a-0000-4000-8000-000000000001",
        "project": "default",
        "status": "queued",
        "policies": [
          {
            "id": "0d1c2b3a-0000-4000-8000-000000000002",
            "revision": 2,
            "name": "restricted"
          }
        ],
        "policySet": "only-these",
        "scope": {
          "clusters": [
            "prod"
          ],
          "labelSelector": "app in (nginx, plain)"
        },
        "grants": "all",
        "createdAt": "2026-03-02T08:00:00.000Z",
        "progress": {
          "done": 0
        }
      }
    }
  },
  "createWebhook": {
    "parameters": {},
    "request": {
      "mediaType": "application/json",
      "body": {
        "url": "https://hooks.example.com/policy-advisor",
        "description": "Tells the chat."
      }
    },
    "status": 201,
    "response": {
      "mediaType": "application/json",
      "body": {
        "id": "0d1c2b3a-0000-4000-8000-000000000003",
        "url": "https://hooks.example.com/policy-advisor",
        "events": [
          "simulation.finished",
          "simulation.changed"
        ],
        "description": "Tells the chat.",
        "enabled": true,
        "createdAt": "2026-03-02T08:00:00.000Z",
        "createdBy": "bootstrap",
        "secret": "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      }
    }
  },
  "deleteCluster": {
    "parameters": {
      "cluster": "prod"
    },
    "status": 202,
    "response": {
      "mediaType": "application/json",
      "body": {
        "id": "0d1c2b3a-0000-4000-8000-000000000007",
        "cluster": "prod",
        "status": "queued",
        "removed": 0,
        "failures": 0,
        "requestedAt": "2026-03-02T08:00:00.000Z",
        "requestedBy": "bootstrap"
      }
    }
  },
  "deleteDecision": {
    "parameters": {
      "id": "0d1c2b3a-0000-4000-8000-000000000004",
      "decision": "0d1c2b3a-0000-4000-8000-000000000005"
    },
    "status": 204
  },
  "deleteNamespace": {
    "parameters": {
      "cluster": "prod",
      "namespace": "shop"
    },
    "status": 202,
    "response": {
      "mediaType": "application/json",
      "body": {
        "id": "0d1c2b3a-0000-4000-8000-000000000008",
        "cluster": "prod",
        "namespace": "shop",
        "status": "queued",
        "removed": 0,
        "failures": 0,
        "requestedAt": "2026-03-02T08:00:00.000Z",
        "requestedBy": "bootstrap"
      }
    }
  },
  "deletePolicy": {
    "parameters": {
      "id": "0d1c2b3a-0000-4000-8000-000000000009"
    },
    "status": 204
  },
  "deleteProject": {
    "parameters": {
      "project": "payments"
    },
    "status": 204
  },
  "deleteSimulation": {
    "parameters": {
      "id": "0d1c2b3a-0000-4000-8000-000000000001"
    },
    "status": 204
  },
  "deleteWebhook": {
    "parameters": {
      "id": "0d1c2b3a-0000-4000-8000-000000000003"
    },
    "status": 204
  },
  "diffSimulations": {
    "parameters": {
      "id": "0d1c2b3a-0000-4000-8000-000000000010",
      "base": "0d1c2b3a-0000-4000-8000-000000000011"
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "items": [
          {
            "workload": {
              "cluster": "prod",
              "namespace": "shop",
              "kind": "Deployment",
              "name": "nginx"
            },
            "change": "better",
            "before": {
              "verdict": "breaks",
              "stage": "admission"
            },
            "after": {
              "verdict": "passes",
              "policy": "prod.shop.deployment.nginx"
            },
            "appeared": [],
            "resolved": [
              {
                "outcome": "breaks",
                "stage": "admission",
                "field": "hostNetwork",
                "reason": "not-allowed-by-policy",
                "detail": "Host network is not allowed to be used. Whether it is in use is not known: No use of the node's network was observed, but nobody watched listen, connect, raw-socket or capability and unix-connect: nothing may be concluded from that.",
                "policy": "restricted",
                "path": "spec.hostNetwork",
                "evidence": {
                  "level": "none",
                  "podsObserved": 0,
                  "startsObserved": 0,
                  "daysObserved": 0,
                  "lossRatio": 0,
                  "unseen": 1,
                  "expectedNew": 0,
                  "observations": []
                },
                "usage": "unknown"
              },
              {
                "outcome": "breaks",
                "stage": "admission",
                "field": "hostPorts",
                "reason": "not-allowed-by-policy",
                "detail": "Host port 80 is not allowed to be used. Allowed ports: [] (80). Not in use: Host port 80/TCP: on the node's network the container binds the port itself, declared or not.",
                "policy": "restricted",
                "container": "nginx",
                "path": "spec.containers[0].ports",
                "usage": "not-in-use"
              },
              {
                "outcome": "breaks",
                "stage": "admission",
                "field": "privileged",
                "reason": "not-allowed-by-policy",
                "detail": "Privileged containers are not allowed. Whether it is in use is not known: Nothing that only a privileged container may do was observed, but nobody watched capability or mount, capability, device or file and sysctl or file: nothing may be concluded from that.",
                "policy": "restricted",
                "container": "nginx",
                "path": "spec.containers[0].securityContext.privileged",
                "evidence": {
                  "level": "none",
                  "podsObserved": 0,
                  "startsObserved": 0,
                  "daysObserved": 0,
                  "lossRatio": 0,
                  "unseen": 1,
                  "expectedNew": 0,
                  "observations": []
                },
                "usage": "unknown"
              }
            ]
          },
          {
            "workload": {
              "cluster": "prod",
              "namespace": "shop",
              "kind": "Deployment",
              "name": "plain"
            },
            "change": "better",
            "before": {
              "verdict": "at-risk",
              "stage": "runtime",
              "policy": "restricted"
            },
            "after": {
              "verdict": "passes",
              "policy": "prod.shop.deployment.nginx"
            },
            "appeared": [],
            "resolved": [
              {
                "outcome": "at-risk",
                "stage": "runtime",
                "field": "readOnlyRootFilesystem",
                "reason": "weak-evidence",
                "detail": "No write to the root filesystem was observed in 0 pod starts on 1 day (at most 100.0 % of further starts may still show it). The evidence is weak, at least moderate is asked for.",
                "policy": "restricted",
                "container": "main",
                "path": "spec.containers[0].securityContext.readOnlyRootFilesystem",
                "evidence": {
                  "level": "weak",
                  "podsObserved": 1,
                  "startsObserved": 0,
                  "daysObserved": 1,
                  "from": "2026-03-01T10:20:00.000000000Z",
                  "to": "2026-03-01T10:30:00.000000000Z",
                  "lossRatio": 0,
                  "unseen": 1,
                  "expectedNew": 0,
                  "observations": []
                }
              }
            ]
          }
        ]
      }
    }
  },
  "evaluatePolicies": {
    "parameters": {},
    "request": {
      "mediaType": "application/json",
      "body": {
        "cluster": "prod",
        "manifests": "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: nginx\n  namespace: shop\nspec:\n  replicas: 2\n  selector: { matchLabels: { app: nginx } }\n  template:\n    metadata: { labels: { app: nginx } }\n    spec:\n      hostNetwork: true\n      containers:\n        - name: nginx\n          image: nginx:1.27\n          ports: [{ containerPort: 80, hostPort: 80 }]\n          securityContext: { privileged: true }\n",
        "policies": [
          {
            "id": "0d1c2b3a-0000-4000-8000-000000000002"
          }
        ]
      }
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "items": [
          {
            "workload": {
              "cluster": "prod",
              "namespace": "shop",
              "kind": "Deployment",
              "name": "nginx"
            },
            "origin": "template",
            "templatePath": "/spec/template",
            "allowed": false,
            "stage": "admit",
            "mutated": false,
            "message": "pods \"nginx-xxxxx-\" is forbidden: PodSecurityPolicy: unable to admit pod: [spec.securityContext.hostNetwork: Invalid value: true: Host network is not allowed to be used spec.containers[0].securityContext.privileged: Invalid value: true: Privileged containers are not allowed spec.containers[0].hostPort: Invalid value: 80: Host port 80 is not allowed to be used. Allowed ports: []]",
            "policies": [
              {
                "name": "restricted",
                "fits": false,
                "mutates": true,
                "authorized": true,
                "errors": [
                  {
                    "field": "spec.securityContext.hostNetwork",
                    "type": "FieldValueInvalid",
                    "detail": "spec.securityContext.hostNetwork: Invalid value: true: Host network is not allowed to be used"
                  },
                  {
                    "field": "spec.containers[0].securityContext.privileged",
                    "type": "FieldValueInvalid",
                    "detail": "spec.containers[0].securityContext.privileged: Invalid value: true: Privileged containers are not allowed"
                  },
                  {
                    "field": "spec.containers[0].hostPort",
                    "type": "FieldValueInvalid",
                    "detail": "spec.containers[0].hostPort: Invalid value: 80: Host port 80 is not allowed to be used. Allowed ports: []"
                  }
                ],
                "patch": [
                  {
                    "op": "add",
                    "path": "/spec/containers/0/securityContext/readOnlyRootFilesystem",
                    "value": true
                  }
                ]
              }
            ]
          }
        ]
      }
    }
  },
  "exportSimulationResults": {
    "parameters": {
      "id": "0d1c2b3a-0000-4000-8000-000000000011",
      "format": "json"
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "simulation": {
          "id": "0d1c2b3a-0000-4000-8000-000000000011",
          "project": "default",
          "name": "before the freeze",
          "status": "succeeded",
          "policies": [
            {
              "id": "0d1c2b3a-0000-4000-8000-000000000002",
              "revision": 2,
              "name": "restricted"
            }
          ],
          "policySet": "only-these",
          "scope": {
            "clusters": [
              "prod"
            ],
            "labelSelector": "app in (nginx, plain)"
          },
          "grants": "all",
          "createdAt": "2026-03-02T08:00:00.000Z",
          "startedAt": "2026-03-02T08:00:00.000Z",
          "finishedAt": "2026-03-02T08:00:00.000Z",
          "progress": {
            "done": 2,
            "total": 2
          },
          "summary": {
            "workloads": 2,
            "verdicts": {
              "passes": 0,
              "at-risk": 1,
              "breaks": 1
            },
            "stages": {
              "admission": 1,
              "start": 0,
              "runtime": 1
            },
            "withoutPolicy": 0,
            "brokenToday": 0,
            "fields": {
              "hostNetwork": 1,
              "hostPorts": 1,
              "privileged": 1,
              "readOnlyRootFilesystem": 1
            },
            "withoutManifest": {
              "count": 0,
              "workloads": []
            }
          }
        },
        "results": [
          {
            "workload": {
              "cluster": "prod",
              "namespace": "shop",
              "kind": "Deployment",
              "name": "nginx"
            },
            "verdict": "breaks",
            "stage": "admission",
            "mutated": false,
            "findings": [
              {
                "outcome": "breaks",
                "stage": "admission",
                "field": "hostNetwork",
                "reason": "not-allowed-by-policy",
                "detail": "Host network is not allowed to be used. Whether it is in use is not known: No use of the node's network was observed, but nobody watched listen, connect, raw-socket or capability and unix-connect: nothing may be concluded from that.",
                "policy": "restricted",
                "path": "spec.hostNetwork",
                "evidence": {
                  "level": "none",
                  "podsObserved": 0,
                  "startsObserved": 0,
                  "daysObserved": 0,
                  "lossRatio": 0,
                  "unseen": 1,
                  "expectedNew": 0,
                  "observations": []
                },
                "usage": "unknown"
              },
              {
                "outcome": "breaks",
                "stage": "admission",
                "field": "hostPorts",
                "reason": "not-allowed-by-policy",
                "detail": "Host port 80 is not allowed to be used. Allowed ports: [] (80). Not in use: Host port 80/TCP: on the node's network the container binds the port itself, declared or not.",
                "policy": "restricted",
                "container": "nginx",
                "path": "spec.containers[0].ports",
                "usage": "not-in-use"
              },
              {
                "outcome": "breaks",
                "stage": "admission",
                "field": "privileged",
                "reason": "not-allowed-by-policy",
                "detail": "Privileged containers are not allowed. Whether it is in use is not known: Nothing that only a privileged container may do was observed, but nobody watched capability or mount, capability, device or file and sysctl or file: nothing may be concluded from that.",
                "policy": "restricted",
                "container": "nginx",
                "path": "spec.containers[0].securityContext.privileged",
                "evidence": {
                  "level": "none",
                  "podsObserved": 0,
                  "startsObserved": 0,
                  "daysObserved": 0,
                  "lossRatio": 0,
                  "unseen": 1,
                  "expectedNew": 0,
                  "observations": []
                },
                "usage": "unknown"
              }
            ],
            "remedies": [
              {
                "kind": "broaden",
                "target": {
                  "apiVersion": "policy/v1beta1",
                  "kind": "PodSecurityPolicy",
                  "name": "restricted"
                },
                "summary": "Broaden policy restricted to allow what the workload asks for: hostNetwork, hostPorts, privileged.",
                "patch": [
                  {
                    "op": "add",
                    "path": "/spec/hostNetwork",
                    "value": true
                  },
                  {
                    "op": "add",
                    "path": "/spec/hostPorts",
                    "value": [
                      {
                        "min": 80,
                        "max": 80
                      }
                    ]
                  },
                  {
                    "op": "replace",
                    "path": "/spec/privileged",
                    "value": true
                  }
                ],
                "manifest": "apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata:\n  name: restricted\n  labels:\n    team: shop\nspec:\n  privileged: true\n  volumes:\n    - configMap\n    - emptyDir\n    - projected\n    - secret\n  runAsUser:\n    rule: RunAsAny\n  seLinux:\n    rule: RunAsAny\n  supplementalGroups:\n    rule: RunAsAny\n  fsGroup:\n    rule: RunAsAny\n  readOnlyRootFilesystem: true\n  hostNetwork: true\n  hostPorts:\n    - min: 80\n      max: 80\n",
                "outcome": "at-risk",
                "stage": "runtime",
                "findings": [
                  {
                    "outcome": "at-risk",
                    "stage": "runtime",
                    "field": "readOnlyRootFilesystem",
                    "reason": "no-evidence",
                    "detail": "No write to the root filesystem was observed, but nobody watched file: nothing may be concluded from that.",
                    "container": "nginx",
                    "path": "spec.containers[0].securityContext.readOnlyRootFilesystem",
                    "evidence": {
                      "level": "none",
                      "podsObserved": 0,
                      "startsObserved": 0,
                      "daysObserved": 0,
                      "lossRatio": 0,
                      "unseen": 1,
                      "expectedNew": 0,
                      "observations": []
                    }
                  }
                ]
              },
              {
                "kind": "reduce",
                "target": {
                  "apiVersion": "apps/v1",
                  "kind": "Deployment",
                  "namespace": "shop",
                  "name": "nginx"
                },
                "summary": "Reduce the workload to fit policy restricted (hostNetwork, hostPorts, privileged): nothing that was observed is known to break, but not all of it is proven.",
                "patch": [
                  {
                    "op": "remove",
                    "path": "/spec/template/spec/hostNetwork"
                  },
                  {
                    "op": "remove",
                    "path": "/spec/template/spec/containers/0/ports/0/hostPort"
                  },
                  {
                    "op": "replace",
                    "path": "/spec/template/spec/containers/0/securityContext/privileged",
                    "value": false
                  }
                ],
                "manifest": "spec:\n  template:\n    spec:\n      hostNetwork: null\n      containers:\n        - name: nginx\n          ports:\n            - containerPort: 80\n              hostPort: null\n          securityContext:\n            privileged: false\n",
                "outcome": "at-risk",
                "stage": "runtime",
                "findings": [
                  {
                    "outcome": "at-risk",
                    "stage": "runtime",
                    "field": "hostNetwork",
                    "reason": "no-evidence",
                    "detail": "No use of the node's network was observed, but nobody watched listen, connect, raw-socket or capability and unix-connect: nothing may be concluded from that.",
                    "container": "nginx",
                    "path": "spec.hostNetwork",
                    "evidence": {
                      "level": "none",
                      "podsObserved": 0,
                      "startsObserved": 0,
                      "daysObserved": 0,
                      "lossRatio": 0,
                      "unseen": 1,
                      "expectedNew": 0,
                      "observations": []
                    }
                  },
                  {
                    "outcome": "at-risk",
                    "stage": "runtime",
                    "field": "privileged",
                    "reason": "no-evidence",
                    "detail": "Nothing that only a privileged container may do was observed, but nobody watched capability or mount, capability, device or file and sysctl or file: nothing may be concluded from that.",
                    "container": "nginx",
                    "path": "spec.containers[0].securityContext.privileged",
                    "evidence": {
                      "level": "none",
                      "podsObserved": 0,
                      "startsObserved": 0,
                      "daysObserved": 0,
                      "lossRatio": 0,
                      "unseen": 1,
                      "expectedNew": 0,
                      "observations": []
                    }
                  },
                  {
                    "outcome": "at-risk",
                    "stage": "runtime",
                    "field": "readOnlyRootFilesystem",
                    "reason": "no-evidence",
                    "detail": "No write to the root filesystem was observed, but nobody watched file: nothing may be concluded from that.",
                    "container": "nginx",
                    "path": "spec.containers[0].securityContext.readOnlyRootFilesystem",
                    "evidence": {
                      "level": "none",
                      "podsObserved": 0,
                      "startsObserved": 0,
                      "daysObserved": 0,
                      "lossRatio": 0,
                      "unseen": 1,
                      "expectedNew": 0,
                      "observations": []
                    }
                  }
                ]
              }
            ]
          },
          {
            "workload": {
              "cluster": "prod",
              "namespace": "shop",
              "kind": "Deployment",
              "name": "plain"
            },
            "verdict": "at-risk",
            "stage": "runtime",
            "policy": "restricted",
            "mutated": true,
            "findings": [
              {
                "outcome": "at-risk",
                "stage": "runtime",
                "field": "readOnlyRootFilesystem",
                "reason": "weak-evidence",
                "detail": "No write to the root filesystem was observed in 0 pod starts on 1 day (at most 100.0 % of further starts may still show it). The evidence is weak, at least moderate is asked for.",
                "policy": "restricted",
                "container": "main",
                "path": "spec.containers[0].securityContext.readOnlyRootFilesystem",
                "evidence": {
                  "level": "weak",
                  "podsObserved": 1,
                  "startsObserved": 0,
                  "daysObserved": 1,
                  "from": "2026-03-01T10:20:00.000000000Z",
                  "to": "2026-03-01T10:30:00.000000000Z",
                  "lossRatio": 0,
                  "unseen": 1,
                  "expectedNew": 0,
                  "observations": []
                }
              }
            ],
            "remedies": []
          }
        ]
      }
    }
  },
  "generatePolicies": {
    "parameters": {},
    "request": {
      "mediaType": "application/json",
      "body": {
        "manifests": [
          {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": {
              "name": "plain",
              "namespace": "shop"
            },
            "spec": {
              "selector": {
                "matchLabels": {
                  "app": "plain"
                }
              },
              "template": {
                "metadata": {
                  "labels": {
                    "app": "plain"
                  }
                },
                "spec": {
                  "containers": [
                    {
                      "name": "main",
                      "image": "registry.example/plain:1"
                    }
                  ]
                }
              }
            }
          }
        ],
        "cluster": "prod"
      }
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "policies": [
          {
            "name": "shop.deployment.plain",
            "workloads": [
              {
                "cluster": "prod",
                "namespace": "shop",
                "kind": "Deployment",
                "name": "plain"
              }
            ],
            "policy": {
              "apiVersion": "policy/v1beta1",
              "kind": "PodSecurityPolicy",
              "metadata": {
                "name": "shop.deployment.plain"
              },
              "spec": {
                "privileged": false,
                "hostNetwork": false,
                "hostPID": false,
                "hostIPC": false,
                "volumes": [
                  "secret"
                ],
                "seLinux": {
                  "rule": "RunAsAny"
                },
                "runAsUser": {
                  "rule": "RunAsAny"
                },
                "runAsGroup": {
                  "rule": "MayRunAs",
                  "ranges": [
                    {
                      "min": 2147483648,
                      "max": 2147483648
                    }
                  ]
                },
                "supplementalGroups": {
                  "rule": "MayRunAs",
                  "ranges": [
                    {
                      "min": 2147483648,
                      "max": 2147483648
                    }
                  ]
                },
                "fsGroup": {
                  "rule": "MayRunAs",
                  "ranges": [
                    {
                      "min": 2147483648,
                      "max": 2147483648
                    }
                  ]
                },
                "readOnlyRootFilesystem": false,
                "allowPrivilegeEscalation": true,
                "forbiddenSysctls": [
                  "*"
                ],
                "runtimeClass": {
                  "allowedRuntimeClassNames": []
                }
              }
            },
            "yaml": "apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata:\n  name: shop.deployment.plain\nspec:\n  privileged: false\n  hostNetwork: false\n  hostPID: false\n  hostIPC: false\n  volumes:\n    - secret\n  seLinux:\n    rule: RunAsAny\n  runAsUser:\n    rule: RunAsAny\n  runAsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  supplementalGroups:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  fsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  readOnlyRootFilesystem: false\n  allowPrivilegeEscalation: true\n  forbiddenSysctls:\n    - '*'\n  runtimeClass:\n    allowedRuntimeClassNames: []\n",
            "explanations": [
              {
                "field": "privileged",
                "path": "spec.privileged",
                "value": false,
                "reasons": [],
                "observations": [],
                "nextTighter": []
              },
              {
                "field": "hostNetwork",
                "path": "spec.hostNetwork",
                "value": false,
                "reasons": [],
                "observations": [],
                "nextTighter": []
              },
              {
                "field": "hostPID",
                "path": "spec.hostPID",
                "value": false,
                "reasons": [],
                "observations": [],
                "nextTighter": []
              },
              {
                "field": "hostIPC",
                "path": "spec.hostIPC",
                "value": false,
                "reasons": [],
                "observations": [],
                "nextTighter": []
              },
              {
                "field": "hostPorts",
                "path": "spec.hostPorts",
                "reasons": [],
                "observations": [],
                "nextTighter": []
              },
              {
                "field": "volumes",
                "path": "spec.volumes[0]",
                "value": "secret",
                "reasons": [
                  {
                    "workload": {
                      "cluster": "prod",
                      "namespace": "shop",
                      "kind": "Deployment",
                      "name": "plain"
                    },
                    "templatePath": "/spec/template",
                    "origin": "template",
                    "path": "spec.volumes[0]"
                  }
                ],
                "observations": [],
                "nextTighter": [
                  {
                    "step": "remove secret",
                    "breaks": {
                      "workload": {
                        "cluster": "prod",
                        "namespace": "shop",
                        "kind": "Deployment",
                        "name": "plain"
                      },
                      "outcome": "refused",
                      "errors": [
                        {
                          "type": "FieldValueInvalid",
                          "field": "spec.volumes[0]",
                          "badValue": "projected",
                          "detail": "projected volumes are not allowed to be used"
                        }
                      ]
                    }
                  }
                ]
              },
              {
                "field": "allowedHostPaths",
                "path": "spec.allowedHostPaths",
                "reasons": [],
                "observations": [],
                "nextTighter": []
              },
              {
                "field": "allowedFlexVolumes",
                "path": "spec.allowedFlexVolumes",
                "reasons": [],
                "observations": [],
                "nextTighter": []
              },
              {
                "field": "allowedCSIDrivers",
                "path": "spec.allowedCSIDrivers",
                "reasons": [],
                "observations": [],
                "nextTighter": []
              },
              {
                "field": "capabilities",
                "path": "spec.allowedCapabilities",
                "reasons": [],
                "observations": [],
                "nextTighter": []
              },
              {
                "field": "capabilities",
                "path": "spec.requiredDropCapabilities",
                "reasons": [],
                "observations": [],
                "nextTighter": [
                  {
                    "step": "require ALL to be dropped",
                    "breaks": {
                      "workload": {
                        "cluster": "prod",
                        "namespace": "shop",
                        "kind": "Deployment",
                        "name": "plain"
                      },
                      "outcome": "changed",
                      "errors": []
                    }
                  }
                ]
              },
              {
                "field": "seLinux",
                "path": "spec.seLinux",
                "value": {
                  "rule": "RunAsAny"
                },
                "reasons": [
                  {
                    "workload": {
                      "cluster": "prod",
                      "namespace": "shop",
                      "kind": "Deployment",
                      "name": "plain"
                    },
                    "templatePath": "/spec/template",
                    "origin": "template",
                    "path": "spec.securityContext.seLinuxOptions"
                  },
                  {
                    "workload": {
                      "cluster": "prod",
                      "namespace": "shop",
                      "kind": "Deployment",
                      "name": "plain"
                    },
                    "templatePath": "/spec/template",
                    "origin": "template",
                    "container": "main",
                    "path": "spec.containers[0].securityContext.seLinuxOptions"
                  }
                ],
                "observations": [],
                "nextTighter": [
                  {
                    "step": "set rule MustRunAs with {}",
                    "breaks": {
                      "workload": {
                        "cluster": "prod",
                        "namespace": "shop",
                        "kind": "Deployment",
                        "name": "plain"
                      },
                      "outcome": "changed",
                      "errors": []
                    }
                  }
                ]
              },
              {
                "field": "runAsUser",
                "path": "spec.runAsUser.rule",
                "value": "RunAsAny",
                "reasons": [
                  {
                    "workload": {
                      "cluster": "prod",
                      "namespace": "shop",
                      "kind": "Deployment",
                      "name": "plain"
                    },
                    "templatePath": "/spec/template",
                    "origin": "template",
                    "container": "main",
                    "path": "spec.containers[0].securityContext.runAsUser"
                  }
                ],
                "observations": [],
                "nextTighter": [
                  {
                    "step": "set rule MustRunAsNonRoot",
                    "breaks": {
                      "workload": {
                        "cluster": "prod",
                        "namespace": "shop",
                        "kind": "Deployment",
                        "name": "plain"
                      },
                      "outcome": "changed",
                      "errors": []
                    }
                  },
                  {
                    "step": "set rule MustRunAs",
                    "breaks": {
                      "workload": {
                        "cluster": "prod",
                        "namespace": "shop",
                        "kind": "Deployment",
                        "name": "plain"
                      },
                      "outcome": "changed",
                      "errors": []
                    }
                  }
                ]
              },
              {
                "field": "runAsGroup",
                "path": "spec.runAsGroup.rule",
                "value": "MayRunAs",
                "reasons": [
                  {
                    "workload": {
                      "cluster": "prod",
                      "namespace": "shop",
                      "kind": "Deployment",
                      "name": "plain"
                    },
                    "templatePath": "/spec/template",
                    "origin": "template",
                    "container": "main",
                    "path": "spec.containers[0].securityContext.runAsGroup"
                  }
                ],
                "observations": [],
                "nextTighter": [
                  {
                    "step": "set rule MustRunAs",
                    "breaks": {
                      "workload": {
                        "cluster": "prod",
                        "namespace": "shop",
                        "kind": "Deployment",
                        "name": "plain"
                      },
                      "outcome": "changed",
                      "errors": []
                    }
                  }
                ]
              },
              {
                "field": "runAsGroup",
                "path": "spec.runAsGroup.ranges[0]",
                "value": {
                  "min": 2147483648,
                  "max": 2147483648
                },
                "reasons": [],
                "observations": [],
                "nextTighter": []
              },
              {
                "field": "supplementalGroups",
                "path": "spec.supplementalGroups.rule",
                "value": "MayRunAs",
                "reasons": [
                  {
                    "workload": {
                      "cluster": "prod",
                      "namespace": "shop",
                      "kind": "Deployment",
                      "name": "plain"
                    },
                    "templatePath": "/spec/template",
                    "origin": "template",
                    "path": "spec.securityContext.supplementalGroups"
                  }
                ],
                "observations": [],
                "nextTighter": [
                  {
                    "step": "set rule MustRunAs",
                    "breaks": {
                      "workload": {
                        "cluster": "prod",
                        "namespace": "shop",
                        "kind": "Deployment",
                        "name": "plain"
                      },
                      "outcome": "changed",
                      "errors": []
                    }
                  }
                ]
              },
              {
                "field": "supplementalGroups",
                "path": "spec.supplementalGroups.ranges[0]",
                "value": {
                  "min": 2147483648,
                  "max": 2147483648
                },
                "reasons": [],
                "observations": [],
                "nextTighter": []
              },
              {
                "field": "fsGroup",
                "path": "spec.fsGroup.rule",
                "value": "MayRunAs",
                "reasons": [
                  {
                    "workload": {
                      "cluster": "prod",
                      "namespace": "shop",
                      "kind": "Deployment",
                      "name": "plain"
                    },
                    "templatePath": "/spec/template",
                    "origin": "template",
                    "path": "spec.securityContext.fsGroup"
                  }
                ],
                "observations": [],
                "nextTighter": [
                  {
                    "step": "set rule MustRunAs",
                    "breaks": {
                      "workload": {
                        "cluster": "prod",
                        "namespace": "shop",
                        "kind": "Deployment",
                        "name": "plain"
                      },
                      "outcome": "changed",
                      "errors": []
                    }
                  }
                ]
              },
              {
                "field": "fsGroup",
                "path": "spec.fsGroup.ranges[0]",
                "value": {
                  "min": 2147483648,
                  "max": 2147483648
                },
                "reasons": [],
                "observations": [],
                "nextTighter": []
              },
              {
                "field": "readOnlyRootFilesystem",
                "path": "spec.readOnlyRootFilesystem",
                "value": false,
                "reasons": [
                  {
                    "workload": {
                      "cluster": "prod",
                      "namespace": "shop",
                      "kind": "Deployment",
                      "name": "plain"
                    },
                    "templatePath": "/spec/template",
                    "origin": "template",
                    "container": "main",
                    "path": "spec.containers[0].securityContext.readOnlyRootFilesystem"
                  }
                ],
                "observations": [],
                "nextTighter": [
                  {
                    "step": "set true",
                    "breaks": {
                      "workload": {
                        "cluster": "prod",
                        "namespace": "shop",
                        "kind": "Deployment",
                        "name": "plain"
                      },
                      "outcome": "changed",
                      "errors": []
                    }
                  }
                ]
              },
              {
                "field": "allowPrivilegeEscalation",
                "path": "spec.allowPrivilegeEscalation",
                "value": true,
                "reasons": [
                  {
                    "workload": {
                      "cluster": "prod",
                      "namespace": "shop",
                      "kind": "Deployment",
                      "name": "plain"
                    },
                    "templatePath": "/spec/template",
                    "origin": "template",
                    "container": "main",
                    "path": "spec.containers[0].securityContext.allowPrivilegeEscalation"
                  }
                ],
                "observations": [],
                "nextTighter": [
                  {
                    "step": "set false",
                    "breaks": {
                      "workload": {
                        "cluster": "prod",
                        "namespace": "shop",
                        "kind": "Deployment",
                        "name": "plain"
                      },
                      "outcome": "changed",
                      "errors": []
                    }
                  }
                ]
              },
              {
                "field": "allowedProcMountTypes",
                "path": "spec.allowedProcMountTypes",
                "reasons": [],
                "observations": [],
                "nextTighter": []
              },
              {
                "field": "sysctls",
                "path": "spec.forbiddenSysctls",
                "value": [
                  "*"
                ],
                "reasons": [],
                "observations": [],
                "nextTighter": []
              },
              {
                "field": "runtimeClass",
                "path": "spec.runtimeClass.allowedRuntimeClassNames",
                "value": [],
                "reasons": [],
                "observations": [],
                "nextTighter": []
              },
              {
                "field": "seccomp",
                "path": "metadata.annotations[seccomp.security.alpha.kubernetes.io/allowedProfileNames]",
                "reasons": [
                  {
                    "workload": {
                      "cluster": "prod",
                      "namespace": "shop",
                      "kind": "Deployment",
                      "name": "plain"
                    },
                    "templatePath": "/spec/template",
                    "origin": "template",
                    "path": "spec.securityContext.seccompProfile"
                  },
                  {
                    "workload": {
                      "cluster": "prod",
                      "namespace": "shop",
                      "kind": "Deployment",
                      "name": "plain"
                    },
                    "templatePath": "/spec/template",
                    "origin": "template",
                    "container": "main",
                    "path": "spec.containers[0].securityContext.seccompProfile"
                  }
                ],
                "observations": [],
                "nextTighter": []
              },
              {
                "field": "appArmor",
                "path": "metadata.annotations[apparmor.security.beta.kubernetes.io/allowedProfileNames]",
                "reasons": [
                  {
                    "workload": {
                      "cluster": "prod",
                      "namespace": "shop",
                      "kind": "Deployment",
                      "name": "plain"
                    },
                    "templatePath": "/spec/template",
                    "origin": "template",
                    "container": "main",
                    "path": "metadata.annotations[container.apparmor.security.beta.kubernetes.io/main]"
                  }
                ],
                "observations": [],
                "nextTighter": [
                  {
                    "step": "allow only runtime/default",
                    "breaks": {
                      "workload": {
                        "cluster": "prod",
                        "namespace": "shop",
                        "kind": "Deployment",
                        "name": "plain"
                      },
                      "outcome": "refused",
                      "errors": [
                        {
                          "type": "FieldValueForbidden",
                          "field": "pod.metadata.annotations[container.apparmor.security.beta.kubernetes.io/main]",
                          "detail": "AppArmor profile must be set"
                        }
                      ]
                    }
                  }
                ]
              }
            ],
            "verified": {
              "sound": true,
              "minimal": true,
              "sources": 1,
              "tightenings": 11
            },
            "grants": [
              {
                "apiVersion": "rbac.authorization.k8s.io/v1",
                "kind": "Role",
                "metadata": {
                  "name": "psp.shop.deployment.plain",
                  "namespace": "shop"
                },
                "rules": [
                  {
                    "apiGroups": [
                      "policy"
                    ],
                    "resources": [
                      "podsecuritypolicies"
                    ],
                    "resourceNames": [
                      "shop.deployment.plain"
                    ],
                    "verbs": [
                      "use"
                    ]
                  }
                ]
              },
              {
                "apiVersion": "rbac.authorization.k8s.io/v1",
                "kind": "RoleBinding",
                "metadata": {
                  "name": "psp.shop.deployment.plain",
                  "namespace": "shop"
                },
                "roleRef": {
                  "apiGroup": "rbac.authorization.k8s.io",
                  "kind": "Role",
                  "name": "psp.shop.deployment.plain"
                },
                "subjects": [
                  {
                    "kind": "ServiceAccount",
                    "name": "default",
                    "namespace": "shop"
                  }
                ]
              }
            ]
          }
        ],
        "unsatisfiable": [],
        "withoutPolicy": [],
        "sharedServiceAccounts": [],
        "rollout": {
          "steps": [
            {
              "title": "Create the policies",
              "detail": "Without the admission plugin they have no effect; with it, none before someone may use them.",
              "manifest": "apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata:\n  name: shop.deployment.plain\nspec:\n  privileged: false\n  hostNetwork: false\n  hostPID: false\n  hostIPC: false\n  volumes:\n    - secret\n  seLinux:\n    rule: RunAsAny\n  runAsUser:\n    rule: RunAsAny\n  runAsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  supplementalGroups:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  fsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  readOnlyRootFilesystem: false\n  allowPrivilegeEscalation: true\n  forbiddenSysctls:\n    - '*'\n  runtimeClass:\n    allowedRuntimeClassNames: []\n"
            },
            {
              "title": "Grant their use to the service accounts",
              "detail": "From now on, where the plugin is on, new pods may come in under these policies. Take away wider grants only after the next steps: a wider policy that a pod may use makes a narrower one ineffective.",
              "manifest": "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: psp.shop.deployment.plain\n  namespace: shop\nrules:\n  - apiGroups:\n      - policy\n    resources:\n      - podsecuritypolicies\n    resourceNames:\n      - shop.deployment.plain\n    verbs:\n      - use\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: psp.shop.deployment.plain\n  namespace: shop\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: Role\n  name: psp.shop.deployment.plain\nsubjects:\n  - kind: ServiceAccount\n    name: default\n    namespace: shop\n"
            },
            {
              "title": "Turn the admission plugin on",
              "detail": "If PodSecurityPolicy is not yet among the admission plugins of the API server, add it now. Before, system workloads (kube-system, ingress, CNI, CSI) need a policy too.",
              "commands": [
                "kube-apiserver --enable-admission-plugins=…,PodSecurityPolicy"
              ]
            },
            {
              "title": "Create new pods, one workload after another",
              "detail": "Running pods are untouched; what breaks breaks when the next pod is created. Look for FailedCreate events of the controllers and CreateContainerConfigError of pods, and for the annotation kubernetes.io/psp, which names the policy that admitted a pod.",
              "commands": [
                "kubectl get events -A --field-selector reason=FailedCreate",
                "kubectl get pods -A -o custom-columns='NAMESPACE:.metadata.namespace,POD:.metadata.name,PSP:.metadata.annotations.kubernetes\\.io/psp'"
              ]
            },
            {
              "title": "Take away the wider grants",
              "detail": "Bindings to policies that allow more, group bindings such as system:authenticated among them."
            }
          ],
          "rollback": [
            {
              "title": "Let pods in again at once",
              "detail": "Bind the policy that was in force before, or a wide one, to the service accounts concerned."
            },
            {
              "title": "Take away the grants",
              "detail": "Pods that run stay; new ones need another policy.",
              "commands": [
                "kubectl delete rolebinding/psp.shop.deployment.plain -n shop",
                "kubectl delete role/psp.shop.deployment.plain -n shop"
              ]
            },
            {
              "title": "Delete the policies",
              "detail": "After their grants; the annotation kubernetes.io/psp of running pods may name them on, without effect.",
              "commands": [
                "kubectl delete podsecuritypolicy/shop.deployment.plain"
              ]
            }
          ]
        }
      }
    }
  },
  "ingestClusterRuntimeEvents": {
    "parameters": {
      "cluster": "prod"
    },
    "request": {
      "mediaType": "application/json",
      "body": {
        "schema": "runtime-events/v1",
        "cluster": "prod",
        "node": "node-1",
        "agent": {
          "name": "advisor-agent",
          "version": "1.4.0",
          "instance": "0d1c2b3a-0000-4000-8000-000000000012"
        },
        "sequence": 1,
        "sentAt": "2026-03-01T10:30:00Z",
        "covers": [
          "syscall",
          "capability",
          "file",
          "listen"
        ],
        "containers": [
          {
            "namespace": "shop",
            "pod": {
              "name": "plain-7d9c5b6f84-x2z4b",
              "uid": "uid-of-shop-plain-7d9c5b6f84-x2z4b"
            },
            "owner": {
              "kind": "ReplicaSet",
              "name": "plain-7d9c5b6f84"
            },
            "container": {
              "name": "main",
              "image": "nginx:1.27"
            },
            "observations": [
              {
                "dimension": "syscall",
                "syscall": "read",
                "count": 1,
                "first": "2026-03-01T10:20:00Z",
                "last": "2026-03-01T10:20:00Z"
              },
              {
                "dimension": "capability",
                "capability": "NET_BIND_SERVICE",
                "granted": true,
                "uid": 0,
                "count": 1,
                "first": "2026-03-01T10:20:00Z",
                "last": "2026-03-01T10:20:00Z"
              }
            ]
          }
        ]
      }
    },
    "status": 202,
    "response": {
      "mediaType": "application/json",
      "body": {
        "events": 1,
        "duplicates": 0,
        "observations": 2
      }
    }
  },
  "ingestRuntimeEvents": {
    "parameters": {},
    "request": {
      "mediaType": "application/json",
      "body": {
        "schema": "runtime-events/v1",
        "cluster": "prod",
        "node": "node-1",
        "agent": {
          "name": "advisor-agent",
          "version": "1.4.0",
          "instance": "0d1c2b3a-0000-4000-8000-000000000012"
        },
        "sequence": 0,
        "sentAt": "2026-03-01T10:30:00Z",
        "covers": [
          "syscall",
          "capability",
          "file",
          "listen"
        ],
        "containers": [
          {
            "namespace": "shop",
            "pod": {
              "name": "plain-7d9c5b6f84-x2z4b",
              "uid": "uid-of-shop-plain-7d9c5b6f84-x2z4b"
            },
            "owner": {
              "kind": "ReplicaSet",
              "name": "plain-7d9c5b6f84"
            },
            "container": {
              "name": "main",
              "image": "nginx:1.27"
            },
            "observations": [
              {
                "dimension": "syscall",
                "syscall": "read",
                "count": 1,
                "first": "2026-03-01T10:20:00Z",
                "last": "2026-03-01T10:20:00Z"
              },
              {
                "dimension": "capability",
                "capability": "NET_BIND_SERVICE",
                "granted": true,
                "uid": 0,
                "count": 1,
                "first": "2026-03-01T10:20:00Z",
                "last": "2026-03-01T10:20:00Z"
              }
            ]
          }
        ]
      }
    },
    "status": 202,
    "response": {
      "mediaType": "application/json",
      "body": {
        "events": 1,
        "duplicates": 0,
        "observations": 2
      }
    }
  },
  "listAuditEntries": {
    "parameters": {
      "operation": "createProject"
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "items": [
          {
            "id": 1,
            "requestId": "0d1c2b3a-0000-4000-8000-000000000013",
            "operation": "createProject",
            "outcome": "done",
            "at": "2026-03-02T08:00:00.000Z",
            "actor": {
              "kind": "key",
              "name": "bootstrap",
              "id": "0d1c2b3a-0000-4000-8000-000000000014"
            },
            "object": {
              "kind": "projects",
              "id": "payments",
              "project": "payments"
            }
          }
        ]
      }
    }
  },
  "listClusters": {
    "parameters": {},
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "items": [
          {
            "name": "prod",
            "workloads": 2,
            "observed": 2,
            "description": "What customers use. Platform team.",
            "manifestsAt": "2026-03-02T08:00:00.000Z",
            "registeredAt": "2026-03-02T08:00:00.000Z"
          }
        ]
      }
    }
  },
  "listDecisions": {
    "parameters": {
      "id": "0d1c2b3a-0000-4000-8000-000000000004"
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "items": [
          {
            "id": "0d1c2b3a-0000-4000-8000-000000000005",
            "decision": {
              "kind": "forget",
              "item": {
                "dimension": "capability",
                "capability": "NET_BIND_SERVICE"
              }
            },
            "reason": "The port was moved above 1024.",
            "createdBy": "bootstrap",
            "createdAt": "2026-03-02T08:00:00.000Z"
          }
        ]
      }
    }
  },
  "listDeletions": {
    "parameters": {},
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "items": [
          {
            "id": "0d1c2b3a-0000-4000-8000-000000000007",
            "cluster": "prod",
            "status": "succeeded",
            "removed": 7,
            "failures": 0,
            "requestedAt": "2026-03-02T08:00:00.000Z",
            "requestedBy": "bootstrap",
            "finishedAt": "2026-03-02T08:00:00.000Z"
          },
          {
            "id": "0d1c2b3a-0000-4000-8000-000000000008",
            "cluster": "prod",
            "namespace": "shop",
            "status": "succeeded",
            "removed": 13,
            "failures": 0,
            "requestedAt": "2026-03-02T08:00:00.000Z",
            "requestedBy": "bootstrap",
            "finishedAt": "2026-03-02T08:00:00.000Z"
          }
        ]
      }
    }
  },
  "listKeys": {
    "parameters": {},
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "items": [
          {
            "id": "0d1c2b3a-0000-4000-8000-000000000015",
            "name": "agent",
            "bindings": [
              {
                "role": "agent",
                "project": "all",
                "clusters": "all",
                "namespaces": "all"
              }
            ],
            "state": "valid",
            "fingerprint": "0000000000000000",
            "createdAt": "2026-03-02T08:00:00.000Z"
          },
          {
            "id": "0d1c2b3a-0000-4000-8000-000000000014",
            "name": "bootstrap",
            "bindings": [
              {
                "role": "admin",
                "project": "all",
                "clusters": "all",
                "namespaces": "all"
              }
            ],
            "state": "valid",
            "fingerprint": "0000000000000000",
            "createdAt": "2026-03-02T08:00:00.000Z",
            "lastUsedAt": "2026-03-02T08:00:00.000Z"
          },
          {
            "id": "0d1c2b3a-0000-4000-8000-000000000016",
            "name": "editor",
            "bindings": [
              {
                "role": "editor",
                "project": "all",
                "clusters": "all",
                "namespaces": "all"
              }
            ],
            "state": "valid",
            "fingerprint": "0000000000000000",
            "createdAt": "2026-03-02T08:00:00.000Z"
          },
          {
            "id": "0d1c2b3a-0000-4000-8000-000000000006",
            "name": "node agents of prod",
            "bindings": [
              {
                "role": "agent",
                "project": "default",
                "clusters": [
                  "prod"
                ],
                "namespaces": "all"
              }
            ],
            "state": "valid",
            "fingerprint": "0000000000000000",
            "createdAt": "2026-03-02T08:00:00.000Z",
            "expiresAt": "2099-01-01T00:00:00.000Z"
          },
          {
            "id": "0d1c2b3a-0000-4000-8000-000000000017",
            "name": "viewer",
            "bindings": [
              {
                "role": "viewer",
                "project": "all",
                "clusters": "all",
                "namespaces": "all"
              }
            ],
            "state": "valid",
            "fingerprint": "0000000000000000",
            "createdAt": "2026-03-02T08:00:00.000Z"
          }
        ]
      }
    }
  },
  "listPolicies": {
    "parameters": {},
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "items": [
          {
            "id": "0d1c2b3a-0000-4000-8000-000000000002",
            "project": "default",
            "name": "restricted",
            "revision": 2,
            "origin": "uploaded",
            "labels": {
              "team": "shop"
            },
            "createdAt": "2026-03-02T08:00:00.000Z",
            "revisedAt": "2026-03-02T08:00:00.000Z",
            "revisedBy": "bootstrap"
          }
        ]
      }
    }
  },
  "listPolicyRevisions": {
    "parameters": {
      "id": "0d1c2b3a-0000-4000-8000-000000000002"
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "items": [
          {
            "id": "0d1c2b3a-0000-4000-8000-000000000002",
            "project": "default",
            "name": "restricted",
            "revision": 2,
            "origin": "uploaded",
            "labels": {
              "team": "shop"
            },
            "createdAt": "2026-03-02T08:00:00.000Z",
            "revisedAt": "2026-03-02T08:00:00.000Z",
            "revisedBy": "bootstrap"
          },
          {
            "id": "0d1c2b3a-0000-4000-8000-000000000002",
            "project": "default",
            "name": "restricted",
            "revision": 1,
            "origin": "uploaded",
            "labels": {
              "team": "shop"
            },
            "createdAt": "2026-03-02T08:00:00.000Z",
            "revisedAt": "2026-03-02T08:00:00.000Z",
            "revisedBy": "bootstrap"
          }
        ]
      }
    }
  },
  "listProjects": {
    "parameters": {},
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "items": [
          {
            "name": "default",
            "description": "What belongs to nobody else.",
            "createdAt": "2026-03-02T08:00:00.000Z",
            "createdBy": "migration"
          },
          {
            "name": "payments",
            "description": "The team that takes the money.",
            "createdAt": "2026-03-02T08:00:00.000Z",
            "createdBy": "bootstrap"
          }
        ]
      }
    }
  },
  "listServiceAccountUses": {
    "parameters": {
      "id": "0d1c2b3a-0000-4000-8000-000000000004"
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "items": []
      }
    }
  },
  "listSimulationHistory": {
    "parameters": {
      "id": "0d1c2b3a-0000-4000-8000-000000000018"
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "items": []
      }
    }
  },
  "listSimulationNamespaces": {
    "parameters": {
      "id": "0d1c2b3a-0000-4000-8000-000000000011"
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "items": [
          {
            "cluster": "prod",
            "namespace": "shop",
            "workloads": 2,
            "verdicts": {
              "passes": 0,
              "at-risk": 1,
              "breaks": 1
            },
            "withoutPolicy": 0,
            "brokenToday": 0
          }
        ]
      }
    }
  },
  "listSimulationResults": {
    "parameters": {
      "id": "0d1c2b3a-0000-4000-8000-000000000011"
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "items": [
          {
            "workload": {
              "cluster": "prod",
              "namespace": "shop",
              "kind": "Deployment",
              "name": "nginx"
            },
            "verdict": "breaks",
            "stage": "admission",
            "mutated": false,
            "findings": [
              {
                "outcome": "breaks",
                "stage": "admission",
                "field": "hostNetwork",
                "reason": "not-allowed-by-policy",
                "detail": "Host network is not allowed to be used. Whether it is in use is not known: No use of the node's network was observed, but nobody watched listen, connect, raw-socket or capability and unix-connect: nothing may be concluded from that.",
                "policy": "restricted",
                "path": "spec.hostNetwork",
                "evidence": {
                  "level": "none",
                  "podsObserved": 0,
                  "startsObserved": 0,
                  "daysObserved": 0,
                  "lossRatio": 0,
                  "unseen": 1,
                  "expectedNew": 0,
                  "observations": []
                },
                "usage": "unknown"
              },
              {
                "outcome": "breaks",
                "stage": "admission",
                "field": "hostPorts",
                "reason": "not-allowed-by-policy",
                "detail": "Host port 80 is not allowed to be used. Allowed ports: [] (80). Not in use: Host port 80/TCP: on the node's network the container binds the port itself, declared or not.",
                "policy": "restricted",
                "container": "nginx",
                "path": "spec.containers[0].ports",
                "usage": "not-in-use"
              },
              {
                "outcome": "breaks",
                "stage": "admission",
                "field": "privileged",
                "reason": "not-allowed-by-policy",
                "detail": "Privileged containers are not allowed. Whether it is in use is not known: Nothing that only a privileged container may do was observed, but nobody watched capability or mount, capability, device or file and sysctl or file: nothing may be concluded from that.",
                "policy": "restricted",
                "container": "nginx",
                "path": "spec.containers[0].securityContext.privileged",
                "evidence": {
                  "level": "none",
                  "podsObserved": 0,
                  "startsObserved": 0,
                  "daysObserved": 0,
                  "lossRatio": 0,
                  "unseen": 1,
                  "expectedNew": 0,
                  "observations": []
                },
                "usage": "unknown"
              }
            ],
            "remedies": [
              {
                "kind": "broaden",
                "target": {
                  "apiVersion": "policy/v1beta1",
                  "kind": "PodSecurityPolicy",
                  "name": "restricted"
                },
                "summary": "Broaden policy restricted to allow what the workload asks for: hostNetwork, hostPorts, privileged.",
                "patch": [
                  {
                    "op": "add",
                    "path": "/spec/hostNetwork",
                    "value": true
                  },
                  {
                    "op": "add",
                    "path": "/spec/hostPorts",
                    "value": [
                      {
                        "min": 80,
                        "max": 80
                      }
                    ]
                  },
                  {
                    "op": "replace",
                    "path": "/spec/privileged",
                    "value": true
                  }
                ],
                "manifest": "apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata:\n  name: restricted\n  labels:\n    team: shop\nspec:\n  privileged: true\n  volumes:\n    - configMap\n    - emptyDir\n    - projected\n    - secret\n  runAsUser:\n    rule: RunAsAny\n  seLinux:\n    rule: RunAsAny\n  supplementalGroups:\n    rule: RunAsAny\n  fsGroup:\n    rule: RunAsAny\n  readOnlyRootFilesystem: true\n  hostNetwork: true\n  hostPorts:\n    - min: 80\n      max: 80\n",
                "outcome": "at-risk",
                "stage": "runtime",
                "findings": [
                  {
                    "outcome": "at-risk",
                    "stage": "runtime",
                    "field": "readOnlyRootFilesystem",
                    "reason": "no-evidence",
                    "detail": "No write to the root filesystem was observed, but nobody watched file: nothing may be concluded from that.",
                    "container": "nginx",
                    "path": "spec.containers[0].securityContext.readOnlyRootFilesystem",
                    "evidence": {
                      "level": "none",
                      "podsObserved": 0,
                      "startsObserved": 0,
                      "daysObserved": 0,
                      "lossRatio": 0,
                      "unseen": 1,
                      "expectedNew": 0,
                      "observations": []
                    }
                  }
                ]
              },
              {
                "kind": "reduce",
                "target": {
                  "apiVersion": "apps/v1",
                  "kind": "Deployment",
                  "namespace": "shop",
                  "name": "nginx"
                },
                "summary": "Reduce the workload to fit policy restricted (hostNetwork, hostPorts, privileged): nothing that was observed is known to break, but not all of it is proven.",
                "patch": [
                  {
                    "op": "remove",
                    "path": "/spec/template/spec/hostNetwork"
                  },
                  {
                    "op": "remove",
                    "path": "/spec/template/spec/containers/0/ports/0/hostPort"
                  },
                  {
                    "op": "replace",
                    "path": "/spec/template/spec/containers/0/securityContext/privileged",
                    "value": false
                  }
                ],
                "manifest": "spec:\n  template:\n    spec:\n      hostNetwork: null\n      containers:\n        - name: nginx\n          ports:\n            - containerPort: 80\n              hostPort: null\n          securityContext:\n            privileged: false\n",
                "outcome": "at-risk",
                "stage": "runtime",
                "findings": [
                  {
                    "outcome": "at-risk",
                    "stage": "runtime",
                    "field": "hostNetwork",
                    "reason": "no-evidence",
                    "detail": "No use of the node's network was observed, but nobody watched listen, connect, raw-socket or capability and unix-connect: nothing may be concluded from that.",
                    "container": "nginx",
                    "path": "spec.hostNetwork",
                    "evidence": {
                      "level": "none",
                      "podsObserved": 0,
                      "startsObserved": 0,
                      "daysObserved": 0,
                      "lossRatio": 0,
                      "unseen": 1,
                      "expectedNew": 0,
                      "observations": []
                    }
                  },
                  {
                    "outcome": "at-risk",
                    "stage": "runtime",
                    "field": "privileged",
                    "reason": "no-evidence",
                    "detail": "Nothing that only a privileged container may do was observed, but nobody watched capability or mount, capability, device or file and sysctl or file: nothing may be concluded from that.",
                    "container": "nginx",
                    "path": "spec.containers[0].securityContext.privileged",
                    "evidence": {
                      "level": "none",
                      "podsObserved": 0,
                      "startsObserved": 0,
                      "daysObserved": 0,
                      "lossRatio": 0,
                      "unseen": 1,
                      "expectedNew": 0,
                      "observations": []
                    }
                  },
                  {
                    "outcome": "at-risk",
                    "stage": "runtime",
                    "field": "readOnlyRootFilesystem",
                    "reason": "no-evidence",
                    "detail": "No write to the root filesystem was observed, but nobody watched file: nothing may be concluded from that.",
                    "container": "nginx",
                    "path": "spec.containers[0].securityContext.readOnlyRootFilesystem",
                    "evidence": {
                      "level": "none",
                      "podsObserved": 0,
                      "startsObserved": 0,
                      "daysObserved": 0,
                      "lossRatio": 0,
                      "unseen": 1,
                      "expectedNew": 0,
                      "observations": []
                    }
                  }
                ]
              }
            ]
          },
          {
            "workload": {
              "cluster": "prod",
              "namespace": "shop",
              "kind": "Deployment",
              "name": "plain"
            },
            "verdict": "at-risk",
            "stage": "runtime",
            "policy": "restricted",
            "mutated": true,
            "findings": [
              {
                "outcome": "at-risk",
                "stage": "runtime",
                "field": "readOnlyRootFilesystem",
                "reason": "weak-evidence",
                "detail": "No write to the root filesystem was observed in 0 pod starts on 1 day (at most 100.0 % of further starts may still show it). The evidence is weak, at least moderate is asked for.",
                "policy": "restricted",
                "container": "main",
                "path": "spec.containers[0].securityContext.readOnlyRootFilesystem",
                "evidence": {
                  "level": "weak",
                  "podsObserved": 1,
                  "startsObserved": 0,
                  "daysObserved": 1,
                  "from": "2026-03-01T10:20:00.000000000Z",
                  "to": "2026-03-01T10:30:00.000000000Z",
                  "lossRatio": 0,
                  "unseen": 1,
                  "expectedNew": 0,
                  "observations": []
                }
              }
            ],
            "remedies": []
          }
        ]
      }
    }
  },
  "listSimulations": {
    "parameters": {},
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "items": [
          {
            "id": "0d1c2b3a-0000-4000-8000-000000000010",
            "project": "default",
            "status": "succeeded",
            "policies": [
              {
                "id": "0d1c2b3a-0000-4000-8000-000000000019",
                "revision": 1,
                "name": "prod.shop.deployment.nginx"
              },
              {
                "id": "0d1c2b3a-0000-4000-8000-000000000020",
                "revision": 1,
                "name": "prod.shop.deployment.plain"
              }
            ],
            "policySet": "only-these",
            "scope": {
              "clusters": [
                "prod"
              ],
              "labelSelector": "app in (nginx, plain)"
            },
            "grants": "all",
            "createdAt": "2026-03-02T08:00:00.000Z",
            "startedAt": "2026-03-02T08:00:00.000Z",
            "finishedAt": "2026-03-02T08:00:00.000Z",
            "progress": {
              "done": 2,
              "total": 2
            },
            "summary": {
              "workloads": 2,
              "verdicts": {
                "passes": 2,
                "at-risk": 0,
                "breaks": 0
              },
              "stages": {
                "admission": 0,
                "start": 0,
                "runtime": 0
              },
              "withoutPolicy": 0,
              "brokenToday": 0,
              "fields": {},
              "withoutManifest": {
                "count": 0,
                "workloads": []
              }
            }
          },
          {
            "id": "0d1c2b3a-0000-4000-8000-000000000011",
            "project": "default",
            "name": "before the freeze",
            "status": "succeeded",
            "policies": [
              {
                "id": "0d1c2b3a-0000-4000-8000-000000000002",
                "revision": 2,
                "name": "restricted"
              }
            ],
            "policySet": "only-these",
            "scope": {
              "clusters": [
                "prod"
              ],
              "labelSelector": "app in (nginx, plain)"
            },
            "grants": "all",
            "createdAt": "2026-03-02T08:00:00.000Z",
            "startedAt": "2026-03-02T08:00:00.000Z",
            "finishedAt": "2026-03-02T08:00:00.000Z",
            "progress": {
              "done": 2,
              "total": 2
            },
            "summary": {
              "workloads": 2,
              "verdicts": {
                "passes": 0,
                "at-risk": 1,
                "breaks": 1
              },
              "stages": {
                "admission": 1,
                "start": 0,
                "runtime": 1
              },
              "withoutPolicy": 0,
              "brokenToday": 0,
              "fields": {
                "hostNetwork": 1,
                "hostPorts": 1,
                "privileged": 1,
                "readOnlyRootFilesystem": 1
              },
              "withoutManifest": {
                "count": 0,
                "workloads": []
              }
            }
          }
        ]
      }
    }
  },
  "listWebhookDeliveries": {
    "parameters": {
      "id": "0d1c2b3a-0000-4000-8000-000000000003"
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "items": [
          {
            "id": "0d1c2b3a-0000-4000-8000-000000000021",
            "event": "ping",
            "state": "delivered",
            "createdAt": "2026-03-02T08:00:00.000Z",
            "finishedAt": "2026-03-02T08:00:00.000Z",
            "attempts": [
              {
                "attempt": 1,
                "at": "2026-03-02T08:00:00.000Z",
                "durationMs": 5,
                "status": 204
              }
            ]
          }
        ]
      }
    }
  },
  "listWebhooks": {
    "parameters": {},
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "items": [
          {
            "id": "0d1c2b3a-0000-4000-8000-000000000003",
            "url": "https://hooks.example.com/policy-advisor",
            "events": [
              "simulation.finished",
              "simulation.changed"
            ],
            "description": "Tells the chat.",
            "enabled": true,
            "createdAt": "2026-03-02T08:00:00.000Z",
            "createdBy": "bootstrap"
          }
        ]
      }
    }
  },
  "listWorkloadInteractions": {
    "parameters": {
      "id": "0d1c2b3a-0000-4000-8000-000000000004"
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "items": []
      }
    }
  },
  "listWorkloads": {
    "parameters": {},
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "items": [
          {
            "id": "0d1c2b3a-0000-4000-8000-000000000022",
            "cluster": "prod",
            "namespace": "shop",
            "kind": "Deployment",
            "name": "nginx",
            "manifest": true,
            "labels": {
              "app": "nginx"
            }
          },
          {
            "id": "0d1c2b3a-0000-4000-8000-000000000004",
            "cluster": "prod",
            "namespace": "shop",
            "kind": "Deployment",
            "name": "plain",
            "manifest": true,
            "labels": {
              "app": "plain"
            },
            "observed": {
              "containers": [
                "main"
              ],
              "pods": 1,
              "lastDay": "2026-03-01"
            }
          }
        ]
      }
    }
  },
  "pingWebhook": {
    "parameters": {
      "id": "0d1c2b3a-0000-4000-8000-000000000003"
    },
    "status": 202,
    "response": {
      "mediaType": "application/json",
      "body": {
        "id": "0d1c2b3a-0000-4000-8000-000000000021",
        "event": "ping",
        "state": "pending",
        "createdAt": "2026-03-02T08:00:00.000Z",
        "nextAttemptAt": "2026-03-02T08:00:00.000Z",
        "attempts": []
      }
    }
  },
  "readCluster": {
    "parameters": {
      "cluster": "prod"
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "name": "prod",
        "workloads": 2,
        "observed": 2,
        "description": "What customers use. Platform team.",
        "manifestsAt": "2026-03-02T08:00:00.000Z",
        "registeredAt": "2026-03-02T08:00:00.000Z"
      }
    }
  },
  "readClusterCoverage": {
    "parameters": {
      "cluster": "prod",
      "from": "2026-03-01",
      "to": "2026-03-01"
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "cluster": "prod",
        "window": {
          "from": "2026-03-01",
          "to": "2026-03-01"
        },
        "workloads": {
          "total": 2,
          "watched": 1,
          "unwatched": 1
        },
        "nodes": 1,
        "dimensions": [
          {
            "dimension": "syscall",
            "workloads": {
              "watched": 1,
              "watchedPartly": 0,
              "unwatched": 1
            },
            "sent": {
              "received": 2,
              "lost": 0,
              "lostShare": 0
            }
          },
          {
            "dimension": "capability",
            "workloads": {
              "watched": 1,
              "watchedPartly": 0,
              "unwatched": 1
            },
            "sent": {
              "received": 2,
              "lost": 0,
              "lostShare": 0
            }
          },
          {
            "dimension": "identity",
            "workloads": {
              "watched": 0,
              "watchedPartly": 0,
              "unwatched": 2
            },
            "sent": {
              "received": 0,
              "lost": 0,
              "lostShare": 0
            }
          },
          {
            "dimension": "exec",
            "workloads": {
              "watched": 0,
              "watchedPartly": 0,
              "unwatched": 2
            },
            "sent": {
              "received": 0,
              "lost": 0,
              "lostShare": 0
            }
          },
          {
            "dimension": "file",
            "workloads": {
              "watched": 1,
              "watchedPartly": 0,
              "unwatched": 1
            },
            "sent": {
              "received": 2,
              "lost": 0,
              "lostShare": 0
            }
          },
          {
            "dimension": "device",
            "workloads": {
              "watched": 0,
              "watchedPartly": 0,
              "unwatched": 2
            },
            "sent": {
              "received": 0,
              "lost": 0,
              "lostShare": 0
            }
          },
          {
            "dimension": "listen",
            "workloads": {
              "watched": 1,
              "watchedPartly": 0,
              "unwatched": 1
            },
            "sent": {
              "received": 2,
              "lost": 0,
              "lostShare": 0
            }
          },
          {
            "dimension": "connect",
            "workloads": {
              "watched": 0,
              "watchedPartly": 0,
              "unwatched": 2
            },
            "sent": {
              "received": 0,
              "lost": 0,
              "lostShare": 0
            }
          },
          {
            "dimension": "raw-socket",
            "workloads": {
              "watched": 0,
              "watchedPartly": 0,
              "unwatched": 2
            },
            "sent": {
              "received": 0,
              "lost": 0,
              "lostShare": 0
            }
          },
          {
            "dimension": "host-process",
            "workloads": {
              "watched": 0,
              "watchedPartly": 0,
              "unwatched": 2
            },
            "sent": {
              "received": 0,
              "lost": 0,
              "lostShare": 0
            }
          },
          {
            "dimension": "host-ipc",
            "workloads": {
              "watched": 0,
              "watchedPartly": 0,
              "unwatched": 2
            },
            "sent": {
              "received": 0,
              "lost": 0,
              "lostShare": 0
            }
          },
          {
            "dimension": "mount",
            "workloads": {
              "watched": 0,
              "watchedPartly": 0,
              "unwatched": 2
            },
            "sent": {
              "received": 0,
              "lost": 0,
              "lostShare": 0
            }
          },
          {
            "dimension": "sysctl",
            "workloads": {
              "watched": 0,
              "watchedPartly": 0,
              "unwatched": 2
            },
            "sent": {
              "received": 0,
              "lost": 0,
              "lostShare": 0
            }
          },
          {
            "dimension": "denial",
            "workloads": {
              "watched": 0,
              "watchedPartly": 0,
              "unwatched": 2
            },
            "sent": {
              "received": 0,
              "lost": 0,
              "lostShare": 0
            }
          },
          {
            "dimension": "accept",
            "workloads": {
              "watched": 0,
              "watchedPartly": 0,
              "unwatched": 2
            },
            "sent": {
              "received": 0,
              "lost": 0,
              "lostShare": 0
            }
          },
          {
            "dimension": "unix-connect",
            "workloads": {
              "watched": 0,
              "watchedPartly": 0,
              "unwatched": 2
            },
            "sent": {
              "received": 0,
              "lost": 0,
              "lostShare": 0
            }
          }
        ]
      }
    }
  },
  "readDecision": {
    "parameters": {
      "id": "0d1c2b3a-0000-4000-8000-000000000004",
      "decision": "0d1c2b3a-0000-4000-8000-000000000005"
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "id": "0d1c2b3a-0000-4000-8000-000000000005",
        "decision": {
          "kind": "forget",
          "item": {
            "dimension": "capability",
            "capability": "NET_BIND_SERVICE"
          }
        },
        "reason": "The port was moved above 1024.",
        "createdBy": "bootstrap",
        "createdAt": "2026-03-02T08:00:00.000Z"
      }
    }
  },
  "readDeletion": {
    "parameters": {
      "id": "0d1c2b3a-0000-4000-8000-000000000008"
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "id": "0d1c2b3a-0000-4000-8000-000000000008",
        "cluster": "prod",
        "namespace": "shop",
        "status": "succeeded",
        "removed": 13,
        "failures": 0,
        "requestedAt": "2026-03-02T08:00:00.000Z",
        "requestedBy": "bootstrap",
        "finishedAt": "2026-03-02T08:00:00.000Z"
      }
    }
  },
  "readKey": {
    "parameters": {
      "id": "0d1c2b3a-0000-4000-8000-000000000006"
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "id": "0d1c2b3a-0000-4000-8000-000000000006",
        "name": "node agents of prod",
        "bindings": [
          {
            "role": "agent",
            "project": "default",
            "clusters": [
              "prod"
            ],
            "namespaces": "all"
          }
        ],
        "state": "valid",
        "fingerprint": "0000000000000000",
        "createdAt": "2026-03-02T08:00:00.000Z",
        "expiresAt": "2099-01-01T00:00:00.000Z"
      }
    }
  },
  "readPolicy": {
    "parameters": {
      "id": "0d1c2b3a-0000-4000-8000-000000000002"
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "id": "0d1c2b3a-0000-4000-8000-000000000002",
        "project": "default",
        "name": "restricted",
        "revision": 2,
        "origin": "uploaded",
        "labels": {
          "team": "shop"
        },
        "createdAt": "2026-03-02T08:00:00.000Z",
        "revisedAt": "2026-03-02T08:00:00.000Z",
        "revisedBy": "bootstrap",
        "policy": {
          "apiVersion": "policy/v1beta1",
          "kind": "PodSecurityPolicy",
          "metadata": {
            "name": "restricted",
            "labels": {
              "team": "shop"
            }
          },
          "spec": {
            "privileged": false,
            "volumes": [
              "configMap",
              "emptyDir",
              "projected",
              "secret"
            ],
            "runAsUser": {
              "rule": "RunAsAny"
            },
            "seLinux": {
              "rule": "RunAsAny"
            },
            "supplementalGroups": {
              "rule": "RunAsAny"
            },
            "fsGroup": {
              "rule": "RunAsAny"
            },
            "readOnlyRootFilesystem": true
          }
        }
      }
    }
  },
  "readPolicyRevision": {
    "parameters": {
      "id": "0d1c2b3a-0000-4000-8000-000000000002",
      "revision": "1"
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "id": "0d1c2b3a-0000-4000-8000-000000000002",
        "project": "default",
        "name": "restricted",
        "revision": 1,
        "origin": "uploaded",
        "labels": {
          "team": "shop"
        },
        "createdAt": "2026-03-02T08:00:00.000Z",
        "revisedAt": "2026-03-02T08:00:00.000Z",
        "revisedBy": "bootstrap",
        "policy": {
          "apiVersion": "policy/v1beta1",
          "kind": "PodSecurityPolicy",
          "metadata": {
            "name": "restricted",
            "labels": {
              "team": "shop"
            }
          },
          "spec": {
            "privileged": false,
            "volumes": [
              "configMap",
              "emptyDir",
              "projected",
              "secret"
            ],
            "runAsUser": {
              "rule": "RunAsAny"
            },
            "seLinux": {
              "rule": "RunAsAny"
            },
            "supplementalGroups": {
              "rule": "RunAsAny"
            },
            "fsGroup": {
              "rule": "RunAsAny"
            },
            "hostNetwork": false
          }
        }
      }
    }
  },
  "readProject": {
    "parameters": {
      "project": "payments"
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "name": "payments",
        "description": "The team that takes the money.",
        "createdAt": "2026-03-02T08:00:00.000Z",
        "createdBy": "bootstrap"
      }
    }
  },
  "readSimulation": {
    "parameters": {
      "id": "0d1c2b3a-0000-4000-8000-000000000011",
      "wait": "20s"
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "id": "0d1c2b3a-0000-4000-8000-000000000011",
        "project": "default",
        "name": "before the freeze",
        "status": "succeeded",
        "policies": [
          {
            "id": "0d1c2b3a-0000-4000-8000-000000000002",
            "revision": 2,
            "name": "restricted"
          }
        ],
        "policySet": "only-these",
        "scope": {
          "clusters": [
            "prod"
          ],
          "labelSelector": "app in (nginx, plain)"
        },
        "grants": "all",
        "createdAt": "2026-03-02T08:00:00.000Z",
        "startedAt": "2026-03-02T08:00:00.000Z",
        "finishedAt": "2026-03-02T08:00:00.000Z",
        "progress": {
          "done": 2,
          "total": 2
        },
        "summary": {
          "workloads": 2,
          "verdicts": {
            "passes": 0,
            "at-risk": 1,
            "breaks": 1
          },
          "stages": {
            "admission": 1,
            "start": 0,
            "runtime": 1
          },
          "withoutPolicy": 0,
          "brokenToday": 0,
          "fields": {
            "hostNetwork": 1,
            "hostPorts": 1,
            "privileged": 1,
            "readOnlyRootFilesystem": 1
          },
          "withoutManifest": {
            "count": 0,
            "workloads": []
          }
        }
      }
    }
  },
  "readSimulationBundle": {
    "parameters": {
      "id": "0d1c2b3a-0000-4000-8000-000000000010"
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "clusters": [
          {
            "cluster": "prod",
            "policies": [
              {
                "id": "0d1c2b3a-0000-4000-8000-000000000019",
                "revision": 1,
                "name": "prod.shop.deployment.nginx",
                "workloads": [
                  {
                    "cluster": "prod",
                    "namespace": "shop",
                    "kind": "Deployment",
                    "name": "nginx"
                  }
                ],
                "policy": {
                  "apiVersion": "policy/v1beta1",
                  "kind": "PodSecurityPolicy",
                  "metadata": {
                    "name": "prod.shop.deployment.nginx"
                  },
                  "spec": {
                    "privileged": true,
                    "hostNetwork": true,
                    "hostPID": false,
                    "hostIPC": false,
                    "hostPorts": [
                      {
                        "min": 80,
                        "max": 80
                      }
                    ],
                    "volumes": [
                      "secret"
                    ],
                    "seLinux": {
                      "rule": "RunAsAny"
                    },
                    "runAsUser": {
                      "rule": "RunAsAny"
                    },
                    "runAsGroup": {
                      "rule": "MayRunAs",
                      "ranges": [
                        {
                          "min": 2147483648,
                          "max": 2147483648
                        }
                      ]
                    },
                    "supplementalGroups": {
                      "rule": "MayRunAs",
                      "ranges": [
                        {
                          "min": 2147483648,
                          "max": 2147483648
                        }
                      ]
                    },
                    "fsGroup": {
                      "rule": "MayRunAs",
                      "ranges": [
                        {
                          "min": 2147483648,
                          "max": 2147483648
                        }
                      ]
                    },
                    "readOnlyRootFilesystem": false,
                    "allowPrivilegeEscalation": true,
                    "forbiddenSysctls": [
                      "*"
                    ],
                    "runtimeClass": {
                      "allowedRuntimeClassNames": []
                    }
                  }
                },
                "grants": [
                  {
                    "apiVersion": "rbac.authorization.k8s.io/v1",
                    "kind": "Role",
                    "metadata": {
                      "name": "psp.prod.shop.deployment.nginx",
                      "namespace": "shop"
                    },
                    "rules": [
                      {
                        "apiGroups": [
                          "policy"
                        ],
                        "resources": [
                          "podsecuritypolicies"
                        ],
                        "resourceNames": [
                          "prod.shop.deployment.nginx"
                        ],
                        "verbs": [
                          "use"
                        ]
                      }
                    ]
                  },
                  {
                    "apiVersion": "rbac.authorization.k8s.io/v1",
                    "kind": "RoleBinding",
                    "metadata": {
                      "name": "psp.prod.shop.deployment.nginx",
                      "namespace": "shop"
                    },
                    "roleRef": {
                      "apiGroup": "rbac.authorization.k8s.io",
                      "kind": "Role",
                      "name": "psp.prod.shop.deployment.nginx"
                    },
                    "subjects": [
                      {
                        "kind": "ServiceAccount",
                        "name": "default",
                        "namespace": "shop"
                      }
                    ]
                  }
                ]
              },
              {
                "id": "0d1c2b3a-0000-4000-8000-000000000020",
                "revision": 1,
                "name": "prod.shop.deployment.plain",
                "workloads": [
                  {
                    "cluster": "prod",
                    "namespace": "shop",
                    "kind": "Deployment",
                    "name": "plain"
                  }
                ],
                "policy": {
                  "apiVersion": "policy/v1beta1",
                  "kind": "PodSecurityPolicy",
                  "metadata": {
                    "name": "prod.shop.deployment.plain"
                  },
                  "spec": {
                    "privileged": false,
                    "hostNetwork": false,
                    "hostPID": false,
                    "hostIPC": false,
                    "volumes": [
                      "secret"
                    ],
                    "seLinux": {
                      "rule": "RunAsAny"
                    },
                    "runAsUser": {
                      "rule": "RunAsAny"
                    },
                    "runAsGroup": {
                      "rule": "MayRunAs",
                      "ranges": [
                        {
                          "min": 2147483648,
                          "max": 2147483648
                        }
                      ]
                    },
                    "supplementalGroups": {
                      "rule": "MayRunAs",
                      "ranges": [
                        {
                          "min": 2147483648,
                          "max": 2147483648
                        }
                      ]
                    },
                    "fsGroup": {
                      "rule": "MayRunAs",
                      "ranges": [
                        {
                          "min": 2147483648,
                          "max": 2147483648
                        }
                      ]
                    },
                    "readOnlyRootFilesystem": false,
                    "allowPrivilegeEscalation": true,
                    "forbiddenSysctls": [
                      "*"
                    ],
                    "runtimeClass": {
                      "allowedRuntimeClassNames": []
                    }
                  }
                },
                "grants": [
                  {
                    "apiVersion": "rbac.authorization.k8s.io/v1",
                    "kind": "Role",
                    "metadata": {
                      "name": "psp.prod.shop.deployment.plain",
                      "namespace": "shop"
                    },
                    "rules": [
                      {
                        "apiGroups": [
                          "policy"
                        ],
                        "resources": [
                          "podsecuritypolicies"
                        ],
                        "resourceNames": [
                          "prod.shop.deployment.plain"
                        ],
                        "verbs": [
                          "use"
                        ]
                      }
                    ]
                  },
                  {
                    "apiVersion": "rbac.authorization.k8s.io/v1",
                    "kind": "RoleBinding",
                    "metadata": {
                      "name": "psp.prod.shop.deployment.plain",
                      "namespace": "shop"
                    },
                    "roleRef": {
                      "apiGroup": "rbac.authorization.k8s.io",
                      "kind": "Role",
                      "name": "psp.prod.shop.deployment.plain"
                    },
                    "subjects": [
                      {
                        "kind": "ServiceAccount",
                        "name": "default",
                        "namespace": "shop"
                      }
                    ]
                  }
                ]
              }
            ],
            "unsatisfiable": [],
            "withoutPolicy": [],
            "sharedServiceAccounts": [
              {
                "namespace": "shop",
                "serviceAccount": "default",
                "policies": [
                  "prod.shop.deployment.nginx",
                  "prod.shop.deployment.plain"
                ]
              }
            ],
            "rollout": {
              "steps": [
                {
                  "title": "Create the policies",
                  "detail": "Without the admission plugin they have no effect; with it, none before someone may use them.",
                  "manifest": "apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata:\n  name: prod.shop.deployment.nginx\nspec:\n  privileged: true\n  hostNetwork: true\n  hostPID: false\n  hostIPC: false\n  hostPorts:\n    - min: 80\n      max: 80\n  volumes:\n    - secret\n  seLinux:\n    rule: RunAsAny\n  runAsUser:\n    rule: RunAsAny\n  runAsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  supplementalGroups:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  fsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  readOnlyRootFilesystem: false\n  allowPrivilegeEscalation: true\n  forbiddenSysctls:\n    - '*'\n  runtimeClass:\n    allowedRuntimeClassNames: []\n---\napiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata:\n  name: prod.shop.deployment.plain\nspec:\n  privileged: false\n  hostNetwork: false\n  hostPID: false\n  hostIPC: false\n  volumes:\n    - secret\n  seLinux:\n    rule: RunAsAny\n  runAsUser:\n    rule: RunAsAny\n  runAsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  supplementalGroups:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  fsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  readOnlyRootFilesystem: false\n  allowPrivilegeEscalation: true\n  forbiddenSysctls:\n    - '*'\n  runtimeClass:\n    allowedRuntimeClassNames: []\n"
                },
                {
                  "title": "Grant their use to the service accounts",
                  "detail": "From now on, where the plugin is on, new pods may come in under these policies. Take away wider grants only after the next steps: a wider policy that a pod may use makes a narrower one ineffective.",
                  "manifest": "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: psp.prod.shop.deployment.nginx\n  namespace: shop\nrules:\n  - apiGroups:\n      - policy\n    resources:\n      - podsecuritypolicies\n    resourceNames:\n      - prod.shop.deployment.nginx\n    verbs:\n      - use\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: psp.prod.shop.deployment.nginx\n  namespace: shop\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: Role\n  name: psp.prod.shop.deployment.nginx\nsubjects:\n  - kind: ServiceAccount\n    name: default\n    namespace: shop\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: psp.prod.shop.deployment.plain\n  namespace: shop\nrules:\n  - apiGroups:\n      - policy\n    resources:\n      - podsecuritypolicies\n    resourceNames:\n      - prod.shop.deployment.plain\n    verbs:\n      - use\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: psp.prod.shop.deployment.plain\n  namespace: shop\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: Role\n  name: psp.prod.shop.deployment.plain\nsubjects:\n  - kind: ServiceAccount\n    name: default\n    namespace: shop\n"
                },
                {
                  "title": "Turn the admission plugin on",
                  "detail": "If PodSecurityPolicy is not yet among the admission plugins of the API server, add it now. Before, system workloads (kube-system, ingress, CNI, CSI) need a policy too.",
                  "commands": [
                    "kube-apiserver --enable-admission-plugins=…,PodSecurityPolicy"
                  ]
                },
                {
                  "title": "Create new pods, one workload after another",
                  "detail": "Running pods are untouched; what breaks breaks when the next pod is created. Look for FailedCreate events of the controllers and CreateContainerConfigError of pods, and for the annotation kubernetes.io/psp, which names the policy that admitted a pod.",
                  "commands": [
                    "kubectl get events -A --field-selector reason=FailedCreate",
                    "kubectl get pods -A -o custom-columns='NAMESPACE:.metadata.namespace,POD:.metadata.name,PSP:.metadata.annotations.kubernetes\\.io/psp'"
                  ]
                },
                {
                  "title": "Take away the wider grants",
                  "detail": "Bindings to policies that allow more, group bindings such as system:authenticated among them."
                }
              ],
              "rollback": [
                {
                  "title": "Let pods in again at once",
                  "detail": "Bind the policy that was in force before, or a wide one, to the service accounts concerned."
                },
                {
                  "title": "Take away the grants",
                  "detail": "Pods that run stay; new ones need another policy.",
                  "commands": [
                    "kubectl delete rolebinding/psp.prod.shop.deployment.plain -n shop",
                    "kubectl delete role/psp.prod.shop.deployment.plain -n shop",
                    "kubectl delete rolebinding/psp.prod.shop.deployment.nginx -n shop",
                    "kubectl delete role/psp.prod.shop.deployment.nginx -n shop"
                  ]
                },
                {
                  "title": "Delete the policies",
                  "detail": "After their grants; the annotation kubernetes.io/psp of running pods may name them on, without effect.",
                  "commands": [
                    "kubectl delete podsecuritypolicy/prod.shop.deployment.nginx podsecuritypolicy/prod.shop.deployment.plain"
                  ]
                }
              ]
            }
          }
        ]
      }
    }
  },
  "readSimulationResult": {
    "parameters": {
      "id": "0d1c2b3a-0000-4000-8000-000000000011",
      "cluster": "prod",
      "namespace": "shop",
      "kind": "Deployment",
      "name": "plain"
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "workload": {
          "cluster": "prod",
          "namespace": "shop",
          "kind": "Deployment",
          "name": "plain"
        },
        "verdict": "at-risk",
        "stage": "runtime",
        "policy": "restricted",
        "mutated": true,
        "findings": [
          {
            "outcome": "at-risk",
            "stage": "runtime",
            "field": "readOnlyRootFilesystem",
            "reason": "weak-evidence",
            "detail": "No write to the root filesystem was observed in 0 pod starts on 1 day (at most 100.0 % of further starts may still show it). The evidence is weak, at least moderate is asked for.",
            "policy": "restricted",
            "container": "main",
            "path": "spec.containers[0].securityContext.readOnlyRootFilesystem",
            "evidence": {
              "level": "weak",
              "podsObserved": 1,
              "startsObserved": 0,
              "daysObserved": 1,
              "from": "2026-03-01T10:20:00.000000000Z",
              "to": "2026-03-01T10:30:00.000000000Z",
              "lossRatio": 0,
              "unseen": 1,
              "expectedNew": 0,
              "observations": []
            }
          }
        ],
        "remedies": []
      }
    }
  },
  "readWebhook": {
    "parameters": {
      "id": "0d1c2b3a-0000-4000-8000-000000000003"
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "id": "0d1c2b3a-0000-4000-8000-000000000003",
        "url": "https://hooks.example.com/policy-advisor",
        "events": [
          "simulation.finished",
          "simulation.changed"
        ],
        "description": "Tells the chat.",
        "enabled": true,
        "createdAt": "2026-03-02T08:00:00.000Z",
        "createdBy": "bootstrap"
      }
    }
  },
  "readWebhookDelivery": {
    "parameters": {
      "id": "0d1c2b3a-0000-4000-8000-000000000003",
      "delivery": "0d1c2b3a-0000-4000-8000-000000000021"
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "id": "0d1c2b3a-0000-4000-8000-000000000021",
        "event": "ping",
        "state": "delivered",
        "createdAt": "2026-03-02T08:00:00.000Z",
        "finishedAt": "2026-03-02T08:00:00.000Z",
        "attempts": [
          {
            "attempt": 1,
            "at": "2026-03-02T08:00:00.000Z",
            "durationMs": 5,
            "status": 204
          }
        ]
      }
    }
  },
  "readWorkload": {
    "parameters": {
      "id": "0d1c2b3a-0000-4000-8000-000000000004"
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "id": "0d1c2b3a-0000-4000-8000-000000000004",
        "cluster": "prod",
        "namespace": "shop",
        "kind": "Deployment",
        "name": "plain",
        "manifest": true,
        "labels": {
          "app": "plain"
        },
        "observed": {
          "containers": [
            "main"
          ],
          "pods": 1,
          "lastDay": "2026-03-01"
        },
        "template": {
          "hostNetwork": false,
          "hostPID": false,
          "hostIPC": false,
          "containers": [
            {
              "name": "main",
              "type": "regular",
              "image": "registry.example/plain:1"
            }
          ],
          "volumes": []
        }
      }
    }
  },
  "readWorkloadCoverage": {
    "parameters": {
      "id": "0d1c2b3a-0000-4000-8000-000000000004"
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "workload": {
          "cluster": "prod",
          "namespace": "shop",
          "kind": "Deployment",
          "name": "plain"
        },
        "pods": 1,
        "containers": [
          {
            "name": "main",
            "dimensions": [
              {
                "dimension": "syscall",
                "coverage": {
                  "pods": 1,
                  "starts": 0,
                  "startDays": 0,
                  "ends": 0,
                  "days": 1,
                  "from": "2026-03-01T10:20:00.000000000Z",
                  "to": "2026-03-01T10:30:00.000000000Z",
                  "received": 2,
                  "lost": 0,
                  "full": false,
                  "versions": [
                    {
                      "templateHash": "7d9c5b6f84",
                      "pods": 1,
                      "starts": 0,
                      "startDays": 0,
                      "ends": 0,
                      "days": 1,
                      "from": "2026-03-01T10:20:00.000000000Z",
                      "to": "2026-03-01T10:30:00.000000000Z"
                    }
                  ]
                },
                "evidence": {
                  "level": "weak",
                  "podsObserved": 1,
                  "startsObserved": 0,
                  "daysObserved": 1,
                  "from": "2026-03-01T10:20:00.000000000Z",
                  "to": "2026-03-01T10:30:00.000000000Z",
                  "lossRatio": 0,
                  "unseen": 1,
                  "expectedNew": 0
                }
              },
              {
                "dimension": "capability",
                "coverage": {
                  "pods": 1,
                  "starts": 0,
                  "startDays": 0,
                  "ends": 0,
                  "days": 1,
                  "from": "2026-03-01T10:20:00.000000000Z",
                  "to": "2026-03-01T10:30:00.000000000Z",
                  "received": 2,
                  "lost": 0,
                  "full": false,
                  "versions": [
                    {
                      "templateHash": "7d9c5b6f84",
                      "pods": 1,
                      "starts": 0,
                      "startDays": 0,
                      "ends": 0,
                      "days": 1,
                      "from": "2026-03-01T10:20:00.000000000Z",
                      "to": "2026-03-01T10:30:00.000000000Z"
                    }
                  ]
                },
                "evidence": {
                  "level": "weak",
                  "podsObserved": 1,
                  "startsObserved": 0,
                  "daysObserved": 1,
                  "from": "2026-03-01T10:20:00.000000000Z",
                  "to": "2026-03-01T10:30:00.000000000Z",
                  "lossRatio": 0,
                  "unseen": 1,
                  "expectedNew": 0
                }
              },
              {
                "dimension": "identity",
                "evidence": {
                  "level": "none",
                  "podsObserved": 0,
                  "startsObserved": 0,
                  "daysObserved": 0,
                  "lossRatio": 0,
                  "unseen": 1,
                  "expectedNew": 0
                }
              },
              {
                "dimension": "exec",
                "evidence": {
                  "level": "none",
                  "podsObserved": 0,
                  "startsObserved": 0,
                  "daysObserved": 0,
                  "lossRatio": 0,
                  "unseen": 1,
                  "expectedNew": 0
                }
              },
              {
                "dimension": "file",
                "coverage": {
                  "pods": 1,
                  "starts": 0,
                  "startDays": 0,
                  "ends": 0,
                  "days": 1,
                  "from": "2026-03-01T10:20:00.000000000Z",
                  "to": "2026-03-01T10:30:00.000000000Z",
                  "received": 2,
                  "lost": 0,
                  "full": false,
                  "versions": [
                    {
                      "templateHash": "7d9c5b6f84",
                      "pods": 1,
                      "starts": 0,
                      "startDays": 0,
                      "ends": 0,
                      "days": 1,
                      "from": "2026-03-01T10:20:00.000000000Z",
                      "to": "2026-03-01T10:30:00.000000000Z"
                    }
                  ]
                },
                "evidence": {
                  "level": "weak",
                  "podsObserved": 1,
                  "startsObserved": 0,
                  "daysObserved": 1,
                  "from": "2026-03-01T10:20:00.000000000Z",
                  "to": "2026-03-01T10:30:00.000000000Z",
                  "lossRatio": 0,
                  "unseen": 1,
                  "expectedNew": 0
                }
              },
              {
                "dimension": "device",
                "evidence": {
                  "level": "none",
                  "podsObserved": 0,
                  "startsObserved": 0,
                  "daysObserved": 0,
                  "lossRatio": 0,
                  "unseen": 1,
                  "expectedNew": 0
                }
              },
              {
                "dimension": "listen",
                "coverage": {
                  "pods": 1,
                  "starts": 0,
                  "startDays": 0,
                  "ends": 0,
                  "days": 1,
                  "from": "2026-03-01T10:20:00.000000000Z",
                  "to": "2026-03-01T10:30:00.000000000Z",
                  "received": 2,
                  "lost": 0,
                  "full": false,
                  "versions": [
                    {
                      "templateHash": "7d9c5b6f84",
                      "pods": 1,
                      "starts": 0,
                      "startDays": 0,
                      "ends": 0,
                      "days": 1,
                      "from": "2026-03-01T10:20:00.000000000Z",
                      "to": "2026-03-01T10:30:00.000000000Z"
                    }
                  ]
                },
                "evidence": {
                  "level": "weak",
                  "podsObserved": 1,
                  "startsObserved": 0,
                  "daysObserved": 1,
                  "from": "2026-03-01T10:20:00.000000000Z",
                  "to": "2026-03-01T10:30:00.000000000Z",
                  "lossRatio": 0,
                  "unseen": 1,
                  "expectedNew": 0
                }
              },
              {
                "dimension": "connect",
                "evidence": {
                  "level": "none",
                  "podsObserved": 0,
                  "startsObserved": 0,
                  "daysObserved": 0,
                  "lossRatio": 0,
                  "unseen": 1,
                  "expectedNew": 0
                }
              },
              {
                "dimension": "raw-socket",
                "evidence": {
                  "level": "none",
                  "podsObserved": 0,
                  "startsObserved": 0,
                  "daysObserved": 0,
                  "lossRatio": 0,
                  "unseen": 1,
                  "expectedNew": 0
                }
              },
              {
                "dimension": "host-process",
                "evidence": {
                  "level": "none",
                  "podsObserved": 0,
                  "startsObserved": 0,
                  "daysObserved": 0,
                  "lossRatio": 0,
                  "unseen": 1,
                  "expectedNew": 0
                }
              },
              {
                "dimension": "host-ipc",
                "evidence": {
                  "level": "none",
                  "podsObserved": 0,
                  "startsObserved": 0,
                  "daysObserved": 0,
                  "lossRatio": 0,
                  "unseen": 1,
                  "expectedNew": 0
                }
              },
              {
                "dimension": "mount",
                "evidence": {
                  "level": "none",
                  "podsObserved": 0,
                  "startsObserved": 0,
                  "daysObserved": 0,
                  "lossRatio": 0,
                  "unseen": 1,
                  "expectedNew": 0
                }
              },
              {
                "dimension": "sysctl",
                "evidence": {
                  "level": "none",
                  "podsObserved": 0,
                  "startsObserved": 0,
                  "daysObserved": 0,
                  "lossRatio": 0,
                  "unseen": 1,
                  "expectedNew": 0
                }
              },
              {
                "dimension": "denial",
                "evidence": {
                  "level": "none",
                  "podsObserved": 0,
                  "startsObserved": 0,
                  "daysObserved": 0,
                  "lossRatio": 0,
                  "unseen": 1,
                  "expectedNew": 0
                }
              },
              {
                "dimension": "accept",
                "evidence": {
                  "level": "none",
                  "podsObserved": 0,
                  "startsObserved": 0,
                  "daysObserved": 0,
                  "lossRatio": 0,
                  "unseen": 1,
                  "expectedNew": 0
                }
              },
              {
                "dimension": "unix-connect",
                "evidence": {
                  "level": "none",
                  "podsObserved": 0,
                  "startsObserved": 0,
                  "daysObserved": 0,
                  "lossRatio": 0,
                  "unseen": 1,
                  "expectedNew": 0
                }
              }
            ]
          }
        ]
      }
    }
  },
  "readWorkloadProfile": {
    "parameters": {
      "id": "0d1c2b3a-0000-4000-8000-000000000004"
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "workload": {
          "cluster": "prod",
          "namespace": "shop",
          "kind": "Deployment",
          "name": "plain"
        },
        "pods": 1,
        "nodeFacts": [],
        "containers": [
          {
            "name": "main",
            "images": [
              {
                "image": "nginx:1.27"
              }
            ],
            "imageUsers": [],
            "imageVolumes": [],
            "coverage": {
              "syscall": {
                "pods": 1,
                "starts": 0,
                "startDays": 0,
                "ends": 0,
                "days": 1,
                "from": "2026-03-01T10:20:00.000000000Z",
                "to": "2026-03-01T10:30:00.000000000Z",
                "received": 2,
                "lost": 0,
                "full": false,
                "versions": [
                  {
                    "templateHash": "7d9c5b6f84",
                    "pods": 1,
                    "starts": 0,
                    "startDays": 0,
                    "ends": 0,
                    "days": 1,
                    "from": "2026-03-01T10:20:00.000000000Z",
                    "to": "2026-03-01T10:30:00.000000000Z"
                  }
                ]
              },
              "capability": {
                "pods": 1,
                "starts": 0,
                "startDays": 0,
                "ends": 0,
                "days": 1,
                "from": "2026-03-01T10:20:00.000000000Z",
                "to": "2026-03-01T10:30:00.000000000Z",
                "received": 2,
                "lost": 0,
                "full": false,
                "versions": [
                  {
                    "templateHash": "7d9c5b6f84",
                    "pods": 1,
                    "starts": 0,
                    "startDays": 0,
                    "ends": 0,
                    "days": 1,
                    "from": "2026-03-01T10:20:00.000000000Z",
                    "to": "2026-03-01T10:30:00.000000000Z"
                  }
                ]
              },
              "file": {
                "pods": 1,
                "starts": 0,
                "startDays": 0,
                "ends": 0,
                "days": 1,
                "from": "2026-03-01T10:20:00.000000000Z",
                "to": "2026-03-01T10:30:00.000000000Z",
                "received": 2,
                "lost": 0,
                "full": false,
                "versions": [
                  {
                    "templateHash": "7d9c5b6f84",
                    "pods": 1,
                    "starts": 0,
                    "startDays": 0,
                    "ends": 0,
                    "days": 1,
                    "from": "2026-03-01T10:20:00.000000000Z",
                    "to": "2026-03-01T10:30:00.000000000Z"
                  }
                ]
              },
              "listen": {
                "pods": 1,
                "starts": 0,
                "startDays": 0,
                "ends": 0,
                "days": 1,
                "from": "2026-03-01T10:20:00.000000000Z",
                "to": "2026-03-01T10:30:00.000000000Z",
                "received": 2,
                "lost": 0,
                "full": false,
                "versions": [
                  {
                    "templateHash": "7d9c5b6f84",
                    "pods": 1,
                    "starts": 0,
                    "startDays": 0,
                    "ends": 0,
                    "days": 1,
                    "from": "2026-03-01T10:20:00.000000000Z",
                    "to": "2026-03-01T10:30:00.000000000Z"
                  }
                ]
              }
            },
            "items": [
              {
                "item": {
                  "dimension": "syscall",
                  "syscall": "read",
                  "outcome": "allowed",
                  "origin": "container"
                },
                "seen": {
                  "count": 2,
                  "first": "2026-03-01T10:20:00.000000000Z",
                  "last": "2026-03-01T10:20:00.000000000Z",
                  "pods": 1,
                  "days": 1
                },
                "collapsed": false,
                "onlyPod": "uid-of-shop-plain-7d9c5b6f84-x2z4b",
                "pinned": false
              },
              {
                "item": {
                  "dimension": "capability",
                  "capability": "NET_BIND_SERVICE",
                  "granted": true,
                  "uid": 0,
                  "userNamespace": "own",
                  "outcome": "allowed",
                  "origin": "container"
                },
                "seen": {
                  "count": 2,
                  "first": "2026-03-01T10:20:00.000000000Z",
                  "last": "2026-03-01T10:20:00.000000000Z",
                  "pods": 1,
                  "days": 1
                },
                "collapsed": false,
                "onlyPod": "uid-of-shop-plain-7d9c5b6f84-x2z4b",
                "pinned": false
              }
            ]
          }
        ]
      }
    }
  },
  "redeliverWebhookDelivery": {
    "parameters": {
      "id": "0d1c2b3a-0000-4000-8000-000000000003",
      "delivery": "0d1c2b3a-0000-4000-8000-000000000021"
    },
    "status": 202,
    "response": {
      "mediaType": "application/json",
      "body": {
        "id": "0d1c2b3a-0000-4000-8000-000000000021",
        "event": "ping",
        "state": "pending",
        "createdAt": "2026-03-02T08:00:00.000Z",
        "nextAttemptAt": "2026-03-02T08:00:00.000Z",
        "attempts": []
      }
    }
  },
  "registerCluster": {
    "parameters": {
      "cluster": "prod"
    },
    "request": {
      "mediaType": "application/json",
      "body": {
        "description": "What customers use."
      }
    },
    "status": 201,
    "response": {
      "mediaType": "application/json",
      "body": {
        "name": "prod",
        "workloads": 0,
        "observed": 0,
        "description": "What customers use.",
        "registeredAt": "2026-03-02T08:00:00.000Z"
      }
    }
  },
  "replaceManifests": {
    "parameters": {
      "cluster": "prod"
    },
    "request": {
      "mediaType": "application/json",
      "body": [
        {
          "apiVersion": "apps/v1",
          "kind": "Deployment",
          "metadata": {
            "name": "plain",
            "namespace": "shop"
          },
          "spec": {
            "selector": {
              "matchLabels": {
                "app": "plain"
              }
            },
            "template": {
              "metadata": {
                "labels": {
                  "app": "plain"
                }
              },
              "spec": {
                "containers": [
                  {
                    "name": "main",
                    "image": "registry.example/plain:1"
                  }
                ]
              }
            }
          }
        },
        {
          "apiVersion": "apps/v1",
          "kind": "Deployment",
          "metadata": {
            "name": "nginx",
            "namespace": "shop"
          },
          "spec": {
            "replicas": 2,
            "selector": {
              "matchLabels": {
                "app": "nginx"
              }
            },
            "template": {
              "metadata": {
                "labels": {
                  "app": "nginx"
                }
              },
              "spec": {
                "hostNetwork": true,
                "containers": [
                  {
                    "name": "nginx",
                    "image": "nginx:1.27",
                    "ports": [
                      {
                        "containerPort": 80,
                        "hostPort": 80
                      }
                    ],
                    "securityContext": {
                      "privileged": true
                    }
                  }
                ]
              }
            }
          }
        }
      ]
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "workloads": 2,
        "objects": {},
        "owned": 0,
        "passedOver": {}
      }
    }
  },
  "revisePolicy": {
    "parameters": {
      "id": "0d1c2b3a-0000-4000-8000-000000000002"
    },
    "request": {
      "mediaType": "application/json",
      "body": {
        "apiVersion": "policy/v1beta1",
        "kind": "PodSecurityPolicy",
        "metadata": {
          "name": "restricted",
          "labels": {
            "team": "shop"
          }
        },
        "spec": {
          "privileged": false,
          "volumes": [
            "configMap",
            "emptyDir",
            "projected",
            "secret"
          ],
          "runAsUser": {
            "rule": "RunAsAny"
          },
          "seLinux": {
            "rule": "RunAsAny"
          },
          "supplementalGroups": {
            "rule": "RunAsAny"
          },
          "fsGroup": {
            "rule": "RunAsAny"
          },
          "readOnlyRootFilesystem": true
        }
      }
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "id": "0d1c2b3a-0000-4000-8000-000000000002",
        "project": "default",
        "name": "restricted",
        "revision": 2,
        "origin": "uploaded",
        "labels": {
          "team": "shop"
        },
        "createdAt": "2026-03-02T08:00:00.000Z",
        "revisedAt": "2026-03-02T08:00:00.000Z",
        "revisedBy": "bootstrap",
        "policy": {
          "apiVersion": "policy/v1beta1",
          "kind": "PodSecurityPolicy",
          "metadata": {
            "name": "restricted",
            "labels": {
              "team": "shop"
            }
          },
          "spec": {
            "privileged": false,
            "volumes": [
              "configMap",
              "emptyDir",
              "projected",
              "secret"
            ],
            "runAsUser": {
              "rule": "RunAsAny"
            },
            "seLinux": {
              "rule": "RunAsAny"
            },
            "supplementalGroups": {
              "rule": "RunAsAny"
            },
            "fsGroup": {
              "rule": "RunAsAny"
            },
            "readOnlyRootFilesystem": true
          }
        }
      }
    }
  },
  "revokeKey": {
    "parameters": {
      "id": "0d1c2b3a-0000-4000-8000-000000000006"
    },
    "status": 204
  },
  "rotateKey": {
    "parameters": {
      "id": "0d1c2b3a-0000-4000-8000-000000000006"
    },
    "request": {
      "mediaType": "application/json",
      "body": {
        "graceSeconds": 3600
      }
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "id": "0d1c2b3a-0000-4000-8000-000000000006",
        "name": "node agents of prod",
        "bindings": [
          {
            "role": "agent",
            "project": "default",
            "clusters": [
              "prod"
            ],
            "namespaces": "all"
          }
        ],
        "state": "valid",
        "fingerprint": "0000000000000000",
        "previous": {
          "fingerprint": "0000000000000000",
          "validUntil": "2026-03-02T08:00:00.000Z"
        },
        "createdAt": "2026-03-02T08:00:00.000Z",
        "expiresAt": "2099-01-01T00:00:00.000Z",
        "key": "pak_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      }
    }
  },
  "rotateWebhookSecret": {
    "parameters": {
      "id": "0d1c2b3a-0000-4000-8000-000000000003"
    },
    "request": {
      "mediaType": "application/json",
      "body": {
        "graceSeconds": 86400
      }
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "id": "0d1c2b3a-0000-4000-8000-000000000003",
        "url": "https://hooks.example.com/policy-advisor",
        "events": [
          "simulation.changed"
        ],
        "description": "Tells the chat.",
        "enabled": true,
        "createdAt": "2026-03-02T08:00:00.000Z",
        "createdBy": "bootstrap",
        "previousSecretUntil": "2026-03-03T08:00:00.000Z",
        "secret": "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      }
    }
  },
  "stopSimulation": {
    "parameters": {
      "id": "0d1c2b3a-0000-4000-8000-000000000018"
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "id": "0d1c2b3a-0000-4000-8000-000000000018",
        "project": "default",
        "status": "stopped",
        "continuous": {
          "changes": 0
        },
        "policies": [
          {
            "id": "0d1c2b3a-0000-4000-8000-000000000002",
            "revision": 2,
            "name": "restricted",
            "followed": true
          }
        ],
        "policySet": "only-these",
        "scope": {
          "clusters": [
            "prod"
          ],
          "labelSelector": "app in (nginx, plain)"
        },
        "grants": "all",
        "createdAt": "2026-03-02T08:00:00.000Z",
        "startedAt": "2026-03-02T08:00:00.000Z",
        "finishedAt": "2026-03-02T08:00:00.000Z",
        "evaluatedAt": "2026-03-02T08:00:00.000Z",
        "progress": {
          "done": 2,
          "total": 2
        },
        "summary": {
          "workloads": 2,
          "verdicts": {
            "passes": 0,
            "at-risk": 1,
            "breaks": 1
          },
          "stages": {
            "admission": 1,
            "start": 0,
            "runtime": 1
          },
          "withoutPolicy": 0,
          "brokenToday": 0,
          "fields": {
            "hostNetwork": 1,
            "hostPorts": 1,
            "privileged": 1,
            "readOnlyRootFilesystem": 1
          },
          "withoutManifest": {
            "count": 0,
            "workloads": []
          }
        }
      }
    }
  },
  "streamSimulationEvents": {
    "parameters": {
      "id": "0d1c2b3a-0000-4000-8000-000000000011"
    },
    "status": 200,
    "response": {
      "mediaType": "text/event-stream",
      "body": "retry: 2000\n\nid: 3.0\nevent: state\ndata: {\"id\":\"0d1c2b3a-0000-4000-8000-000000000011\",\"project\":\"default\",\"name\":\"before the freeze\",\"status\":\"succeeded\",\"policies\":[{\"id\":\"0d1c2b3a-0000-4000-8000-000000000002\",\"revision\":2,\"name\":\"restricted\"}],\"policySet\":\"only-these\",\"scope\":{\"clusters\":[\"prod\"],\"labelSelector\":\"app in (nginx, plain)\"},\"grants\":\"all\",\"createdAt\":\"2026-03-02T08:00:00.000Z\",\"startedAt\":\"2026-03-02T08:00:00.000Z\",\"finishedAt\":\"2026-03-02T08:00:00.000Z\",\"progress\":{\"done\":2,\"total\":2},\"summary\":{\"workloads\":2,\"verdicts\":{\"passes\":0,\"at-risk\":1,\"breaks\":1},\"stages\":{\"admission\":1,\"start\":0,\"runtime\":1},\"withoutPolicy\":0,\"brokenToday\":0,\"fields\":{\"hostNetwork\":1,\"hostPorts\":1,\"privileged\":1,\"readOnlyRootFilesystem\":1},\"withoutManifest\":{\"count\":0,\"workloads\":[]}}}\n\n"
    }
  },
  "tightenPolicy": {
    "parameters": {},
    "request": {
      "mediaType": "application/json",
      "body": {
        "scope": {
          "clusters": [
            "prod"
          ],
          "namespaces": [
            "shop"
          ]
        },
        "policy": {
          "document": {
            "apiVersion": "policy/v1beta1",
            "kind": "PodSecurityPolicy",
            "metadata": {
              "name": "wide",
              "labels": {
                "team": "shop"
              }
            },
            "spec": {
              "privileged": true,
              "volumes": [
                "configMap",
                "emptyDir",
                "projected",
                "secret"
              ],
              "runAsUser": {
                "rule": "RunAsAny"
              },
              "seLinux": {
                "rule": "RunAsAny"
              },
              "supplementalGroups": {
                "rule": "RunAsAny"
              },
              "fsGroup": {
                "rule": "RunAsAny"
              },
              "hostNetwork": true,
              "hostPorts": [
                {
                  "min": 0,
                  "max": 65535
                }
              ]
            }
          }
        }
      }
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "policy": {
          "apiVersion": "policy/v1beta1",
          "kind": "PodSecurityPolicy",
          "metadata": {
            "name": "wide",
            "labels": {
              "team": "shop"
            }
          },
          "spec": {
            "privileged": true,
            "volumes": [
              "secret"
            ],
            "runAsUser": {
              "rule": "RunAsAny"
            },
            "seLinux": {
              "rule": "RunAsAny"
            },
            "supplementalGroups": {
              "rule": "MayRunAs",
              "ranges": [
                {
                  "min": 2147483648,
                  "max": 2147483648
                }
              ]
            },
            "fsGroup": {
              "rule": "MayRunAs",
              "ranges": [
                {
                  "min": 2147483648,
                  "max": 2147483648
                }
              ]
            },
            "hostNetwork": true,
            "hostPorts": [
              {
                "min": 80,
                "max": 80
              }
            ],
            "hostPID": false,
            "hostIPC": false,
            "runAsGroup": {
              "rule": "MayRunAs",
              "ranges": [
                {
                  "min": 2147483648,
                  "max": 2147483648
                }
              ]
            },
            "readOnlyRootFilesystem": false,
            "allowPrivilegeEscalation": true,
            "forbiddenSysctls": [
              "*"
            ],
            "runtimeClass": {
              "allowedRuntimeClassNames": []
            }
          }
        },
        "yaml": "apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata:\n  name: wide\n  labels:\n    team: shop\nspec:\n  privileged: true\n  volumes:\n    - secret\n  runAsUser:\n    rule: RunAsAny\n  seLinux:\n    rule: RunAsAny\n  supplementalGroups:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  fsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  hostNetwork: true\n  hostPorts:\n    - min: 80\n      max: 80\n  hostPID: false\n  hostIPC: false\n  runAsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  readOnlyRootFilesystem: false\n  allowPrivilegeEscalation: true\n  forbiddenSysctls:\n    - '*'\n  runtimeClass:\n    allowedRuntimeClassNames: []\n",
        "excess": [
          {
            "field": "hostPorts",
            "witness": {
              "admittedBy": "second",
              "pod": {
                "apiVersion": "v1",
                "kind": "Pod",
                "metadata": {
                  "name": "witness",
                  "namespace": "default"
                },
                "spec": {
                  "automountServiceAccountToken": false,
                  "containers": [
                    {
                      "name": "witness",
                      "image": "registry.k8s.io/pause:3.6",
                      "imagePullPolicy": "IfNotPresent",
                      "terminationMessagePath": "/dev/termination-log",
                      "terminationMessagePolicy": "File",
                      "ports": [
                        {
                          "containerPort": 1,
                          "hostPort": 1,
                          "protocol": "TCP"
                        }
                      ]
                    }
                  ],
                  "dnsPolicy": "ClusterFirst",
                  "restartPolicy": "Always",
                  "schedulerName": "default-scheduler",
                  "securityContext": {},
                  "terminationGracePeriodSeconds": 30,
                  "enableServiceLinks": true
                }
              },
              "otherwise": "refused",
              "errors": [
                {
                  "field": "spec.containers[0].hostPort",
                  "type": "FieldValueInvalid",
                  "badValue": 1,
                  "detail": "Host port 1 is not allowed to be used. Allowed ports: [80]"
                }
              ]
            },
            "basis": "spec",
            "reasons": [
              {
                "workload": {
                  "cluster": "prod",
                  "namespace": "shop",
                  "kind": "Deployment",
                  "name": "nginx"
                },
                "templatePath": "/spec/template",
                "origin": "template",
                "container": "nginx",
                "path": "spec.containers[0].ports[0].hostPort"
              }
            ],
            "evidence": []
          },
          {
            "field": "volumes",
            "witness": {
              "admittedBy": "second",
              "pod": {
                "apiVersion": "v1",
                "kind": "Pod",
                "metadata": {
                  "name": "witness",
                  "namespace": "default"
                },
                "spec": {
                  "automountServiceAccountToken": false,
                  "containers": [
                    {
                      "name": "witness",
                      "image": "registry.k8s.io/pause:3.6",
                      "imagePullPolicy": "IfNotPresent",
                      "terminationMessagePath": "/dev/termination-log",
                      "terminationMessagePolicy": "File",
                      "volumeMounts": [
                        {
                          "name": "v",
                          "mountPath": "/witness",
                          "readOnly": true
                        }
                      ]
                    }
                  ],
                  "dnsPolicy": "ClusterFirst",
                  "restartPolicy": "Always",
                  "schedulerName": "default-scheduler",
                  "securityContext": {},
                  "terminationGracePeriodSeconds": 30,
                  "enableServiceLinks": true,
                  "volumes": [
                    {
                      "name": "v",
                      "configMap": {
                        "name": "settings"
                      }
                    }
                  ]
                }
              },
              "otherwise": "refused",
              "errors": [
                {
                  "field": "spec.volumes[0]",
                  "type": "FieldValueInvalid",
                  "badValue": "configMap",
                  "detail": "configMap volumes are not allowed to be used"
                }
              ]
            },
            "basis": "spec",
            "reasons": [
              {
                "workload": {
                  "cluster": "prod",
                  "namespace": "shop",
                  "kind": "Deployment",
                  "name": "nginx"
                },
                "templatePath": "/spec/template",
                "origin": "template",
                "path": "spec.volumes[0]"
              },
              {
                "workload": {
                  "cluster": "prod",
                  "namespace": "shop",
                  "kind": "Deployment",
                  "name": "plain"
                },
                "templatePath": "/spec/template",
                "origin": "template",
                "path": "spec.volumes[0]"
              }
            ],
            "evidence": []
          },
          {
            "field": "runAsGroup",
            "witness": {
              "admittedBy": "second",
              "pod": {
                "apiVersion": "v1",
                "kind": "Pod",
                "metadata": {
                  "name": "witness",
                  "namespace": "default"
                },
                "spec": {
                  "automountServiceAccountToken": false,
                  "containers": [
                    {
                      "name": "witness",
                      "image": "registry.k8s.io/pause:3.6",
                      "imagePullPolicy": "IfNotPresent",
                      "terminationMessagePath": "/dev/termination-log",
                      "terminationMessagePolicy": "File",
                      "securityContext": {
                        "runAsGroup": 0
                      }
                    }
                  ],
                  "dnsPolicy": "ClusterFirst",
                  "restartPolicy": "Always",
                  "schedulerName": "default-scheduler",
                  "securityContext": {},
                  "terminationGracePeriodSeconds": 30,
                  "enableServiceLinks": true
                }
              },
              "otherwise": "refused",
              "errors": [
                {
                  "field": "spec.containers[0].securityContext",
                  "type": "FieldValueInvalid",
                  "badValue": [
                    0
                  ],
                  "detail": "group 0 must be in the ranges: [{2147483648 2147483648}]"
                }
              ]
            },
            "basis": "spec",
            "reasons": [
              {
                "workload": {
                  "cluster": "prod",
                  "namespace": "shop",
                  "kind": "Deployment",
                  "name": "nginx"
                },
                "templatePath": "/spec/template",
                "origin": "template",
                "container": "nginx",
                "path": "spec.containers[0].securityContext.runAsGroup"
              },
              {
                "workload": {
                  "cluster": "prod",
                  "namespace": "shop",
                  "kind": "Deployment",
                  "name": "plain"
                },
                "templatePath": "/spec/template",
                "origin": "template",
                "container": "main",
                "path": "spec.containers[0].securityContext.runAsGroup"
              }
            ],
            "evidence": []
          },
          {
            "field": "supplementalGroups",
            "witness": {
              "admittedBy": "second",
              "pod": {
                "apiVersion": "v1",
                "kind": "Pod",
                "metadata": {
                  "name": "witness",
                  "namespace": "default"
                },
                "spec": {
                  "automountServiceAccountToken": false,
                  "containers": [
                    {
                      "name": "witness",
                      "image": "registry.k8s.io/pause:3.6",
                      "imagePullPolicy": "IfNotPresent",
                      "terminationMessagePath": "/dev/termination-log",
                      "terminationMessagePolicy": "File"
                    }
                  ],
                  "dnsPolicy": "ClusterFirst",
                  "restartPolicy": "Always",
                  "schedulerName": "default-scheduler",
                  "securityContext": {
                    "supplementalGroups": [
                      0
                    ]
                  },
                  "terminationGracePeriodSeconds": 30,
                  "enableServiceLinks": true
                }
              },
              "otherwise": "refused",
              "errors": [
                {
                  "field": "spec.securityContext.supplementalGroups",
                  "type": "FieldValueInvalid",
                  "badValue": [
                    0
                  ],
                  "detail": "group 0 must be in the ranges: [{2147483648 2147483648}]"
                }
              ]
            },
            "basis": "spec",
            "reasons": [
              {
                "workload": {
                  "cluster": "prod",
                  "namespace": "shop",
                  "kind": "Deployment",
                  "name": "nginx"
                },
                "templatePath": "/spec/template",
                "origin": "template",
                "path": "spec.securityContext.supplementalGroups"
              },
              {
                "workload": {
                  "cluster": "prod",
                  "namespace": "shop",
                  "kind": "Deployment",
                  "name": "plain"
                },
                "templatePath": "/spec/template",
                "origin": "template",
                "path": "spec.securityContext.supplementalGroups"
              }
            ],
            "evidence": []
          },
          {
            "field": "fsGroup",
            "witness": {
              "admittedBy": "second",
              "pod": {
                "apiVersion": "v1",
                "kind": "Pod",
                "metadata": {
                  "name": "witness",
                  "namespace": "default"
                },
                "spec": {
                  "automountServiceAccountToken": false,
                  "containers": [
                    {
                      "name": "witness",
                      "image": "registry.k8s.io/pause:3.6",
                      "imagePullPolicy": "IfNotPresent",
                      "terminationMessagePath": "/dev/termination-log",
                      "terminationMessagePolicy": "File"
                    }
                  ],
                  "dnsPolicy": "ClusterFirst",
                  "restartPolicy": "Always",
                  "schedulerName": "default-scheduler",
                  "securityContext": {
                    "fsGroup": 0
                  },
                  "terminationGracePeriodSeconds": 30,
                  "enableServiceLinks": true
                }
              },
              "otherwise": "refused",
              "errors": [
                {
                  "field": "spec.securityContext.fsGroup",
                  "type": "FieldValueInvalid",
                  "badValue": [
                    0
                  ],
                  "detail": "group 0 must be in the ranges: [{2147483648 2147483648}]"
                }
              ]
            },
            "basis": "spec",
            "reasons": [
              {
                "workload": {
                  "cluster": "prod",
                  "namespace": "shop",
                  "kind": "Deployment",
                  "name": "nginx"
                },
                "templatePath": "/spec/template",
                "origin": "template",
                "path": "spec.securityContext.fsGroup"
              },
              {
                "workload": {
                  "cluster": "prod",
                  "namespace": "shop",
                  "kind": "Deployment",
                  "name": "plain"
                },
                "templatePath": "/spec/template",
                "origin": "template",
                "path": "spec.securityContext.fsGroup"
              }
            ],
            "evidence": []
          },
          {
            "field": "sysctls",
            "witness": {
              "admittedBy": "second",
              "pod": {
                "apiVersion": "v1",
                "kind": "Pod",
                "metadata": {
                  "name": "witness",
                  "namespace": "default"
                },
                "spec": {
                  "automountServiceAccountToken": false,
                  "containers": [
                    {
                      "name": "witness",
                      "image": "registry.k8s.io/pause:3.6",
                      "imagePullPolicy": "IfNotPresent",
                      "terminationMessagePath": "/dev/termination-log",
                      "terminationMessagePolicy": "File"
                    }
                  ],
                  "dnsPolicy": "ClusterFirst",
                  "restartPolicy": "Always",
                  "schedulerName": "default-scheduler",
                  "securityContext": {
                    "sysctls": [
                      {
                        "name": "kernel.shm_rmid_forced",
                        "value": "1"
                      }
                    ]
                  },
                  "terminationGracePeriodSeconds": 30,
                  "enableServiceLinks": true
                }
              },
              "otherwise": "refused",
              "errors": [
                {
                  "field": "pod.spec.securityContext.sysctls[0]",
                  "type": "FieldValueForbidden",
                  "detail": "sysctl \"kernel.shm_rmid_forced\" is not allowed"
                }
              ]
            },
            "basis": "spec",
            "reasons": [],
            "evidence": []
          },
          {
            "field": "runtimeClass",
            "witness": {
              "admittedBy": "second",
              "pod": {
                "apiVersion": "v1",
                "kind": "Pod",
                "metadata": {
                  "name": "witness",
                  "namespace": "default"
                },
                "spec": {
                  "automountServiceAccountToken": false,
                  "containers": [
                    {
                      "name": "witness",
                      "image": "registry.k8s.io/pause:3.6",
                      "imagePullPolicy": "IfNotPresent",
                      "terminationMessagePath": "/dev/termination-log",
                      "terminationMessagePolicy": "File"
                    }
                  ],
                  "dnsPolicy": "ClusterFirst",
                  "restartPolicy": "Always",
                  "schedulerName": "default-scheduler",
                  "securityContext": {},
                  "terminationGracePeriodSeconds": 30,
                  "enableServiceLinks": true,
                  "runtimeClassName": "unlisted"
                }
              },
              "otherwise": "refused",
              "errors": [
                {
                  "field": "spec.runtimeClassName",
                  "type": "FieldValueInvalid",
                  "badValue": "unlisted",
                  "detail": ""
                }
              ]
            },
            "basis": "spec",
            "reasons": [],
            "evidence": []
          }
        ],
        "comparison": {
          "order": "narrower",
          "fields": [
            {
              "field": "privileged",
              "order": "equal",
              "witnesses": []
            },
            {
              "field": "hostNetwork",
              "order": "equal",
              "witnesses": []
            },
            {
              "field": "hostPID",
              "order": "equal",
              "witnesses": []
            },
            {
              "field": "hostIPC",
              "order": "equal",
              "witnesses": []
            },
            {
              "field": "hostPorts",
              "order": "narrower",
              "witnesses": [
                {
                  "admittedBy": "second",
                  "pod": {
                    "apiVersion": "v1",
                    "kind": "Pod",
                    "metadata": {
                      "name": "witness",
                      "namespace": "default"
                    },
                    "spec": {
                      "automountServiceAccountToken": false,
                      "containers": [
                        {
                          "name": "witness",
                          "image": "registry.k8s.io/pause:3.6",
                          "imagePullPolicy": "IfNotPresent",
                          "terminationMessagePath": "/dev/termination-log",
                          "terminationMessagePolicy": "File",
                          "ports": [
                            {
                              "containerPort": 1,
                              "hostPort": 1,
                              "protocol": "TCP"
                            }
                          ]
                        }
                      ],
                      "dnsPolicy": "ClusterFirst",
                      "restartPolicy": "Always",
                      "schedulerName": "default-scheduler",
                      "securityContext": {},
                      "terminationGracePeriodSeconds": 30,
                      "enableServiceLinks": true
                    }
                  },
                  "otherwise": "refused",
                  "errors": [
                    {
                      "field": "spec.containers[0].hostPort",
                      "type": "FieldValueInvalid",
                      "badValue": 1,
                      "detail": "Host port 1 is not allowed to be used. Allowed ports: [80]"
                    }
                  ]
                }
              ]
            },
            {
              "field": "volumes",
              "order": "narrower",
              "witnesses": [
                {
                  "admittedBy": "second",
                  "pod": {
                    "apiVersion": "v1",
                    "kind": "Pod",
                    "metadata": {
                      "name": "witness",
                      "namespace": "default"
                    },
                    "spec": {
                      "automountServiceAccountToken": false,
                      "containers": [
                        {
                          "name": "witness",
                          "image": "registry.k8s.io/pause:3.6",
                          "imagePullPolicy": "IfNotPresent",
                          "terminationMessagePath": "/dev/termination-log",
                          "terminationMessagePolicy": "File",
                          "volumeMounts": [
                            {
                              "name": "v",
                              "mountPath": "/witness",
                              "readOnly": true
                            }
                          ]
                        }
                      ],
                      "dnsPolicy": "ClusterFirst",
                      "restartPolicy": "Always",
                      "schedulerName": "default-scheduler",
                      "securityContext": {},
                      "terminationGracePeriodSeconds": 30,
                      "enableServiceLinks": true,
                      "volumes": [
                        {
                          "name": "v",
                          "configMap": {
                            "name": "settings"
                          }
                        }
                      ]
                    }
                  },
                  "otherwise": "refused",
                  "errors": [
                    {
                      "field": "spec.volumes[0]",
                      "type": "FieldValueInvalid",
                      "badValue": "configMap",
                      "detail": "configMap volumes are not allowed to be used"
                    }
                  ]
                }
              ]
            },
            {
              "field": "allowedHostPaths",
              "order": "equal",
              "witnesses": []
            },
            {
              "field": "allowedFlexVolumes",
              "order": "equal",
              "witnesses": []
            },
            {
              "field": "allowedCSIDrivers",
              "order": "equal",
              "witnesses": []
            },
            {
              "field": "capabilities",
              "order": "equal",
              "witnesses": []
            },
            {
              "field": "seLinux",
              "order": "equal",
              "witnesses": []
            },
            {
              "field": "runAsUser",
              "order": "equal",
              "witnesses": []
            },
            {
              "field": "runAsGroup",
              "order": "narrower",
              "witnesses": [
                {
                  "admittedBy": "second",
                  "pod": {
                    "apiVersion": "v1",
                    "kind": "Pod",
                    "metadata": {
                      "name": "witness",
                      "namespace": "default"
                    },
                    "spec": {
                      "automountServiceAccountToken": false,
                      "containers": [
                        {
                          "name": "witness",
                          "image": "registry.k8s.io/pause:3.6",
                          "imagePullPolicy": "IfNotPresent",
                          "terminationMessagePath": "/dev/termination-log",
                          "terminationMessagePolicy": "File",
                          "securityContext": {
                            "runAsGroup": 0
                          }
                        }
                      ],
                      "dnsPolicy": "ClusterFirst",
                      "restartPolicy": "Always",
                      "schedulerName": "default-scheduler",
                      "securityContext": {},
                      "terminationGracePeriodSeconds": 30,
                      "enableServiceLinks": true
                    }
                  },
                  "otherwise": "refused",
                  "errors": [
                    {
                      "field": "spec.containers[0].securityContext",
                      "type": "FieldValueInvalid",
                      "badValue": [
                        0
                      ],
                      "detail": "group 0 must be in the ranges: [{2147483648 2147483648}]"
                    }
                  ]
                }
              ]
            },
            {
              "field": "supplementalGroups",
              "order": "narrower",
              "witnesses": [
                {
                  "admittedBy": "second",
                  "pod": {
                    "apiVersion": "v1",
                    "kind": "Pod",
                    "metadata": {
                      "name": "witness",
                      "namespace": "default"
                    },
                    "spec": {
                      "automountServiceAccountToken": false,
                      "containers": [
                        {
                          "name": "witness",
                          "image": "registry.k8s.io/pause:3.6",
                          "imagePullPolicy": "IfNotPresent",
                          "terminationMessagePath": "/dev/termination-log",
                          "terminationMessagePolicy": "File"
                        }
                      ],
                      "dnsPolicy": "ClusterFirst",
                      "restartPolicy": "Always",
                      "schedulerName": "default-scheduler",
                      "securityContext": {
                        "supplementalGroups": [
                          0
                        ]
                      },
                      "terminationGracePeriodSeconds": 30,
                      "enableServiceLinks": true
                    }
                  },
                  "otherwise": "refused",
                  "errors": [
                    {
                      "field": "spec.securityContext.supplementalGroups",
                      "type": "FieldValueInvalid",
                      "badValue": [
                        0
                      ],
                      "detail": "group 0 must be in the ranges: [{2147483648 2147483648}]"
                    }
                  ]
                }
              ]
            },
            {
              "field": "fsGroup",
              "order": "narrower",
              "witnesses": [
                {
                  "admittedBy": "second",
                  "pod": {
                    "apiVersion": "v1",
                    "kind": "Pod",
                    "metadata": {
                      "name": "witness",
                      "namespace": "default"
                    },
                    "spec": {
                      "automountServiceAccountToken": false,
                      "containers": [
                        {
                          "name": "witness",
                          "image": "registry.k8s.io/pause:3.6",
                          "imagePullPolicy": "IfNotPresent",
                          "terminationMessagePath": "/dev/termination-log",
                          "terminationMessagePolicy": "File"
                        }
                      ],
                      "dnsPolicy": "ClusterFirst",
                      "restartPolicy": "Always",
                      "schedulerName": "default-scheduler",
                      "securityContext": {
                        "fsGroup": 0
                      },
                      "terminationGracePeriodSeconds": 30,
                      "enableServiceLinks": true
                    }
                  },
                  "otherwise": "refused",
                  "errors": [
                    {
                      "field": "spec.securityContext.fsGroup",
                      "type": "FieldValueInvalid",
                      "badValue": [
                        0
                      ],
                      "detail": "group 0 must be in the ranges: [{2147483648 2147483648}]"
                    }
                  ]
                }
              ]
            },
            {
              "field": "readOnlyRootFilesystem",
              "order": "equal",
              "witnesses": []
            },
            {
              "field": "allowPrivilegeEscalation",
              "order": "equal",
              "witnesses": []
            },
            {
              "field": "allowedProcMountTypes",
              "order": "equal",
              "witnesses": []
            },
            {
              "field": "sysctls",
              "order": "narrower",
              "witnesses": [
                {
                  "admittedBy": "second",
                  "pod": {
                    "apiVersion": "v1",
                    "kind": "Pod",
                    "metadata": {
                      "name": "witness",
                      "namespace": "default"
                    },
                    "spec": {
                      "automountServiceAccountToken": false,
                      "containers": [
                        {
                          "name": "witness",
                          "image": "registry.k8s.io/pause:3.6",
                          "imagePullPolicy": "IfNotPresent",
                          "terminationMessagePath": "/dev/termination-log",
                          "terminationMessagePolicy": "File"
                        }
                      ],
                      "dnsPolicy": "ClusterFirst",
                      "restartPolicy": "Always",
                      "schedulerName": "default-scheduler",
                      "securityContext": {
                        "sysctls": [
                          {
                            "name": "kernel.shm_rmid_forced",
                            "value": "1"
                          }
                        ]
                      },
                      "terminationGracePeriodSeconds": 30,
                      "enableServiceLinks": true
                    }
                  },
                  "otherwise": "refused",
                  "errors": [
                    {
                      "field": "pod.spec.securityContext.sysctls[0]",
                      "type": "FieldValueForbidden",
                      "detail": "sysctl \"kernel.shm_rmid_forced\" is not allowed"
                    }
                  ]
                }
              ]
            },
            {
              "field": "runtimeClass",
              "order": "narrower",
              "witnesses": [
                {
                  "admittedBy": "second",
                  "pod": {
                    "apiVersion": "v1",
                    "kind": "Pod",
                    "metadata": {
                      "name": "witness",
                      "namespace": "default"
                    },
                    "spec": {
                      "automountServiceAccountToken": false,
                      "containers": [
                        {
                          "name": "witness",
                          "image": "registry.k8s.io/pause:3.6",
                          "imagePullPolicy": "IfNotPresent",
                          "terminationMessagePath": "/dev/termination-log",
                          "terminationMessagePolicy": "File"
                        }
                      ],
                      "dnsPolicy": "ClusterFirst",
                      "restartPolicy": "Always",
                      "schedulerName": "default-scheduler",
                      "securityContext": {},
                      "terminationGracePeriodSeconds": 30,
                      "enableServiceLinks": true,
                      "runtimeClassName": "unlisted"
                    }
                  },
                  "otherwise": "refused",
                  "errors": [
                    {
                      "field": "spec.runtimeClassName",
                      "type": "FieldValueInvalid",
                      "badValue": "unlisted",
                      "detail": ""
                    }
                  ]
                }
              ]
            },
            {
              "field": "seccomp",
              "order": "equal",
              "witnesses": []
            },
            {
              "field": "appArmor",
              "order": "equal",
              "witnesses": []
            }
          ],
          "admitNothing": []
        },
        "refused": [],
        "verified": {
          "sound": true,
          "minimal": true,
          "sources": 2,
          "tightenings": 14
        }
      }
    }
  },
  "updateProject": {
    "parameters": {
      "project": "default"
    },
    "request": {
      "mediaType": "application/json",
      "body": {
        "description": "What belongs to nobody else."
      }
    },
    "status": 200,
    "response": {
      "mediaType": "application/json",
      "body": {
        "name": "default",
        "description": "What belongs to nobody else.",
        "createdAt": "2026-03-02T08:00:00.000Z",
        "createdBy": "migration"
      }
    }
  }
};
