//go:build tools

// Package binaries pins the two programs that the tests against a real Kubernetes API server run.
// v1.24 is the last release with PodSecurityPolicy.
package binaries

import (
	_ "go.etcd.io/etcd/server/v3"
	_ "k8s.io/kubernetes/cmd/kube-apiserver"
)
