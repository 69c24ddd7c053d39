//go:build tools

// Package binaries pins the Helm that renders the chart for its tests.
package binaries

import _ "helm.sh/helm/v3/cmd/helm"
