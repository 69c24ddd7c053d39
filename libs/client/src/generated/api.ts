// Generated from docs/openapi.json by "npm run openapi"; do not edit.

export interface paths {
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List who did what to which object, the newest first
         * @description Calls that change something, whether they succeeded or not. Entries are written in the transaction of the change, and the database lets nobody change them.
         */
        get: operations["listAuditEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the clusters known from manifests or runtime events */
        get: operations["listClusters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{cluster}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what is known of a cluster */
        get: operations["readCluster"];
        /**
         * Register a cluster, or change what is said of it
         * @description A cluster is also known from its first manifest or runtime event. One that is registered can be named before that, by scopes and by bindings, and shows in lists while nothing has come of it yet.
         */
        put: operations["registerCluster"];
        post?: never;
        /**
         * Delete a cluster with all that is known of it
         * @description Inventory, observations, profiles, decisions about them, and results of simulations about its workloads. Until it has ended, manifests and the registration of the cluster are refused (409); events that arrive later make the cluster anew. Asked again while it goes on, the answer is the same deletion.
         */
        delete: operations["deleteCluster"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{cluster}/coverage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read how much of a cluster was watched, by dimension
         * @description Of the workloads that the caller may see, on the days from `from` to `to`, both included; the last seven without them. What its silence is worth is told of each workload by its own coverage.
         */
        get: operations["readClusterCoverage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{cluster}/manifests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Upload the manifests of a cluster; they replace all that were uploaded before
         * @description Refused (409) while a collector watches the cluster, and while it or a namespace of it is being deleted.
         */
        put: operations["replaceManifests"];
        /**
         * Add manifests to those of a cluster; the same object is replaced
         * @description Refused (409) while a collector watches the cluster, and while it or the namespace of one of the manifests is being deleted.
         */
        post: operations["addManifests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{cluster}/namespaces/{namespace}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a namespace of a cluster with all that is known of it
         * @description As the deletion of a cluster, for what is in one namespace.
         */
        delete: operations["deleteNamespace"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{cluster}/runtime-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send runtime events of a cluster
         * @description As `POST /api/v1/runtime-events`, for senders that can not say the cluster in a query, such as the audit webhook of kube-apiserver. All events are of the cluster in the path; native events, which name their own, have to name this one.
         */
        post: operations["ingestClusterRuntimeEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deletions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List deletions, the newest first */
        get: operations["listDeletions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deletions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read how far a deletion is */
        get: operations["readDeletion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the API keys by name, those no longer valid too */
        get: operations["listKeys"];
        put?: never;
        /** Make an API key */
        post: operations["createKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an API key, without the key itself */
        get: operations["readKey"];
        put?: never;
        post?: never;
        /** Revoke an API key for ever; it may work for API_KEY_CACHE_TIME more */
        delete: operations["revokeKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give an API key another secret; the present one is taken for a while yet
         * @description Bindings, name and id stay. The secret before the present one, if that is still taken, ends at once.
         */
        post: operations["rotateKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List policies by name */
        get: operations["listPolicies"];
        put?: never;
        /** Upload a policy */
        post: operations["createPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a policy: as a resource (JSON), or as kubectl takes it (YAML) */
        get: operations["readPolicy"];
        /** Revise a policy; If-Match guards against overwriting what somebody else wrote */
        put: operations["revisePolicy"];
        post?: never;
        /** Delete a policy; simulations keep the revisions that they used */
        delete: operations["deletePolicy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{id}/revisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the revisions of a policy, the latest first */
        get: operations["listPolicyRevisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{id}/revisions/{revision}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a revision of a policy */
        get: operations["readPolicyRevision"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Which of two policies allows more, field by field, each with a pod that shows it */
        post: operations["comparePolicies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/consolidate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Few policies for a scope, with as little excess privilege as can be found */
        post: operations["consolidatePolicies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/evaluate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What admission would answer to the pods of some workloads
         * @description The answer of the API server of Kubernetes 1.24 with PodSecurityPolicy, word for word.
         */
        post: operations["evaluatePolicies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/generate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Generate least-privilege policies from workload manifests, each field explained
         * @description As YAML the answer is what `kubectl apply` takes: the policies, then the grants for them.
         */
        post: operations["generatePolicies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/tighten": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a policy allows beyond the needs of a scope, and the tightest one that keeps it working */
        post: operations["tightenPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the projects that the caller is bound to, by name */
        get: operations["listProjects"];
        put?: never;
        /** Make a project */
        post: operations["createProject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a project */
        get: operations["readProject"];
        /** Change what is said of a project; its name stays */
        put: operations["updateProject"];
        post?: never;
        /** Delete a project that nothing belongs to any more */
        delete: operations["deleteProject"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runtime-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send runtime events
         * @description One event or an array of them as JSON, or one event a line as NDJSON; also with `Content-Encoding: gzip`. The answer comes once the events are stored. A request is taken whole or refused whole. Events that an agent has numbered may be sent again: they are not counted twice. Events of Falco, Tetragon, Tracee, Inspektor Gadget, KubeArmor, the audit log of Kubernetes and Security Profiles Operator are understood as these agents write them; `format`, `cluster`, `covers` and `gadget` say what they leave out. An API key has to be bound to all namespaces of each cluster that the events name.
         */
        post: operations["ingestRuntimeEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/simulations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List simulations, the newest first */
        get: operations["listSimulations"];
        put?: never;
        /** Create a simulation; it is evaluated in the background */
        post: operations["createSimulation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/simulations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a simulation: status, progress and summary */
        get: operations["readSimulation"];
        put?: never;
        post?: never;
        /** Delete a simulation with its results; one that runs is ended */
        delete: operations["deleteSimulation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/simulations/{id}/bundle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what to apply of a simulation that generated policies: policies, grants, order, way back
         * @description The policies as the simulation has them now. As YAML the answer is what `kubectl apply` takes: the policies of one cluster, then the grants for them.
         */
        get: operations["readSimulationBundle"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/simulations/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel a simulation; results that are there already stay */
        post: operations["cancelSimulation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/simulations/{id}/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what changed from another simulation to this one, by workload
         * @description Both must have succeeded. Workloads that fare alike are left out; evidence that has grown is no change. A page may have fewer items than its limit: go on as long as there is `next`.
         */
        get: operations["diffSimulations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/simulations/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a simulation as a stream of server-sent events
         * @description `state`: the simulation, at first and whenever it has changed; `progress`: how far it is, if nothing else has; `change`: an entry of the history of a continuous one. The stream ends with the simulation, and now and then before: go on with `Last-Event-ID`, nothing is missed.
         */
        get: operations["streamSimulationEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/simulations/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export a simulation that has ended with all its results
         * @description As JSON, YAML (a document each), CSV (a row for each finding), SARIF 2.1.0, or as a report for people in Markdown or HTML. Results may be filtered as in their list. If the simulation is deleted meanwhile the connection is closed before the end of the answer: no part looks like the whole.
         */
        get: operations["exportSimulationResults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/simulations/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the changes of verdicts in a continuous simulation, the oldest first
         * @description Those of all workloads, or of the ones that the parameters name. Entries never change.
         */
        get: operations["listSimulationHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/simulations/{id}/namespaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count the verdicts by namespace; those that are there already, while it runs */
        get: operations["listSimulationNamespaces"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/simulations/{id}/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the verdicts by workload; those that are there already, while it runs */
        get: operations["listSimulationResults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/simulations/{id}/results/{cluster}/{namespace}/{kind}/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the verdict of one workload */
        get: operations["readSimulationResult"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/simulations/{id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop a continuous simulation; its results and history stay */
        post: operations["stopSimulation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List webhooks of which the caller may know all that they tell, the newest first */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Make a webhook
         * @description Deliveries are signed as Standard Webhooks 1.0 says (`webhook-id`, `webhook-timestamp`, `webhook-signature`) and tried again for about a day. The secret is shown once.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a webhook, without its secret */
        get: operations["readWebhook"];
        put?: never;
        post?: never;
        /** Delete a webhook with what was to be delivered, and the log of it */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /** Change a webhook, or disable it; what is left out stays */
        patch: operations["changeWebhook"];
        trace?: never;
    };
    "/api/v1/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what was and is to be delivered, the newest first, with each try */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/deliveries/{delivery}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a delivery: how it stands, with each try */
        get: operations["readWebhookDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/deliveries/{delivery}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Deliver once more what has been delivered or given up */
        post: operations["redeliverWebhookDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/ping": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Deliver an event `ping`, to try a webhook out */
        post: operations["pingWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a webhook another secret; deliveries are signed with the present one too for a while yet
         * @description The header `webhook-signature` holds both signatures then, with a space between them. The secret before the present one, if it is still in use, ends at once.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workloads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List workloads known from manifests or runtime events */
        get: operations["listWorkloads"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workloads/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a workload */
        get: operations["readWorkload"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workloads/{id}/coverage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what of a workload was watched, and what its silence is worth
         * @description For each container and dimension the coverage in the window, and how strong the evidence is that what was not seen is not done. `none`: nobody watched.
         */
        get: operations["readWorkloadCoverage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workloads/{id}/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what was decided about the profile of a workload */
        get: operations["listDecisions"];
        put?: never;
        /**
         * Forget items of a profile, pin one, or begin to learn anew
         * @description Decisions are applied whenever the profile is read, also to what is observed later. What is pinned counts as observed for ever, also where it is forgotten.
         */
        post: operations["createDecision"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workloads/{id}/decisions/{decision}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a decision about a profile */
        get: operations["readDecision"];
        put?: never;
        post?: never;
        /** Take a decision back: the profile is as if it had never been made */
        delete: operations["deleteDecision"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workloads/{id}/interactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List who went into pods of a workload: exec, attach, port-forward, ephemeral containers
         * @description From the audit log of Kubernetes, by day, the latest first; requests that were refused are left out. What a container was seen to do only while somebody was inside by exec has the origin `interactive` in the profile, and is never a need.
         */
        get: operations["listWorkloadInteractions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workloads/{id}/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the runtime profile of a workload
         * @description What was observed on the days from `from` to `to`, both included; all days that are kept without them.
         */
        get: operations["readWorkloadProfile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workloads/{id}/service-account-uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what pods of a workload asked of the API server with their service accounts
         * @description From the audit log of Kubernetes: requests with tokens that are bound to a pod of the workload. Counts are those of all pods that did the same with the same account on those days.
         */
        get: operations["listServiceAccountUses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process runs */
        get: operations["checkHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metrics in the text format of Prometheus */
        get: operations["readMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process can do its work; otherwise the answer names the dependency that is away */
        get: operations["checkReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        ApiKey: {
            bindings: components["schemas"]["RoleBinding"][];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt?: string;
            /** @description The first 16 hexadecimal digits of the SHA-256 of the key. */
            fingerprint: string;
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description To the minute.
             */
            lastUsedAt?: string;
            name: string;
            /** @description The key before it was rotated, as long as that is still taken. */
            previous?: {
                fingerprint: string;
                /** Format: date-time */
                validUntil: string;
            };
            /** @description Requests that it may make in a window of RATE_LIMIT_WINDOW. Absent: RATE_LIMIT_REQUESTS. */
            requestLimit?: number;
            /** Format: date-time */
            revokedAt?: string;
            /** @enum {string} */
            state: "valid" | "expired" | "revoked";
        };
        ApiKeyPage: {
            items: components["schemas"]["ApiKey"][];
            /** @description The cursor of the next page. Absent: this is the last one. */
            next?: string;
        };
        /** @default {} */
        ApiKeyRotation: {
            /**
             * Format: date-time
             * @description From then on the key is refused. Absent: as before.
             */
            expiresAt?: string;
            /**
             * @description How long the present secret is still taken; a day if it is not said, thirty at most.
             * @default 86400
             */
            graceSeconds?: number;
        };
        AuditEntry: {
            actor: {
                /** @description The id of the key, or one made from the subject of a token. */
                id?: string;
                /**
                 * @description An API key, a token of the OpenID provider, a command, or the service itself.
                 * @enum {string}
                 */
                kind: "key" | "token" | "command" | "service";
                name: string;
            };
            /** Format: date-time */
            at: string;
            details?: {
                [key: string]: unknown;
            };
            /** @description Grows; later entries have greater ones. */
            id: number;
            object: {
                cluster?: string;
                id?: string;
                kind?: string;
                namespace?: string;
                project?: string;
            };
            /** @description The operationId, or the name of a command, or of what the service does by itself. */
            operation: string;
            /**
             * @description done; refused: by an answer of 4xx; failed: by a fault of the service.
             * @enum {string}
             */
            outcome: "done" | "refused" | "failed";
            /** @description The X-Request-Id of the call, as in logs and answers. */
            requestId: string;
            /** @description Of the answer. Absent: the entry was written with the change itself. */
            status?: number;
        };
        AuditPage: {
            items: components["schemas"]["AuditEntry"][];
            /** @description The cursor of the next page. Absent: this is the last one. */
            next?: string;
        };
        Cluster: {
            /** @description What was said of it when it was registered. */
            description: string;
            /**
             * Format: date-time
             * @description When manifests were last uploaded.
             */
            manifestsAt?: string;
            name: string;
            /** @description Workloads known at all, from manifests or runtime events. */
            observed: number;
            podCreators?: components["schemas"]["PodCreators"];
            /**
             * Format: date-time
             * @description Absent: nobody registered it.
             */
            registeredAt?: string;
            /** @description Workloads that the inventory has a manifest of. */
            workloads: number;
        };
        ClusterCoverage: {
            cluster: string;
            dimensions: {
                /** @enum {string} */
                dimension: "syscall" | "capability" | "identity" | "exec" | "file" | "device" | "listen" | "connect" | "raw-socket" | "host-process" | "host-ipc" | "mount" | "sysctl" | "denial" | "accept" | "unix-connect";
                /** @description Observations from all nodes of the cluster. Absent: the caller is not bound to the whole cluster. */
                sent?: {
                    lost: number;
                    /** @description Of all that agents had to send. */
                    lostShare: number;
                    received: number;
                };
                workloads: {
                    unwatched: number;
                    /** @description As a whole, by at least one agent. */
                    watched: number;
                    /** @description In part only: what was not seen may be done. */
                    watchedPartly: number;
                };
            }[];
            /** @description Agents sent from so many. Absent: the caller is not bound to the whole cluster. */
            nodes?: number;
            window: {
                /** Format: date */
                from: string;
                /** Format: date */
                to: string;
            };
            workloads: {
                /** @description Known from manifests or runtime events. */
                total: number;
                /** @description Of these nothing was seen, and silence says nothing. */
                unwatched: number;
                /** @description An agent watched at least one of their containers. */
                watched: number;
            };
        };
        ClusterDetail: {
            /** @description What was said of it when it was registered. */
            description: string;
            /**
             * Format: date-time
             * @description When manifests were last uploaded.
             */
            manifestsAt?: string;
            name: string;
            /** @description Workloads known at all, from manifests or runtime events. */
            observed: number;
            podCreators?: components["schemas"]["PodCreators"];
            /**
             * Format: date-time
             * @description Absent: nobody registered it.
             */
            registeredAt?: string;
            /** @description How the collector that watches the cluster fares. Absent: it was never watched, or the caller is not bound to the whole cluster. */
            watch?: components["schemas"]["ClusterWatch"];
            /** @description Workloads that the inventory has a manifest of. */
            workloads: number;
        };
        ClusterPage: {
            items: components["schemas"]["Cluster"][];
            /** @description The cursor of the next page. Absent: this is the last one. */
            next?: string;
        };
        ClusterRegistration: {
            /**
             * @description What the cluster is for, and who answers for it.
             * @default
             */
            description?: string;
            podCreators?: components["schemas"]["PodCreators"];
        };
        ClusterWatch: {
            /** @description Why the cluster can not be watched at the moment. */
            error?: string;
            /**
             * Format: date-time
             * @description The last sign of life.
             */
            heartbeatAt: string;
            /**
             * Format: date-time
             * @description When the cluster last told of a change.
             */
            lastEventAt?: string;
            /** @description A collector watches now. While it does, manifests can not be uploaded; the watch wins. */
            live: boolean;
            /** @description Pods of the cluster. */
            pods: number;
            /** @description How it goes with each resource, by name. */
            resources: {
                error?: string;
                /** Format: date-time */
                listedAt?: string;
                resource: string;
                /**
                 * @description absent: the cluster has no such resource; failing: what is known may be old.
                 * @enum {string}
                 */
                state: "synced" | "absent" | "failing";
            }[];
            /**
             * Format: date-time
             * @description When this term began.
             */
            since: string;
            /**
             * Format: date-time
             * @description When everything was last listed as a whole. Absent: not yet.
             */
            syncedAt?: string;
            /** @description Rises each time that the watcher changes. 0: it could not be watched yet. */
            term: number;
            /** @description The collector that watches, or was the last to. */
            watcher: string;
        };
        CompareRequest: {
            first: {
                /** Format: uuid */
                id: string;
                /** @description The latest one if absent. */
                revision?: number;
            } | {
                /** @description A PodSecurityPolicy; as text it may hold several. */
                document: string | {
                    [key: string]: unknown;
                };
            };
            second: {
                /** Format: uuid */
                id: string;
                /** @description The latest one if absent. */
                revision?: number;
            } | {
                /** @description A PodSecurityPolicy; as text it may hold several. */
                document: string | {
                    [key: string]: unknown;
                };
            };
        };
        Comparison: {
            admitNothing: ("first" | "second")[];
            fields: {
                field: string;
                /** @enum {string} */
                order: "narrower" | "equal" | "wider" | "incomparable";
                witnesses: {
                    /** @enum {string} */
                    admittedBy: "first" | "second";
                    errors: ({
                        field: string;
                        type: string;
                    } & {
                        [key: string]: unknown;
                    })[];
                    /** @enum {string} */
                    otherwise: "refused" | "changed";
                    pod: {
                        [key: string]: unknown;
                    };
                }[];
            }[];
            /**
             * @description The first policy, seen from the second.
             * @enum {string}
             */
            order: "narrower" | "equal" | "wider" | "incomparable";
        };
        ConsolidateRequest: {
            /**
             * @description The cluster that the manifests are meant for: its runtime profiles count.
             * @default default
             */
            cluster?: string;
            /**
             * @default role
             * @enum {string}
             */
            grants?: "role" | "cluster-role";
            /** @description Manifests: YAML or JSON text, or a list of objects. */
            manifests?: string | {
                [key: string]: unknown;
            }[];
            maxPolicies: number;
            namePrefix?: string;
            /**
             * @description Of manifests that name none.
             * @default default
             */
            namespace?: string;
            /** @description Workloads of the inventory. */
            scope?: {
                clusters?: string[];
                labelSelector?: string;
                manifestsOnly?: boolean;
                namespaces?: string[];
                workloads?: {
                    cluster: string;
                    kind: string;
                    name: string;
                    namespace: string;
                }[];
            };
            /**
             * @default minimal
             * @enum {string}
             */
            style?: "minimal" | "readable";
        };
        Consolidation: {
            /** @description The weights of all privileges beyond what each workload needs. */
            excess: number;
            policies: {
                grants: {
                    [key: string]: unknown;
                }[];
                name: string;
                policy: {
                    [key: string]: unknown;
                };
                users: {
                    namespace: string;
                    serviceAccount: string;
                }[];
                verified: {
                    minimal: boolean;
                    sound: boolean;
                } & {
                    [key: string]: unknown;
                };
                workloads: {
                    excess: number;
                    excessPrivileges: string[];
                    workload: {
                        cluster: string;
                        kind: string;
                        name: string;
                        namespace: string;
                    };
                }[];
                yaml: string;
            }[];
            rollout: {
                rollback: {
                    [key: string]: unknown;
                }[];
                steps: {
                    [key: string]: unknown;
                }[];
            };
            unsatisfiable: ({
                detail: string;
                reason: string;
                workload: {
                    cluster: string;
                    kind: string;
                    name: string;
                    namespace: string;
                };
            } & {
                [key: string]: unknown;
            })[];
            yaml: string;
        };
        Deletion: {
            cluster: string;
            /** @description How often it failed on the way; it is tried until it succeeds. */
            failures: number;
            /** Format: date-time */
            finishedAt?: string;
            /** Format: uuid */
            id: string;
            /** @description Absent: the cluster as a whole. */
            namespace?: string;
            /** @description Rows removed so far. */
            removed: number;
            /**
             * Format: date-time
             * @description What came into being later stays.
             */
            requestedAt: string;
            requestedBy: string;
            /** @enum {string} */
            status: "queued" | "running" | "succeeded";
        };
        DeletionPage: {
            items: components["schemas"]["Deletion"][];
            /** @description The cursor of the next page. Absent: this is the last one. */
            next?: string;
        };
        EvaluateRequest: {
            /**
             * @description The cluster that the manifests are meant for: its runtime profiles count.
             * @default default
             */
            cluster?: string;
            /** @default all */
            grants?: ("all" | "cluster") | {
                objects: {
                    [key: string]: unknown;
                }[];
            };
            /** @description Manifests: YAML or JSON text, or a list of objects. */
            manifests?: string | {
                [key: string]: unknown;
            }[];
            /**
             * @description Of manifests that name none.
             * @default default
             */
            namespace?: string;
            podCreators?: components["schemas"]["PodCreators"];
            policies: ({
                /** Format: uuid */
                id: string;
                /** @description The latest one if absent. */
                revision?: number;
            } | {
                /** @description A PodSecurityPolicy; as text it may hold several. */
                document: string | {
                    [key: string]: unknown;
                };
            })[];
            /** @description Workloads of the inventory. */
            scope?: {
                clusters?: string[];
                labelSelector?: string;
                manifestsOnly?: boolean;
                namespaces?: string[];
                workloads?: {
                    cluster: string;
                    kind: string;
                    name: string;
                    namespace: string;
                }[];
            };
        };
        Evaluation: {
            items: {
                allowed: boolean;
                /** @description The text of the refusal, as the API server words it. */
                message: string;
                mutated: boolean;
                /** @enum {string} */
                origin: "template" | "live";
                policies: {
                    authorized: boolean;
                    errors: {
                        detail: string;
                        field: string;
                        type: string;
                    }[];
                    fits: boolean;
                    mutates: boolean;
                    name: string;
                    /** @description What its defaults change in the pod: a JSON Patch. */
                    patch: {
                        [key: string]: unknown;
                    }[];
                    unusable?: string;
                }[];
                /** @description The policy that mutating admission chose. */
                policy?: string;
                /** @enum {string} */
                stage?: "admit" | "podValidation" | "validate";
                templatePath: string;
                workload: {
                    cluster: string;
                    kind: string;
                    name: string;
                    namespace: string;
                };
            }[];
        };
        GeneratedPolicies: {
            /** @description If they were asked for: of each container of a workload that was observed, in the order of the pod. */
            byProducts?: {
                /** @description Those that it needs: all others can be dropped. Absent: nobody watched capabilities. */
                capabilities?: {
                    needed: string[];
                } & {
                    [key: string]: unknown;
                };
                container: string;
                /** @description The tightest security context that nothing observed speaks against. */
                hardened?: {
                    securityContext: {
                        [key: string]: unknown;
                    };
                } & {
                    [key: string]: unknown;
                };
                /** @description A profile for the container runtime. Absent: nobody watched system calls. */
                seccomp?: {
                    profile: {
                        [key: string]: unknown;
                    };
                } & {
                    [key: string]: unknown;
                };
                workload: {
                    cluster: string;
                    kind: string;
                    name: string;
                    namespace: string;
                };
            }[];
            policies: {
                /** @description Why each field has its value, and what the next stricter value would break. */
                explanations: ({
                    field: string;
                    path: string;
                } & {
                    [key: string]: unknown;
                })[];
                /** @description Who may use it: RBAC objects. */
                grants: {
                    [key: string]: unknown;
                }[];
                href?: string;
                /**
                 * Format: uuid
                 * @description Of the stored policy, if it was to be saved.
                 */
                id?: string;
                name: string;
                /** @description What workloads have to become, where the policy is tighter than their manifests. */
                patches?: ({
                    manifest: string;
                    workload: {
                        cluster: string;
                        kind: string;
                        name: string;
                        namespace: string;
                    };
                } & {
                    [key: string]: unknown;
                })[];
                policy: {
                    [key: string]: unknown;
                };
                /** @description What the admission engine said of the policy. */
                verified: {
                    minimal: boolean;
                    sound: boolean;
                } & {
                    [key: string]: unknown;
                };
                /** @description What the policy is for. */
                workloads: {
                    cluster: string;
                    kind: string;
                    name: string;
                    namespace: string;
                }[];
                yaml: string;
            }[];
            rollout: {
                rollback: {
                    commands?: string[];
                    detail: string;
                    manifest?: string;
                    title: string;
                }[];
                steps: {
                    commands?: string[];
                    detail: string;
                    manifest?: string;
                    title: string;
                }[];
            };
            /** @description Service accounts that may use several of the policies. */
            sharedServiceAccounts: {
                namespace: string;
                policies: string[];
                serviceAccount: string;
            }[];
            /** @description Pods that no policy can admit, or that never start. */
            unsatisfiable: ({
                detail: string;
                field: string;
                reason: string;
                /** @enum {string} */
                stage: "admission" | "start";
                workload: {
                    cluster: string;
                    kind: string;
                    name: string;
                    namespace: string;
                };
            } & {
                [key: string]: unknown;
            })[];
            /** @description Workloads of which not every pod is admitted. */
            withoutPolicy: {
                cluster: string;
                kind: string;
                name: string;
                namespace: string;
            }[];
        };
        IngestionReceipt: {
            duplicates: number;
            events: number;
            observations: number;
        };
        Interaction: {
            /** @description Absent: the request named none. */
            container?: string;
            count: number;
            /**
             * Format: date
             * @description The UTC day on which they ended.
             */
            day: string;
            first: string;
            /** @enum {string} */
            kind: "exec" | "attach" | "port-forward" | "ephemeral-containers";
            last: string;
            pod: string;
            /** @description Of the users of that day the first 16 by name. */
            users: string[];
        };
        InteractionPage: {
            items: components["schemas"]["Interaction"][];
            /** @description The cursor of the next page. Absent: this is the last one. */
            next?: string;
        };
        IssuedApiKey: {
            bindings: components["schemas"]["RoleBinding"][];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt?: string;
            /** @description The first 16 hexadecimal digits of the SHA-256 of the key. */
            fingerprint: string;
            /** Format: uuid */
            id: string;
            /** @description The key itself: shown here, and never again. */
            key: string;
            /**
             * Format: date-time
             * @description To the minute.
             */
            lastUsedAt?: string;
            name: string;
            /** @description The key before it was rotated, as long as that is still taken. */
            previous?: {
                fingerprint: string;
                /** Format: date-time */
                validUntil: string;
            };
            /** @description Requests that it may make in a window of RATE_LIMIT_WINDOW. Absent: RATE_LIMIT_REQUESTS. */
            requestLimit?: number;
            /** Format: date-time */
            revokedAt?: string;
            /** @enum {string} */
            state: "valid" | "expired" | "revoked";
        };
        IssuedWebhook: {
            /**
             * Format: uuid
             * @description The key for whose access it acts: it tells of nothing that the key may not read, and is disabled when the key ends. Absent: it was made by somebody without limits.
             */
            actsFor?: string;
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            description: string;
            /** @description When and why the service has disabled it; `enabled` enables it again. */
            disabled?: {
                /** Format: date-time */
                at: string;
                reason: string;
            };
            /** @description Nothing is delivered to one that is not. */
            enabled: boolean;
            events: ("simulation.finished" | "simulation.changed")[];
            /**
             * Format: date-time
             * @description Since when it has taken nothing of what it was sent. It is tried less and less often.
             */
            failingSince?: string;
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description Until when deliveries are signed with the secret before the present one too.
             */
            previousSecretUntil?: string;
            project?: string;
            /** @description What deliveries are signed with: shown here, and never again. */
            secret: string;
            url: string;
        };
        /** @description Any JSON value. */
        JsonValue: unknown;
        ManifestUpload: {
            /** @description Kept, by kind. */
            objects: {
                [key: string]: number;
            };
            /** @description Pods, ReplicaSets and Jobs that belong to a controller. */
            owned: number;
            /** @description Of no use to the inventory, by kind. */
            passedOver: {
                [key: string]: number;
            };
            workloads: number;
        };
        NamespaceSummary: {
            /** @description Those of which pods fail today already, whatever their verdict. */
            brokenToday: number;
            cluster: string;
            namespace: string;
            verdicts: {
                [key: string]: number;
            };
            /** @description Of those that break: those without a policy that they may use. */
            withoutPolicy: number;
            workloads: number;
        };
        NamespaceSummaryPage: {
            items: components["schemas"]["NamespaceSummary"][];
            /** @description The cursor of the next page. Absent: this is the last one. */
            next?: string;
        };
        NewApiKey: {
            /** @description What the key may do, and where. Several bindings together permit what one of them does. */
            bindings: components["schemas"]["RoleBinding"][];
            /**
             * Format: date-time
             * @description From then on the key is refused. Absent: never.
             */
            expiresAt?: string;
            /** @description What the key is for; need not be unique. */
            name: string;
            /** @description Requests that it may make in a window of RATE_LIMIT_WINDOW. Absent: RATE_LIMIT_REQUESTS. */
            requestLimit?: number;
        };
        /**
         * @example {
         *       "decision": {
         *         "kind": "forget",
         *         "item": {
         *           "dimension": "file",
         *           "path": "/tmp/*"
         *         }
         *       },
         *       "reason": "a debug session"
         *     }
         */
        NewProfileDecision: {
            decision: {
                container?: string;
                /** @description A dimension, and of its fields those that matter. A path that ends in `/*` stands for all below that directory. */
                item: {
                    /** @enum {string} */
                    dimension: "syscall" | "capability" | "identity" | "exec" | "file" | "device" | "listen" | "connect" | "raw-socket" | "host-process" | "host-ipc" | "mount" | "sysctl" | "denial" | "accept" | "unix-connect";
                } & {
                    [key: string]: unknown;
                };
                /** @enum {string} */
                kind: "forget";
            } | {
                container: string;
                item: {
                    /** @enum {string} */
                    dimension: "syscall";
                    /**
                     * @default container
                     * @enum {string}
                     */
                    origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                    /**
                     * @default allowed
                     * @enum {string}
                     */
                    outcome?: "allowed" | "refused";
                    syscall: string;
                } | {
                    capability: string;
                    /** @enum {string} */
                    dimension: "capability";
                    granted: boolean;
                    /**
                     * @default container
                     * @enum {string}
                     */
                    origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                    /**
                     * @default allowed
                     * @enum {string}
                     */
                    outcome?: "allowed" | "refused";
                    uid: number;
                    /**
                     * @default own
                     * @enum {string}
                     */
                    userNamespace?: "own" | "child";
                } | {
                    /** @enum {string} */
                    dimension: "identity";
                    firstProcess: boolean;
                    gid: number;
                    groups?: number[];
                    /**
                     * @default container
                     * @enum {string}
                     */
                    origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                    /**
                     * @default allowed
                     * @enum {string}
                     */
                    outcome?: "allowed" | "refused";
                    uid: number;
                } | {
                    /** @enum {string} */
                    dimension: "exec";
                    entrypoint?: boolean;
                    fileCapabilities?: string[];
                    /**
                     * @default container
                     * @enum {string}
                     */
                    origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                    /**
                     * @default allowed
                     * @enum {string}
                     */
                    outcome?: "allowed" | "refused";
                    path: string;
                    /** @enum {string} */
                    privilegeGain?: "setuid" | "setgid" | "file-capabilities";
                } | {
                    /** @enum {string} */
                    dimension: "file";
                    mount?: string;
                    /** @enum {string} */
                    operation: "read" | "write" | "metadata" | "execute";
                    /**
                     * @default container
                     * @enum {string}
                     */
                    origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                    /**
                     * @default allowed
                     * @enum {string}
                     */
                    outcome?: "allowed" | "refused";
                    path: string;
                    /** @enum {string} */
                    place: "root" | "volume" | "host-path" | "proc" | "sys" | "device";
                } | {
                    /** @enum {string} */
                    dimension: "device";
                    /** @enum {string} */
                    operation: "read" | "write" | "metadata" | "execute" | "mknod";
                    /**
                     * @default container
                     * @enum {string}
                     */
                    origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                    /**
                     * @default allowed
                     * @enum {string}
                     */
                    outcome?: "allowed" | "refused";
                    path: string;
                } | {
                    address: string;
                    /** @enum {string} */
                    dimension: "listen";
                    hostNetwork: boolean;
                    /**
                     * @default container
                     * @enum {string}
                     */
                    origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                    /**
                     * @default allowed
                     * @enum {string}
                     */
                    outcome?: "allowed" | "refused";
                    port: number;
                    /** @enum {string} */
                    protocol: "tcp" | "udp" | "sctp" | "udplite" | "icmp";
                } | {
                    address?: string;
                    /** @enum {string} */
                    dimension: "connect";
                    hostNetwork: boolean;
                    /**
                     * @default container
                     * @enum {string}
                     */
                    origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                    /**
                     * @default allowed
                     * @enum {string}
                     */
                    outcome?: "allowed" | "refused";
                    /** @enum {string} */
                    peer: "loopback" | "node" | "cluster" | "external";
                    port: number;
                    /** @enum {string} */
                    protocol: "tcp" | "udp" | "sctp" | "udplite" | "icmp";
                } | {
                    /** @enum {string} */
                    dimension: "raw-socket";
                    family: string;
                    /**
                     * @default container
                     * @enum {string}
                     */
                    origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                    /**
                     * @default allowed
                     * @enum {string}
                     */
                    outcome?: "allowed" | "refused";
                    type: string;
                } | {
                    /** @enum {string} */
                    action: "ptrace" | "signal" | "procfs" | "setns";
                    /** @enum {string} */
                    dimension: "host-process";
                    /**
                     * @default container
                     * @enum {string}
                     */
                    origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                    /**
                     * @default allowed
                     * @enum {string}
                     */
                    outcome?: "allowed" | "refused";
                } | {
                    /** @enum {string} */
                    dimension: "host-ipc";
                    /** @enum {string} */
                    kind: "shared-memory" | "semaphore" | "message-queue";
                    /**
                     * @default container
                     * @enum {string}
                     */
                    origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                    /**
                     * @default allowed
                     * @enum {string}
                     */
                    outcome?: "allowed" | "refused";
                } | {
                    /** @enum {string} */
                    dimension: "mount";
                    filesystem: string;
                    /**
                     * @default container
                     * @enum {string}
                     */
                    origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                    /**
                     * @default allowed
                     * @enum {string}
                     */
                    outcome?: "allowed" | "refused";
                    target: string;
                } | {
                    /** @enum {string} */
                    dimension: "sysctl";
                    /**
                     * @default container
                     * @enum {string}
                     */
                    origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                    /**
                     * @default allowed
                     * @enum {string}
                     */
                    outcome?: "allowed" | "refused";
                    sysctl: string;
                } | {
                    /** @enum {string} */
                    dimension: "denial";
                    /** @enum {string} */
                    mechanism: "seccomp" | "apparmor" | "selinux";
                    /**
                     * @default container
                     * @enum {string}
                     */
                    origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                    /**
                     * @default allowed
                     * @enum {string}
                     */
                    outcome?: "allowed" | "refused";
                    what: string;
                } | {
                    address: string;
                    /** @enum {string} */
                    dimension: "accept";
                    hostNetwork: boolean;
                    /**
                     * @default container
                     * @enum {string}
                     */
                    origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                    /**
                     * @default allowed
                     * @enum {string}
                     */
                    outcome?: "allowed" | "refused";
                    port: number;
                    /** @enum {string} */
                    protocol: "tcp" | "udp" | "sctp" | "udplite" | "icmp";
                } | {
                    /** @enum {string} */
                    dimension: "unix-connect";
                    inside: boolean;
                    /**
                     * @default container
                     * @enum {string}
                     */
                    origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                    /**
                     * @default allowed
                     * @enum {string}
                     */
                    outcome?: "allowed" | "refused";
                    path: string;
                };
                /** @enum {string} */
                kind: "pin";
            } | {
                container?: string;
                /** @enum {boolean} */
                eachVersion?: true;
                /** @enum {string} */
                kind: "learn-anew";
                /** Format: date */
                since?: string;
            };
            /**
             * @description Why, for those who come after.
             * @default
             */
            reason?: string;
        };
        NewProject: {
            /**
             * @description What the project is for.
             * @default
             */
            description?: string;
            /** @description A DNS label. */
            name: string;
        };
        NewSimulation: {
            /** @description The cluster that the manifests are meant for: its runtime profiles and objects count. If absent: the only cluster in scope, else `default`. */
            cluster?: string;
            /**
             * @description It goes on after the first evaluation: what changes in inventory, runtime profiles, and policies (those without a `revision`) is evaluated again, until it is stopped.
             * @default false
             */
            continuous?: boolean;
            /** @description Generate least-privilege policies first and store each as a revision: from a workload, a scope or manifests; if none is given, from those of the simulation. */
            generate?: {
                /**
                 * @default spec
                 * @enum {string}
                 */
                basis?: "spec" | "runtime";
                /** @default 1.24 */
                kubernetesVersion?: string;
                /** @description Manifests: YAML or JSON text, or a list of objects. */
                manifests?: string | {
                    [key: string]: unknown;
                }[];
                /**
                 * @default forbid
                 * @enum {string}
                 */
                mutations?: "forbid" | "allow-with-evidence";
                /** @description Before the name of each policy, with a dot. */
                namePrefix?: string;
                /**
                 * @description One policy for each of these.
                 * @default workload
                 * @enum {string}
                 */
                per?: "workload" | "service-account" | "namespace";
                /** @description Workloads of the inventory, at most 500. */
                scope?: {
                    clusters?: string[];
                    labelSelector?: string;
                    manifestsOnly?: boolean;
                    namespaces?: string[];
                    workloads?: {
                        cluster: string;
                        kind: string;
                        name: string;
                        namespace: string;
                    }[];
                };
                /**
                 * @default minimal
                 * @enum {string}
                 */
                style?: "minimal" | "readable";
                /** @description A workload of the inventory. */
                workload?: {
                    cluster: string;
                    kind: string;
                    name: string;
                    namespace: string;
                };
            };
            /**
             * @description Who may use which policy. `all`: everybody every one; `cluster`: as the RBAC objects in the inventory say; `generated`: as the Roles and RoleBindings say that were generated with the policies.
             * @default all
             */
            grants?: (("all" | "cluster") | {
                objects: {
                    [key: string]: unknown;
                }[];
            }) | "generated";
            /** @description Manifests of any workload kind: YAML or JSON text, or a list of objects. Lists are taken apart. */
            manifests?: string | {
                [key: string]: unknown;
            }[];
            name?: string;
            /**
             * @description The namespace of manifests that name none.
             * @default default
             */
            namespace?: string;
            podCreators?: components["schemas"]["PodCreators"];
            /** @description Stored policies, by id or by their labels, or ones that come along. May be left out with `generate`. */
            policies?: ({
                /** Format: uuid */
                id: string;
                /** @description The latest one if absent. */
                revision?: number;
            } | {
                /** @description A PodSecurityPolicy; as text it may hold several. */
                document: string | {
                    [key: string]: unknown;
                };
            } | {
                /** @description Every policy of the project whose present revision has such labels, as it is now: at least one, at most 100. */
                labelSelector: string;
            })[];
            /**
             * @default only-these
             * @enum {string}
             */
            policySet?: "only-these" | "cluster-overlay";
            /** @description Workloads of the inventory. If absent: only the manifests; else what policies are generated from; else every workload. */
            scope?: {
                clusters?: string[];
                labelSelector?: string;
                manifestsOnly?: boolean;
                namespaces?: string[];
                workloads?: {
                    cluster: string;
                    kind: string;
                    name: string;
                    namespace: string;
                }[];
            };
            /** @description What evidence is worth (docs/evidence.md); what is left out is as by default. */
            thresholds?: {
                /**
                 * @description Pod starts of earlier versions count beside those of the current one, but such evidence is worth no more than this. `none`: only the current version's own starts count.
                 * @enum {string}
                 */
                inheritedUpTo?: "none" | "weak" | "moderate" | "strong";
                /** @description With a greater share of lost observations, evidence is at most `weak`. */
                moderateLossRatio?: number;
                /** @description Greatest 95 % upper bound of `unseen` for level `moderate`: 0.35 is reached by 7 pod starts on 7 days. */
                moderateUnseen?: number;
                /**
                 * @description Where agents saw only a part of a dimension, evidence is worth no more than this.
                 * @enum {string}
                 */
                partialUpTo?: "none" | "weak" | "moderate" | "strong";
                /**
                 * @description The least level on which a narrowing is said to pass.
                 * @enum {string}
                 */
                passesFrom?: "weak" | "moderate" | "strong";
                /** @description With fewer shutdowns observed, evidence is at most `moderate`: 7 bound a shutdown's `unseen` by 0.35. */
                strongEnds?: number;
                /** @description With a greater share of lost observations, evidence is at most `moderate`. */
                strongLossRatio?: number;
                /** @description Greatest 95 % upper bound of `unseen` for level `strong`: 0.10 is reached by 29 pod starts on 29 days. */
                strongUnseen?: number;
            };
            window?: {
                from?: string;
                to?: string;
                /** @enum {string} */
                version?: "current";
            };
        };
        NewWebhook: {
            /** @default  */
            description?: string;
            /**
             * @default [
             *       "simulation.finished",
             *       "simulation.changed"
             *     ]
             */
            events?: ("simulation.finished" | "simulation.changed")[];
            /** @description Only simulations of this project. If absent: of all; of callers with limits, the only project that they are bound to, or else `default`. */
            project?: string;
            /** @description Where deliveries are posted to: https, and a public address unless the service is set up otherwise. */
            url: string;
        };
        PodCreator: {
            /** @description Beside `system:authenticated` and those of service accounts, which are added. */
            groups?: string[];
            /** @description As the API server knows them, such as `system:serviceaccount:apps:operator`. */
            user: string;
        };
        /** @description Who creates pods, where it is not as by default: they may use a policy, or the service account of the pod. */
        PodCreators: {
            /** @description Who creates bare pods. Absent: not known, and only the service account of a pod counts. */
            barePods?: components["schemas"]["PodCreator"];
            /** @description By the kind of the workload: the operators of custom resources, or other controllers. A custom kind that goes by the name of one of Kubernetes has its group: `StatefulSet.apps.kruise.io`. */
            kinds?: {
                [key: string]: components["schemas"]["PodCreator"];
            };
            /** @description Who creates mirrors of static pods. Absent: `system:node:<node>`, of `system:nodes`. */
            mirrorPods?: components["schemas"]["PodCreator"];
            /** @description The kube-controller-manager runs without --use-service-account-credentials: its controllers are all `system:kube-controller-manager`. */
            sharedControllerCredentials?: boolean;
        };
        PodShape: {
            /**
             * Format: uuid
             * @description Made from the content: the same for the same shape.
             */
            id: string;
            /** @description A Pod without what differs between pods of one template, as admission left it. */
            pod: {
                [key: string]: unknown;
            };
            /** @description Running pods that look like this. */
            pods: number;
        };
        Policy: {
            /** Format: date-time */
            createdAt: string;
            /** @description Of a generated policy: why each field has its value. Only for those who may see all namespaces that it was generated from. */
            explanations?: unknown;
            /** Format: uuid */
            id: string;
            /** @description `metadata.labels` of this revision. */
            labels: {
                [key: string]: string;
            };
            /** @description `metadata.name` of the policy; unique in its project. */
            name: string;
            /** @enum {string} */
            origin: "uploaded" | "generated";
            /** @description The PodSecurityPolicy, as it was sent. */
            policy: {
                [key: string]: unknown;
            };
            /** @description The project to which it belongs. */
            project: string;
            /**
             * Format: date-time
             * @description When this revision was made.
             */
            revisedAt: string;
            /** @description The name of the API key that made this revision. */
            revisedBy: string;
            revision: number;
            /** @description What was accepted, but may be a mistake. */
            warnings?: string[];
        };
        PolicyPage: {
            items: components["schemas"]["PolicySummary"][];
            /** @description The cursor of the next page. Absent: this is the last one. */
            next?: string;
        };
        PolicySummary: {
            /** Format: date-time */
            createdAt: string;
            /** Format: uuid */
            id: string;
            /** @description `metadata.labels` of this revision. */
            labels: {
                [key: string]: string;
            };
            /** @description `metadata.name` of the policy; unique in its project. */
            name: string;
            /** @enum {string} */
            origin: "uploaded" | "generated";
            /** @description The project to which it belongs. */
            project: string;
            /**
             * Format: date-time
             * @description When this revision was made.
             */
            revisedAt: string;
            /** @description The name of the API key that made this revision. */
            revisedBy: string;
            revision: number;
        };
        Problem: {
            /** @description The kind of problem, for machines. Stable. */
            code: string;
            /** @description What is wrong with this very request. */
            detail: string;
            /** @description Each mistake in the request, where there can be several. */
            errors?: {
                code?: string;
                detail: string;
                /** @description Name of the path or query parameter, or header. */
                parameter?: string;
                /** @description JSON Pointer into the request body; "" is the whole. */
                pointer?: string;
            }[];
            /** @description Identifies this occurrence: `urn:request:` and the X-Request-Id. */
            instance: string;
            status: number;
            /** @description The kind of problem, for people. The same for all of its kind. */
            title: string;
            /** @description A URI that identifies the kind of problem. */
            type: string;
        };
        ProfileDecision: {
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            decision: {
                container?: string;
                /** @description A dimension, and of its fields those that matter. A path that ends in `/*` stands for all below that directory. */
                item: {
                    /** @enum {string} */
                    dimension: "syscall" | "capability" | "identity" | "exec" | "file" | "device" | "listen" | "connect" | "raw-socket" | "host-process" | "host-ipc" | "mount" | "sysctl" | "denial" | "accept" | "unix-connect";
                } & {
                    [key: string]: unknown;
                };
                /** @enum {string} */
                kind: "forget";
            } | {
                container: string;
                item: {
                    /** @enum {string} */
                    dimension: "syscall";
                    /**
                     * @default container
                     * @enum {string}
                     */
                    origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                    /**
                     * @default allowed
                     * @enum {string}
                     */
                    outcome: "allowed" | "refused";
                    syscall: string;
                } | {
                    capability: string;
                    /** @enum {string} */
                    dimension: "capability";
                    granted: boolean;
                    /**
                     * @default container
                     * @enum {string}
                     */
                    origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                    /**
                     * @default allowed
                     * @enum {string}
                     */
                    outcome: "allowed" | "refused";
                    uid: number;
                    /**
                     * @default own
                     * @enum {string}
                     */
                    userNamespace: "own" | "child";
                } | {
                    /** @enum {string} */
                    dimension: "identity";
                    firstProcess: boolean;
                    gid: number;
                    groups?: number[];
                    /**
                     * @default container
                     * @enum {string}
                     */
                    origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                    /**
                     * @default allowed
                     * @enum {string}
                     */
                    outcome: "allowed" | "refused";
                    uid: number;
                } | {
                    /** @enum {string} */
                    dimension: "exec";
                    entrypoint?: boolean;
                    fileCapabilities?: string[];
                    /**
                     * @default container
                     * @enum {string}
                     */
                    origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                    /**
                     * @default allowed
                     * @enum {string}
                     */
                    outcome: "allowed" | "refused";
                    path: string;
                    /** @enum {string} */
                    privilegeGain?: "setuid" | "setgid" | "file-capabilities";
                } | {
                    /** @enum {string} */
                    dimension: "file";
                    mount?: string;
                    /** @enum {string} */
                    operation: "read" | "write" | "metadata" | "execute";
                    /**
                     * @default container
                     * @enum {string}
                     */
                    origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                    /**
                     * @default allowed
                     * @enum {string}
                     */
                    outcome: "allowed" | "refused";
                    path: string;
                    /** @enum {string} */
                    place: "root" | "volume" | "host-path" | "proc" | "sys" | "device";
                } | {
                    /** @enum {string} */
                    dimension: "device";
                    /** @enum {string} */
                    operation: "read" | "write" | "metadata" | "execute" | "mknod";
                    /**
                     * @default container
                     * @enum {string}
                     */
                    origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                    /**
                     * @default allowed
                     * @enum {string}
                     */
                    outcome: "allowed" | "refused";
                    path: string;
                } | {
                    address: string;
                    /** @enum {string} */
                    dimension: "listen";
                    hostNetwork: boolean;
                    /**
                     * @default container
                     * @enum {string}
                     */
                    origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                    /**
                     * @default allowed
                     * @enum {string}
                     */
                    outcome: "allowed" | "refused";
                    port: number;
                    /** @enum {string} */
                    protocol: "tcp" | "udp" | "sctp" | "udplite" | "icmp";
                } | {
                    address?: string;
                    /** @enum {string} */
                    dimension: "connect";
                    hostNetwork: boolean;
                    /**
                     * @default container
                     * @enum {string}
                     */
                    origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                    /**
                     * @default allowed
                     * @enum {string}
                     */
                    outcome: "allowed" | "refused";
                    /** @enum {string} */
                    peer: "loopback" | "node" | "cluster" | "external";
                    port: number;
                    /** @enum {string} */
                    protocol: "tcp" | "udp" | "sctp" | "udplite" | "icmp";
                } | {
                    /** @enum {string} */
                    dimension: "raw-socket";
                    family: string;
                    /**
                     * @default container
                     * @enum {string}
                     */
                    origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                    /**
                     * @default allowed
                     * @enum {string}
                     */
                    outcome: "allowed" | "refused";
                    type: string;
                } | {
                    /** @enum {string} */
                    action: "ptrace" | "signal" | "procfs" | "setns";
                    /** @enum {string} */
                    dimension: "host-process";
                    /**
                     * @default container
                     * @enum {string}
                     */
                    origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                    /**
                     * @default allowed
                     * @enum {string}
                     */
                    outcome: "allowed" | "refused";
                } | {
                    /** @enum {string} */
                    dimension: "host-ipc";
                    /** @enum {string} */
                    kind: "shared-memory" | "semaphore" | "message-queue";
                    /**
                     * @default container
                     * @enum {string}
                     */
                    origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                    /**
                     * @default allowed
                     * @enum {string}
                     */
                    outcome: "allowed" | "refused";
                } | {
                    /** @enum {string} */
                    dimension: "mount";
                    filesystem: string;
                    /**
                     * @default container
                     * @enum {string}
                     */
                    origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                    /**
                     * @default allowed
                     * @enum {string}
                     */
                    outcome: "allowed" | "refused";
                    target: string;
                } | {
                    /** @enum {string} */
                    dimension: "sysctl";
                    /**
                     * @default container
                     * @enum {string}
                     */
                    origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                    /**
                     * @default allowed
                     * @enum {string}
                     */
                    outcome: "allowed" | "refused";
                    sysctl: string;
                } | {
                    /** @enum {string} */
                    dimension: "denial";
                    /** @enum {string} */
                    mechanism: "seccomp" | "apparmor" | "selinux";
                    /**
                     * @default container
                     * @enum {string}
                     */
                    origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                    /**
                     * @default allowed
                     * @enum {string}
                     */
                    outcome: "allowed" | "refused";
                    what: string;
                } | {
                    address: string;
                    /** @enum {string} */
                    dimension: "accept";
                    hostNetwork: boolean;
                    /**
                     * @default container
                     * @enum {string}
                     */
                    origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                    /**
                     * @default allowed
                     * @enum {string}
                     */
                    outcome: "allowed" | "refused";
                    port: number;
                    /** @enum {string} */
                    protocol: "tcp" | "udp" | "sctp" | "udplite" | "icmp";
                } | {
                    /** @enum {string} */
                    dimension: "unix-connect";
                    inside: boolean;
                    /**
                     * @default container
                     * @enum {string}
                     */
                    origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                    /**
                     * @default allowed
                     * @enum {string}
                     */
                    outcome: "allowed" | "refused";
                    path: string;
                };
                /** @enum {string} */
                kind: "pin";
            } | {
                container?: string;
                /** @enum {boolean} */
                eachVersion?: true;
                /** @enum {string} */
                kind: "learn-anew";
                /** Format: date */
                since?: string;
            };
            /** Format: uuid */
            id: string;
            reason: string;
        };
        ProfileDecisionPage: {
            items: components["schemas"]["ProfileDecision"][];
            /** @description The cursor of the next page. Absent: this is the last one. */
            next?: string;
        };
        Project: {
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            description: string;
            name: string;
        };
        ProjectChange: {
            /** @description What the project is for. */
            description: string;
        };
        ProjectPage: {
            items: components["schemas"]["Project"][];
            /** @description The cursor of the next page. Absent: this is the last one. */
            next?: string;
        };
        Readiness: {
            checks: {
                [key: string]: "ok" | "failed" | "timed out";
            };
            ready: boolean;
        };
        ResultPage: {
            items: components["schemas"]["Verdict"][];
            /** @description The cursor of the next page. Absent: this is the last one. */
            next?: string;
        };
        RoleBinding: {
            /** @description Names of clusters, or `all`. */
            clusters: "all" | string[];
            /** @description Names of namespaces, or `all`. */
            namespaces: "all" | string[];
            /** @description The name of a project, or `all`. */
            project: "all" | string;
            /**
             * @description admin: everything; editor: reads and writes policies, simulations and inventory; viewer: reads; agent: sends runtime events, nothing else.
             * @enum {string}
             */
            role: "admin" | "editor" | "viewer" | "agent";
        };
        RuntimeProfile: {
            containers: {
                coverage: {
                    [key: string]: {
                        days: number;
                        ends?: number;
                        from: string;
                        /** @default false */
                        full: boolean;
                        lost: number;
                        partial?: boolean;
                        pods: number;
                        received: number;
                        startDays?: number;
                        starts: number;
                        to: string;
                        versions?: {
                            days: number;
                            ends: number;
                            from?: string;
                            imageDigest?: string;
                            pods: number;
                            startDays: number;
                            starts: number;
                            templateHash?: string;
                            to?: string;
                        }[];
                    };
                };
                full?: ("syscall" | "capability" | "identity" | "exec" | "file" | "device" | "listen" | "connect" | "raw-socket" | "host-process" | "host-ipc" | "mount" | "sysctl" | "denial" | "accept" | "unix-connect")[];
                images: {
                    digest?: string;
                    image: string;
                }[];
                imageUsers: string[];
                imageVolumes: string[];
                items: {
                    /** @default false */
                    collapsed: boolean;
                    item: {
                        /** @enum {string} */
                        dimension: "syscall";
                        /**
                         * @default container
                         * @enum {string}
                         */
                        origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                        /**
                         * @default allowed
                         * @enum {string}
                         */
                        outcome: "allowed" | "refused";
                        syscall: string;
                    } | {
                        capability: string;
                        /** @enum {string} */
                        dimension: "capability";
                        granted: boolean;
                        /**
                         * @default container
                         * @enum {string}
                         */
                        origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                        /**
                         * @default allowed
                         * @enum {string}
                         */
                        outcome: "allowed" | "refused";
                        uid: number;
                        /**
                         * @default own
                         * @enum {string}
                         */
                        userNamespace: "own" | "child";
                    } | {
                        /** @enum {string} */
                        dimension: "identity";
                        firstProcess: boolean;
                        gid: number;
                        groups?: number[];
                        /**
                         * @default container
                         * @enum {string}
                         */
                        origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                        /**
                         * @default allowed
                         * @enum {string}
                         */
                        outcome: "allowed" | "refused";
                        uid: number;
                    } | {
                        /** @enum {string} */
                        dimension: "exec";
                        entrypoint?: boolean;
                        fileCapabilities?: string[];
                        /**
                         * @default container
                         * @enum {string}
                         */
                        origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                        /**
                         * @default allowed
                         * @enum {string}
                         */
                        outcome: "allowed" | "refused";
                        path: string;
                        /** @enum {string} */
                        privilegeGain?: "setuid" | "setgid" | "file-capabilities";
                    } | {
                        /** @enum {string} */
                        dimension: "file";
                        mount?: string;
                        /** @enum {string} */
                        operation: "read" | "write" | "metadata" | "execute";
                        /**
                         * @default container
                         * @enum {string}
                         */
                        origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                        /**
                         * @default allowed
                         * @enum {string}
                         */
                        outcome: "allowed" | "refused";
                        path: string;
                        /** @enum {string} */
                        place: "root" | "volume" | "host-path" | "proc" | "sys" | "device";
                    } | {
                        /** @enum {string} */
                        dimension: "device";
                        /** @enum {string} */
                        operation: "read" | "write" | "metadata" | "execute" | "mknod";
                        /**
                         * @default container
                         * @enum {string}
                         */
                        origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                        /**
                         * @default allowed
                         * @enum {string}
                         */
                        outcome: "allowed" | "refused";
                        path: string;
                    } | {
                        address: string;
                        /** @enum {string} */
                        dimension: "listen";
                        hostNetwork: boolean;
                        /**
                         * @default container
                         * @enum {string}
                         */
                        origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                        /**
                         * @default allowed
                         * @enum {string}
                         */
                        outcome: "allowed" | "refused";
                        port: number;
                        /** @enum {string} */
                        protocol: "tcp" | "udp" | "sctp" | "udplite" | "icmp";
                    } | {
                        address?: string;
                        /** @enum {string} */
                        dimension: "connect";
                        hostNetwork: boolean;
                        /**
                         * @default container
                         * @enum {string}
                         */
                        origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                        /**
                         * @default allowed
                         * @enum {string}
                         */
                        outcome: "allowed" | "refused";
                        /** @enum {string} */
                        peer: "loopback" | "node" | "cluster" | "external";
                        port: number;
                        /** @enum {string} */
                        protocol: "tcp" | "udp" | "sctp" | "udplite" | "icmp";
                    } | {
                        /** @enum {string} */
                        dimension: "raw-socket";
                        family: string;
                        /**
                         * @default container
                         * @enum {string}
                         */
                        origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                        /**
                         * @default allowed
                         * @enum {string}
                         */
                        outcome: "allowed" | "refused";
                        type: string;
                    } | {
                        /** @enum {string} */
                        action: "ptrace" | "signal" | "procfs" | "setns";
                        /** @enum {string} */
                        dimension: "host-process";
                        /**
                         * @default container
                         * @enum {string}
                         */
                        origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                        /**
                         * @default allowed
                         * @enum {string}
                         */
                        outcome: "allowed" | "refused";
                    } | {
                        /** @enum {string} */
                        dimension: "host-ipc";
                        /** @enum {string} */
                        kind: "shared-memory" | "semaphore" | "message-queue";
                        /**
                         * @default container
                         * @enum {string}
                         */
                        origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                        /**
                         * @default allowed
                         * @enum {string}
                         */
                        outcome: "allowed" | "refused";
                    } | {
                        /** @enum {string} */
                        dimension: "mount";
                        filesystem: string;
                        /**
                         * @default container
                         * @enum {string}
                         */
                        origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                        /**
                         * @default allowed
                         * @enum {string}
                         */
                        outcome: "allowed" | "refused";
                        target: string;
                    } | {
                        /** @enum {string} */
                        dimension: "sysctl";
                        /**
                         * @default container
                         * @enum {string}
                         */
                        origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                        /**
                         * @default allowed
                         * @enum {string}
                         */
                        outcome: "allowed" | "refused";
                        sysctl: string;
                    } | {
                        /** @enum {string} */
                        dimension: "denial";
                        /** @enum {string} */
                        mechanism: "seccomp" | "apparmor" | "selinux";
                        /**
                         * @default container
                         * @enum {string}
                         */
                        origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                        /**
                         * @default allowed
                         * @enum {string}
                         */
                        outcome: "allowed" | "refused";
                        what: string;
                    } | {
                        address: string;
                        /** @enum {string} */
                        dimension: "accept";
                        hostNetwork: boolean;
                        /**
                         * @default container
                         * @enum {string}
                         */
                        origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                        /**
                         * @default allowed
                         * @enum {string}
                         */
                        outcome: "allowed" | "refused";
                        port: number;
                        /** @enum {string} */
                        protocol: "tcp" | "udp" | "sctp" | "udplite" | "icmp";
                    } | {
                        /** @enum {string} */
                        dimension: "unix-connect";
                        inside: boolean;
                        /**
                         * @default container
                         * @enum {string}
                         */
                        origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                        /**
                         * @default allowed
                         * @enum {string}
                         */
                        outcome: "allowed" | "refused";
                        path: string;
                    };
                    onlyPod?: string;
                    /** @default false */
                    pinned: boolean;
                    seen: {
                        count: number;
                        days: number;
                        first: string;
                        last: string;
                        pods: number;
                    };
                }[];
                name: string;
            }[];
            nodeFacts: {
                apparmor?: boolean;
                architecture?: string;
                /** @enum {string} */
                cgroup?: "v1" | "v2";
                runtime?: string;
                seccompDefault?: boolean;
                selinux?: boolean;
                unprivilegedPortStart?: number;
            }[];
            pods: number;
            window?: {
                from: string;
                to: string;
            };
            workload: {
                cluster: string;
                kind: string;
                name: string;
                namespace: string;
            };
        };
        ServiceAccountUse: {
            /** @description Requests that were permitted, whatever became of them: also those for what is not there (404), or that somebody else was ahead of (409). */
            allowed: number;
            /** @description Empty: the core group. `*`: all that is beyond the bound. */
            apiGroup: string;
            days: number;
            first: string;
            last: string;
            /** @description Requests that the authorizer forbade; where the log does not say that, those answered with 401 or 403. */
            refused: number;
            /** @description With the subresource: `pods/log`. */
            resource: string;
            serviceAccount: string;
            verb: string;
        };
        ServiceAccountUsePage: {
            items: components["schemas"]["ServiceAccountUse"][];
            /** @description The cursor of the next page. Absent: this is the last one. */
            next?: string;
        };
        Simulation: {
            /** Format: date-time */
            cancelRequestedAt?: string;
            /** @description It goes on until it is stopped. Absent: it ends by itself. */
            continuous?: {
                /** @description Entries in its history. */
                changes: number;
                /** @description Its last evaluation failed: its results are not all of the same time. Absent: it did not. */
                failing?: {
                    /** @description Why the last one did, for people. */
                    error: string;
                    /**
                     * Format: date-time
                     * @description When it is tried again, at the earliest. Absent: it is being tried, or has ended.
                     */
                    retryAt?: string;
                    /** @description Evaluations in a row that failed. */
                    rounds: number;
                };
            };
            /** Format: date-time */
            createdAt: string;
            error?: string;
            /** Format: date-time */
            evaluatedAt?: string;
            /** Format: date-time */
            finishedAt?: string;
            grants: ("all" | "cluster") | {
                objects: number;
            };
            /** Format: uuid */
            id: string;
            name?: string;
            podCreators?: components["schemas"]["PodCreators"];
            policies: {
                followed?: boolean;
                /** Format: uuid */
                id: string;
                inline?: boolean;
                name: string;
                revision: number;
            }[];
            /** @enum {string} */
            policySet: "only-these" | "cluster-overlay";
            progress: {
                done: number;
                total?: number;
            };
            /** @description The project to which it belongs. */
            project: string;
            scope: {
                clusters?: string[];
                labelSelector?: string;
                manifestsOnly?: boolean;
                namespaces?: string[];
                workloads?: {
                    cluster: string;
                    kind: string;
                    name: string;
                    namespace: string;
                }[];
            };
            /** Format: date-time */
            startedAt?: string;
            /**
             * @description `active`: a continuous simulation that waits for changes; it is `running` while it evaluates some. `stopped`: one that somebody ended.
             * @enum {string}
             */
            status: "queued" | "running" | "active" | "succeeded" | "failed" | "cancelled" | "stopped";
            summary?: {
                /**
                 * @description Workloads of which pods are not created, or containers not started, already today, whatever their verdict.
                 * @default 0
                 */
                brokenToday: number;
                /**
                 * @description Workloads that have findings of a policy field, by field. A workload with several counts for each.
                 * @default {}
                 */
                fields: {
                    [key: string]: number;
                };
                stages: {
                    [key: string]: number;
                };
                verdicts: {
                    [key: string]: number;
                };
                withoutManifest?: {
                    count: number;
                    workloads: {
                        cluster: string;
                        kind: string;
                        name: string;
                        namespace: string;
                    }[];
                };
                /**
                 * @description Workloads that break because there is no policy at all, none that is usable, or none that they may use. They break at admission, whatever the fields of policies say.
                 * @default 0
                 */
                withoutPolicy: number;
                workloads: number;
            };
            thresholds?: {
                /**
                 * @description Pod starts of earlier versions count beside those of the current one, but such evidence is worth no more than this. `none`: only the current version's own starts count.
                 * @enum {string}
                 */
                inheritedUpTo: "none" | "weak" | "moderate" | "strong";
                /** @description With a greater share of lost observations, evidence is at most `weak`. */
                moderateLossRatio: number;
                /** @description Greatest 95 % upper bound of `unseen` for level `moderate`: 0.35 is reached by 7 pod starts on 7 days. */
                moderateUnseen: number;
                /**
                 * @description Where agents saw only a part of a dimension, evidence is worth no more than this.
                 * @enum {string}
                 */
                partialUpTo: "none" | "weak" | "moderate" | "strong";
                /**
                 * @description The least level on which a narrowing is said to pass.
                 * @enum {string}
                 */
                passesFrom: "weak" | "moderate" | "strong";
                /** @description With fewer shutdowns observed, evidence is at most `moderate`: 7 bound a shutdown's `unseen` by 0.35. */
                strongEnds: number;
                /** @description With a greater share of lost observations, evidence is at most `moderate`. */
                strongLossRatio: number;
                /** @description Greatest 95 % upper bound of `unseen` for level `strong`: 0.10 is reached by 29 pod starts on 29 days. */
                strongUnseen: number;
            };
            window?: {
                from?: string;
                to?: string;
                /** @enum {string} */
                version?: "current";
            };
        };
        SimulationBundle: {
            clusters: {
                cluster: string;
                policies: {
                    /** @description Who may use it: RBAC objects. */
                    grants: {
                        [key: string]: unknown;
                    }[];
                    /** Format: uuid */
                    id: string;
                    name: string;
                    /** @description What workloads have to become, where the policy is tighter than their manifests. */
                    patches?: {
                        manifest: string;
                        workload: {
                            cluster: string;
                            kind: string;
                            name: string;
                            namespace: string;
                        };
                    }[];
                    policy: {
                        [key: string]: unknown;
                    };
                    revision: number;
                    /** @description What the policy is for. */
                    workloads: {
                        cluster: string;
                        kind: string;
                        name: string;
                        namespace: string;
                    }[];
                }[];
                /** @description What to do in which order, with the objects to apply, and the way back. */
                rollout: {
                    rollback: {
                        commands?: string[];
                        detail: string;
                        manifest?: string;
                        title: string;
                    }[];
                    steps: {
                        commands?: string[];
                        detail: string;
                        manifest?: string;
                        title: string;
                    }[];
                };
                /** @description Service accounts that may use several of the policies. */
                sharedServiceAccounts: {
                    namespace: string;
                    policies: string[];
                    serviceAccount: string;
                }[];
                /** @description Pods that no policy can admit, or that never start. */
                unsatisfiable: {
                    detail: string;
                    field: string;
                    reason: string;
                    /** @enum {string} */
                    stage: "admission" | "start";
                    workload: {
                        cluster: string;
                        kind: string;
                        name: string;
                        namespace: string;
                    };
                }[];
                /** @description Workloads of which not every pod is admitted. */
                withoutPolicy: {
                    cluster: string;
                    kind: string;
                    name: string;
                    namespace: string;
                }[];
            }[];
        };
        SimulationChange: {
            after?: {
                policy?: string;
                /** @enum {string} */
                stage?: "admission" | "start" | "runtime";
                /** @enum {string} */
                verdict: "passes" | "at-risk" | "breaks";
            };
            appeared: {
                container?: string;
                detail: string;
                evidence?: {
                    daysObserved: number;
                    expectedNew: number;
                    from?: string;
                    inheritedStarts?: number;
                    /** @enum {string} */
                    level: "none" | "weak" | "moderate" | "strong";
                    limits?: ("starts-on-few-days" | "shutdown-not-observed" | "watched-in-part" | "new-version")[];
                    lossRatio: number;
                    observations: {
                        /** @default false */
                        collapsed: boolean;
                        item: {
                            /** @enum {string} */
                            dimension: "syscall";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            syscall: string;
                        } | {
                            capability: string;
                            /** @enum {string} */
                            dimension: "capability";
                            granted: boolean;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            uid: number;
                            /**
                             * @default own
                             * @enum {string}
                             */
                            userNamespace: "own" | "child";
                        } | {
                            /** @enum {string} */
                            dimension: "identity";
                            firstProcess: boolean;
                            gid: number;
                            groups?: number[];
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            uid: number;
                        } | {
                            /** @enum {string} */
                            dimension: "exec";
                            entrypoint?: boolean;
                            fileCapabilities?: string[];
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            path: string;
                            /** @enum {string} */
                            privilegeGain?: "setuid" | "setgid" | "file-capabilities";
                        } | {
                            /** @enum {string} */
                            dimension: "file";
                            mount?: string;
                            /** @enum {string} */
                            operation: "read" | "write" | "metadata" | "execute";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            path: string;
                            /** @enum {string} */
                            place: "root" | "volume" | "host-path" | "proc" | "sys" | "device";
                        } | {
                            /** @enum {string} */
                            dimension: "device";
                            /** @enum {string} */
                            operation: "read" | "write" | "metadata" | "execute" | "mknod";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            path: string;
                        } | {
                            address: string;
                            /** @enum {string} */
                            dimension: "listen";
                            hostNetwork: boolean;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            port: number;
                            /** @enum {string} */
                            protocol: "tcp" | "udp" | "sctp" | "udplite" | "icmp";
                        } | {
                            address?: string;
                            /** @enum {string} */
                            dimension: "connect";
                            hostNetwork: boolean;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            /** @enum {string} */
                            peer: "loopback" | "node" | "cluster" | "external";
                            port: number;
                            /** @enum {string} */
                            protocol: "tcp" | "udp" | "sctp" | "udplite" | "icmp";
                        } | {
                            /** @enum {string} */
                            dimension: "raw-socket";
                            family: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            type: string;
                        } | {
                            /** @enum {string} */
                            action: "ptrace" | "signal" | "procfs" | "setns";
                            /** @enum {string} */
                            dimension: "host-process";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                        } | {
                            /** @enum {string} */
                            dimension: "host-ipc";
                            /** @enum {string} */
                            kind: "shared-memory" | "semaphore" | "message-queue";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                        } | {
                            /** @enum {string} */
                            dimension: "mount";
                            filesystem: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            target: string;
                        } | {
                            /** @enum {string} */
                            dimension: "sysctl";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            sysctl: string;
                        } | {
                            /** @enum {string} */
                            dimension: "denial";
                            /** @enum {string} */
                            mechanism: "seccomp" | "apparmor" | "selinux";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            what: string;
                        } | {
                            address: string;
                            /** @enum {string} */
                            dimension: "accept";
                            hostNetwork: boolean;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            port: number;
                            /** @enum {string} */
                            protocol: "tcp" | "udp" | "sctp" | "udplite" | "icmp";
                        } | {
                            /** @enum {string} */
                            dimension: "unix-connect";
                            inside: boolean;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            path: string;
                        };
                        onlyPod?: string;
                        /** @default false */
                        pinned: boolean;
                        seen: {
                            count: number;
                            days: number;
                            first: string;
                            last: string;
                            pods: number;
                        };
                    }[];
                    podsObserved: number;
                    startsObserved: number;
                    to?: string;
                    unseen: number;
                };
                field: string;
                /** @enum {string} */
                outcome: "passes" | "at-risk" | "breaks";
                path?: string;
                policy?: string;
                reason: string;
                /** @enum {string} */
                shape?: "live";
                /** @enum {string} */
                stage: "admission" | "start" | "runtime";
                /** @enum {string} */
                usage?: "in-use" | "not-in-use" | "unknown";
            }[];
            /** Format: date-time */
            at: string;
            before?: {
                policy?: string;
                /** @enum {string} */
                stage?: "admission" | "start" | "runtime";
                /** @enum {string} */
                verdict: "passes" | "at-risk" | "breaks";
            };
            /** @description Why the workload was judged again; any of them may have made the difference. */
            causes: ("manifest" | "pods" | "object" | "profile" | "decision" | "failure" | "policy" | "rescan")[];
            /**
             * @description added, removed: it is in one of the simulations only. changed: the verdict is the same, for other reasons, or what fails today already is not.
             * @enum {string}
             */
            change: "added" | "removed" | "worse" | "better" | "changed";
            /** @description The change in one line, for people. */
            detail: string;
            /** @description What fails today already according to the later one only. Absent: nothing. */
            failuresBegan?: {
                container?: string;
                count: number;
                /** Format: date-time */
                firstSeen: string;
                /** Format: date-time */
                lastSeen: string;
                message: string;
                object: {
                    kind: string;
                    name: string;
                };
                /** @enum {string} */
                reason: "pod-security-policy" | "pod-security-standard" | "security-context-constraint" | "run-as-non-root";
                /** @enum {string} */
                stage: "admission" | "start";
            }[];
            /** @description What failed according to the earlier one only. Absent: nothing. */
            failuresEnded?: {
                container?: string;
                count: number;
                /** Format: date-time */
                firstSeen: string;
                /** Format: date-time */
                lastSeen: string;
                message: string;
                object: {
                    kind: string;
                    name: string;
                };
                /** @enum {string} */
                reason: "pod-security-policy" | "pod-security-standard" | "security-context-constraint" | "run-as-non-root";
                /** @enum {string} */
                stage: "admission" | "start";
            }[];
            resolved: {
                container?: string;
                detail: string;
                evidence?: {
                    daysObserved: number;
                    expectedNew: number;
                    from?: string;
                    inheritedStarts?: number;
                    /** @enum {string} */
                    level: "none" | "weak" | "moderate" | "strong";
                    limits?: ("starts-on-few-days" | "shutdown-not-observed" | "watched-in-part" | "new-version")[];
                    lossRatio: number;
                    observations: {
                        /** @default false */
                        collapsed: boolean;
                        item: {
                            /** @enum {string} */
                            dimension: "syscall";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            syscall: string;
                        } | {
                            capability: string;
                            /** @enum {string} */
                            dimension: "capability";
                            granted: boolean;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            uid: number;
                            /**
                             * @default own
                             * @enum {string}
                             */
                            userNamespace: "own" | "child";
                        } | {
                            /** @enum {string} */
                            dimension: "identity";
                            firstProcess: boolean;
                            gid: number;
                            groups?: number[];
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            uid: number;
                        } | {
                            /** @enum {string} */
                            dimension: "exec";
                            entrypoint?: boolean;
                            fileCapabilities?: string[];
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            path: string;
                            /** @enum {string} */
                            privilegeGain?: "setuid" | "setgid" | "file-capabilities";
                        } | {
                            /** @enum {string} */
                            dimension: "file";
                            mount?: string;
                            /** @enum {string} */
                            operation: "read" | "write" | "metadata" | "execute";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            path: string;
                            /** @enum {string} */
                            place: "root" | "volume" | "host-path" | "proc" | "sys" | "device";
                        } | {
                            /** @enum {string} */
                            dimension: "device";
                            /** @enum {string} */
                            operation: "read" | "write" | "metadata" | "execute" | "mknod";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            path: string;
                        } | {
                            address: string;
                            /** @enum {string} */
                            dimension: "listen";
                            hostNetwork: boolean;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            port: number;
                            /** @enum {string} */
                            protocol: "tcp" | "udp" | "sctp" | "udplite" | "icmp";
                        } | {
                            address?: string;
                            /** @enum {string} */
                            dimension: "connect";
                            hostNetwork: boolean;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            /** @enum {string} */
                            peer: "loopback" | "node" | "cluster" | "external";
                            port: number;
                            /** @enum {string} */
                            protocol: "tcp" | "udp" | "sctp" | "udplite" | "icmp";
                        } | {
                            /** @enum {string} */
                            dimension: "raw-socket";
                            family: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            type: string;
                        } | {
                            /** @enum {string} */
                            action: "ptrace" | "signal" | "procfs" | "setns";
                            /** @enum {string} */
                            dimension: "host-process";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                        } | {
                            /** @enum {string} */
                            dimension: "host-ipc";
                            /** @enum {string} */
                            kind: "shared-memory" | "semaphore" | "message-queue";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                        } | {
                            /** @enum {string} */
                            dimension: "mount";
                            filesystem: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            target: string;
                        } | {
                            /** @enum {string} */
                            dimension: "sysctl";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            sysctl: string;
                        } | {
                            /** @enum {string} */
                            dimension: "denial";
                            /** @enum {string} */
                            mechanism: "seccomp" | "apparmor" | "selinux";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            what: string;
                        } | {
                            address: string;
                            /** @enum {string} */
                            dimension: "accept";
                            hostNetwork: boolean;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            port: number;
                            /** @enum {string} */
                            protocol: "tcp" | "udp" | "sctp" | "udplite" | "icmp";
                        } | {
                            /** @enum {string} */
                            dimension: "unix-connect";
                            inside: boolean;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            path: string;
                        };
                        onlyPod?: string;
                        /** @default false */
                        pinned: boolean;
                        seen: {
                            count: number;
                            days: number;
                            first: string;
                            last: string;
                            pods: number;
                        };
                    }[];
                    podsObserved: number;
                    startsObserved: number;
                    to?: string;
                    unseen: number;
                };
                field: string;
                /** @enum {string} */
                outcome: "passes" | "at-risk" | "breaks";
                path?: string;
                policy?: string;
                reason: string;
                /** @enum {string} */
                shape?: "live";
                /** @enum {string} */
                stage: "admission" | "start" | "runtime";
                /** @enum {string} */
                usage?: "in-use" | "not-in-use" | "unknown";
            }[];
            /** @description Its place in the history of the simulation, from 1, without gaps. */
            seq: number;
            workload: {
                cluster: string;
                kind: string;
                name: string;
                namespace: string;
            };
        };
        SimulationEvaluationFailed: {
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            change: "evaluation-failed";
            /** @description The same in one line, for people. */
            detail: string;
            /** @description Why, for people. */
            error: string;
            /** @description Evaluations in a row that failed, this one included. */
            failures: number;
            /**
             * Format: date-time
             * @description When it is tried again, at the earliest. Absent: the simulation has ended.
             */
            retryAt?: string;
            /** @description Its place in the history of the simulation, from 1, without gaps. */
            seq: number;
        };
        SimulationHistoryEntry: components["schemas"]["SimulationChange"] | components["schemas"]["SimulationEvaluationFailed"];
        SimulationHistoryPage: {
            items: components["schemas"]["SimulationHistoryEntry"][];
            /** @description The cursor of the next page. Absent: this is the last one. */
            next?: string;
        };
        SimulationPage: {
            items: components["schemas"]["Simulation"][];
            /** @description The cursor of the next page. Absent: this is the last one. */
            next?: string;
        };
        Tightening: {
            comparison: components["schemas"]["Comparison"];
            excess: ({
                /** @enum {string} */
                basis: "spec" | "runtime";
                field: string;
                reasons: {
                    [key: string]: unknown;
                }[];
                witness: {
                    /** @enum {string} */
                    admittedBy: "first" | "second";
                    errors: ({
                        field: string;
                        type: string;
                    } & {
                        [key: string]: unknown;
                    })[];
                    /** @enum {string} */
                    otherwise: "refused" | "changed";
                    pod: {
                        [key: string]: unknown;
                    };
                };
            } & {
                [key: string]: unknown;
            })[];
            policy: {
                [key: string]: unknown;
            };
            refused: {
                errors: ({
                    field: string;
                    type: string;
                } & {
                    [key: string]: unknown;
                })[];
                templatePath: string;
                workload: {
                    cluster: string;
                    kind: string;
                    name: string;
                    namespace: string;
                };
            }[];
            verified: {
                minimal: boolean;
                sound: boolean;
            } & {
                [key: string]: unknown;
            };
            yaml: string;
        };
        TightenRequest: {
            /**
             * @default spec
             * @enum {string}
             */
            basis?: "spec" | "runtime";
            /**
             * @description The cluster that the manifests are meant for: its runtime profiles count.
             * @default default
             */
            cluster?: string;
            /** @description Manifests: YAML or JSON text, or a list of objects. */
            manifests?: string | {
                [key: string]: unknown;
            }[];
            /**
             * @description Of manifests that name none.
             * @default default
             */
            namespace?: string;
            policy: {
                /** Format: uuid */
                id: string;
                /** @description The latest one if absent. */
                revision?: number;
            } | {
                /** @description A PodSecurityPolicy; as text it may hold several. */
                document: string | {
                    [key: string]: unknown;
                };
            };
            /** @description Workloads of the inventory. */
            scope?: {
                clusters?: string[];
                labelSelector?: string;
                manifestsOnly?: boolean;
                namespaces?: string[];
                workloads?: {
                    cluster: string;
                    kind: string;
                    name: string;
                    namespace: string;
                }[];
            };
            window?: {
                from?: string;
                to?: string;
                /** @enum {string} */
                version?: "current";
            };
        };
        Verdict: {
            /** @description Why pods of it are not created, or containers not started, already today, as Events of the watched cluster told within the last hour, the latest first: that would not be the doing of the policies. Absent: nothing was told. */
            brokenToday?: {
                container?: string;
                count: number;
                /** Format: date-time */
                firstSeen: string;
                /** Format: date-time */
                lastSeen: string;
                message: string;
                object: {
                    kind: string;
                    name: string;
                };
                /** @enum {string} */
                reason: "pod-security-policy" | "pod-security-standard" | "security-context-constraint" | "run-as-non-root";
                /** @enum {string} */
                stage: "admission" | "start";
            }[];
            findings: {
                container?: string;
                detail: string;
                evidence?: {
                    daysObserved: number;
                    expectedNew: number;
                    from?: string;
                    inheritedStarts?: number;
                    /** @enum {string} */
                    level: "none" | "weak" | "moderate" | "strong";
                    limits?: ("starts-on-few-days" | "shutdown-not-observed" | "watched-in-part" | "new-version")[];
                    lossRatio: number;
                    observations: {
                        /** @default false */
                        collapsed: boolean;
                        item: {
                            /** @enum {string} */
                            dimension: "syscall";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            syscall: string;
                        } | {
                            capability: string;
                            /** @enum {string} */
                            dimension: "capability";
                            granted: boolean;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            uid: number;
                            /**
                             * @default own
                             * @enum {string}
                             */
                            userNamespace: "own" | "child";
                        } | {
                            /** @enum {string} */
                            dimension: "identity";
                            firstProcess: boolean;
                            gid: number;
                            groups?: number[];
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            uid: number;
                        } | {
                            /** @enum {string} */
                            dimension: "exec";
                            entrypoint?: boolean;
                            fileCapabilities?: string[];
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            path: string;
                            /** @enum {string} */
                            privilegeGain?: "setuid" | "setgid" | "file-capabilities";
                        } | {
                            /** @enum {string} */
                            dimension: "file";
                            mount?: string;
                            /** @enum {string} */
                            operation: "read" | "write" | "metadata" | "execute";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            path: string;
                            /** @enum {string} */
                            place: "root" | "volume" | "host-path" | "proc" | "sys" | "device";
                        } | {
                            /** @enum {string} */
                            dimension: "device";
                            /** @enum {string} */
                            operation: "read" | "write" | "metadata" | "execute" | "mknod";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            path: string;
                        } | {
                            address: string;
                            /** @enum {string} */
                            dimension: "listen";
                            hostNetwork: boolean;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            port: number;
                            /** @enum {string} */
                            protocol: "tcp" | "udp" | "sctp" | "udplite" | "icmp";
                        } | {
                            address?: string;
                            /** @enum {string} */
                            dimension: "connect";
                            hostNetwork: boolean;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            /** @enum {string} */
                            peer: "loopback" | "node" | "cluster" | "external";
                            port: number;
                            /** @enum {string} */
                            protocol: "tcp" | "udp" | "sctp" | "udplite" | "icmp";
                        } | {
                            /** @enum {string} */
                            dimension: "raw-socket";
                            family: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            type: string;
                        } | {
                            /** @enum {string} */
                            action: "ptrace" | "signal" | "procfs" | "setns";
                            /** @enum {string} */
                            dimension: "host-process";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                        } | {
                            /** @enum {string} */
                            dimension: "host-ipc";
                            /** @enum {string} */
                            kind: "shared-memory" | "semaphore" | "message-queue";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                        } | {
                            /** @enum {string} */
                            dimension: "mount";
                            filesystem: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            target: string;
                        } | {
                            /** @enum {string} */
                            dimension: "sysctl";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            sysctl: string;
                        } | {
                            /** @enum {string} */
                            dimension: "denial";
                            /** @enum {string} */
                            mechanism: "seccomp" | "apparmor" | "selinux";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            what: string;
                        } | {
                            address: string;
                            /** @enum {string} */
                            dimension: "accept";
                            hostNetwork: boolean;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            port: number;
                            /** @enum {string} */
                            protocol: "tcp" | "udp" | "sctp" | "udplite" | "icmp";
                        } | {
                            /** @enum {string} */
                            dimension: "unix-connect";
                            inside: boolean;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            path: string;
                        };
                        onlyPod?: string;
                        /** @default false */
                        pinned: boolean;
                        seen: {
                            count: number;
                            days: number;
                            first: string;
                            last: string;
                            pods: number;
                        };
                    }[];
                    podsObserved: number;
                    startsObserved: number;
                    to?: string;
                    unseen: number;
                };
                field: string;
                /** @enum {string} */
                outcome: "passes" | "at-risk" | "breaks";
                path?: string;
                policy?: string;
                reason: string;
                /** @enum {string} */
                shape?: "live";
                /** @enum {string} */
                stage: "admission" | "start" | "runtime";
                /** @enum {string} */
                usage?: "in-use" | "not-in-use" | "unknown";
            }[];
            mutated: boolean;
            policy?: string;
            remedies: {
                findings: {
                    container?: string;
                    detail: string;
                    evidence?: {
                        daysObserved: number;
                        expectedNew: number;
                        from?: string;
                        inheritedStarts?: number;
                        /** @enum {string} */
                        level: "none" | "weak" | "moderate" | "strong";
                        limits?: ("starts-on-few-days" | "shutdown-not-observed" | "watched-in-part" | "new-version")[];
                        lossRatio: number;
                        observations: {
                            /** @default false */
                            collapsed: boolean;
                            item: {
                                /** @enum {string} */
                                dimension: "syscall";
                                /**
                                 * @default container
                                 * @enum {string}
                                 */
                                origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                                /**
                                 * @default allowed
                                 * @enum {string}
                                 */
                                outcome: "allowed" | "refused";
                                syscall: string;
                            } | {
                                capability: string;
                                /** @enum {string} */
                                dimension: "capability";
                                granted: boolean;
                                /**
                                 * @default container
                                 * @enum {string}
                                 */
                                origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                                /**
                                 * @default allowed
                                 * @enum {string}
                                 */
                                outcome: "allowed" | "refused";
                                uid: number;
                                /**
                                 * @default own
                                 * @enum {string}
                                 */
                                userNamespace: "own" | "child";
                            } | {
                                /** @enum {string} */
                                dimension: "identity";
                                firstProcess: boolean;
                                gid: number;
                                groups?: number[];
                                /**
                                 * @default container
                                 * @enum {string}
                                 */
                                origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                                /**
                                 * @default allowed
                                 * @enum {string}
                                 */
                                outcome: "allowed" | "refused";
                                uid: number;
                            } | {
                                /** @enum {string} */
                                dimension: "exec";
                                entrypoint?: boolean;
                                fileCapabilities?: string[];
                                /**
                                 * @default container
                                 * @enum {string}
                                 */
                                origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                                /**
                                 * @default allowed
                                 * @enum {string}
                                 */
                                outcome: "allowed" | "refused";
                                path: string;
                                /** @enum {string} */
                                privilegeGain?: "setuid" | "setgid" | "file-capabilities";
                            } | {
                                /** @enum {string} */
                                dimension: "file";
                                mount?: string;
                                /** @enum {string} */
                                operation: "read" | "write" | "metadata" | "execute";
                                /**
                                 * @default container
                                 * @enum {string}
                                 */
                                origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                                /**
                                 * @default allowed
                                 * @enum {string}
                                 */
                                outcome: "allowed" | "refused";
                                path: string;
                                /** @enum {string} */
                                place: "root" | "volume" | "host-path" | "proc" | "sys" | "device";
                            } | {
                                /** @enum {string} */
                                dimension: "device";
                                /** @enum {string} */
                                operation: "read" | "write" | "metadata" | "execute" | "mknod";
                                /**
                                 * @default container
                                 * @enum {string}
                                 */
                                origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                                /**
                                 * @default allowed
                                 * @enum {string}
                                 */
                                outcome: "allowed" | "refused";
                                path: string;
                            } | {
                                address: string;
                                /** @enum {string} */
                                dimension: "listen";
                                hostNetwork: boolean;
                                /**
                                 * @default container
                                 * @enum {string}
                                 */
                                origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                                /**
                                 * @default allowed
                                 * @enum {string}
                                 */
                                outcome: "allowed" | "refused";
                                port: number;
                                /** @enum {string} */
                                protocol: "tcp" | "udp" | "sctp" | "udplite" | "icmp";
                            } | {
                                address?: string;
                                /** @enum {string} */
                                dimension: "connect";
                                hostNetwork: boolean;
                                /**
                                 * @default container
                                 * @enum {string}
                                 */
                                origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                                /**
                                 * @default allowed
                                 * @enum {string}
                                 */
                                outcome: "allowed" | "refused";
                                /** @enum {string} */
                                peer: "loopback" | "node" | "cluster" | "external";
                                port: number;
                                /** @enum {string} */
                                protocol: "tcp" | "udp" | "sctp" | "udplite" | "icmp";
                            } | {
                                /** @enum {string} */
                                dimension: "raw-socket";
                                family: string;
                                /**
                                 * @default container
                                 * @enum {string}
                                 */
                                origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                                /**
                                 * @default allowed
                                 * @enum {string}
                                 */
                                outcome: "allowed" | "refused";
                                type: string;
                            } | {
                                /** @enum {string} */
                                action: "ptrace" | "signal" | "procfs" | "setns";
                                /** @enum {string} */
                                dimension: "host-process";
                                /**
                                 * @default container
                                 * @enum {string}
                                 */
                                origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                                /**
                                 * @default allowed
                                 * @enum {string}
                                 */
                                outcome: "allowed" | "refused";
                            } | {
                                /** @enum {string} */
                                dimension: "host-ipc";
                                /** @enum {string} */
                                kind: "shared-memory" | "semaphore" | "message-queue";
                                /**
                                 * @default container
                                 * @enum {string}
                                 */
                                origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                                /**
                                 * @default allowed
                                 * @enum {string}
                                 */
                                outcome: "allowed" | "refused";
                            } | {
                                /** @enum {string} */
                                dimension: "mount";
                                filesystem: string;
                                /**
                                 * @default container
                                 * @enum {string}
                                 */
                                origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                                /**
                                 * @default allowed
                                 * @enum {string}
                                 */
                                outcome: "allowed" | "refused";
                                target: string;
                            } | {
                                /** @enum {string} */
                                dimension: "sysctl";
                                /**
                                 * @default container
                                 * @enum {string}
                                 */
                                origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                                /**
                                 * @default allowed
                                 * @enum {string}
                                 */
                                outcome: "allowed" | "refused";
                                sysctl: string;
                            } | {
                                /** @enum {string} */
                                dimension: "denial";
                                /** @enum {string} */
                                mechanism: "seccomp" | "apparmor" | "selinux";
                                /**
                                 * @default container
                                 * @enum {string}
                                 */
                                origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                                /**
                                 * @default allowed
                                 * @enum {string}
                                 */
                                outcome: "allowed" | "refused";
                                what: string;
                            } | {
                                address: string;
                                /** @enum {string} */
                                dimension: "accept";
                                hostNetwork: boolean;
                                /**
                                 * @default container
                                 * @enum {string}
                                 */
                                origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                                /**
                                 * @default allowed
                                 * @enum {string}
                                 */
                                outcome: "allowed" | "refused";
                                port: number;
                                /** @enum {string} */
                                protocol: "tcp" | "udp" | "sctp" | "udplite" | "icmp";
                            } | {
                                /** @enum {string} */
                                dimension: "unix-connect";
                                inside: boolean;
                                /**
                                 * @default container
                                 * @enum {string}
                                 */
                                origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                                /**
                                 * @default allowed
                                 * @enum {string}
                                 */
                                outcome: "allowed" | "refused";
                                path: string;
                            };
                            onlyPod?: string;
                            /** @default false */
                            pinned: boolean;
                            seen: {
                                count: number;
                                days: number;
                                first: string;
                                last: string;
                                pods: number;
                            };
                        }[];
                        podsObserved: number;
                        startsObserved: number;
                        to?: string;
                        unseen: number;
                    };
                    field: string;
                    /** @enum {string} */
                    outcome: "passes" | "at-risk" | "breaks";
                    path?: string;
                    policy?: string;
                    reason: string;
                    /** @enum {string} */
                    shape?: "live";
                    /** @enum {string} */
                    stage: "admission" | "start" | "runtime";
                    /** @enum {string} */
                    usage?: "in-use" | "not-in-use" | "unknown";
                }[];
                /** @enum {string} */
                kind: "broaden" | "reduce";
                manifest: string;
                /** @enum {string} */
                outcome: "passes" | "at-risk" | "breaks";
                patch: ({
                    /** @enum {string} */
                    op: "add";
                    path: string;
                    value: components["schemas"]["JsonValue"];
                } | {
                    /** @enum {string} */
                    op: "remove";
                    path: string;
                } | {
                    /** @enum {string} */
                    op: "replace";
                    path: string;
                    value: components["schemas"]["JsonValue"];
                } | {
                    from: string;
                    /** @enum {string} */
                    op: "move";
                    path: string;
                } | {
                    from: string;
                    /** @enum {string} */
                    op: "copy";
                    path: string;
                } | {
                    /** @enum {string} */
                    op: "test";
                    path: string;
                    value: components["schemas"]["JsonValue"];
                })[];
                /** @enum {string} */
                stage?: "admission" | "start" | "runtime";
                summary: string;
                target: {
                    apiVersion: string;
                    kind: string;
                    name: string;
                    namespace?: string;
                };
            }[];
            /** @enum {string} */
            stage?: "admission" | "start" | "runtime";
            /** @enum {string} */
            verdict: "passes" | "at-risk" | "breaks";
            workload: {
                cluster: string;
                kind: string;
                name: string;
                namespace: string;
            };
        };
        VerdictChange: {
            after?: {
                policy?: string;
                /** @enum {string} */
                stage?: "admission" | "start" | "runtime";
                /** @enum {string} */
                verdict: "passes" | "at-risk" | "breaks";
            };
            appeared: {
                container?: string;
                detail: string;
                evidence?: {
                    daysObserved: number;
                    expectedNew: number;
                    from?: string;
                    inheritedStarts?: number;
                    /** @enum {string} */
                    level: "none" | "weak" | "moderate" | "strong";
                    limits?: ("starts-on-few-days" | "shutdown-not-observed" | "watched-in-part" | "new-version")[];
                    lossRatio: number;
                    observations: {
                        /** @default false */
                        collapsed: boolean;
                        item: {
                            /** @enum {string} */
                            dimension: "syscall";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            syscall: string;
                        } | {
                            capability: string;
                            /** @enum {string} */
                            dimension: "capability";
                            granted: boolean;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            uid: number;
                            /**
                             * @default own
                             * @enum {string}
                             */
                            userNamespace: "own" | "child";
                        } | {
                            /** @enum {string} */
                            dimension: "identity";
                            firstProcess: boolean;
                            gid: number;
                            groups?: number[];
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            uid: number;
                        } | {
                            /** @enum {string} */
                            dimension: "exec";
                            entrypoint?: boolean;
                            fileCapabilities?: string[];
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            path: string;
                            /** @enum {string} */
                            privilegeGain?: "setuid" | "setgid" | "file-capabilities";
                        } | {
                            /** @enum {string} */
                            dimension: "file";
                            mount?: string;
                            /** @enum {string} */
                            operation: "read" | "write" | "metadata" | "execute";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            path: string;
                            /** @enum {string} */
                            place: "root" | "volume" | "host-path" | "proc" | "sys" | "device";
                        } | {
                            /** @enum {string} */
                            dimension: "device";
                            /** @enum {string} */
                            operation: "read" | "write" | "metadata" | "execute" | "mknod";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            path: string;
                        } | {
                            address: string;
                            /** @enum {string} */
                            dimension: "listen";
                            hostNetwork: boolean;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            port: number;
                            /** @enum {string} */
                            protocol: "tcp" | "udp" | "sctp" | "udplite" | "icmp";
                        } | {
                            address?: string;
                            /** @enum {string} */
                            dimension: "connect";
                            hostNetwork: boolean;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            /** @enum {string} */
                            peer: "loopback" | "node" | "cluster" | "external";
                            port: number;
                            /** @enum {string} */
                            protocol: "tcp" | "udp" | "sctp" | "udplite" | "icmp";
                        } | {
                            /** @enum {string} */
                            dimension: "raw-socket";
                            family: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            type: string;
                        } | {
                            /** @enum {string} */
                            action: "ptrace" | "signal" | "procfs" | "setns";
                            /** @enum {string} */
                            dimension: "host-process";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                        } | {
                            /** @enum {string} */
                            dimension: "host-ipc";
                            /** @enum {string} */
                            kind: "shared-memory" | "semaphore" | "message-queue";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                        } | {
                            /** @enum {string} */
                            dimension: "mount";
                            filesystem: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            target: string;
                        } | {
                            /** @enum {string} */
                            dimension: "sysctl";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            sysctl: string;
                        } | {
                            /** @enum {string} */
                            dimension: "denial";
                            /** @enum {string} */
                            mechanism: "seccomp" | "apparmor" | "selinux";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            what: string;
                        } | {
                            address: string;
                            /** @enum {string} */
                            dimension: "accept";
                            hostNetwork: boolean;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            port: number;
                            /** @enum {string} */
                            protocol: "tcp" | "udp" | "sctp" | "udplite" | "icmp";
                        } | {
                            /** @enum {string} */
                            dimension: "unix-connect";
                            inside: boolean;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            path: string;
                        };
                        onlyPod?: string;
                        /** @default false */
                        pinned: boolean;
                        seen: {
                            count: number;
                            days: number;
                            first: string;
                            last: string;
                            pods: number;
                        };
                    }[];
                    podsObserved: number;
                    startsObserved: number;
                    to?: string;
                    unseen: number;
                };
                field: string;
                /** @enum {string} */
                outcome: "passes" | "at-risk" | "breaks";
                path?: string;
                policy?: string;
                reason: string;
                /** @enum {string} */
                shape?: "live";
                /** @enum {string} */
                stage: "admission" | "start" | "runtime";
                /** @enum {string} */
                usage?: "in-use" | "not-in-use" | "unknown";
            }[];
            before?: {
                policy?: string;
                /** @enum {string} */
                stage?: "admission" | "start" | "runtime";
                /** @enum {string} */
                verdict: "passes" | "at-risk" | "breaks";
            };
            /**
             * @description added, removed: it is in one of the simulations only. changed: the verdict is the same, for other reasons, or what fails today already is not.
             * @enum {string}
             */
            change: "added" | "removed" | "worse" | "better" | "changed";
            /** @description What fails today already according to the later one only. Absent: nothing. */
            failuresBegan?: {
                container?: string;
                count: number;
                /** Format: date-time */
                firstSeen: string;
                /** Format: date-time */
                lastSeen: string;
                message: string;
                object: {
                    kind: string;
                    name: string;
                };
                /** @enum {string} */
                reason: "pod-security-policy" | "pod-security-standard" | "security-context-constraint" | "run-as-non-root";
                /** @enum {string} */
                stage: "admission" | "start";
            }[];
            /** @description What failed according to the earlier one only. Absent: nothing. */
            failuresEnded?: {
                container?: string;
                count: number;
                /** Format: date-time */
                firstSeen: string;
                /** Format: date-time */
                lastSeen: string;
                message: string;
                object: {
                    kind: string;
                    name: string;
                };
                /** @enum {string} */
                reason: "pod-security-policy" | "pod-security-standard" | "security-context-constraint" | "run-as-non-root";
                /** @enum {string} */
                stage: "admission" | "start";
            }[];
            resolved: {
                container?: string;
                detail: string;
                evidence?: {
                    daysObserved: number;
                    expectedNew: number;
                    from?: string;
                    inheritedStarts?: number;
                    /** @enum {string} */
                    level: "none" | "weak" | "moderate" | "strong";
                    limits?: ("starts-on-few-days" | "shutdown-not-observed" | "watched-in-part" | "new-version")[];
                    lossRatio: number;
                    observations: {
                        /** @default false */
                        collapsed: boolean;
                        item: {
                            /** @enum {string} */
                            dimension: "syscall";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            syscall: string;
                        } | {
                            capability: string;
                            /** @enum {string} */
                            dimension: "capability";
                            granted: boolean;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            uid: number;
                            /**
                             * @default own
                             * @enum {string}
                             */
                            userNamespace: "own" | "child";
                        } | {
                            /** @enum {string} */
                            dimension: "identity";
                            firstProcess: boolean;
                            gid: number;
                            groups?: number[];
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            uid: number;
                        } | {
                            /** @enum {string} */
                            dimension: "exec";
                            entrypoint?: boolean;
                            fileCapabilities?: string[];
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            path: string;
                            /** @enum {string} */
                            privilegeGain?: "setuid" | "setgid" | "file-capabilities";
                        } | {
                            /** @enum {string} */
                            dimension: "file";
                            mount?: string;
                            /** @enum {string} */
                            operation: "read" | "write" | "metadata" | "execute";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            path: string;
                            /** @enum {string} */
                            place: "root" | "volume" | "host-path" | "proc" | "sys" | "device";
                        } | {
                            /** @enum {string} */
                            dimension: "device";
                            /** @enum {string} */
                            operation: "read" | "write" | "metadata" | "execute" | "mknod";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            path: string;
                        } | {
                            address: string;
                            /** @enum {string} */
                            dimension: "listen";
                            hostNetwork: boolean;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            port: number;
                            /** @enum {string} */
                            protocol: "tcp" | "udp" | "sctp" | "udplite" | "icmp";
                        } | {
                            address?: string;
                            /** @enum {string} */
                            dimension: "connect";
                            hostNetwork: boolean;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            /** @enum {string} */
                            peer: "loopback" | "node" | "cluster" | "external";
                            port: number;
                            /** @enum {string} */
                            protocol: "tcp" | "udp" | "sctp" | "udplite" | "icmp";
                        } | {
                            /** @enum {string} */
                            dimension: "raw-socket";
                            family: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            type: string;
                        } | {
                            /** @enum {string} */
                            action: "ptrace" | "signal" | "procfs" | "setns";
                            /** @enum {string} */
                            dimension: "host-process";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                        } | {
                            /** @enum {string} */
                            dimension: "host-ipc";
                            /** @enum {string} */
                            kind: "shared-memory" | "semaphore" | "message-queue";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                        } | {
                            /** @enum {string} */
                            dimension: "mount";
                            filesystem: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            target: string;
                        } | {
                            /** @enum {string} */
                            dimension: "sysctl";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            sysctl: string;
                        } | {
                            /** @enum {string} */
                            dimension: "denial";
                            /** @enum {string} */
                            mechanism: "seccomp" | "apparmor" | "selinux";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            what: string;
                        } | {
                            address: string;
                            /** @enum {string} */
                            dimension: "accept";
                            hostNetwork: boolean;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            port: number;
                            /** @enum {string} */
                            protocol: "tcp" | "udp" | "sctp" | "udplite" | "icmp";
                        } | {
                            /** @enum {string} */
                            dimension: "unix-connect";
                            inside: boolean;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome: "allowed" | "refused";
                            path: string;
                        };
                        onlyPod?: string;
                        /** @default false */
                        pinned: boolean;
                        seen: {
                            count: number;
                            days: number;
                            first: string;
                            last: string;
                            pods: number;
                        };
                    }[];
                    podsObserved: number;
                    startsObserved: number;
                    to?: string;
                    unseen: number;
                };
                field: string;
                /** @enum {string} */
                outcome: "passes" | "at-risk" | "breaks";
                path?: string;
                policy?: string;
                reason: string;
                /** @enum {string} */
                shape?: "live";
                /** @enum {string} */
                stage: "admission" | "start" | "runtime";
                /** @enum {string} */
                usage?: "in-use" | "not-in-use" | "unknown";
            }[];
            workload: {
                cluster: string;
                kind: string;
                name: string;
                namespace: string;
            };
        };
        VerdictChangePage: {
            items: components["schemas"]["VerdictChange"][];
            /** @description The cursor of the next page. Absent: this is the last one. */
            next?: string;
        };
        Webhook: {
            /**
             * Format: uuid
             * @description The key for whose access it acts: it tells of nothing that the key may not read, and is disabled when the key ends. Absent: it was made by somebody without limits.
             */
            actsFor?: string;
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            description: string;
            /** @description When and why the service has disabled it; `enabled` enables it again. */
            disabled?: {
                /** Format: date-time */
                at: string;
                reason: string;
            };
            /** @description Nothing is delivered to one that is not. */
            enabled: boolean;
            events: ("simulation.finished" | "simulation.changed")[];
            /**
             * Format: date-time
             * @description Since when it has taken nothing of what it was sent. It is tried less and less often.
             */
            failingSince?: string;
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description Until when deliveries are signed with the secret before the present one too.
             */
            previousSecretUntil?: string;
            project?: string;
            url: string;
        };
        WebhookChange: {
            description?: string;
            enabled?: boolean;
            events?: ("simulation.finished" | "simulation.changed")[];
            /** @description Where deliveries are posted to: https, and a public address unless the service is set up otherwise. */
            url?: string;
        };
        WebhookDelivery: {
            attempts: {
                /** Format: date-time */
                at: string;
                attempt: number;
                durationMs?: number;
                /** @description Why it was not delivered. */
                error?: string;
                /** @description What the receiver answered; absent: nothing. */
                status?: number;
            }[];
            /** Format: date-time */
            createdAt: string;
            /** @enum {string} */
            event: "simulation.finished" | "simulation.changed" | "ping";
            /** Format: date-time */
            finishedAt?: string;
            /**
             * Format: uuid
             * @description The header `webhook-id`: the same for each try.
             */
            id: string;
            /** Format: date-time */
            nextAttemptAt?: string;
            /** @enum {string} */
            state: "pending" | "delivered" | "failed";
        };
        WebhookDeliveryPage: {
            items: components["schemas"]["WebhookDelivery"][];
            /** @description The cursor of the next page. Absent: this is the last one. */
            next?: string;
        };
        WebhookPage: {
            items: components["schemas"]["Webhook"][];
            /** @description The cursor of the next page. Absent: this is the last one. */
            next?: string;
        };
        /** @default {} */
        WebhookSecretRotation: {
            /**
             * @description How long deliveries are signed with the present secret too; a day if it is not said, thirty at most.
             * @default 86400
             */
            graceSeconds?: number;
        };
        Workload: {
            cluster: string;
            /** Format: uuid */
            id: string;
            kind: string;
            /** @description Of its pod template. Absent: no manifest is known. */
            labels?: {
                [key: string]: string;
            };
            /** @description Whether its manifest is known. */
            manifest: boolean;
            name: string;
            namespace: string;
            /** @description Absent: no runtime event has told of it. */
            observed?: {
                containers: string[];
                /**
                 * Format: date
                 * @description The last UTC day with an observation.
                 */
                lastDay: string;
                /** @description Pods observed within the retention of observations. */
                pods: number;
            };
        };
        WorkloadCoverage: {
            containers: {
                dimensions: {
                    /** @description Absent: nobody watched. */
                    coverage?: {
                        days: number;
                        ends?: number;
                        from: string;
                        /** @default false */
                        full: boolean;
                        lost: number;
                        partial?: boolean;
                        pods: number;
                        received: number;
                        startDays?: number;
                        starts: number;
                        to: string;
                        versions?: {
                            days: number;
                            ends: number;
                            from?: string;
                            imageDigest?: string;
                            pods: number;
                            startDays: number;
                            starts: number;
                            templateHash?: string;
                            to?: string;
                        }[];
                    };
                    /** @enum {string} */
                    dimension: "syscall" | "capability" | "identity" | "exec" | "file" | "device" | "listen" | "connect" | "raw-socket" | "host-process" | "host-ipc" | "mount" | "sysctl" | "denial" | "accept" | "unix-connect";
                    /** @description What silence in the dimension as a whole is worth; a finding about few items may be worth more. */
                    evidence: {
                        daysObserved: number;
                        expectedNew: number;
                        from?: string;
                        inheritedStarts?: number;
                        /** @enum {string} */
                        level: "none" | "weak" | "moderate" | "strong";
                        limits?: ("starts-on-few-days" | "shutdown-not-observed" | "watched-in-part" | "new-version")[];
                        lossRatio: number;
                        podsObserved: number;
                        startsObserved: number;
                        to?: string;
                        unseen: number;
                    };
                    /**
                     * @description More was seen in the dimension than the profile keeps, whether or not somebody watched it. Absent: all of it is kept.
                     * @enum {boolean}
                     */
                    full?: true;
                }[];
                name: string;
            }[];
            pods: number;
            window?: {
                from: string;
                to: string;
            };
            workload: {
                cluster: string;
                kind: string;
                name: string;
                namespace: string;
            };
        };
        WorkloadDetail: {
            cluster: string;
            /** @description Why pods of it were not created, or containers not started, as Events of the watched cluster tell, the latest first: at most 20, of the last seven days. Absent: none is known. */
            failures?: {
                container?: string;
                count: number;
                /** Format: date-time */
                firstSeen: string;
                /** Format: date-time */
                lastSeen: string;
                message: string;
                object: {
                    kind: string;
                    name: string;
                };
                /** @enum {string} */
                reason: "pod-security-policy" | "pod-security-standard" | "security-context-constraint" | "run-as-non-root";
                /** @enum {string} */
                stage: "admission" | "start";
            }[];
            /** Format: uuid */
            id: string;
            kind: string;
            /** @description Of its pod template. Absent: no manifest is known. */
            labels?: {
                [key: string]: string;
            };
            /** @description Whether its manifest is known. */
            manifest: boolean;
            name: string;
            namespace: string;
            /** @description Absent: no runtime event has told of it. */
            observed?: {
                containers: string[];
                /**
                 * Format: date
                 * @description The last UTC day with an observation.
                 */
                lastDay: string;
                /** @description Pods observed within the retention of observations. */
                pods: number;
            };
            /** @description What the running pods of its latest version look like, the most frequent first, at most 10; 50 where its kind has no template. Absent: none is known. */
            shapes?: components["schemas"]["PodShape"][];
            /** @description What policies look at in the pods that its manifest asks for. Absent: no manifest is known, or its kind has no template. */
            template?: components["schemas"]["WorkloadTemplate"];
        };
        WorkloadPage: {
            items: components["schemas"]["Workload"][];
            /** @description The cursor of the next page. Absent: this is the last one. */
            next?: string;
        };
        WorkloadTemplate: {
            /** @description Those that say which seccomp and AppArmor profiles are wanted. */
            annotations?: {
                [key: string]: string;
            };
            automountServiceAccountToken?: boolean;
            containers: {
                hostPorts?: number[];
                image?: string;
                /** @description Volumes that it mounts otherwise. */
                mounts?: string[];
                name: string;
                /** @description Volumes that it mounts read-only. */
                readOnlyMounts?: string[];
                securityContext?: {
                    [key: string]: unknown;
                };
                /** @enum {string} */
                type: "init" | "regular" | "ephemeral";
            }[];
            hostIPC: boolean;
            hostNetwork: boolean;
            hostPID: boolean;
            runtimeClassName?: string;
            securityContext?: {
                [key: string]: unknown;
            };
            serviceAccountName?: string;
            volumes: {
                /** @description Of a flexVolume or a csi volume. */
                driver?: string;
                hostPath?: string;
                name: string;
                /** @description As policies spell it in `volumes`. */
                type: string;
            }[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listAuditEntries: {
        parameters: {
            query?: {
                /** @description The id of a key, or of the subject of a token. */
                actor?: string;
                /** @description `next` of the page before; leave it out for the first page. */
                cursor?: string;
                /** @description Not before this time. */
                from?: string;
                /** @description Items on a page. */
                limit?: number;
                /** @description The id of an object, or the name of a project. */
                object?: string;
                /** @example createProject */
                operation?: string;
                outcome?: "done" | "refused" | "failed";
                /** @description The X-Request-Id of a call. */
                request?: string;
                /** @description Before this time. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": 1,
                     *           "requestId": "0d1c2b3a-0000-4000-8000-000000000013",
                     *           "operation": "createProject",
                     *           "outcome": "done",
                     *           "at": "2026-03-02T08:00:00.000Z",
                     *           "actor": {
                     *             "kind": "key",
                     *             "name": "bootstrap",
                     *             "id": "0d1c2b3a-0000-4000-8000-000000000014"
                     *           },
                     *           "object": {
                     *             "kind": "projects",
                     *             "id": "payments",
                     *             "project": "payments"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listClusters: {
        parameters: {
            query?: {
                /** @description `next` of the page before; leave it out for the first page. */
                cursor?: string;
                /** @description Items on a page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "name": "prod",
                     *           "workloads": 2,
                     *           "observed": 2,
                     *           "description": "What customers use. Platform team.",
                     *           "manifestsAt": "2026-03-02T08:00:00.000Z",
                     *           "registeredAt": "2026-03-02T08:00:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ClusterPage"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readCluster: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of an earlier answer: if it is still the present one, the answer is 304, without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @example prod */
                cluster: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "prod",
                     *       "workloads": 2,
                     *       "observed": 2,
                     *       "description": "What customers use. Platform team.",
                     *       "manifestsAt": "2026-03-02T08:00:00.000Z",
                     *       "registeredAt": "2026-03-02T08:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["ClusterDetail"];
                };
            };
            /** @description It is as If-None-Match says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    registerCluster: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the cluster as it was read: it is not changed if it is another one by now. */
                "If-Match"?: string;
            };
            path: {
                /** @example prod */
                cluster: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "description": "What customers use."
                 *     }
                 */
                "application/json": components["schemas"]["ClusterRegistration"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "prod",
                     *       "workloads": 0,
                     *       "observed": 0,
                     *       "description": "What customers use.",
                     *       "registeredAt": "2026-03-02T08:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["ClusterDetail"];
                };
            };
            /** @description It was not registered before. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "prod",
                     *       "workloads": 0,
                     *       "observed": 0,
                     *       "description": "What customers use.",
                     *       "registeredAt": "2026-03-02T08:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["ClusterDetail"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cluster is being deleted. */
            409: {
                headers: {
                    /** @description Seconds until the deletion may have ended, if it is one that is in the way. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Somebody has said something else of it since the ETag that If-Match names. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Content too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteCluster: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example prod */
                cluster: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0d1c2b3a-0000-4000-8000-000000000007",
                     *       "cluster": "prod",
                     *       "status": "queued",
                     *       "removed": 0,
                     *       "failures": 0,
                     *       "requestedAt": "2026-03-02T08:00:00.000Z",
                     *       "requestedBy": "bootstrap"
                     *     }
                     */
                    "application/json": components["schemas"]["Deletion"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such cluster. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A collector watches the cluster. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Content too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readClusterCoverage: {
        parameters: {
            query?: {
                /**
                 * @description A UTC day, or a time in it: profiles are kept by day.
                 * @example 2026-03-01
                 */
                from?: string;
                /**
                 * @description A UTC day, or a time in it: profiles are kept by day.
                 * @example 2026-03-01
                 */
                to?: string;
            };
            header?: never;
            path: {
                /** @example prod */
                cluster: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "cluster": "prod",
                     *       "window": {
                     *         "from": "2026-03-01",
                     *         "to": "2026-03-01"
                     *       },
                     *       "workloads": {
                     *         "total": 2,
                     *         "watched": 1,
                     *         "unwatched": 1
                     *       },
                     *       "nodes": 1,
                     *       "dimensions": [
                     *         {
                     *           "dimension": "syscall",
                     *           "workloads": {
                     *             "watched": 1,
                     *             "watchedPartly": 0,
                     *             "unwatched": 1
                     *           },
                     *           "sent": {
                     *             "received": 2,
                     *             "lost": 0,
                     *             "lostShare": 0
                     *           }
                     *         },
                     *         {
                     *           "dimension": "capability",
                     *           "workloads": {
                     *             "watched": 1,
                     *             "watchedPartly": 0,
                     *             "unwatched": 1
                     *           },
                     *           "sent": {
                     *             "received": 2,
                     *             "lost": 0,
                     *             "lostShare": 0
                     *           }
                     *         },
                     *         {
                     *           "dimension": "identity",
                     *           "workloads": {
                     *             "watched": 0,
                     *             "watchedPartly": 0,
                     *             "unwatched": 2
                     *           },
                     *           "sent": {
                     *             "received": 0,
                     *             "lost": 0,
                     *             "lostShare": 0
                     *           }
                     *         },
                     *         {
                     *           "dimension": "exec",
                     *           "workloads": {
                     *             "watched": 0,
                     *             "watchedPartly": 0,
                     *             "unwatched": 2
                     *           },
                     *           "sent": {
                     *             "received": 0,
                     *             "lost": 0,
                     *             "lostShare": 0
                     *           }
                     *         },
                     *         {
                     *           "dimension": "file",
                     *           "workloads": {
                     *             "watched": 1,
                     *             "watchedPartly": 0,
                     *             "unwatched": 1
                     *           },
                     *           "sent": {
                     *             "received": 2,
                     *             "lost": 0,
                     *             "lostShare": 0
                     *           }
                     *         },
                     *         {
                     *           "dimension": "device",
                     *           "workloads": {
                     *             "watched": 0,
                     *             "watchedPartly": 0,
                     *             "unwatched": 2
                     *           },
                     *           "sent": {
                     *             "received": 0,
                     *             "lost": 0,
                     *             "lostShare": 0
                     *           }
                     *         },
                     *         {
                     *           "dimension": "listen",
                     *           "workloads": {
                     *             "watched": 1,
                     *             "watchedPartly": 0,
                     *             "unwatched": 1
                     *           },
                     *           "sent": {
                     *             "received": 2,
                     *             "lost": 0,
                     *             "lostShare": 0
                     *           }
                     *         },
                     *         {
                     *           "dimension": "connect",
                     *           "workloads": {
                     *             "watched": 0,
                     *             "watchedPartly": 0,
                     *             "unwatched": 2
                     *           },
                     *           "sent": {
                     *             "received": 0,
                     *             "lost": 0,
                     *             "lostShare": 0
                     *           }
                     *         },
                     *         {
                     *           "dimension": "raw-socket",
                     *           "workloads": {
                     *             "watched": 0,
                     *             "watchedPartly": 0,
                     *             "unwatched": 2
                     *           },
                     *           "sent": {
                     *             "received": 0,
                     *             "lost": 0,
                     *             "lostShare": 0
                     *           }
                     *         },
                     *         {
                     *           "dimension": "host-process",
                     *           "workloads": {
                     *             "watched": 0,
                     *             "watchedPartly": 0,
                     *             "unwatched": 2
                     *           },
                     *           "sent": {
                     *             "received": 0,
                     *             "lost": 0,
                     *             "lostShare": 0
                     *           }
                     *         },
                     *         {
                     *           "dimension": "host-ipc",
                     *           "workloads": {
                     *             "watched": 0,
                     *             "watchedPartly": 0,
                     *             "unwatched": 2
                     *           },
                     *           "sent": {
                     *             "received": 0,
                     *             "lost": 0,
                     *             "lostShare": 0
                     *           }
                     *         },
                     *         {
                     *           "dimension": "mount",
                     *           "workloads": {
                     *             "watched": 0,
                     *             "watchedPartly": 0,
                     *             "unwatched": 2
                     *           },
                     *           "sent": {
                     *             "received": 0,
                     *             "lost": 0,
                     *             "lostShare": 0
                     *           }
                     *         },
                     *         {
                     *           "dimension": "sysctl",
                     *           "workloads": {
                     *             "watched": 0,
                     *             "watchedPartly": 0,
                     *             "unwatched": 2
                     *           },
                     *           "sent": {
                     *             "received": 0,
                     *             "lost": 0,
                     *             "lostShare": 0
                     *           }
                     *         },
                     *         {
                     *           "dimension": "denial",
                     *           "workloads": {
                     *             "watched": 0,
                     *             "watchedPartly": 0,
                     *             "unwatched": 2
                     *           },
                     *           "sent": {
                     *             "received": 0,
                     *             "lost": 0,
                     *             "lostShare": 0
                     *           }
                     *         },
                     *         {
                     *           "dimension": "accept",
                     *           "workloads": {
                     *             "watched": 0,
                     *             "watchedPartly": 0,
                     *             "unwatched": 2
                     *           },
                     *           "sent": {
                     *             "received": 0,
                     *             "lost": 0,
                     *             "lostShare": 0
                     *           }
                     *         },
                     *         {
                     *           "dimension": "unix-connect",
                     *           "workloads": {
                     *             "watched": 0,
                     *             "watchedPartly": 0,
                     *             "unwatched": 2
                     *           },
                     *           "sent": {
                     *             "received": 0,
                     *             "lost": 0,
                     *             "lostShare": 0
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ClusterCoverage"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replaceManifests: {
        parameters: {
            query?: {
                /** @description The namespace of manifests that name none. */
                namespace?: string;
            };
            header?: never;
            path: {
                /** @example prod */
                cluster: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example [
                 *       {
                 *         "apiVersion": "apps/v1",
                 *         "kind": "Deployment",
                 *         "metadata": {
                 *           "name": "plain",
                 *           "namespace": "shop"
                 *         },
                 *         "spec": {
                 *           "selector": {
                 *             "matchLabels": {
                 *               "app": "plain"
                 *             }
                 *           },
                 *           "template": {
                 *             "metadata": {
                 *               "labels": {
                 *                 "app": "plain"
                 *               }
                 *             },
                 *             "spec": {
                 *               "containers": [
                 *                 {
                 *                   "name": "main",
                 *                   "image": "registry.example/plain:1"
                 *                 }
                 *               ]
                 *             }
                 *           }
                 *         }
                 *       },
                 *       {
                 *         "apiVersion": "apps/v1",
                 *         "kind": "Deployment",
                 *         "metadata": {
                 *           "name": "nginx",
                 *           "namespace": "shop"
                 *         },
                 *         "spec": {
                 *           "replicas": 2,
                 *           "selector": {
                 *             "matchLabels": {
                 *               "app": "nginx"
                 *             }
                 *           },
                 *           "template": {
                 *             "metadata": {
                 *               "labels": {
                 *                 "app": "nginx"
                 *               }
                 *             },
                 *             "spec": {
                 *               "hostNetwork": true,
                 *               "containers": [
                 *                 {
                 *                   "name": "nginx",
                 *                   "image": "nginx:1.27",
                 *                   "ports": [
                 *                     {
                 *                       "containerPort": 80,
                 *                       "hostPort": 80
                 *                     }
                 *                   ],
                 *                   "securityContext": {
                 *                     "privileged": true
                 *                   }
                 *                 }
                 *               ]
                 *             }
                 *           }
                 *         }
                 *       }
                 *     ]
                 */
                "application/json": unknown;
                "application/x-yaml": string;
                "application/yaml": string;
                "text/x-yaml": string;
                "text/yaml": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "workloads": 2,
                     *       "objects": {},
                     *       "owned": 0,
                     *       "passedOver": {}
                     *     }
                     */
                    "application/json": components["schemas"]["ManifestUpload"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A collector watches the cluster; the watch alone says what it holds. Or the cluster, or a namespace of it, is being deleted. */
            409: {
                headers: {
                    /** @description Seconds until the deletion may have ended, if it is one that is in the way. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Content too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addManifests: {
        parameters: {
            query?: {
                /** @description The namespace of manifests that name none. */
                namespace?: string;
            };
            header?: never;
            path: {
                /** @example prod */
                cluster: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example [
                 *       {
                 *         "apiVersion": "apps/v1",
                 *         "kind": "Deployment",
                 *         "metadata": {
                 *           "name": "plain",
                 *           "namespace": "shop"
                 *         },
                 *         "spec": {
                 *           "selector": {
                 *             "matchLabels": {
                 *               "app": "plain"
                 *             }
                 *           },
                 *           "template": {
                 *             "metadata": {
                 *               "labels": {
                 *                 "app": "plain"
                 *               }
                 *             },
                 *             "spec": {
                 *               "containers": [
                 *                 {
                 *                   "name": "main",
                 *                   "image": "registry.example/plain:1"
                 *                 }
                 *               ]
                 *             }
                 *           }
                 *         }
                 *       },
                 *       {
                 *         "apiVersion": "apps/v1",
                 *         "kind": "Deployment",
                 *         "metadata": {
                 *           "name": "nginx",
                 *           "namespace": "shop"
                 *         },
                 *         "spec": {
                 *           "replicas": 2,
                 *           "selector": {
                 *             "matchLabels": {
                 *               "app": "nginx"
                 *             }
                 *           },
                 *           "template": {
                 *             "metadata": {
                 *               "labels": {
                 *                 "app": "nginx"
                 *               }
                 *             },
                 *             "spec": {
                 *               "hostNetwork": true,
                 *               "containers": [
                 *                 {
                 *                   "name": "nginx",
                 *                   "image": "nginx:1.27",
                 *                   "ports": [
                 *                     {
                 *                       "containerPort": 80,
                 *                       "hostPort": 80
                 *                     }
                 *                   ],
                 *                   "securityContext": {
                 *                     "privileged": true
                 *                   }
                 *                 }
                 *               ]
                 *             }
                 *           }
                 *         }
                 *       }
                 *     ]
                 */
                "application/json": unknown;
                "application/x-yaml": string;
                "application/yaml": string;
                "text/x-yaml": string;
                "text/yaml": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "workloads": 2,
                     *       "objects": {},
                     *       "owned": 0,
                     *       "passedOver": {}
                     *     }
                     */
                    "application/json": components["schemas"]["ManifestUpload"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A collector watches the cluster; the watch alone says what it holds. Or the cluster, or the namespace of one of the manifests, is being deleted. */
            409: {
                headers: {
                    /** @description Seconds until the deletion may have ended, if it is one that is in the way. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Content too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteNamespace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example prod */
                cluster: string;
                /** @example shop */
                namespace: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0d1c2b3a-0000-4000-8000-000000000008",
                     *       "cluster": "prod",
                     *       "namespace": "shop",
                     *       "status": "queued",
                     *       "removed": 0,
                     *       "failures": 0,
                     *       "requestedAt": "2026-03-02T08:00:00.000Z",
                     *       "requestedBy": "bootstrap"
                     *     }
                     */
                    "application/json": components["schemas"]["Deletion"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such cluster. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A collector watches the cluster. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Content too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ingestClusterRuntimeEvents: {
        parameters: {
            query?: {
                /**
                 * @description The cluster that the events are of, whatever they say themselves. Native events name their own.
                 * @example prod
                 */
                cluster?: string;
                /** @description The field of `output_fields` by which alerts of Falco name their cluster, if it is not `cluster` or `k8s.cluster.name`. `cluster` goes before it. */
                clusterField?: string;
                /** @description The dimensions that the agent is configured to watch as a whole, with commas between them. Native events say it themselves. */
                covers?: string;
                /** @description The dimensions of which the agent is configured to watch a part only, with commas between them. Goes before `covers`. */
                coversPartly?: string;
                /** @description The format of the events. If absent: recognised by their looks. */
                format?: "native" | "tetragon" | "falco" | "kubernetes-audit" | "tracee" | "inspektor-gadget" | "kubearmor" | "spo";
                /** @description The gadget of Inspektor Gadget; its events do not say. */
                gadget?: string;
                /** @description Passed over: kube-apiserver says here how long its webhook waits. */
                timeout?: string;
            };
            header?: {
                /** @description The same key with the same body gets the answer of the first request for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example prod */
                cluster: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "schema": "runtime-events/v1",
                 *       "cluster": "prod",
                 *       "node": "node-1",
                 *       "agent": {
                 *         "name": "advisor-agent",
                 *         "version": "1.4.0",
                 *         "instance": "0d1c2b3a-0000-4000-8000-000000000012"
                 *       },
                 *       "sequence": 1,
                 *       "sentAt": "2026-03-01T10:30:00Z",
                 *       "covers": [
                 *         "syscall",
                 *         "capability",
                 *         "file",
                 *         "listen"
                 *       ],
                 *       "containers": [
                 *         {
                 *           "namespace": "shop",
                 *           "pod": {
                 *             "name": "plain-7d9c5b6f84-x2z4b",
                 *             "uid": "uid-of-shop-plain-7d9c5b6f84-x2z4b"
                 *           },
                 *           "owner": {
                 *             "kind": "ReplicaSet",
                 *             "name": "plain-7d9c5b6f84"
                 *           },
                 *           "container": {
                 *             "name": "main",
                 *             "image": "nginx:1.27"
                 *           },
                 *           "observations": [
                 *             {
                 *               "dimension": "syscall",
                 *               "syscall": "read",
                 *               "count": 1,
                 *               "first": "2026-03-01T10:20:00Z",
                 *               "last": "2026-03-01T10:20:00Z"
                 *             },
                 *             {
                 *               "dimension": "capability",
                 *               "capability": "NET_BIND_SERVICE",
                 *               "granted": true,
                 *               "uid": 0,
                 *               "count": 1,
                 *               "first": "2026-03-01T10:20:00Z",
                 *               "last": "2026-03-01T10:20:00Z"
                 *             }
                 *           ]
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    agent: {
                        /** Format: uuid */
                        instance: string;
                        name: string;
                        version: string;
                    };
                    cluster: string;
                    containers: {
                        container: {
                            endedAt?: string;
                            fromStart?: boolean;
                            id?: string;
                            image?: string;
                            imageDigest?: string;
                            imageUser?: string;
                            imageVolumes?: string[];
                            name: string;
                            startedAt?: string;
                        };
                        namespace: string;
                        observations: ({
                            count: number;
                            /** @enum {string} */
                            dimension: "syscall";
                            first: string;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            syscall: string;
                        } | {
                            capability: string;
                            count: number;
                            /** @enum {string} */
                            dimension: "capability";
                            first: string;
                            granted: boolean;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            uid: number;
                            /**
                             * @default own
                             * @enum {string}
                             */
                            userNamespace?: "own" | "child";
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "identity";
                            first: string;
                            firstProcess: boolean;
                            gid: number;
                            groups?: number[];
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            uid: number;
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "exec";
                            entrypoint?: boolean;
                            fileCapabilities?: string[];
                            first: string;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            path: string;
                            /** @enum {string} */
                            privilegeGain?: "setuid" | "setgid" | "file-capabilities";
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "file";
                            first: string;
                            last: string;
                            mount?: string;
                            /** @enum {string} */
                            operation: "read" | "write" | "metadata" | "execute";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            path: string;
                            /** @enum {string} */
                            place: "root" | "volume" | "host-path" | "proc" | "sys" | "device";
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "device";
                            first: string;
                            last: string;
                            /** @enum {string} */
                            operation: "read" | "write" | "metadata" | "execute" | "mknod";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            path: string;
                        } | {
                            address: string;
                            count: number;
                            /** @enum {string} */
                            dimension: "listen";
                            first: string;
                            hostNetwork: boolean;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            port: number;
                            /** @enum {string} */
                            protocol: "tcp" | "udp" | "sctp" | "udplite" | "icmp";
                        } | {
                            address?: string;
                            count: number;
                            /** @enum {string} */
                            dimension: "connect";
                            first: string;
                            hostNetwork: boolean;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            /** @enum {string} */
                            peer: "loopback" | "node" | "cluster" | "external";
                            port: number;
                            /** @enum {string} */
                            protocol: "tcp" | "udp" | "sctp" | "udplite" | "icmp";
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "raw-socket";
                            family: string;
                            first: string;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            type: string;
                        } | {
                            /** @enum {string} */
                            action: "ptrace" | "signal" | "procfs" | "setns";
                            count: number;
                            /** @enum {string} */
                            dimension: "host-process";
                            first: string;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "host-ipc";
                            first: string;
                            /** @enum {string} */
                            kind: "shared-memory" | "semaphore" | "message-queue";
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "mount";
                            filesystem: string;
                            first: string;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            target: string;
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "sysctl";
                            first: string;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            sysctl: string;
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "denial";
                            first: string;
                            last: string;
                            /** @enum {string} */
                            mechanism: "seccomp" | "apparmor" | "selinux";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            what: string;
                        } | {
                            address: string;
                            count: number;
                            /** @enum {string} */
                            dimension: "accept";
                            first: string;
                            hostNetwork: boolean;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            port: number;
                            /** @enum {string} */
                            protocol: "tcp" | "udp" | "sctp" | "udplite" | "icmp";
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "unix-connect";
                            first: string;
                            inside: boolean;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            path: string;
                        })[];
                        owner?: {
                            kind: string;
                            name: string;
                        };
                        pod: {
                            name: string;
                            templateHash?: string;
                            uid: string;
                        };
                    }[];
                    covers: ("syscall" | "capability" | "identity" | "exec" | "file" | "device" | "listen" | "connect" | "raw-socket" | "host-process" | "host-ipc" | "mount" | "sysctl" | "denial" | "accept" | "unix-connect")[];
                    coversPartly?: ("syscall" | "capability" | "identity" | "exec" | "file" | "device" | "listen" | "connect" | "raw-socket" | "host-process" | "host-ipc" | "mount" | "sysctl" | "denial" | "accept" | "unix-connect")[];
                    /** @default {} */
                    lost?: {
                        [key: string]: number;
                    };
                    node: string;
                    nodeFacts?: {
                        apparmor?: boolean;
                        architecture?: string;
                        /** @enum {string} */
                        cgroup?: "v1" | "v2";
                        runtime?: string;
                        seccompDefault?: boolean;
                        selinux?: boolean;
                        unprivilegedPortStart?: number;
                    };
                    /** @enum {string} */
                    schema: "runtime-events/v1";
                    sentAt: string;
                    sequence: number;
                } | {
                    agent: {
                        /** Format: uuid */
                        instance: string;
                        name: string;
                        version: string;
                    };
                    cluster: string;
                    containers: {
                        container: {
                            endedAt?: string;
                            fromStart?: boolean;
                            id?: string;
                            image?: string;
                            imageDigest?: string;
                            imageUser?: string;
                            imageVolumes?: string[];
                            name: string;
                            startedAt?: string;
                        };
                        namespace: string;
                        observations: ({
                            count: number;
                            /** @enum {string} */
                            dimension: "syscall";
                            first: string;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            syscall: string;
                        } | {
                            capability: string;
                            count: number;
                            /** @enum {string} */
                            dimension: "capability";
                            first: string;
                            granted: boolean;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            uid: number;
                            /**
                             * @default own
                             * @enum {string}
                             */
                            userNamespace?: "own" | "child";
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "identity";
                            first: string;
                            firstProcess: boolean;
                            gid: number;
                            groups?: number[];
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            uid: number;
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "exec";
                            entrypoint?: boolean;
                            fileCapabilities?: string[];
                            first: string;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            path: string;
                            /** @enum {string} */
                            privilegeGain?: "setuid" | "setgid" | "file-capabilities";
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "file";
                            first: string;
                            last: string;
                            mount?: string;
                            /** @enum {string} */
                            operation: "read" | "write" | "metadata" | "execute";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            path: string;
                            /** @enum {string} */
                            place: "root" | "volume" | "host-path" | "proc" | "sys" | "device";
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "device";
                            first: string;
                            last: string;
                            /** @enum {string} */
                            operation: "read" | "write" | "metadata" | "execute" | "mknod";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            path: string;
                        } | {
                            address: string;
                            count: number;
                            /** @enum {string} */
                            dimension: "listen";
                            first: string;
                            hostNetwork: boolean;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            port: number;
                            /** @enum {string} */
                            protocol: "tcp" | "udp" | "sctp" | "udplite" | "icmp";
                        } | {
                            address?: string;
                            count: number;
                            /** @enum {string} */
                            dimension: "connect";
                            first: string;
                            hostNetwork: boolean;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            /** @enum {string} */
                            peer: "loopback" | "node" | "cluster" | "external";
                            port: number;
                            /** @enum {string} */
                            protocol: "tcp" | "udp" | "sctp" | "udplite" | "icmp";
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "raw-socket";
                            family: string;
                            first: string;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            type: string;
                        } | {
                            /** @enum {string} */
                            action: "ptrace" | "signal" | "procfs" | "setns";
                            count: number;
                            /** @enum {string} */
                            dimension: "host-process";
                            first: string;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "host-ipc";
                            first: string;
                            /** @enum {string} */
                            kind: "shared-memory" | "semaphore" | "message-queue";
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "mount";
                            filesystem: string;
                            first: string;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            target: string;
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "sysctl";
                            first: string;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            sysctl: string;
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "denial";
                            first: string;
                            last: string;
                            /** @enum {string} */
                            mechanism: "seccomp" | "apparmor" | "selinux";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            what: string;
                        } | {
                            address: string;
                            count: number;
                            /** @enum {string} */
                            dimension: "accept";
                            first: string;
                            hostNetwork: boolean;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            port: number;
                            /** @enum {string} */
                            protocol: "tcp" | "udp" | "sctp" | "udplite" | "icmp";
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "unix-connect";
                            first: string;
                            inside: boolean;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            path: string;
                        })[];
                        owner?: {
                            kind: string;
                            name: string;
                        };
                        pod: {
                            name: string;
                            templateHash?: string;
                            uid: string;
                        };
                    }[];
                    covers: ("syscall" | "capability" | "identity" | "exec" | "file" | "device" | "listen" | "connect" | "raw-socket" | "host-process" | "host-ipc" | "mount" | "sysctl" | "denial" | "accept" | "unix-connect")[];
                    coversPartly?: ("syscall" | "capability" | "identity" | "exec" | "file" | "device" | "listen" | "connect" | "raw-socket" | "host-process" | "host-ipc" | "mount" | "sysctl" | "denial" | "accept" | "unix-connect")[];
                    /** @default {} */
                    lost?: {
                        [key: string]: number;
                    };
                    node: string;
                    nodeFacts?: {
                        apparmor?: boolean;
                        architecture?: string;
                        /** @enum {string} */
                        cgroup?: "v1" | "v2";
                        runtime?: string;
                        seccompDefault?: boolean;
                        selinux?: boolean;
                        unprivilegedPortStart?: number;
                    };
                    /** @enum {string} */
                    schema: "runtime-events/v1";
                    sentAt: string;
                    sequence: number;
                }[] | Record<string, unknown>;
                "application/x-ndjson": string;
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "events": 1,
                     *       "duplicates": 0,
                     *       "observations": 2
                     *     }
                     */
                    "application/json": components["schemas"]["IngestionReceipt"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Idempotency-Key was used with another body. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large, or holds too many events. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too much is waiting to be stored; nothing of the request was taken. Retry-After says when to come back. */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeletions: {
        parameters: {
            query?: {
                cluster?: string;
                /** @description `next` of the page before; leave it out for the first page. */
                cursor?: string;
                /** @description Items on a page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0d1c2b3a-0000-4000-8000-000000000007",
                     *           "cluster": "prod",
                     *           "status": "succeeded",
                     *           "removed": 7,
                     *           "failures": 0,
                     *           "requestedAt": "2026-03-02T08:00:00.000Z",
                     *           "requestedBy": "bootstrap",
                     *           "finishedAt": "2026-03-02T08:00:00.000Z"
                     *         },
                     *         {
                     *           "id": "0d1c2b3a-0000-4000-8000-000000000008",
                     *           "cluster": "prod",
                     *           "namespace": "shop",
                     *           "status": "succeeded",
                     *           "removed": 13,
                     *           "failures": 0,
                     *           "requestedAt": "2026-03-02T08:00:00.000Z",
                     *           "requestedBy": "bootstrap",
                     *           "finishedAt": "2026-03-02T08:00:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["DeletionPage"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readDeletion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0d1c2b3a-0000-4000-8000-000000000008 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0d1c2b3a-0000-4000-8000-000000000008",
                     *       "cluster": "prod",
                     *       "namespace": "shop",
                     *       "status": "succeeded",
                     *       "removed": 13,
                     *       "failures": 0,
                     *       "requestedAt": "2026-03-02T08:00:00.000Z",
                     *       "requestedBy": "bootstrap",
                     *       "finishedAt": "2026-03-02T08:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Deletion"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such deletion. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listKeys: {
        parameters: {
            query?: {
                /** @description `next` of the page before; leave it out for the first page. */
                cursor?: string;
                /** @description Items on a page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0d1c2b3a-0000-4000-8000-000000000015",
                     *           "name": "agent",
                     *           "bindings": [
                     *             {
                     *               "role": "agent",
                     *               "project": "all",
                     *               "clusters": "all",
                     *               "namespaces": "all"
                     *             }
                     *           ],
                     *           "state": "valid",
                     *           "fingerprint": "0000000000000000",
                     *           "createdAt": "2026-03-02T08:00:00.000Z"
                     *         },
                     *         {
                     *           "id": "0d1c2b3a-0000-4000-8000-000000000014",
                     *           "name": "bootstrap",
                     *           "bindings": [
                     *             {
                     *               "role": "admin",
                     *               "project": "all",
                     *               "clusters": "all",
                     *               "namespaces": "all"
                     *             }
                     *           ],
                     *           "state": "valid",
                     *           "fingerprint": "0000000000000000",
                     *           "createdAt": "2026-03-02T08:00:00.000Z",
                     *           "lastUsedAt": "2026-03-02T08:00:00.000Z"
                     *         },
                     *         {
                     *           "id": "0d1c2b3a-0000-4000-8000-000000000016",
                     *           "name": "editor",
                     *           "bindings": [
                     *             {
                     *               "role": "editor",
                     *               "project": "all",
                     *               "clusters": "all",
                     *               "namespaces": "all"
                     *             }
                     *           ],
                     *           "state": "valid",
                     *           "fingerprint": "0000000000000000",
                     *           "createdAt": "2026-03-02T08:00:00.000Z"
                     *         },
                     *         {
                     *           "id": "0d1c2b3a-0000-4000-8000-000000000006",
                     *           "name": "node agents of prod",
                     *           "bindings": [
                     *             {
                     *               "role": "agent",
                     *               "project": "default",
                     *               "clusters": [
                     *                 "prod"
                     *               ],
                     *               "namespaces": "all"
                     *             }
                     *           ],
                     *           "state": "valid",
                     *           "fingerprint": "0000000000000000",
                     *           "createdAt": "2026-03-02T08:00:00.000Z",
                     *           "expiresAt": "2099-01-01T00:00:00.000Z"
                     *         },
                     *         {
                     *           "id": "0d1c2b3a-0000-4000-8000-000000000017",
                     *           "name": "viewer",
                     *           "bindings": [
                     *             {
                     *               "role": "viewer",
                     *               "project": "all",
                     *               "clusters": "all",
                     *               "namespaces": "all"
                     *             }
                     *           ],
                     *           "state": "valid",
                     *           "fingerprint": "0000000000000000",
                     *           "createdAt": "2026-03-02T08:00:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ApiKeyPage"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "node agents of prod",
                 *       "bindings": [
                 *         {
                 *           "role": "agent",
                 *           "project": "default",
                 *           "clusters": [
                 *             "prod"
                 *           ],
                 *           "namespaces": "all"
                 *         }
                 *       ],
                 *       "expiresAt": "2099-01-01T00:00:00Z"
                 *     }
                 */
                "application/json": components["schemas"]["NewApiKey"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0d1c2b3a-0000-4000-8000-000000000006",
                     *       "name": "node agents of prod",
                     *       "bindings": [
                     *         {
                     *           "role": "agent",
                     *           "project": "default",
                     *           "clusters": [
                     *             "prod"
                     *           ],
                     *           "namespaces": "all"
                     *         }
                     *       ],
                     *       "state": "valid",
                     *       "fingerprint": "0000000000000000",
                     *       "createdAt": "2026-03-02T08:00:00.000Z",
                     *       "expiresAt": "2099-01-01T00:00:00.000Z",
                     *       "key": "pak_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                     *     }
                     */
                    "application/json": components["schemas"]["IssuedApiKey"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Content too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the key.
                 * @example 0d1c2b3a-0000-4000-8000-000000000006
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0d1c2b3a-0000-4000-8000-000000000006",
                     *       "name": "node agents of prod",
                     *       "bindings": [
                     *         {
                     *           "role": "agent",
                     *           "project": "default",
                     *           "clusters": [
                     *             "prod"
                     *           ],
                     *           "namespaces": "all"
                     *         }
                     *       ],
                     *       "state": "valid",
                     *       "fingerprint": "0000000000000000",
                     *       "createdAt": "2026-03-02T08:00:00.000Z",
                     *       "expiresAt": "2099-01-01T00:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the key.
                 * @example 0d1c2b3a-0000-4000-8000-000000000006
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Content too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the key.
                 * @example 0d1c2b3a-0000-4000-8000-000000000006
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "graceSeconds": 3600
                 *     }
                 */
                "application/json": components["schemas"]["ApiKeyRotation"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0d1c2b3a-0000-4000-8000-000000000006",
                     *       "name": "node agents of prod",
                     *       "bindings": [
                     *         {
                     *           "role": "agent",
                     *           "project": "default",
                     *           "clusters": [
                     *             "prod"
                     *           ],
                     *           "namespaces": "all"
                     *         }
                     *       ],
                     *       "state": "valid",
                     *       "fingerprint": "0000000000000000",
                     *       "previous": {
                     *         "fingerprint": "0000000000000000",
                     *         "validUntil": "2026-03-02T08:00:00.000Z"
                     *       },
                     *       "createdAt": "2026-03-02T08:00:00.000Z",
                     *       "expiresAt": "2099-01-01T00:00:00.000Z",
                     *       "key": "pak_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                     *     }
                     */
                    "application/json": components["schemas"]["IssuedApiKey"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is revoked or expired, or it is the bootstrap key, which its file rotates. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Content too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPolicies: {
        parameters: {
            query?: {
                /** @description `next` of the page before; leave it out for the first page. */
                cursor?: string;
                /** @description Only policies whose present revision has such labels, in the grammar of Kubernetes: `team=shop,tier in (front,back),!canary`. */
                labelSelector?: string;
                /** @description Items on a page. */
                limit?: number;
                /** @description Only the policy of this name. */
                name?: string;
                /** @description The project that the call is about. Left out: lists are of all projects that the caller reaches; what is made belongs to the only one that it is bound to, or else to `default`. */
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0d1c2b3a-0000-4000-8000-000000000002",
                     *           "project": "default",
                     *           "name": "restricted",
                     *           "revision": 2,
                     *           "origin": "uploaded",
                     *           "labels": {
                     *             "team": "shop"
                     *           },
                     *           "createdAt": "2026-03-02T08:00:00.000Z",
                     *           "revisedAt": "2026-03-02T08:00:00.000Z",
                     *           "revisedBy": "bootstrap"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["PolicyPage"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createPolicy: {
        parameters: {
            query?: {
                /** @description Unknown fields: refused (Strict), accepted with a warning (Warn), accepted silently (Ignore). */
                fieldValidation?: "Strict" | "Warn" | "Ignore";
                /** @description The project that the call is about. Left out: lists are of all projects that the caller reaches; what is made belongs to the only one that it is bound to, or else to `default`. */
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "apiVersion": "policy/v1beta1",
                 *       "kind": "PodSecurityPolicy",
                 *       "metadata": {
                 *         "name": "restricted",
                 *         "labels": {
                 *           "team": "shop"
                 *         }
                 *       },
                 *       "spec": {
                 *         "privileged": false,
                 *         "volumes": [
                 *           "configMap",
                 *           "emptyDir",
                 *           "projected",
                 *           "secret"
                 *         ],
                 *         "runAsUser": {
                 *           "rule": "RunAsAny"
                 *         },
                 *         "seLinux": {
                 *           "rule": "RunAsAny"
                 *         },
                 *         "supplementalGroups": {
                 *           "rule": "RunAsAny"
                 *         },
                 *         "fsGroup": {
                 *           "rule": "RunAsAny"
                 *         },
                 *         "hostNetwork": false
                 *       }
                 *     }
                 */
                "application/json": Record<string, unknown>;
                "application/x-yaml": string;
                "application/yaml": string;
                "text/x-yaml": string;
                "text/yaml": string;
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0d1c2b3a-0000-4000-8000-000000000002",
                     *       "project": "default",
                     *       "name": "restricted",
                     *       "revision": 1,
                     *       "origin": "uploaded",
                     *       "labels": {
                     *         "team": "shop"
                     *       },
                     *       "createdAt": "2026-03-02T08:00:00.000Z",
                     *       "revisedAt": "2026-03-02T08:00:00.000Z",
                     *       "revisedBy": "bootstrap",
                     *       "policy": {
                     *         "apiVersion": "policy/v1beta1",
                     *         "kind": "PodSecurityPolicy",
                     *         "metadata": {
                     *           "name": "restricted",
                     *           "labels": {
                     *             "team": "shop"
                     *           }
                     *         },
                     *         "spec": {
                     *           "privileged": false,
                     *           "volumes": [
                     *             "configMap",
                     *             "emptyDir",
                     *             "projected",
                     *             "secret"
                     *           ],
                     *           "runAsUser": {
                     *             "rule": "RunAsAny"
                     *           },
                     *           "seLinux": {
                     *             "rule": "RunAsAny"
                     *           },
                     *           "supplementalGroups": {
                     *             "rule": "RunAsAny"
                     *           },
                     *           "fsGroup": {
                     *             "rule": "RunAsAny"
                     *           },
                     *           "hostNetwork": false
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Policy"];
                    "application/yaml": string;
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is a policy of that name. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Content too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readPolicy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of an earlier answer: if it is still the present one, the answer is 304, without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description The id of the policy.
                 * @example 0d1c2b3a-0000-4000-8000-000000000002
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0d1c2b3a-0000-4000-8000-000000000002",
                     *       "project": "default",
                     *       "name": "restricted",
                     *       "revision": 2,
                     *       "origin": "uploaded",
                     *       "labels": {
                     *         "team": "shop"
                     *       },
                     *       "createdAt": "2026-03-02T08:00:00.000Z",
                     *       "revisedAt": "2026-03-02T08:00:00.000Z",
                     *       "revisedBy": "bootstrap",
                     *       "policy": {
                     *         "apiVersion": "policy/v1beta1",
                     *         "kind": "PodSecurityPolicy",
                     *         "metadata": {
                     *           "name": "restricted",
                     *           "labels": {
                     *             "team": "shop"
                     *           }
                     *         },
                     *         "spec": {
                     *           "privileged": false,
                     *           "volumes": [
                     *             "configMap",
                     *             "emptyDir",
                     *             "projected",
                     *             "secret"
                     *           ],
                     *           "runAsUser": {
                     *             "rule": "RunAsAny"
                     *           },
                     *           "seLinux": {
                     *             "rule": "RunAsAny"
                     *           },
                     *           "supplementalGroups": {
                     *             "rule": "RunAsAny"
                     *           },
                     *           "fsGroup": {
                     *             "rule": "RunAsAny"
                     *           },
                     *           "readOnlyRootFilesystem": true
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Policy"];
                    "application/yaml": string;
                };
            };
            /** @description It is as If-None-Match says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revisePolicy: {
        parameters: {
            query?: {
                /** @description Unknown fields: refused (Strict), accepted with a warning (Warn), accepted silently (Ignore). */
                fieldValidation?: "Strict" | "Warn" | "Ignore";
            };
            header?: {
                /** @description The `ETag` of the policy as it was read: it is not changed if it is another one by now. */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description The id of the policy.
                 * @example 0d1c2b3a-0000-4000-8000-000000000002
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "apiVersion": "policy/v1beta1",
                 *       "kind": "PodSecurityPolicy",
                 *       "metadata": {
                 *         "name": "restricted",
                 *         "labels": {
                 *           "team": "shop"
                 *         }
                 *       },
                 *       "spec": {
                 *         "privileged": false,
                 *         "volumes": [
                 *           "configMap",
                 *           "emptyDir",
                 *           "projected",
                 *           "secret"
                 *         ],
                 *         "runAsUser": {
                 *           "rule": "RunAsAny"
                 *         },
                 *         "seLinux": {
                 *           "rule": "RunAsAny"
                 *         },
                 *         "supplementalGroups": {
                 *           "rule": "RunAsAny"
                 *         },
                 *         "fsGroup": {
                 *           "rule": "RunAsAny"
                 *         },
                 *         "readOnlyRootFilesystem": true
                 *       }
                 *     }
                 */
                "application/json": Record<string, unknown>;
                "application/x-yaml": string;
                "application/yaml": string;
                "text/x-yaml": string;
                "text/yaml": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0d1c2b3a-0000-4000-8000-000000000002",
                     *       "project": "default",
                     *       "name": "restricted",
                     *       "revision": 2,
                     *       "origin": "uploaded",
                     *       "labels": {
                     *         "team": "shop"
                     *       },
                     *       "createdAt": "2026-03-02T08:00:00.000Z",
                     *       "revisedAt": "2026-03-02T08:00:00.000Z",
                     *       "revisedBy": "bootstrap",
                     *       "policy": {
                     *         "apiVersion": "policy/v1beta1",
                     *         "kind": "PodSecurityPolicy",
                     *         "metadata": {
                     *           "name": "restricted",
                     *           "labels": {
                     *             "team": "shop"
                     *           }
                     *         },
                     *         "spec": {
                     *           "privileged": false,
                     *           "volumes": [
                     *             "configMap",
                     *             "emptyDir",
                     *             "projected",
                     *             "secret"
                     *           ],
                     *           "runAsUser": {
                     *             "rule": "RunAsAny"
                     *           },
                     *           "seLinux": {
                     *             "rule": "RunAsAny"
                     *           },
                     *           "supplementalGroups": {
                     *             "rule": "RunAsAny"
                     *           },
                     *           "fsGroup": {
                     *             "rule": "RunAsAny"
                     *           },
                     *           "readOnlyRootFilesystem": true
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Policy"];
                    "application/yaml": string;
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name differs from that of the policy. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has been revised since the revision that If-Match names. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Content too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deletePolicy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the policy as it was read: it is not changed if it is another one by now. */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description The id of the policy.
                 * @example 0d1c2b3a-0000-4000-8000-000000000009
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has been revised since the revision that If-Match names. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Content too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPolicyRevisions: {
        parameters: {
            query?: {
                /** @description `next` of the page before; leave it out for the first page. */
                cursor?: string;
                /** @description Items on a page. */
                limit?: number;
            };
            header?: never;
            path: {
                /**
                 * @description The id of the policy.
                 * @example 0d1c2b3a-0000-4000-8000-000000000002
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0d1c2b3a-0000-4000-8000-000000000002",
                     *           "project": "default",
                     *           "name": "restricted",
                     *           "revision": 2,
                     *           "origin": "uploaded",
                     *           "labels": {
                     *             "team": "shop"
                     *           },
                     *           "createdAt": "2026-03-02T08:00:00.000Z",
                     *           "revisedAt": "2026-03-02T08:00:00.000Z",
                     *           "revisedBy": "bootstrap"
                     *         },
                     *         {
                     *           "id": "0d1c2b3a-0000-4000-8000-000000000002",
                     *           "project": "default",
                     *           "name": "restricted",
                     *           "revision": 1,
                     *           "origin": "uploaded",
                     *           "labels": {
                     *             "team": "shop"
                     *           },
                     *           "createdAt": "2026-03-02T08:00:00.000Z",
                     *           "revisedAt": "2026-03-02T08:00:00.000Z",
                     *           "revisedBy": "bootstrap"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["PolicyPage"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readPolicyRevision: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of an earlier answer: if it is still the present one, the answer is 304, without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description The id of the policy.
                 * @example 0d1c2b3a-0000-4000-8000-000000000002
                 */
                id: string;
                /** @example 1 */
                revision: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0d1c2b3a-0000-4000-8000-000000000002",
                     *       "project": "default",
                     *       "name": "restricted",
                     *       "revision": 1,
                     *       "origin": "uploaded",
                     *       "labels": {
                     *         "team": "shop"
                     *       },
                     *       "createdAt": "2026-03-02T08:00:00.000Z",
                     *       "revisedAt": "2026-03-02T08:00:00.000Z",
                     *       "revisedBy": "bootstrap",
                     *       "policy": {
                     *         "apiVersion": "policy/v1beta1",
                     *         "kind": "PodSecurityPolicy",
                     *         "metadata": {
                     *           "name": "restricted",
                     *           "labels": {
                     *             "team": "shop"
                     *           }
                     *         },
                     *         "spec": {
                     *           "privileged": false,
                     *           "volumes": [
                     *             "configMap",
                     *             "emptyDir",
                     *             "projected",
                     *             "secret"
                     *           ],
                     *           "runAsUser": {
                     *             "rule": "RunAsAny"
                     *           },
                     *           "seLinux": {
                     *             "rule": "RunAsAny"
                     *           },
                     *           "supplementalGroups": {
                     *             "rule": "RunAsAny"
                     *           },
                     *           "fsGroup": {
                     *             "rule": "RunAsAny"
                     *           },
                     *           "hostNetwork": false
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Policy"];
                    "application/yaml": string;
                };
            };
            /** @description It is as If-None-Match says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    comparePolicies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "first": {
                 *         "id": "0d1c2b3a-0000-4000-8000-000000000002",
                 *         "revision": 1
                 *       },
                 *       "second": {
                 *         "id": "0d1c2b3a-0000-4000-8000-000000000002"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["CompareRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "order": "wider",
                     *       "fields": [
                     *         {
                     *           "field": "privileged",
                     *           "order": "equal",
                     *           "witnesses": []
                     *         },
                     *         {
                     *           "field": "hostNetwork",
                     *           "order": "equal",
                     *           "witnesses": []
                     *         },
                     *         {
                     *           "field": "hostPID",
                     *           "order": "equal",
                     *           "witnesses": []
                     *         },
                     *         {
                     *           "field": "hostIPC",
                     *           "order": "equal",
                     *           "witnesses": []
                     *         },
                     *         {
                     *           "field": "hostPorts",
                     *           "order": "equal",
                     *           "witnesses": []
                     *         },
                     *         {
                     *           "field": "volumes",
                     *           "order": "equal",
                     *           "witnesses": []
                     *         },
                     *         {
                     *           "field": "allowedHostPaths",
                     *           "order": "equal",
                     *           "witnesses": []
                     *         },
                     *         {
                     *           "field": "allowedFlexVolumes",
                     *           "order": "equal",
                     *           "witnesses": []
                     *         },
                     *         {
                     *           "field": "allowedCSIDrivers",
                     *           "order": "equal",
                     *           "witnesses": []
                     *         },
                     *         {
                     *           "field": "capabilities",
                     *           "order": "equal",
                     *           "witnesses": []
                     *         },
                     *         {
                     *           "field": "seLinux",
                     *           "order": "equal",
                     *           "witnesses": []
                     *         },
                     *         {
                     *           "field": "runAsUser",
                     *           "order": "equal",
                     *           "witnesses": []
                     *         },
                     *         {
                     *           "field": "runAsGroup",
                     *           "order": "equal",
                     *           "witnesses": []
                     *         },
                     *         {
                     *           "field": "supplementalGroups",
                     *           "order": "equal",
                     *           "witnesses": []
                     *         },
                     *         {
                     *           "field": "fsGroup",
                     *           "order": "equal",
                     *           "witnesses": []
                     *         },
                     *         {
                     *           "field": "readOnlyRootFilesystem",
                     *           "order": "wider",
                     *           "witnesses": [
                     *             {
                     *               "admittedBy": "first",
                     *               "pod": {
                     *                 "apiVersion": "v1",
                     *                 "kind": "Pod",
                     *                 "metadata": {
                     *                   "name": "witness",
                     *                   "namespace": "default"
                     *                 },
                     *                 "spec": {
                     *                   "automountServiceAccountToken": false,
                     *                   "containers": [
                     *                     {
                     *                       "name": "witness",
                     *                       "image": "registry.k8s.io/pause:3.6",
                     *                       "imagePullPolicy": "IfNotPresent",
                     *                       "terminationMessagePath": "/dev/termination-log",
                     *                       "terminationMessagePolicy": "File",
                     *                       "securityContext": {
                     *                         "readOnlyRootFilesystem": false
                     *                       }
                     *                     }
                     *                   ],
                     *                   "dnsPolicy": "ClusterFirst",
                     *                   "restartPolicy": "Always",
                     *                   "schedulerName": "default-scheduler",
                     *                   "securityContext": {},
                     *                   "terminationGracePeriodSeconds": 30,
                     *                   "enableServiceLinks": true
                     *                 }
                     *               },
                     *               "otherwise": "refused",
                     *               "errors": [
                     *                 {
                     *                   "field": "spec.containers[0].securityContext.readOnlyRootFilesystem",
                     *                   "type": "FieldValueInvalid",
                     *                   "badValue": false,
                     *                   "detail": "ReadOnlyRootFilesystem must be set to true"
                     *                 }
                     *               ]
                     *             }
                     *           ]
                     *         },
                     *         {
                     *           "field": "allowPrivilegeEscalation",
                     *           "order": "equal",
                     *           "witnesses": []
                     *         },
                     *         {
                     *           "field": "allowedProcMountTypes",
                     *           "order": "equal",
                     *           "witnesses": []
                     *         },
                     *         {
                     *           "field": "sysctls",
                     *           "order": "equal",
                     *           "witnesses": []
                     *         },
                     *         {
                     *           "field": "runtimeClass",
                     *           "order": "equal",
                     *           "witnesses": []
                     *         },
                     *         {
                     *           "field": "seccomp",
                     *           "order": "equal",
                     *           "witnesses": []
                     *         },
                     *         {
                     *           "field": "appArmor",
                     *           "order": "equal",
                     *           "witnesses": []
                     *         }
                     *       ],
                     *       "admitNothing": []
                     *     }
                     */
                    "application/json": components["schemas"]["Comparison"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Content too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    consolidatePolicies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "scope": {
                 *         "clusters": [
                 *           "prod"
                 *         ]
                 *       },
                 *       "maxPolicies": 3
                 *     }
                 */
                "application/json": components["schemas"]["ConsolidateRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "policies": [
                     *         {
                     *           "name": "consolidated-1",
                     *           "policy": {
                     *             "apiVersion": "policy/v1beta1",
                     *             "kind": "PodSecurityPolicy",
                     *             "metadata": {
                     *               "name": "consolidated-1"
                     *             },
                     *             "spec": {
                     *               "privileged": false,
                     *               "hostNetwork": false,
                     *               "hostPID": false,
                     *               "hostIPC": false,
                     *               "volumes": [
                     *                 "secret"
                     *               ],
                     *               "seLinux": {
                     *                 "rule": "RunAsAny"
                     *               },
                     *               "runAsUser": {
                     *                 "rule": "RunAsAny"
                     *               },
                     *               "runAsGroup": {
                     *                 "rule": "MayRunAs",
                     *                 "ranges": [
                     *                   {
                     *                     "min": 2147483648,
                     *                     "max": 2147483648
                     *                   }
                     *                 ]
                     *               },
                     *               "supplementalGroups": {
                     *                 "rule": "MayRunAs",
                     *                 "ranges": [
                     *                   {
                     *                     "min": 2147483648,
                     *                     "max": 2147483648
                     *                   }
                     *                 ]
                     *               },
                     *               "fsGroup": {
                     *                 "rule": "MayRunAs",
                     *                 "ranges": [
                     *                   {
                     *                     "min": 2147483648,
                     *                     "max": 2147483648
                     *                   }
                     *                 ]
                     *               },
                     *               "readOnlyRootFilesystem": false,
                     *               "allowPrivilegeEscalation": true,
                     *               "forbiddenSysctls": [
                     *                 "*"
                     *               ],
                     *               "runtimeClass": {
                     *                 "allowedRuntimeClassNames": []
                     *               }
                     *             }
                     *           },
                     *           "yaml": "apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata:\n  name: consolidated-1\nspec:\n  privileged: false\n  hostNetwork: false\n  hostPID: false\n  hostIPC: false\n  volumes:\n    - secret\n  seLinux:\n    rule: RunAsAny\n  runAsUser:\n    rule: RunAsAny\n  runAsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  supplementalGroups:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  fsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  readOnlyRootFilesystem: false\n  allowPrivilegeEscalation: true\n  forbiddenSysctls:\n    - '*'\n  runtimeClass:\n    allowedRuntimeClassNames: []\n",
                     *           "verified": {
                     *             "sound": true,
                     *             "minimal": true,
                     *             "sources": 1,
                     *             "tightenings": 11
                     *           },
                     *           "workloads": [
                     *             {
                     *               "workload": {
                     *                 "cluster": "prod",
                     *                 "namespace": "shop",
                     *                 "kind": "Deployment",
                     *                 "name": "plain"
                     *               },
                     *               "excess": 0,
                     *               "excessPrivileges": []
                     *             }
                     *           ],
                     *           "users": [
                     *             {
                     *               "namespace": "shop",
                     *               "serviceAccount": "default"
                     *             }
                     *           ],
                     *           "grants": [
                     *             {
                     *               "apiVersion": "rbac.authorization.k8s.io/v1",
                     *               "kind": "Role",
                     *               "metadata": {
                     *                 "name": "psp.consolidated-1",
                     *                 "namespace": "shop"
                     *               },
                     *               "rules": [
                     *                 {
                     *                   "apiGroups": [
                     *                     "policy"
                     *                   ],
                     *                   "resources": [
                     *                     "podsecuritypolicies"
                     *                   ],
                     *                   "resourceNames": [
                     *                     "consolidated-1"
                     *                   ],
                     *                   "verbs": [
                     *                     "use"
                     *                   ]
                     *                 }
                     *               ]
                     *             },
                     *             {
                     *               "apiVersion": "rbac.authorization.k8s.io/v1",
                     *               "kind": "RoleBinding",
                     *               "metadata": {
                     *                 "name": "psp.consolidated-1",
                     *                 "namespace": "shop"
                     *               },
                     *               "roleRef": {
                     *                 "apiGroup": "rbac.authorization.k8s.io",
                     *                 "kind": "Role",
                     *                 "name": "psp.consolidated-1"
                     *               },
                     *               "subjects": [
                     *                 {
                     *                   "kind": "ServiceAccount",
                     *                   "name": "default",
                     *                   "namespace": "shop"
                     *                 }
                     *               ]
                     *             }
                     *           ]
                     *         },
                     *         {
                     *           "name": "consolidated-2",
                     *           "policy": {
                     *             "apiVersion": "policy/v1beta1",
                     *             "kind": "PodSecurityPolicy",
                     *             "metadata": {
                     *               "name": "consolidated-2"
                     *             },
                     *             "spec": {
                     *               "privileged": true,
                     *               "hostNetwork": true,
                     *               "hostPID": false,
                     *               "hostIPC": false,
                     *               "hostPorts": [
                     *                 {
                     *                   "min": 80,
                     *                   "max": 80
                     *                 }
                     *               ],
                     *               "volumes": [
                     *                 "secret"
                     *               ],
                     *               "seLinux": {
                     *                 "rule": "RunAsAny"
                     *               },
                     *               "runAsUser": {
                     *                 "rule": "RunAsAny"
                     *               },
                     *               "runAsGroup": {
                     *                 "rule": "MayRunAs",
                     *                 "ranges": [
                     *                   {
                     *                     "min": 2147483648,
                     *                     "max": 2147483648
                     *                   }
                     *                 ]
                     *               },
                     *               "supplementalGroups": {
                     *                 "rule": "MayRunAs",
                     *                 "ranges": [
                     *                   {
                     *                     "min": 2147483648,
                     *                     "max": 2147483648
                     *                   }
                     *                 ]
                     *               },
                     *               "fsGroup": {
                     *                 "rule": "MayRunAs",
                     *                 "ranges": [
                     *                   {
                     *                     "min": 2147483648,
                     *                     "max": 2147483648
                     *                   }
                     *                 ]
                     *               },
                     *               "readOnlyRootFilesystem": false,
                     *               "allowPrivilegeEscalation": true,
                     *               "forbiddenSysctls": [
                     *                 "*"
                     *               ],
                     *               "runtimeClass": {
                     *                 "allowedRuntimeClassNames": []
                     *               }
                     *             }
                     *           },
                     *           "yaml": "apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata:\n  name: consolidated-2\nspec:\n  privileged: true\n  hostNetwork: true\n  hostPID: false\n  hostIPC: false\n  hostPorts:\n    - min: 80\n      max: 80\n  volumes:\n    - secret\n  seLinux:\n    rule: RunAsAny\n  runAsUser:\n    rule: RunAsAny\n  runAsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  supplementalGroups:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  fsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  readOnlyRootFilesystem: false\n  allowPrivilegeEscalation: true\n  forbiddenSysctls:\n    - '*'\n  runtimeClass:\n    allowedRuntimeClassNames: []\n",
                     *           "verified": {
                     *             "sound": true,
                     *             "minimal": true,
                     *             "sources": 1,
                     *             "tightenings": 14
                     *           },
                     *           "workloads": [
                     *             {
                     *               "workload": {
                     *                 "cluster": "prod",
                     *                 "namespace": "shop",
                     *                 "kind": "Deployment",
                     *                 "name": "nginx"
                     *               },
                     *               "excess": 0,
                     *               "excessPrivileges": []
                     *             }
                     *           ],
                     *           "users": [
                     *             {
                     *               "namespace": "shop",
                     *               "serviceAccount": "default"
                     *             }
                     *           ],
                     *           "grants": [
                     *             {
                     *               "apiVersion": "rbac.authorization.k8s.io/v1",
                     *               "kind": "Role",
                     *               "metadata": {
                     *                 "name": "psp.consolidated-2",
                     *                 "namespace": "shop"
                     *               },
                     *               "rules": [
                     *                 {
                     *                   "apiGroups": [
                     *                     "policy"
                     *                   ],
                     *                   "resources": [
                     *                     "podsecuritypolicies"
                     *                   ],
                     *                   "resourceNames": [
                     *                     "consolidated-2"
                     *                   ],
                     *                   "verbs": [
                     *                     "use"
                     *                   ]
                     *                 }
                     *               ]
                     *             },
                     *             {
                     *               "apiVersion": "rbac.authorization.k8s.io/v1",
                     *               "kind": "RoleBinding",
                     *               "metadata": {
                     *                 "name": "psp.consolidated-2",
                     *                 "namespace": "shop"
                     *               },
                     *               "roleRef": {
                     *                 "apiGroup": "rbac.authorization.k8s.io",
                     *                 "kind": "Role",
                     *                 "name": "psp.consolidated-2"
                     *               },
                     *               "subjects": [
                     *                 {
                     *                   "kind": "ServiceAccount",
                     *                   "name": "default",
                     *                   "namespace": "shop"
                     *                 }
                     *               ]
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "excess": 0,
                     *       "unsatisfiable": [],
                     *       "rollout": {
                     *         "steps": [
                     *           {
                     *             "title": "Create the policies",
                     *             "detail": "Without the admission plugin they have no effect; with it, none before someone may use them.",
                     *             "manifest": "apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata:\n  name: consolidated-1\nspec:\n  privileged: false\n  hostNetwork: false\n  hostPID: false\n  hostIPC: false\n  volumes:\n    - secret\n  seLinux:\n    rule: RunAsAny\n  runAsUser:\n    rule: RunAsAny\n  runAsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  supplementalGroups:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  fsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  readOnlyRootFilesystem: false\n  allowPrivilegeEscalation: true\n  forbiddenSysctls:\n    - '*'\n  runtimeClass:\n    allowedRuntimeClassNames: []\n---\napiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata:\n  name: consolidated-2\nspec:\n  privileged: true\n  hostNetwork: true\n  hostPID: false\n  hostIPC: false\n  hostPorts:\n    - min: 80\n      max: 80\n  volumes:\n    - secret\n  seLinux:\n    rule: RunAsAny\n  runAsUser:\n    rule: RunAsAny\n  runAsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  supplementalGroups:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  fsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  readOnlyRootFilesystem: false\n  allowPrivilegeEscalation: true\n  forbiddenSysctls:\n    - '*'\n  runtimeClass:\n    allowedRuntimeClassNames: []\n"
                     *           },
                     *           {
                     *             "title": "Grant their use to the service accounts",
                     *             "detail": "From now on, where the plugin is on, new pods may come in under these policies. Take away wider grants only after the next steps: a wider policy that a pod may use makes a narrower one ineffective.",
                     *             "manifest": "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: psp.consolidated-1\n  namespace: shop\nrules:\n  - apiGroups:\n      - policy\n    resources:\n      - podsecuritypolicies\n    resourceNames:\n      - consolidated-1\n    verbs:\n      - use\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: psp.consolidated-1\n  namespace: shop\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: Role\n  name: psp.consolidated-1\nsubjects:\n  - kind: ServiceAccount\n    name: default\n    namespace: shop\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: psp.consolidated-2\n  namespace: shop\nrules:\n  - apiGroups:\n      - policy\n    resources:\n      - podsecuritypolicies\n    resourceNames:\n      - consolidated-2\n    verbs:\n      - use\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: psp.consolidated-2\n  namespace: shop\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: Role\n  name: psp.consolidated-2\nsubjects:\n  - kind: ServiceAccount\n    name: default\n    namespace: shop\n"
                     *           },
                     *           {
                     *             "title": "Turn the admission plugin on",
                     *             "detail": "If PodSecurityPolicy is not yet among the admission plugins of the API server, add it now. Before, system workloads (kube-system, ingress, CNI, CSI) need a policy too.",
                     *             "commands": [
                     *               "kube-apiserver --enable-admission-plugins=…,PodSecurityPolicy"
                     *             ]
                     *           },
                     *           {
                     *             "title": "Create new pods, one workload after another",
                     *             "detail": "Running pods are untouched; what breaks breaks when the next pod is created. Look for FailedCreate events of the controllers and CreateContainerConfigError of pods, and for the annotation kubernetes.io/psp, which names the policy that admitted a pod.",
                     *             "commands": [
                     *               "kubectl get events -A --field-selector reason=FailedCreate",
                     *               "kubectl get pods -A -o custom-columns='NAMESPACE:.metadata.namespace,POD:.metadata.name,PSP:.metadata.annotations.kubernetes\\.io/psp'"
                     *             ]
                     *           },
                     *           {
                     *             "title": "Take away the wider grants",
                     *             "detail": "Bindings to policies that allow more, group bindings such as system:authenticated among them."
                     *           }
                     *         ],
                     *         "rollback": [
                     *           {
                     *             "title": "Let pods in again at once",
                     *             "detail": "Bind the policy that was in force before, or a wide one, to the service accounts concerned."
                     *           },
                     *           {
                     *             "title": "Take away the grants",
                     *             "detail": "Pods that run stay; new ones need another policy.",
                     *             "commands": [
                     *               "kubectl delete rolebinding/psp.consolidated-2 -n shop",
                     *               "kubectl delete role/psp.consolidated-2 -n shop",
                     *               "kubectl delete rolebinding/psp.consolidated-1 -n shop",
                     *               "kubectl delete role/psp.consolidated-1 -n shop"
                     *             ]
                     *           },
                     *           {
                     *             "title": "Delete the policies",
                     *             "detail": "After their grants; the annotation kubernetes.io/psp of running pods may name them on, without effect.",
                     *             "commands": [
                     *               "kubectl delete podsecuritypolicy/consolidated-1 podsecuritypolicy/consolidated-2"
                     *             ]
                     *           }
                     *         ]
                     *       },
                     *       "yaml": "apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata:\n  name: consolidated-1\nspec:\n  privileged: false\n  hostNetwork: false\n  hostPID: false\n  hostIPC: false\n  volumes:\n    - secret\n  seLinux:\n    rule: RunAsAny\n  runAsUser:\n    rule: RunAsAny\n  runAsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  supplementalGroups:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  fsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  readOnlyRootFilesystem: false\n  allowPrivilegeEscalation: true\n  forbiddenSysctls:\n    - '*'\n  runtimeClass:\n    allowedRuntimeClassNames: []\n---\napiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata:\n  name: consolidated-2\nspec:\n  privileged: true\n  hostNetwork: true\n  hostPID: false\n  hostIPC: false\n  hostPorts:\n    - min: 80\n      max: 80\n  volumes:\n    - secret\n  seLinux:\n    rule: RunAsAny\n  runAsUser:\n    rule: RunAsAny\n  runAsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  supplementalGroups:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  fsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  readOnlyRootFilesystem: false\n  allowPrivilegeEscalation: true\n  forbiddenSysctls:\n    - '*'\n  runtimeClass:\n    allowedRuntimeClassNames: []\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: psp.consolidated-1\n  namespace: shop\nrules:\n  - apiGroups:\n      - policy\n    resources:\n      - podsecuritypolicies\n    resourceNames:\n      - consolidated-1\n    verbs:\n      - use\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: psp.consolidated-1\n  namespace: shop\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: Role\n  name: psp.consolidated-1\nsubjects:\n  - kind: ServiceAccount\n    name: default\n    namespace: shop\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: psp.consolidated-2\n  namespace: shop\nrules:\n  - apiGroups:\n      - policy\n    resources:\n      - podsecuritypolicies\n    resourceNames:\n      - consolidated-2\n    verbs:\n      - use\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: psp.consolidated-2\n  namespace: shop\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: Role\n  name: psp.consolidated-2\nsubjects:\n  - kind: ServiceAccount\n    name: default\n    namespace: shop\n"
                     *     }
                     */
                    "application/json": components["schemas"]["Consolidation"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Content too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    evaluatePolicies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "cluster": "prod",
                 *       "manifests": "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: nginx\n  namespace: shop\nspec:\n  replicas: 2\n  selector: { matchLabels: { app: nginx } }\n  template:\n    metadata: { labels: { app: nginx } }\n    spec:\n      hostNetwork: true\n      containers:\n        - name: nginx\n          image: nginx:1.27\n          ports: [{ containerPort: 80, hostPort: 80 }]\n          securityContext: { privileged: true }\n",
                 *       "policies": [
                 *         {
                 *           "id": "0d1c2b3a-0000-4000-8000-000000000002"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["EvaluateRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "workload": {
                     *             "cluster": "prod",
                     *             "namespace": "shop",
                     *             "kind": "Deployment",
                     *             "name": "nginx"
                     *           },
                     *           "origin": "template",
                     *           "templatePath": "/spec/template",
                     *           "allowed": false,
                     *           "stage": "admit",
                     *           "mutated": false,
                     *           "message": "pods \"nginx-xxxxx-\" is forbidden: PodSecurityPolicy: unable to admit pod: [spec.securityContext.hostNetwork: Invalid value: true: Host network is not allowed to be used spec.containers[0].securityContext.privileged: Invalid value: true: Privileged containers are not allowed spec.containers[0].hostPort: Invalid value: 80: Host port 80 is not allowed to be used. Allowed ports: []]",
                     *           "policies": [
                     *             {
                     *               "name": "restricted",
                     *               "fits": false,
                     *               "mutates": true,
                     *               "authorized": true,
                     *               "errors": [
                     *                 {
                     *                   "field": "spec.securityContext.hostNetwork",
                     *                   "type": "FieldValueInvalid",
                     *                   "detail": "spec.securityContext.hostNetwork: Invalid value: true: Host network is not allowed to be used"
                     *                 },
                     *                 {
                     *                   "field": "spec.containers[0].securityContext.privileged",
                     *                   "type": "FieldValueInvalid",
                     *                   "detail": "spec.containers[0].securityContext.privileged: Invalid value: true: Privileged containers are not allowed"
                     *                 },
                     *                 {
                     *                   "field": "spec.containers[0].hostPort",
                     *                   "type": "FieldValueInvalid",
                     *                   "detail": "spec.containers[0].hostPort: Invalid value: 80: Host port 80 is not allowed to be used. Allowed ports: []"
                     *                 }
                     *               ],
                     *               "patch": [
                     *                 {
                     *                   "op": "add",
                     *                   "path": "/spec/containers/0/securityContext/readOnlyRootFilesystem",
                     *                   "value": true
                     *                 }
                     *               ]
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Evaluation"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Content too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    generatePolicies: {
        parameters: {
            query?: {
                basis?: "spec" | "runtime";
                /** @description Also what else the observations of each container are good for: a seccomp profile, the capabilities that it needs, the tightest security context that nothing observed speaks against. */
                byProducts?: boolean | ("true" | "false");
                /** @description The cluster that the manifests are meant for: its runtime profiles count. */
                cluster?: string;
                /** @description Let service accounts use their policies by Roles, or by ClusterRoles bound in namespaces. */
                grants?: "role" | "cluster-role";
                kubernetesVersion?: string;
                mutations?: "forbid" | "allow-with-evidence";
                /** @description Before the name of each policy, with a dot. */
                namePrefix?: string;
                /** @description Of manifests that name none. */
                namespace?: string;
                /** @description One policy for each of these. */
                per?: "workload" | "service-account" | "namespace";
                /** @description The project that the call is about. Left out: lists are of all projects that the caller reaches; what is made belongs to the only one that it is bound to, or else to `default`. */
                project?: string;
                /** @description Store the policies. A name that is taken is refused (409). */
                save?: boolean | ("true" | "false");
                style?: "minimal" | "readable";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "manifests": [
                 *         {
                 *           "apiVersion": "apps/v1",
                 *           "kind": "Deployment",
                 *           "metadata": {
                 *             "name": "plain",
                 *             "namespace": "shop"
                 *           },
                 *           "spec": {
                 *             "selector": {
                 *               "matchLabels": {
                 *                 "app": "plain"
                 *               }
                 *             },
                 *             "template": {
                 *               "metadata": {
                 *                 "labels": {
                 *                   "app": "plain"
                 *                 }
                 *               },
                 *               "spec": {
                 *                 "containers": [
                 *                   {
                 *                     "name": "main",
                 *                     "image": "registry.example/plain:1"
                 *                   }
                 *                 ]
                 *               }
                 *             }
                 *           }
                 *         }
                 *       ],
                 *       "cluster": "prod"
                 *     }
                 */
                "application/json": Record<string, unknown>;
                "application/x-yaml": string;
                "application/yaml": string;
                "text/x-yaml": string;
                "text/yaml": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "policies": [
                     *         {
                     *           "name": "shop.deployment.plain",
                     *           "workloads": [
                     *             {
                     *               "cluster": "prod",
                     *               "namespace": "shop",
                     *               "kind": "Deployment",
                     *               "name": "plain"
                     *             }
                     *           ],
                     *           "policy": {
                     *             "apiVersion": "policy/v1beta1",
                     *             "kind": "PodSecurityPolicy",
                     *             "metadata": {
                     *               "name": "shop.deployment.plain"
                     *             },
                     *             "spec": {
                     *               "privileged": false,
                     *               "hostNetwork": false,
                     *               "hostPID": false,
                     *               "hostIPC": false,
                     *               "volumes": [
                     *                 "secret"
                     *               ],
                     *               "seLinux": {
                     *                 "rule": "RunAsAny"
                     *               },
                     *               "runAsUser": {
                     *                 "rule": "RunAsAny"
                     *               },
                     *               "runAsGroup": {
                     *                 "rule": "MayRunAs",
                     *                 "ranges": [
                     *                   {
                     *                     "min": 2147483648,
                     *                     "max": 2147483648
                     *                   }
                     *                 ]
                     *               },
                     *               "supplementalGroups": {
                     *                 "rule": "MayRunAs",
                     *                 "ranges": [
                     *                   {
                     *                     "min": 2147483648,
                     *                     "max": 2147483648
                     *                   }
                     *                 ]
                     *               },
                     *               "fsGroup": {
                     *                 "rule": "MayRunAs",
                     *                 "ranges": [
                     *                   {
                     *                     "min": 2147483648,
                     *                     "max": 2147483648
                     *                   }
                     *                 ]
                     *               },
                     *               "readOnlyRootFilesystem": false,
                     *               "allowPrivilegeEscalation": true,
                     *               "forbiddenSysctls": [
                     *                 "*"
                     *               ],
                     *               "runtimeClass": {
                     *                 "allowedRuntimeClassNames": []
                     *               }
                     *             }
                     *           },
                     *           "yaml": "apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata:\n  name: shop.deployment.plain\nspec:\n  privileged: false\n  hostNetwork: false\n  hostPID: false\n  hostIPC: false\n  volumes:\n    - secret\n  seLinux:\n    rule: RunAsAny\n  runAsUser:\n    rule: RunAsAny\n  runAsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  supplementalGroups:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  fsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  readOnlyRootFilesystem: false\n  allowPrivilegeEscalation: true\n  forbiddenSysctls:\n    - '*'\n  runtimeClass:\n    allowedRuntimeClassNames: []\n",
                     *           "explanations": [
                     *             {
                     *               "field": "privileged",
                     *               "path": "spec.privileged",
                     *               "value": false,
                     *               "reasons": [],
                     *               "observations": [],
                     *               "nextTighter": []
                     *             },
                     *             {
                     *               "field": "hostNetwork",
                     *               "path": "spec.hostNetwork",
                     *               "value": false,
                     *               "reasons": [],
                     *               "observations": [],
                     *               "nextTighter": []
                     *             },
                     *             {
                     *               "field": "hostPID",
                     *               "path": "spec.hostPID",
                     *               "value": false,
                     *               "reasons": [],
                     *               "observations": [],
                     *               "nextTighter": []
                     *             },
                     *             {
                     *               "field": "hostIPC",
                     *               "path": "spec.hostIPC",
                     *               "value": false,
                     *               "reasons": [],
                     *               "observations": [],
                     *               "nextTighter": []
                     *             },
                     *             {
                     *               "field": "hostPorts",
                     *               "path": "spec.hostPorts",
                     *               "reasons": [],
                     *               "observations": [],
                     *               "nextTighter": []
                     *             },
                     *             {
                     *               "field": "volumes",
                     *               "path": "spec.volumes[0]",
                     *               "value": "secret",
                     *               "reasons": [
                     *                 {
                     *                   "workload": {
                     *                     "cluster": "prod",
                     *                     "namespace": "shop",
                     *                     "kind": "Deployment",
                     *                     "name": "plain"
                     *                   },
                     *                   "templatePath": "/spec/template",
                     *                   "origin": "template",
                     *                   "path": "spec.volumes[0]"
                     *                 }
                     *               ],
                     *               "observations": [],
                     *               "nextTighter": [
                     *                 {
                     *                   "step": "remove secret",
                     *                   "breaks": {
                     *                     "workload": {
                     *                       "cluster": "prod",
                     *                       "namespace": "shop",
                     *                       "kind": "Deployment",
                     *                       "name": "plain"
                     *                     },
                     *                     "outcome": "refused",
                     *                     "errors": [
                     *                       {
                     *                         "type": "FieldValueInvalid",
                     *                         "field": "spec.volumes[0]",
                     *                         "badValue": "projected",
                     *                         "detail": "projected volumes are not allowed to be used"
                     *                       }
                     *                     ]
                     *                   }
                     *                 }
                     *               ]
                     *             },
                     *             {
                     *               "field": "allowedHostPaths",
                     *               "path": "spec.allowedHostPaths",
                     *               "reasons": [],
                     *               "observations": [],
                     *               "nextTighter": []
                     *             },
                     *             {
                     *               "field": "allowedFlexVolumes",
                     *               "path": "spec.allowedFlexVolumes",
                     *               "reasons": [],
                     *               "observations": [],
                     *               "nextTighter": []
                     *             },
                     *             {
                     *               "field": "allowedCSIDrivers",
                     *               "path": "spec.allowedCSIDrivers",
                     *               "reasons": [],
                     *               "observations": [],
                     *               "nextTighter": []
                     *             },
                     *             {
                     *               "field": "capabilities",
                     *               "path": "spec.allowedCapabilities",
                     *               "reasons": [],
                     *               "observations": [],
                     *               "nextTighter": []
                     *             },
                     *             {
                     *               "field": "capabilities",
                     *               "path": "spec.requiredDropCapabilities",
                     *               "reasons": [],
                     *               "observations": [],
                     *               "nextTighter": [
                     *                 {
                     *                   "step": "require ALL to be dropped",
                     *                   "breaks": {
                     *                     "workload": {
                     *                       "cluster": "prod",
                     *                       "namespace": "shop",
                     *                       "kind": "Deployment",
                     *                       "name": "plain"
                     *                     },
                     *                     "outcome": "changed",
                     *                     "errors": []
                     *                   }
                     *                 }
                     *               ]
                     *             },
                     *             {
                     *               "field": "seLinux",
                     *               "path": "spec.seLinux",
                     *               "value": {
                     *                 "rule": "RunAsAny"
                     *               },
                     *               "reasons": [
                     *                 {
                     *                   "workload": {
                     *                     "cluster": "prod",
                     *                     "namespace": "shop",
                     *                     "kind": "Deployment",
                     *                     "name": "plain"
                     *                   },
                     *                   "templatePath": "/spec/template",
                     *                   "origin": "template",
                     *                   "path": "spec.securityContext.seLinuxOptions"
                     *                 },
                     *                 {
                     *                   "workload": {
                     *                     "cluster": "prod",
                     *                     "namespace": "shop",
                     *                     "kind": "Deployment",
                     *                     "name": "plain"
                     *                   },
                     *                   "templatePath": "/spec/template",
                     *                   "origin": "template",
                     *                   "container": "main",
                     *                   "path": "spec.containers[0].securityContext.seLinuxOptions"
                     *                 }
                     *               ],
                     *               "observations": [],
                     *               "nextTighter": [
                     *                 {
                     *                   "step": "set rule MustRunAs with {}",
                     *                   "breaks": {
                     *                     "workload": {
                     *                       "cluster": "prod",
                     *                       "namespace": "shop",
                     *                       "kind": "Deployment",
                     *                       "name": "plain"
                     *                     },
                     *                     "outcome": "changed",
                     *                     "errors": []
                     *                   }
                     *                 }
                     *               ]
                     *             },
                     *             {
                     *               "field": "runAsUser",
                     *               "path": "spec.runAsUser.rule",
                     *               "value": "RunAsAny",
                     *               "reasons": [
                     *                 {
                     *                   "workload": {
                     *                     "cluster": "prod",
                     *                     "namespace": "shop",
                     *                     "kind": "Deployment",
                     *                     "name": "plain"
                     *                   },
                     *                   "templatePath": "/spec/template",
                     *                   "origin": "template",
                     *                   "container": "main",
                     *                   "path": "spec.containers[0].securityContext.runAsUser"
                     *                 }
                     *               ],
                     *               "observations": [],
                     *               "nextTighter": [
                     *                 {
                     *                   "step": "set rule MustRunAsNonRoot",
                     *                   "breaks": {
                     *                     "workload": {
                     *                       "cluster": "prod",
                     *                       "namespace": "shop",
                     *                       "kind": "Deployment",
                     *                       "name": "plain"
                     *                     },
                     *                     "outcome": "changed",
                     *                     "errors": []
                     *                   }
                     *                 },
                     *                 {
                     *                   "step": "set rule MustRunAs",
                     *                   "breaks": {
                     *                     "workload": {
                     *                       "cluster": "prod",
                     *                       "namespace": "shop",
                     *                       "kind": "Deployment",
                     *                       "name": "plain"
                     *                     },
                     *                     "outcome": "changed",
                     *                     "errors": []
                     *                   }
                     *                 }
                     *               ]
                     *             },
                     *             {
                     *               "field": "runAsGroup",
                     *               "path": "spec.runAsGroup.rule",
                     *               "value": "MayRunAs",
                     *               "reasons": [
                     *                 {
                     *                   "workload": {
                     *                     "cluster": "prod",
                     *                     "namespace": "shop",
                     *                     "kind": "Deployment",
                     *                     "name": "plain"
                     *                   },
                     *                   "templatePath": "/spec/template",
                     *                   "origin": "template",
                     *                   "container": "main",
                     *                   "path": "spec.containers[0].securityContext.runAsGroup"
                     *                 }
                     *               ],
                     *               "observations": [],
                     *               "nextTighter": [
                     *                 {
                     *                   "step": "set rule MustRunAs",
                     *                   "breaks": {
                     *                     "workload": {
                     *                       "cluster": "prod",
                     *                       "namespace": "shop",
                     *                       "kind": "Deployment",
                     *                       "name": "plain"
                     *                     },
                     *                     "outcome": "changed",
                     *                     "errors": []
                     *                   }
                     *                 }
                     *               ]
                     *             },
                     *             {
                     *               "field": "runAsGroup",
                     *               "path": "spec.runAsGroup.ranges[0]",
                     *               "value": {
                     *                 "min": 2147483648,
                     *                 "max": 2147483648
                     *               },
                     *               "reasons": [],
                     *               "observations": [],
                     *               "nextTighter": []
                     *             },
                     *             {
                     *               "field": "supplementalGroups",
                     *               "path": "spec.supplementalGroups.rule",
                     *               "value": "MayRunAs",
                     *               "reasons": [
                     *                 {
                     *                   "workload": {
                     *                     "cluster": "prod",
                     *                     "namespace": "shop",
                     *                     "kind": "Deployment",
                     *                     "name": "plain"
                     *                   },
                     *                   "templatePath": "/spec/template",
                     *                   "origin": "template",
                     *                   "path": "spec.securityContext.supplementalGroups"
                     *                 }
                     *               ],
                     *               "observations": [],
                     *               "nextTighter": [
                     *                 {
                     *                   "step": "set rule MustRunAs",
                     *                   "breaks": {
                     *                     "workload": {
                     *                       "cluster": "prod",
                     *                       "namespace": "shop",
                     *                       "kind": "Deployment",
                     *                       "name": "plain"
                     *                     },
                     *                     "outcome": "changed",
                     *                     "errors": []
                     *                   }
                     *                 }
                     *               ]
                     *             },
                     *             {
                     *               "field": "supplementalGroups",
                     *               "path": "spec.supplementalGroups.ranges[0]",
                     *               "value": {
                     *                 "min": 2147483648,
                     *                 "max": 2147483648
                     *               },
                     *               "reasons": [],
                     *               "observations": [],
                     *               "nextTighter": []
                     *             },
                     *             {
                     *               "field": "fsGroup",
                     *               "path": "spec.fsGroup.rule",
                     *               "value": "MayRunAs",
                     *               "reasons": [
                     *                 {
                     *                   "workload": {
                     *                     "cluster": "prod",
                     *                     "namespace": "shop",
                     *                     "kind": "Deployment",
                     *                     "name": "plain"
                     *                   },
                     *                   "templatePath": "/spec/template",
                     *                   "origin": "template",
                     *                   "path": "spec.securityContext.fsGroup"
                     *                 }
                     *               ],
                     *               "observations": [],
                     *               "nextTighter": [
                     *                 {
                     *                   "step": "set rule MustRunAs",
                     *                   "breaks": {
                     *                     "workload": {
                     *                       "cluster": "prod",
                     *                       "namespace": "shop",
                     *                       "kind": "Deployment",
                     *                       "name": "plain"
                     *                     },
                     *                     "outcome": "changed",
                     *                     "errors": []
                     *                   }
                     *                 }
                     *               ]
                     *             },
                     *             {
                     *               "field": "fsGroup",
                     *               "path": "spec.fsGroup.ranges[0]",
                     *               "value": {
                     *                 "min": 2147483648,
                     *                 "max": 2147483648
                     *               },
                     *               "reasons": [],
                     *               "observations": [],
                     *               "nextTighter": []
                     *             },
                     *             {
                     *               "field": "readOnlyRootFilesystem",
                     *               "path": "spec.readOnlyRootFilesystem",
                     *               "value": false,
                     *               "reasons": [
                     *                 {
                     *                   "workload": {
                     *                     "cluster": "prod",
                     *                     "namespace": "shop",
                     *                     "kind": "Deployment",
                     *                     "name": "plain"
                     *                   },
                     *                   "templatePath": "/spec/template",
                     *                   "origin": "template",
                     *                   "container": "main",
                     *                   "path": "spec.containers[0].securityContext.readOnlyRootFilesystem"
                     *                 }
                     *               ],
                     *               "observations": [],
                     *               "nextTighter": [
                     *                 {
                     *                   "step": "set true",
                     *                   "breaks": {
                     *                     "workload": {
                     *                       "cluster": "prod",
                     *                       "namespace": "shop",
                     *                       "kind": "Deployment",
                     *                       "name": "plain"
                     *                     },
                     *                     "outcome": "changed",
                     *                     "errors": []
                     *                   }
                     *                 }
                     *               ]
                     *             },
                     *             {
                     *               "field": "allowPrivilegeEscalation",
                     *               "path": "spec.allowPrivilegeEscalation",
                     *               "value": true,
                     *               "reasons": [
                     *                 {
                     *                   "workload": {
                     *                     "cluster": "prod",
                     *                     "namespace": "shop",
                     *                     "kind": "Deployment",
                     *                     "name": "plain"
                     *                   },
                     *                   "templatePath": "/spec/template",
                     *                   "origin": "template",
                     *                   "container": "main",
                     *                   "path": "spec.containers[0].securityContext.allowPrivilegeEscalation"
                     *                 }
                     *               ],
                     *               "observations": [],
                     *               "nextTighter": [
                     *                 {
                     *                   "step": "set false",
                     *                   "breaks": {
                     *                     "workload": {
                     *                       "cluster": "prod",
                     *                       "namespace": "shop",
                     *                       "kind": "Deployment",
                     *                       "name": "plain"
                     *                     },
                     *                     "outcome": "changed",
                     *                     "errors": []
                     *                   }
                     *                 }
                     *               ]
                     *             },
                     *             {
                     *               "field": "allowedProcMountTypes",
                     *               "path": "spec.allowedProcMountTypes",
                     *               "reasons": [],
                     *               "observations": [],
                     *               "nextTighter": []
                     *             },
                     *             {
                     *               "field": "sysctls",
                     *               "path": "spec.forbiddenSysctls",
                     *               "value": [
                     *                 "*"
                     *               ],
                     *               "reasons": [],
                     *               "observations": [],
                     *               "nextTighter": []
                     *             },
                     *             {
                     *               "field": "runtimeClass",
                     *               "path": "spec.runtimeClass.allowedRuntimeClassNames",
                     *               "value": [],
                     *               "reasons": [],
                     *               "observations": [],
                     *               "nextTighter": []
                     *             },
                     *             {
                     *               "field": "seccomp",
                     *               "path": "metadata.annotations[seccomp.security.alpha.kubernetes.io/allowedProfileNames]",
                     *               "reasons": [
                     *                 {
                     *                   "workload": {
                     *                     "cluster": "prod",
                     *                     "namespace": "shop",
                     *                     "kind": "Deployment",
                     *                     "name": "plain"
                     *                   },
                     *                   "templatePath": "/spec/template",
                     *                   "origin": "template",
                     *                   "path": "spec.securityContext.seccompProfile"
                     *                 },
                     *                 {
                     *                   "workload": {
                     *                     "cluster": "prod",
                     *                     "namespace": "shop",
                     *                     "kind": "Deployment",
                     *                     "name": "plain"
                     *                   },
                     *                   "templatePath": "/spec/template",
                     *                   "origin": "template",
                     *                   "container": "main",
                     *                   "path": "spec.containers[0].securityContext.seccompProfile"
                     *                 }
                     *               ],
                     *               "observations": [],
                     *               "nextTighter": []
                     *             },
                     *             {
                     *               "field": "appArmor",
                     *               "path": "metadata.annotations[apparmor.security.beta.kubernetes.io/allowedProfileNames]",
                     *               "reasons": [
                     *                 {
                     *                   "workload": {
                     *                     "cluster": "prod",
                     *                     "namespace": "shop",
                     *                     "kind": "Deployment",
                     *                     "name": "plain"
                     *                   },
                     *                   "templatePath": "/spec/template",
                     *                   "origin": "template",
                     *                   "container": "main",
                     *                   "path": "metadata.annotations[container.apparmor.security.beta.kubernetes.io/main]"
                     *                 }
                     *               ],
                     *               "observations": [],
                     *               "nextTighter": [
                     *                 {
                     *                   "step": "allow only runtime/default",
                     *                   "breaks": {
                     *                     "workload": {
                     *                       "cluster": "prod",
                     *                       "namespace": "shop",
                     *                       "kind": "Deployment",
                     *                       "name": "plain"
                     *                     },
                     *                     "outcome": "refused",
                     *                     "errors": [
                     *                       {
                     *                         "type": "FieldValueForbidden",
                     *                         "field": "pod.metadata.annotations[container.apparmor.security.beta.kubernetes.io/main]",
                     *                         "detail": "AppArmor profile must be set"
                     *                       }
                     *                     ]
                     *                   }
                     *                 }
                     *               ]
                     *             }
                     *           ],
                     *           "verified": {
                     *             "sound": true,
                     *             "minimal": true,
                     *             "sources": 1,
                     *             "tightenings": 11
                     *           },
                     *           "grants": [
                     *             {
                     *               "apiVersion": "rbac.authorization.k8s.io/v1",
                     *               "kind": "Role",
                     *               "metadata": {
                     *                 "name": "psp.shop.deployment.plain",
                     *                 "namespace": "shop"
                     *               },
                     *               "rules": [
                     *                 {
                     *                   "apiGroups": [
                     *                     "policy"
                     *                   ],
                     *                   "resources": [
                     *                     "podsecuritypolicies"
                     *                   ],
                     *                   "resourceNames": [
                     *                     "shop.deployment.plain"
                     *                   ],
                     *                   "verbs": [
                     *                     "use"
                     *                   ]
                     *                 }
                     *               ]
                     *             },
                     *             {
                     *               "apiVersion": "rbac.authorization.k8s.io/v1",
                     *               "kind": "RoleBinding",
                     *               "metadata": {
                     *                 "name": "psp.shop.deployment.plain",
                     *                 "namespace": "shop"
                     *               },
                     *               "roleRef": {
                     *                 "apiGroup": "rbac.authorization.k8s.io",
                     *                 "kind": "Role",
                     *                 "name": "psp.shop.deployment.plain"
                     *               },
                     *               "subjects": [
                     *                 {
                     *                   "kind": "ServiceAccount",
                     *                   "name": "default",
                     *                   "namespace": "shop"
                     *                 }
                     *               ]
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "unsatisfiable": [],
                     *       "withoutPolicy": [],
                     *       "sharedServiceAccounts": [],
                     *       "rollout": {
                     *         "steps": [
                     *           {
                     *             "title": "Create the policies",
                     *             "detail": "Without the admission plugin they have no effect; with it, none before someone may use them.",
                     *             "manifest": "apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata:\n  name: shop.deployment.plain\nspec:\n  privileged: false\n  hostNetwork: false\n  hostPID: false\n  hostIPC: false\n  volumes:\n    - secret\n  seLinux:\n    rule: RunAsAny\n  runAsUser:\n    rule: RunAsAny\n  runAsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  supplementalGroups:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  fsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  readOnlyRootFilesystem: false\n  allowPrivilegeEscalation: true\n  forbiddenSysctls:\n    - '*'\n  runtimeClass:\n    allowedRuntimeClassNames: []\n"
                     *           },
                     *           {
                     *             "title": "Grant their use to the service accounts",
                     *             "detail": "From now on, where the plugin is on, new pods may come in under these policies. Take away wider grants only after the next steps: a wider policy that a pod may use makes a narrower one ineffective.",
                     *             "manifest": "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: psp.shop.deployment.plain\n  namespace: shop\nrules:\n  - apiGroups:\n      - policy\n    resources:\n      - podsecuritypolicies\n    resourceNames:\n      - shop.deployment.plain\n    verbs:\n      - use\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: psp.shop.deployment.plain\n  namespace: shop\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: Role\n  name: psp.shop.deployment.plain\nsubjects:\n  - kind: ServiceAccount\n    name: default\n    namespace: shop\n"
                     *           },
                     *           {
                     *             "title": "Turn the admission plugin on",
                     *             "detail": "If PodSecurityPolicy is not yet among the admission plugins of the API server, add it now. Before, system workloads (kube-system, ingress, CNI, CSI) need a policy too.",
                     *             "commands": [
                     *               "kube-apiserver --enable-admission-plugins=…,PodSecurityPolicy"
                     *             ]
                     *           },
                     *           {
                     *             "title": "Create new pods, one workload after another",
                     *             "detail": "Running pods are untouched; what breaks breaks when the next pod is created. Look for FailedCreate events of the controllers and CreateContainerConfigError of pods, and for the annotation kubernetes.io/psp, which names the policy that admitted a pod.",
                     *             "commands": [
                     *               "kubectl get events -A --field-selector reason=FailedCreate",
                     *               "kubectl get pods -A -o custom-columns='NAMESPACE:.metadata.namespace,POD:.metadata.name,PSP:.metadata.annotations.kubernetes\\.io/psp'"
                     *             ]
                     *           },
                     *           {
                     *             "title": "Take away the wider grants",
                     *             "detail": "Bindings to policies that allow more, group bindings such as system:authenticated among them."
                     *           }
                     *         ],
                     *         "rollback": [
                     *           {
                     *             "title": "Let pods in again at once",
                     *             "detail": "Bind the policy that was in force before, or a wide one, to the service accounts concerned."
                     *           },
                     *           {
                     *             "title": "Take away the grants",
                     *             "detail": "Pods that run stay; new ones need another policy.",
                     *             "commands": [
                     *               "kubectl delete rolebinding/psp.shop.deployment.plain -n shop",
                     *               "kubectl delete role/psp.shop.deployment.plain -n shop"
                     *             ]
                     *           },
                     *           {
                     *             "title": "Delete the policies",
                     *             "detail": "After their grants; the annotation kubernetes.io/psp of running pods may name them on, without effect.",
                     *             "commands": [
                     *               "kubectl delete podsecuritypolicy/shop.deployment.plain"
                     *             ]
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["GeneratedPolicies"];
                    "application/yaml": string;
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description To be saved, but there is another policy of that name. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Content too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tightenPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "scope": {
                 *         "clusters": [
                 *           "prod"
                 *         ],
                 *         "namespaces": [
                 *           "shop"
                 *         ]
                 *       },
                 *       "policy": {
                 *         "document": {
                 *           "apiVersion": "policy/v1beta1",
                 *           "kind": "PodSecurityPolicy",
                 *           "metadata": {
                 *             "name": "wide",
                 *             "labels": {
                 *               "team": "shop"
                 *             }
                 *           },
                 *           "spec": {
                 *             "privileged": true,
                 *             "volumes": [
                 *               "configMap",
                 *               "emptyDir",
                 *               "projected",
                 *               "secret"
                 *             ],
                 *             "runAsUser": {
                 *               "rule": "RunAsAny"
                 *             },
                 *             "seLinux": {
                 *               "rule": "RunAsAny"
                 *             },
                 *             "supplementalGroups": {
                 *               "rule": "RunAsAny"
                 *             },
                 *             "fsGroup": {
                 *               "rule": "RunAsAny"
                 *             },
                 *             "hostNetwork": true,
                 *             "hostPorts": [
                 *               {
                 *                 "min": 0,
                 *                 "max": 65535
                 *               }
                 *             ]
                 *           }
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["TightenRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "policy": {
                     *         "apiVersion": "policy/v1beta1",
                     *         "kind": "PodSecurityPolicy",
                     *         "metadata": {
                     *           "name": "wide",
                     *           "labels": {
                     *             "team": "shop"
                     *           }
                     *         },
                     *         "spec": {
                     *           "privileged": true,
                     *           "volumes": [
                     *             "secret"
                     *           ],
                     *           "runAsUser": {
                     *             "rule": "RunAsAny"
                     *           },
                     *           "seLinux": {
                     *             "rule": "RunAsAny"
                     *           },
                     *           "supplementalGroups": {
                     *             "rule": "MayRunAs",
                     *             "ranges": [
                     *               {
                     *                 "min": 2147483648,
                     *                 "max": 2147483648
                     *               }
                     *             ]
                     *           },
                     *           "fsGroup": {
                     *             "rule": "MayRunAs",
                     *             "ranges": [
                     *               {
                     *                 "min": 2147483648,
                     *                 "max": 2147483648
                     *               }
                     *             ]
                     *           },
                     *           "hostNetwork": true,
                     *           "hostPorts": [
                     *             {
                     *               "min": 80,
                     *               "max": 80
                     *             }
                     *           ],
                     *           "hostPID": false,
                     *           "hostIPC": false,
                     *           "runAsGroup": {
                     *             "rule": "MayRunAs",
                     *             "ranges": [
                     *               {
                     *                 "min": 2147483648,
                     *                 "max": 2147483648
                     *               }
                     *             ]
                     *           },
                     *           "readOnlyRootFilesystem": false,
                     *           "allowPrivilegeEscalation": true,
                     *           "forbiddenSysctls": [
                     *             "*"
                     *           ],
                     *           "runtimeClass": {
                     *             "allowedRuntimeClassNames": []
                     *           }
                     *         }
                     *       },
                     *       "yaml": "apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata:\n  name: wide\n  labels:\n    team: shop\nspec:\n  privileged: true\n  volumes:\n    - secret\n  runAsUser:\n    rule: RunAsAny\n  seLinux:\n    rule: RunAsAny\n  supplementalGroups:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  fsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  hostNetwork: true\n  hostPorts:\n    - min: 80\n      max: 80\n  hostPID: false\n  hostIPC: false\n  runAsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  readOnlyRootFilesystem: false\n  allowPrivilegeEscalation: true\n  forbiddenSysctls:\n    - '*'\n  runtimeClass:\n    allowedRuntimeClassNames: []\n",
                     *       "excess": [
                     *         {
                     *           "field": "hostPorts",
                     *           "witness": {
                     *             "admittedBy": "second",
                     *             "pod": {
                     *               "apiVersion": "v1",
                     *               "kind": "Pod",
                     *               "metadata": {
                     *                 "name": "witness",
                     *                 "namespace": "default"
                     *               },
                     *               "spec": {
                     *                 "automountServiceAccountToken": false,
                     *                 "containers": [
                     *                   {
                     *                     "name": "witness",
                     *                     "image": "registry.k8s.io/pause:3.6",
                     *                     "imagePullPolicy": "IfNotPresent",
                     *                     "terminationMessagePath": "/dev/termination-log",
                     *                     "terminationMessagePolicy": "File",
                     *                     "ports": [
                     *                       {
                     *                         "containerPort": 1,
                     *                         "hostPort": 1,
                     *                         "protocol": "TCP"
                     *                       }
                     *                     ]
                     *                   }
                     *                 ],
                     *                 "dnsPolicy": "ClusterFirst",
                     *                 "restartPolicy": "Always",
                     *                 "schedulerName": "default-scheduler",
                     *                 "securityContext": {},
                     *                 "terminationGracePeriodSeconds": 30,
                     *                 "enableServiceLinks": true
                     *               }
                     *             },
                     *             "otherwise": "refused",
                     *             "errors": [
                     *               {
                     *                 "field": "spec.containers[0].hostPort",
                     *                 "type": "FieldValueInvalid",
                     *                 "badValue": 1,
                     *                 "detail": "Host port 1 is not allowed to be used. Allowed ports: [80]"
                     *               }
                     *             ]
                     *           },
                     *           "basis": "spec",
                     *           "reasons": [
                     *             {
                     *               "workload": {
                     *                 "cluster": "prod",
                     *                 "namespace": "shop",
                     *                 "kind": "Deployment",
                     *                 "name": "nginx"
                     *               },
                     *               "templatePath": "/spec/template",
                     *               "origin": "template",
                     *               "container": "nginx",
                     *               "path": "spec.containers[0].ports[0].hostPort"
                     *             }
                     *           ],
                     *           "evidence": []
                     *         },
                     *         {
                     *           "field": "volumes",
                     *           "witness": {
                     *             "admittedBy": "second",
                     *             "pod": {
                     *               "apiVersion": "v1",
                     *               "kind": "Pod",
                     *               "metadata": {
                     *                 "name": "witness",
                     *                 "namespace": "default"
                     *               },
                     *               "spec": {
                     *                 "automountServiceAccountToken": false,
                     *                 "containers": [
                     *                   {
                     *                     "name": "witness",
                     *                     "image": "registry.k8s.io/pause:3.6",
                     *                     "imagePullPolicy": "IfNotPresent",
                     *                     "terminationMessagePath": "/dev/termination-log",
                     *                     "terminationMessagePolicy": "File",
                     *                     "volumeMounts": [
                     *                       {
                     *                         "name": "v",
                     *                         "mountPath": "/witness",
                     *                         "readOnly": true
                     *                       }
                     *                     ]
                     *                   }
                     *                 ],
                     *                 "dnsPolicy": "ClusterFirst",
                     *                 "restartPolicy": "Always",
                     *                 "schedulerName": "default-scheduler",
                     *                 "securityContext": {},
                     *                 "terminationGracePeriodSeconds": 30,
                     *                 "enableServiceLinks": true,
                     *                 "volumes": [
                     *                   {
                     *                     "name": "v",
                     *                     "configMap": {
                     *                       "name": "settings"
                     *                     }
                     *                   }
                     *                 ]
                     *               }
                     *             },
                     *             "otherwise": "refused",
                     *             "errors": [
                     *               {
                     *                 "field": "spec.volumes[0]",
                     *                 "type": "FieldValueInvalid",
                     *                 "badValue": "configMap",
                     *                 "detail": "configMap volumes are not allowed to be used"
                     *               }
                     *             ]
                     *           },
                     *           "basis": "spec",
                     *           "reasons": [
                     *             {
                     *               "workload": {
                     *                 "cluster": "prod",
                     *                 "namespace": "shop",
                     *                 "kind": "Deployment",
                     *                 "name": "nginx"
                     *               },
                     *               "templatePath": "/spec/template",
                     *               "origin": "template",
                     *               "path": "spec.volumes[0]"
                     *             },
                     *             {
                     *               "workload": {
                     *                 "cluster": "prod",
                     *                 "namespace": "shop",
                     *                 "kind": "Deployment",
                     *                 "name": "plain"
                     *               },
                     *               "templatePath": "/spec/template",
                     *               "origin": "template",
                     *               "path": "spec.volumes[0]"
                     *             }
                     *           ],
                     *           "evidence": []
                     *         },
                     *         {
                     *           "field": "runAsGroup",
                     *           "witness": {
                     *             "admittedBy": "second",
                     *             "pod": {
                     *               "apiVersion": "v1",
                     *               "kind": "Pod",
                     *               "metadata": {
                     *                 "name": "witness",
                     *                 "namespace": "default"
                     *               },
                     *               "spec": {
                     *                 "automountServiceAccountToken": false,
                     *                 "containers": [
                     *                   {
                     *                     "name": "witness",
                     *                     "image": "registry.k8s.io/pause:3.6",
                     *                     "imagePullPolicy": "IfNotPresent",
                     *                     "terminationMessagePath": "/dev/termination-log",
                     *                     "terminationMessagePolicy": "File",
                     *                     "securityContext": {
                     *                       "runAsGroup": 0
                     *                     }
                     *                   }
                     *                 ],
                     *                 "dnsPolicy": "ClusterFirst",
                     *                 "restartPolicy": "Always",
                     *                 "schedulerName": "default-scheduler",
                     *                 "securityContext": {},
                     *                 "terminationGracePeriodSeconds": 30,
                     *                 "enableServiceLinks": true
                     *               }
                     *             },
                     *             "otherwise": "refused",
                     *             "errors": [
                     *               {
                     *                 "field": "spec.containers[0].securityContext",
                     *                 "type": "FieldValueInvalid",
                     *                 "badValue": [
                     *                   0
                     *                 ],
                     *                 "detail": "group 0 must be in the ranges: [{2147483648 2147483648}]"
                     *               }
                     *             ]
                     *           },
                     *           "basis": "spec",
                     *           "reasons": [
                     *             {
                     *               "workload": {
                     *                 "cluster": "prod",
                     *                 "namespace": "shop",
                     *                 "kind": "Deployment",
                     *                 "name": "nginx"
                     *               },
                     *               "templatePath": "/spec/template",
                     *               "origin": "template",
                     *               "container": "nginx",
                     *               "path": "spec.containers[0].securityContext.runAsGroup"
                     *             },
                     *             {
                     *               "workload": {
                     *                 "cluster": "prod",
                     *                 "namespace": "shop",
                     *                 "kind": "Deployment",
                     *                 "name": "plain"
                     *               },
                     *               "templatePath": "/spec/template",
                     *               "origin": "template",
                     *               "container": "main",
                     *               "path": "spec.containers[0].securityContext.runAsGroup"
                     *             }
                     *           ],
                     *           "evidence": []
                     *         },
                     *         {
                     *           "field": "supplementalGroups",
                     *           "witness": {
                     *             "admittedBy": "second",
                     *             "pod": {
                     *               "apiVersion": "v1",
                     *               "kind": "Pod",
                     *               "metadata": {
                     *                 "name": "witness",
                     *                 "namespace": "default"
                     *               },
                     *               "spec": {
                     *                 "automountServiceAccountToken": false,
                     *                 "containers": [
                     *                   {
                     *                     "name": "witness",
                     *                     "image": "registry.k8s.io/pause:3.6",
                     *                     "imagePullPolicy": "IfNotPresent",
                     *                     "terminationMessagePath": "/dev/termination-log",
                     *                     "terminationMessagePolicy": "File"
                     *                   }
                     *                 ],
                     *                 "dnsPolicy": "ClusterFirst",
                     *                 "restartPolicy": "Always",
                     *                 "schedulerName": "default-scheduler",
                     *                 "securityContext": {
                     *                   "supplementalGroups": [
                     *                     0
                     *                   ]
                     *                 },
                     *                 "terminationGracePeriodSeconds": 30,
                     *                 "enableServiceLinks": true
                     *               }
                     *             },
                     *             "otherwise": "refused",
                     *             "errors": [
                     *               {
                     *                 "field": "spec.securityContext.supplementalGroups",
                     *                 "type": "FieldValueInvalid",
                     *                 "badValue": [
                     *                   0
                     *                 ],
                     *                 "detail": "group 0 must be in the ranges: [{2147483648 2147483648}]"
                     *               }
                     *             ]
                     *           },
                     *           "basis": "spec",
                     *           "reasons": [
                     *             {
                     *               "workload": {
                     *                 "cluster": "prod",
                     *                 "namespace": "shop",
                     *                 "kind": "Deployment",
                     *                 "name": "nginx"
                     *               },
                     *               "templatePath": "/spec/template",
                     *               "origin": "template",
                     *               "path": "spec.securityContext.supplementalGroups"
                     *             },
                     *             {
                     *               "workload": {
                     *                 "cluster": "prod",
                     *                 "namespace": "shop",
                     *                 "kind": "Deployment",
                     *                 "name": "plain"
                     *               },
                     *               "templatePath": "/spec/template",
                     *               "origin": "template",
                     *               "path": "spec.securityContext.supplementalGroups"
                     *             }
                     *           ],
                     *           "evidence": []
                     *         },
                     *         {
                     *           "field": "fsGroup",
                     *           "witness": {
                     *             "admittedBy": "second",
                     *             "pod": {
                     *               "apiVersion": "v1",
                     *               "kind": "Pod",
                     *               "metadata": {
                     *                 "name": "witness",
                     *                 "namespace": "default"
                     *               },
                     *               "spec": {
                     *                 "automountServiceAccountToken": false,
                     *                 "containers": [
                     *                   {
                     *                     "name": "witness",
                     *                     "image": "registry.k8s.io/pause:3.6",
                     *                     "imagePullPolicy": "IfNotPresent",
                     *                     "terminationMessagePath": "/dev/termination-log",
                     *                     "terminationMessagePolicy": "File"
                     *                   }
                     *                 ],
                     *                 "dnsPolicy": "ClusterFirst",
                     *                 "restartPolicy": "Always",
                     *                 "schedulerName": "default-scheduler",
                     *                 "securityContext": {
                     *                   "fsGroup": 0
                     *                 },
                     *                 "terminationGracePeriodSeconds": 30,
                     *                 "enableServiceLinks": true
                     *               }
                     *             },
                     *             "otherwise": "refused",
                     *             "errors": [
                     *               {
                     *                 "field": "spec.securityContext.fsGroup",
                     *                 "type": "FieldValueInvalid",
                     *                 "badValue": [
                     *                   0
                     *                 ],
                     *                 "detail": "group 0 must be in the ranges: [{2147483648 2147483648}]"
                     *               }
                     *             ]
                     *           },
                     *           "basis": "spec",
                     *           "reasons": [
                     *             {
                     *               "workload": {
                     *                 "cluster": "prod",
                     *                 "namespace": "shop",
                     *                 "kind": "Deployment",
                     *                 "name": "nginx"
                     *               },
                     *               "templatePath": "/spec/template",
                     *               "origin": "template",
                     *               "path": "spec.securityContext.fsGroup"
                     *             },
                     *             {
                     *               "workload": {
                     *                 "cluster": "prod",
                     *                 "namespace": "shop",
                     *                 "kind": "Deployment",
                     *                 "name": "plain"
                     *               },
                     *               "templatePath": "/spec/template",
                     *               "origin": "template",
                     *               "path": "spec.securityContext.fsGroup"
                     *             }
                     *           ],
                     *           "evidence": []
                     *         },
                     *         {
                     *           "field": "sysctls",
                     *           "witness": {
                     *             "admittedBy": "second",
                     *             "pod": {
                     *               "apiVersion": "v1",
                     *               "kind": "Pod",
                     *               "metadata": {
                     *                 "name": "witness",
                     *                 "namespace": "default"
                     *               },
                     *               "spec": {
                     *                 "automountServiceAccountToken": false,
                     *                 "containers": [
                     *                   {
                     *                     "name": "witness",
                     *                     "image": "registry.k8s.io/pause:3.6",
                     *                     "imagePullPolicy": "IfNotPresent",
                     *                     "terminationMessagePath": "/dev/termination-log",
                     *                     "terminationMessagePolicy": "File"
                     *                   }
                     *                 ],
                     *                 "dnsPolicy": "ClusterFirst",
                     *                 "restartPolicy": "Always",
                     *                 "schedulerName": "default-scheduler",
                     *                 "securityContext": {
                     *                   "sysctls": [
                     *                     {
                     *                       "name": "kernel.shm_rmid_forced",
                     *                       "value": "1"
                     *                     }
                     *                   ]
                     *                 },
                     *                 "terminationGracePeriodSeconds": 30,
                     *                 "enableServiceLinks": true
                     *               }
                     *             },
                     *             "otherwise": "refused",
                     *             "errors": [
                     *               {
                     *                 "field": "pod.spec.securityContext.sysctls[0]",
                     *                 "type": "FieldValueForbidden",
                     *                 "detail": "sysctl \"kernel.shm_rmid_forced\" is not allowed"
                     *               }
                     *             ]
                     *           },
                     *           "basis": "spec",
                     *           "reasons": [],
                     *           "evidence": []
                     *         },
                     *         {
                     *           "field": "runtimeClass",
                     *           "witness": {
                     *             "admittedBy": "second",
                     *             "pod": {
                     *               "apiVersion": "v1",
                     *               "kind": "Pod",
                     *               "metadata": {
                     *                 "name": "witness",
                     *                 "namespace": "default"
                     *               },
                     *               "spec": {
                     *                 "automountServiceAccountToken": false,
                     *                 "containers": [
                     *                   {
                     *                     "name": "witness",
                     *                     "image": "registry.k8s.io/pause:3.6",
                     *                     "imagePullPolicy": "IfNotPresent",
                     *                     "terminationMessagePath": "/dev/termination-log",
                     *                     "terminationMessagePolicy": "File"
                     *                   }
                     *                 ],
                     *                 "dnsPolicy": "ClusterFirst",
                     *                 "restartPolicy": "Always",
                     *                 "schedulerName": "default-scheduler",
                     *                 "securityContext": {},
                     *                 "terminationGracePeriodSeconds": 30,
                     *                 "enableServiceLinks": true,
                     *                 "runtimeClassName": "unlisted"
                     *               }
                     *             },
                     *             "otherwise": "refused",
                     *             "errors": [
                     *               {
                     *                 "field": "spec.runtimeClassName",
                     *                 "type": "FieldValueInvalid",
                     *                 "badValue": "unlisted",
                     *                 "detail": ""
                     *               }
                     *             ]
                     *           },
                     *           "basis": "spec",
                     *           "reasons": [],
                     *           "evidence": []
                     *         }
                     *       ],
                     *       "comparison": {
                     *         "order": "narrower",
                     *         "fields": [
                     *           {
                     *             "field": "privileged",
                     *             "order": "equal",
                     *             "witnesses": []
                     *           },
                     *           {
                     *             "field": "hostNetwork",
                     *             "order": "equal",
                     *             "witnesses": []
                     *           },
                     *           {
                     *             "field": "hostPID",
                     *             "order": "equal",
                     *             "witnesses": []
                     *           },
                     *           {
                     *             "field": "hostIPC",
                     *             "order": "equal",
                     *             "witnesses": []
                     *           },
                     *           {
                     *             "field": "hostPorts",
                     *             "order": "narrower",
                     *             "witnesses": [
                     *               {
                     *                 "admittedBy": "second",
                     *                 "pod": {
                     *                   "apiVersion": "v1",
                     *                   "kind": "Pod",
                     *                   "metadata": {
                     *                     "name": "witness",
                     *                     "namespace": "default"
                     *                   },
                     *                   "spec": {
                     *                     "automountServiceAccountToken": false,
                     *                     "containers": [
                     *                       {
                     *                         "name": "witness",
                     *                         "image": "registry.k8s.io/pause:3.6",
                     *                         "imagePullPolicy": "IfNotPresent",
                     *                         "terminationMessagePath": "/dev/termination-log",
                     *                         "terminationMessagePolicy": "File",
                     *                         "ports": [
                     *                           {
                     *                             "containerPort": 1,
                     *                             "hostPort": 1,
                     *                             "protocol": "TCP"
                     *                           }
                     *                         ]
                     *                       }
                     *                     ],
                     *                     "dnsPolicy": "ClusterFirst",
                     *                     "restartPolicy": "Always",
                     *                     "schedulerName": "default-scheduler",
                     *                     "securityContext": {},
                     *                     "terminationGracePeriodSeconds": 30,
                     *                     "enableServiceLinks": true
                     *                   }
                     *                 },
                     *                 "otherwise": "refused",
                     *                 "errors": [
                     *                   {
                     *                     "field": "spec.containers[0].hostPort",
                     *                     "type": "FieldValueInvalid",
                     *                     "badValue": 1,
                     *                     "detail": "Host port 1 is not allowed to be used. Allowed ports: [80]"
                     *                   }
                     *                 ]
                     *               }
                     *             ]
                     *           },
                     *           {
                     *             "field": "volumes",
                     *             "order": "narrower",
                     *             "witnesses": [
                     *               {
                     *                 "admittedBy": "second",
                     *                 "pod": {
                     *                   "apiVersion": "v1",
                     *                   "kind": "Pod",
                     *                   "metadata": {
                     *                     "name": "witness",
                     *                     "namespace": "default"
                     *                   },
                     *                   "spec": {
                     *                     "automountServiceAccountToken": false,
                     *                     "containers": [
                     *                       {
                     *                         "name": "witness",
                     *                         "image": "registry.k8s.io/pause:3.6",
                     *                         "imagePullPolicy": "IfNotPresent",
                     *                         "terminationMessagePath": "/dev/termination-log",
                     *                         "terminationMessagePolicy": "File",
                     *                         "volumeMounts": [
                     *                           {
                     *                             "name": "v",
                     *                             "mountPath": "/witness",
                     *                             "readOnly": true
                     *                           }
                     *                         ]
                     *                       }
                     *                     ],
                     *                     "dnsPolicy": "ClusterFirst",
                     *                     "restartPolicy": "Always",
                     *                     "schedulerName": "default-scheduler",
                     *                     "securityContext": {},
                     *                     "terminationGracePeriodSeconds": 30,
                     *                     "enableServiceLinks": true,
                     *                     "volumes": [
                     *                       {
                     *                         "name": "v",
                     *                         "configMap": {
                     *                           "name": "settings"
                     *                         }
                     *                       }
                     *                     ]
                     *                   }
                     *                 },
                     *                 "otherwise": "refused",
                     *                 "errors": [
                     *                   {
                     *                     "field": "spec.volumes[0]",
                     *                     "type": "FieldValueInvalid",
                     *                     "badValue": "configMap",
                     *                     "detail": "configMap volumes are not allowed to be used"
                     *                   }
                     *                 ]
                     *               }
                     *             ]
                     *           },
                     *           {
                     *             "field": "allowedHostPaths",
                     *             "order": "equal",
                     *             "witnesses": []
                     *           },
                     *           {
                     *             "field": "allowedFlexVolumes",
                     *             "order": "equal",
                     *             "witnesses": []
                     *           },
                     *           {
                     *             "field": "allowedCSIDrivers",
                     *             "order": "equal",
                     *             "witnesses": []
                     *           },
                     *           {
                     *             "field": "capabilities",
                     *             "order": "equal",
                     *             "witnesses": []
                     *           },
                     *           {
                     *             "field": "seLinux",
                     *             "order": "equal",
                     *             "witnesses": []
                     *           },
                     *           {
                     *             "field": "runAsUser",
                     *             "order": "equal",
                     *             "witnesses": []
                     *           },
                     *           {
                     *             "field": "runAsGroup",
                     *             "order": "narrower",
                     *             "witnesses": [
                     *               {
                     *                 "admittedBy": "second",
                     *                 "pod": {
                     *                   "apiVersion": "v1",
                     *                   "kind": "Pod",
                     *                   "metadata": {
                     *                     "name": "witness",
                     *                     "namespace": "default"
                     *                   },
                     *                   "spec": {
                     *                     "automountServiceAccountToken": false,
                     *                     "containers": [
                     *                       {
                     *                         "name": "witness",
                     *                         "image": "registry.k8s.io/pause:3.6",
                     *                         "imagePullPolicy": "IfNotPresent",
                     *                         "terminationMessagePath": "/dev/termination-log",
                     *                         "terminationMessagePolicy": "File",
                     *                         "securityContext": {
                     *                           "runAsGroup": 0
                     *                         }
                     *                       }
                     *                     ],
                     *                     "dnsPolicy": "ClusterFirst",
                     *                     "restartPolicy": "Always",
                     *                     "schedulerName": "default-scheduler",
                     *                     "securityContext": {},
                     *                     "terminationGracePeriodSeconds": 30,
                     *                     "enableServiceLinks": true
                     *                   }
                     *                 },
                     *                 "otherwise": "refused",
                     *                 "errors": [
                     *                   {
                     *                     "field": "spec.containers[0].securityContext",
                     *                     "type": "FieldValueInvalid",
                     *                     "badValue": [
                     *                       0
                     *                     ],
                     *                     "detail": "group 0 must be in the ranges: [{2147483648 2147483648}]"
                     *                   }
                     *                 ]
                     *               }
                     *             ]
                     *           },
                     *           {
                     *             "field": "supplementalGroups",
                     *             "order": "narrower",
                     *             "witnesses": [
                     *               {
                     *                 "admittedBy": "second",
                     *                 "pod": {
                     *                   "apiVersion": "v1",
                     *                   "kind": "Pod",
                     *                   "metadata": {
                     *                     "name": "witness",
                     *                     "namespace": "default"
                     *                   },
                     *                   "spec": {
                     *                     "automountServiceAccountToken": false,
                     *                     "containers": [
                     *                       {
                     *                         "name": "witness",
                     *                         "image": "registry.k8s.io/pause:3.6",
                     *                         "imagePullPolicy": "IfNotPresent",
                     *                         "terminationMessagePath": "/dev/termination-log",
                     *                         "terminationMessagePolicy": "File"
                     *                       }
                     *                     ],
                     *                     "dnsPolicy": "ClusterFirst",
                     *                     "restartPolicy": "Always",
                     *                     "schedulerName": "default-scheduler",
                     *                     "securityContext": {
                     *                       "supplementalGroups": [
                     *                         0
                     *                       ]
                     *                     },
                     *                     "terminationGracePeriodSeconds": 30,
                     *                     "enableServiceLinks": true
                     *                   }
                     *                 },
                     *                 "otherwise": "refused",
                     *                 "errors": [
                     *                   {
                     *                     "field": "spec.securityContext.supplementalGroups",
                     *                     "type": "FieldValueInvalid",
                     *                     "badValue": [
                     *                       0
                     *                     ],
                     *                     "detail": "group 0 must be in the ranges: [{2147483648 2147483648}]"
                     *                   }
                     *                 ]
                     *               }
                     *             ]
                     *           },
                     *           {
                     *             "field": "fsGroup",
                     *             "order": "narrower",
                     *             "witnesses": [
                     *               {
                     *                 "admittedBy": "second",
                     *                 "pod": {
                     *                   "apiVersion": "v1",
                     *                   "kind": "Pod",
                     *                   "metadata": {
                     *                     "name": "witness",
                     *                     "namespace": "default"
                     *                   },
                     *                   "spec": {
                     *                     "automountServiceAccountToken": false,
                     *                     "containers": [
                     *                       {
                     *                         "name": "witness",
                     *                         "image": "registry.k8s.io/pause:3.6",
                     *                         "imagePullPolicy": "IfNotPresent",
                     *                         "terminationMessagePath": "/dev/termination-log",
                     *                         "terminationMessagePolicy": "File"
                     *                       }
                     *                     ],
                     *                     "dnsPolicy": "ClusterFirst",
                     *                     "restartPolicy": "Always",
                     *                     "schedulerName": "default-scheduler",
                     *                     "securityContext": {
                     *                       "fsGroup": 0
                     *                     },
                     *                     "terminationGracePeriodSeconds": 30,
                     *                     "enableServiceLinks": true
                     *                   }
                     *                 },
                     *                 "otherwise": "refused",
                     *                 "errors": [
                     *                   {
                     *                     "field": "spec.securityContext.fsGroup",
                     *                     "type": "FieldValueInvalid",
                     *                     "badValue": [
                     *                       0
                     *                     ],
                     *                     "detail": "group 0 must be in the ranges: [{2147483648 2147483648}]"
                     *                   }
                     *                 ]
                     *               }
                     *             ]
                     *           },
                     *           {
                     *             "field": "readOnlyRootFilesystem",
                     *             "order": "equal",
                     *             "witnesses": []
                     *           },
                     *           {
                     *             "field": "allowPrivilegeEscalation",
                     *             "order": "equal",
                     *             "witnesses": []
                     *           },
                     *           {
                     *             "field": "allowedProcMountTypes",
                     *             "order": "equal",
                     *             "witnesses": []
                     *           },
                     *           {
                     *             "field": "sysctls",
                     *             "order": "narrower",
                     *             "witnesses": [
                     *               {
                     *                 "admittedBy": "second",
                     *                 "pod": {
                     *                   "apiVersion": "v1",
                     *                   "kind": "Pod",
                     *                   "metadata": {
                     *                     "name": "witness",
                     *                     "namespace": "default"
                     *                   },
                     *                   "spec": {
                     *                     "automountServiceAccountToken": false,
                     *                     "containers": [
                     *                       {
                     *                         "name": "witness",
                     *                         "image": "registry.k8s.io/pause:3.6",
                     *                         "imagePullPolicy": "IfNotPresent",
                     *                         "terminationMessagePath": "/dev/termination-log",
                     *                         "terminationMessagePolicy": "File"
                     *                       }
                     *                     ],
                     *                     "dnsPolicy": "ClusterFirst",
                     *                     "restartPolicy": "Always",
                     *                     "schedulerName": "default-scheduler",
                     *                     "securityContext": {
                     *                       "sysctls": [
                     *                         {
                     *                           "name": "kernel.shm_rmid_forced",
                     *                           "value": "1"
                     *                         }
                     *                       ]
                     *                     },
                     *                     "terminationGracePeriodSeconds": 30,
                     *                     "enableServiceLinks": true
                     *                   }
                     *                 },
                     *                 "otherwise": "refused",
                     *                 "errors": [
                     *                   {
                     *                     "field": "pod.spec.securityContext.sysctls[0]",
                     *                     "type": "FieldValueForbidden",
                     *                     "detail": "sysctl \"kernel.shm_rmid_forced\" is not allowed"
                     *                   }
                     *                 ]
                     *               }
                     *             ]
                     *           },
                     *           {
                     *             "field": "runtimeClass",
                     *             "order": "narrower",
                     *             "witnesses": [
                     *               {
                     *                 "admittedBy": "second",
                     *                 "pod": {
                     *                   "apiVersion": "v1",
                     *                   "kind": "Pod",
                     *                   "metadata": {
                     *                     "name": "witness",
                     *                     "namespace": "default"
                     *                   },
                     *                   "spec": {
                     *                     "automountServiceAccountToken": false,
                     *                     "containers": [
                     *                       {
                     *                         "name": "witness",
                     *                         "image": "registry.k8s.io/pause:3.6",
                     *                         "imagePullPolicy": "IfNotPresent",
                     *                         "terminationMessagePath": "/dev/termination-log",
                     *                         "terminationMessagePolicy": "File"
                     *                       }
                     *                     ],
                     *                     "dnsPolicy": "ClusterFirst",
                     *                     "restartPolicy": "Always",
                     *                     "schedulerName": "default-scheduler",
                     *                     "securityContext": {},
                     *                     "terminationGracePeriodSeconds": 30,
                     *                     "enableServiceLinks": true,
                     *                     "runtimeClassName": "unlisted"
                     *                   }
                     *                 },
                     *                 "otherwise": "refused",
                     *                 "errors": [
                     *                   {
                     *                     "field": "spec.runtimeClassName",
                     *                     "type": "FieldValueInvalid",
                     *                     "badValue": "unlisted",
                     *                     "detail": ""
                     *                   }
                     *                 ]
                     *               }
                     *             ]
                     *           },
                     *           {
                     *             "field": "seccomp",
                     *             "order": "equal",
                     *             "witnesses": []
                     *           },
                     *           {
                     *             "field": "appArmor",
                     *             "order": "equal",
                     *             "witnesses": []
                     *           }
                     *         ],
                     *         "admitNothing": []
                     *       },
                     *       "refused": [],
                     *       "verified": {
                     *         "sound": true,
                     *         "minimal": true,
                     *         "sources": 2,
                     *         "tightenings": 14
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Tightening"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Content too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listProjects: {
        parameters: {
            query?: {
                /** @description `next` of the page before; leave it out for the first page. */
                cursor?: string;
                /** @description Items on a page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "name": "default",
                     *           "description": "What belongs to nobody else.",
                     *           "createdAt": "2026-03-02T08:00:00.000Z",
                     *           "createdBy": "migration"
                     *         },
                     *         {
                     *           "name": "payments",
                     *           "description": "The team that takes the money.",
                     *           "createdAt": "2026-03-02T08:00:00.000Z",
                     *           "createdBy": "bootstrap"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ProjectPage"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createProject: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "payments",
                 *       "description": "The team that takes the money."
                 *     }
                 */
                "application/json": components["schemas"]["NewProject"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "payments",
                     *       "description": "The team that takes the money.",
                     *       "createdAt": "2026-03-02T08:00:00.000Z",
                     *       "createdBy": "bootstrap"
                     *     }
                     */
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is a project of that name. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Content too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readProject: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of an earlier answer: if it is still the present one, the answer is 304, without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description The name of the project.
                 * @example payments
                 */
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "payments",
                     *       "description": "The team that takes the money.",
                     *       "createdAt": "2026-03-02T08:00:00.000Z",
                     *       "createdBy": "bootstrap"
                     *     }
                     */
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description It is as If-None-Match says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateProject: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the project as it was read: it is not changed if it is another one by now. */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description The name of the project.
                 * @example default
                 */
                project: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "description": "What belongs to nobody else."
                 *     }
                 */
                "application/json": components["schemas"]["ProjectChange"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "default",
                     *       "description": "What belongs to nobody else.",
                     *       "createdAt": "2026-03-02T08:00:00.000Z",
                     *       "createdBy": "migration"
                     *     }
                     */
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has been changed since the ETag that If-Match names. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Content too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteProject: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the project as it was read: it is not changed if it is another one by now. */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description The name of the project.
                 * @example payments
                 */
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has policies, simulations or webhooks, keys are bound to it, or it is `default`. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has been changed since the ETag that If-Match names. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Content too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ingestRuntimeEvents: {
        parameters: {
            query?: {
                /** @description The cluster that the events are of, whatever they say themselves. Native events name their own. */
                cluster?: string;
                /** @description The field of `output_fields` by which alerts of Falco name their cluster, if it is not `cluster` or `k8s.cluster.name`. `cluster` goes before it. */
                clusterField?: string;
                /** @description The dimensions that the agent is configured to watch as a whole, with commas between them. Native events say it themselves. */
                covers?: string;
                /** @description The dimensions of which the agent is configured to watch a part only, with commas between them. Goes before `covers`. */
                coversPartly?: string;
                /** @description The format of the events. If absent: recognised by their looks. */
                format?: "native" | "tetragon" | "falco" | "kubernetes-audit" | "tracee" | "inspektor-gadget" | "kubearmor" | "spo";
                /** @description The gadget of Inspektor Gadget; its events do not say. */
                gadget?: string;
            };
            header?: {
                /** @description The same key with the same body gets the answer of the first request for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "schema": "runtime-events/v1",
                 *       "cluster": "prod",
                 *       "node": "node-1",
                 *       "agent": {
                 *         "name": "advisor-agent",
                 *         "version": "1.4.0",
                 *         "instance": "0d1c2b3a-0000-4000-8000-000000000012"
                 *       },
                 *       "sequence": 0,
                 *       "sentAt": "2026-03-01T10:30:00Z",
                 *       "covers": [
                 *         "syscall",
                 *         "capability",
                 *         "file",
                 *         "listen"
                 *       ],
                 *       "containers": [
                 *         {
                 *           "namespace": "shop",
                 *           "pod": {
                 *             "name": "plain-7d9c5b6f84-x2z4b",
                 *             "uid": "uid-of-shop-plain-7d9c5b6f84-x2z4b"
                 *           },
                 *           "owner": {
                 *             "kind": "ReplicaSet",
                 *             "name": "plain-7d9c5b6f84"
                 *           },
                 *           "container": {
                 *             "name": "main",
                 *             "image": "nginx:1.27"
                 *           },
                 *           "observations": [
                 *             {
                 *               "dimension": "syscall",
                 *               "syscall": "read",
                 *               "count": 1,
                 *               "first": "2026-03-01T10:20:00Z",
                 *               "last": "2026-03-01T10:20:00Z"
                 *             },
                 *             {
                 *               "dimension": "capability",
                 *               "capability": "NET_BIND_SERVICE",
                 *               "granted": true,
                 *               "uid": 0,
                 *               "count": 1,
                 *               "first": "2026-03-01T10:20:00Z",
                 *               "last": "2026-03-01T10:20:00Z"
                 *             }
                 *           ]
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    agent: {
                        /** Format: uuid */
                        instance: string;
                        name: string;
                        version: string;
                    };
                    cluster: string;
                    containers: {
                        container: {
                            endedAt?: string;
                            fromStart?: boolean;
                            id?: string;
                            image?: string;
                            imageDigest?: string;
                            imageUser?: string;
                            imageVolumes?: string[];
                            name: string;
                            startedAt?: string;
                        };
                        namespace: string;
                        observations: ({
                            count: number;
                            /** @enum {string} */
                            dimension: "syscall";
                            first: string;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            syscall: string;
                        } | {
                            capability: string;
                            count: number;
                            /** @enum {string} */
                            dimension: "capability";
                            first: string;
                            granted: boolean;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            uid: number;
                            /**
                             * @default own
                             * @enum {string}
                             */
                            userNamespace?: "own" | "child";
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "identity";
                            first: string;
                            firstProcess: boolean;
                            gid: number;
                            groups?: number[];
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            uid: number;
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "exec";
                            entrypoint?: boolean;
                            fileCapabilities?: string[];
                            first: string;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            path: string;
                            /** @enum {string} */
                            privilegeGain?: "setuid" | "setgid" | "file-capabilities";
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "file";
                            first: string;
                            last: string;
                            mount?: string;
                            /** @enum {string} */
                            operation: "read" | "write" | "metadata" | "execute";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            path: string;
                            /** @enum {string} */
                            place: "root" | "volume" | "host-path" | "proc" | "sys" | "device";
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "device";
                            first: string;
                            last: string;
                            /** @enum {string} */
                            operation: "read" | "write" | "metadata" | "execute" | "mknod";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            path: string;
                        } | {
                            address: string;
                            count: number;
                            /** @enum {string} */
                            dimension: "listen";
                            first: string;
                            hostNetwork: boolean;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            port: number;
                            /** @enum {string} */
                            protocol: "tcp" | "udp" | "sctp" | "udplite" | "icmp";
                        } | {
                            address?: string;
                            count: number;
                            /** @enum {string} */
                            dimension: "connect";
                            first: string;
                            hostNetwork: boolean;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            /** @enum {string} */
                            peer: "loopback" | "node" | "cluster" | "external";
                            port: number;
                            /** @enum {string} */
                            protocol: "tcp" | "udp" | "sctp" | "udplite" | "icmp";
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "raw-socket";
                            family: string;
                            first: string;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            type: string;
                        } | {
                            /** @enum {string} */
                            action: "ptrace" | "signal" | "procfs" | "setns";
                            count: number;
                            /** @enum {string} */
                            dimension: "host-process";
                            first: string;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "host-ipc";
                            first: string;
                            /** @enum {string} */
                            kind: "shared-memory" | "semaphore" | "message-queue";
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "mount";
                            filesystem: string;
                            first: string;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            target: string;
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "sysctl";
                            first: string;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            sysctl: string;
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "denial";
                            first: string;
                            last: string;
                            /** @enum {string} */
                            mechanism: "seccomp" | "apparmor" | "selinux";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            what: string;
                        } | {
                            address: string;
                            count: number;
                            /** @enum {string} */
                            dimension: "accept";
                            first: string;
                            hostNetwork: boolean;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            port: number;
                            /** @enum {string} */
                            protocol: "tcp" | "udp" | "sctp" | "udplite" | "icmp";
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "unix-connect";
                            first: string;
                            inside: boolean;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            path: string;
                        })[];
                        owner?: {
                            kind: string;
                            name: string;
                        };
                        pod: {
                            name: string;
                            templateHash?: string;
                            uid: string;
                        };
                    }[];
                    covers: ("syscall" | "capability" | "identity" | "exec" | "file" | "device" | "listen" | "connect" | "raw-socket" | "host-process" | "host-ipc" | "mount" | "sysctl" | "denial" | "accept" | "unix-connect")[];
                    coversPartly?: ("syscall" | "capability" | "identity" | "exec" | "file" | "device" | "listen" | "connect" | "raw-socket" | "host-process" | "host-ipc" | "mount" | "sysctl" | "denial" | "accept" | "unix-connect")[];
                    /** @default {} */
                    lost?: {
                        [key: string]: number;
                    };
                    node: string;
                    nodeFacts?: {
                        apparmor?: boolean;
                        architecture?: string;
                        /** @enum {string} */
                        cgroup?: "v1" | "v2";
                        runtime?: string;
                        seccompDefault?: boolean;
                        selinux?: boolean;
                        unprivilegedPortStart?: number;
                    };
                    /** @enum {string} */
                    schema: "runtime-events/v1";
                    sentAt: string;
                    sequence: number;
                } | {
                    agent: {
                        /** Format: uuid */
                        instance: string;
                        name: string;
                        version: string;
                    };
                    cluster: string;
                    containers: {
                        container: {
                            endedAt?: string;
                            fromStart?: boolean;
                            id?: string;
                            image?: string;
                            imageDigest?: string;
                            imageUser?: string;
                            imageVolumes?: string[];
                            name: string;
                            startedAt?: string;
                        };
                        namespace: string;
                        observations: ({
                            count: number;
                            /** @enum {string} */
                            dimension: "syscall";
                            first: string;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            syscall: string;
                        } | {
                            capability: string;
                            count: number;
                            /** @enum {string} */
                            dimension: "capability";
                            first: string;
                            granted: boolean;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            uid: number;
                            /**
                             * @default own
                             * @enum {string}
                             */
                            userNamespace?: "own" | "child";
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "identity";
                            first: string;
                            firstProcess: boolean;
                            gid: number;
                            groups?: number[];
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            uid: number;
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "exec";
                            entrypoint?: boolean;
                            fileCapabilities?: string[];
                            first: string;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            path: string;
                            /** @enum {string} */
                            privilegeGain?: "setuid" | "setgid" | "file-capabilities";
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "file";
                            first: string;
                            last: string;
                            mount?: string;
                            /** @enum {string} */
                            operation: "read" | "write" | "metadata" | "execute";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            path: string;
                            /** @enum {string} */
                            place: "root" | "volume" | "host-path" | "proc" | "sys" | "device";
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "device";
                            first: string;
                            last: string;
                            /** @enum {string} */
                            operation: "read" | "write" | "metadata" | "execute" | "mknod";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            path: string;
                        } | {
                            address: string;
                            count: number;
                            /** @enum {string} */
                            dimension: "listen";
                            first: string;
                            hostNetwork: boolean;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            port: number;
                            /** @enum {string} */
                            protocol: "tcp" | "udp" | "sctp" | "udplite" | "icmp";
                        } | {
                            address?: string;
                            count: number;
                            /** @enum {string} */
                            dimension: "connect";
                            first: string;
                            hostNetwork: boolean;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            /** @enum {string} */
                            peer: "loopback" | "node" | "cluster" | "external";
                            port: number;
                            /** @enum {string} */
                            protocol: "tcp" | "udp" | "sctp" | "udplite" | "icmp";
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "raw-socket";
                            family: string;
                            first: string;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            type: string;
                        } | {
                            /** @enum {string} */
                            action: "ptrace" | "signal" | "procfs" | "setns";
                            count: number;
                            /** @enum {string} */
                            dimension: "host-process";
                            first: string;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "host-ipc";
                            first: string;
                            /** @enum {string} */
                            kind: "shared-memory" | "semaphore" | "message-queue";
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "mount";
                            filesystem: string;
                            first: string;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            target: string;
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "sysctl";
                            first: string;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            sysctl: string;
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "denial";
                            first: string;
                            last: string;
                            /** @enum {string} */
                            mechanism: "seccomp" | "apparmor" | "selinux";
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            what: string;
                        } | {
                            address: string;
                            count: number;
                            /** @enum {string} */
                            dimension: "accept";
                            first: string;
                            hostNetwork: boolean;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            port: number;
                            /** @enum {string} */
                            protocol: "tcp" | "udp" | "sctp" | "udplite" | "icmp";
                        } | {
                            count: number;
                            /** @enum {string} */
                            dimension: "unix-connect";
                            first: string;
                            inside: boolean;
                            last: string;
                            /**
                             * @default container
                             * @enum {string}
                             */
                            origin?: "container" | "probe" | "entered" | "terminal" | "interactive";
                            /**
                             * @default allowed
                             * @enum {string}
                             */
                            outcome?: "allowed" | "refused";
                            path: string;
                        })[];
                        owner?: {
                            kind: string;
                            name: string;
                        };
                        pod: {
                            name: string;
                            templateHash?: string;
                            uid: string;
                        };
                    }[];
                    covers: ("syscall" | "capability" | "identity" | "exec" | "file" | "device" | "listen" | "connect" | "raw-socket" | "host-process" | "host-ipc" | "mount" | "sysctl" | "denial" | "accept" | "unix-connect")[];
                    coversPartly?: ("syscall" | "capability" | "identity" | "exec" | "file" | "device" | "listen" | "connect" | "raw-socket" | "host-process" | "host-ipc" | "mount" | "sysctl" | "denial" | "accept" | "unix-connect")[];
                    /** @default {} */
                    lost?: {
                        [key: string]: number;
                    };
                    node: string;
                    nodeFacts?: {
                        apparmor?: boolean;
                        architecture?: string;
                        /** @enum {string} */
                        cgroup?: "v1" | "v2";
                        runtime?: string;
                        seccompDefault?: boolean;
                        selinux?: boolean;
                        unprivilegedPortStart?: number;
                    };
                    /** @enum {string} */
                    schema: "runtime-events/v1";
                    sentAt: string;
                    sequence: number;
                }[] | Record<string, unknown>;
                "application/x-ndjson": string;
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "events": 1,
                     *       "duplicates": 0,
                     *       "observations": 2
                     *     }
                     */
                    "application/json": components["schemas"]["IngestionReceipt"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Idempotency-Key was used with another body. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large, or holds too many events. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too much is waiting to be stored; nothing of the request was taken. Retry-After says when to come back. */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSimulations: {
        parameters: {
            query?: {
                /** @description `next` of the page before; leave it out for the first page. */
                cursor?: string;
                /** @description Items on a page. */
                limit?: number;
                /** @description Only those that use this policy, in any revision. */
                policy?: string;
                /** @description The project that the call is about. Left out: lists are of all projects that the caller reaches; what is made belongs to the only one that it is bound to, or else to `default`. */
                project?: string;
                /** @description `active`: a continuous simulation that waits for changes; it is `running` while it evaluates some. `stopped`: one that somebody ended. */
                status?: "queued" | "running" | "active" | "succeeded" | "failed" | "cancelled" | "stopped";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0d1c2b3a-0000-4000-8000-000000000010",
                     *           "project": "default",
                     *           "status": "succeeded",
                     *           "policies": [
                     *             {
                     *               "id": "0d1c2b3a-0000-4000-8000-000000000019",
                     *               "revision": 1,
                     *               "name": "prod.shop.deployment.nginx"
                     *             },
                     *             {
                     *               "id": "0d1c2b3a-0000-4000-8000-000000000020",
                     *               "revision": 1,
                     *               "name": "prod.shop.deployment.plain"
                     *             }
                     *           ],
                     *           "policySet": "only-these",
                     *           "scope": {
                     *             "clusters": [
                     *               "prod"
                     *             ],
                     *             "labelSelector": "app in (nginx, plain)"
                     *           },
                     *           "grants": "all",
                     *           "createdAt": "2026-03-02T08:00:00.000Z",
                     *           "startedAt": "2026-03-02T08:00:00.000Z",
                     *           "finishedAt": "2026-03-02T08:00:00.000Z",
                     *           "progress": {
                     *             "done": 2,
                     *             "total": 2
                     *           },
                     *           "summary": {
                     *             "workloads": 2,
                     *             "verdicts": {
                     *               "passes": 2,
                     *               "at-risk": 0,
                     *               "breaks": 0
                     *             },
                     *             "stages": {
                     *               "admission": 0,
                     *               "start": 0,
                     *               "runtime": 0
                     *             },
                     *             "withoutPolicy": 0,
                     *             "brokenToday": 0,
                     *             "fields": {},
                     *             "withoutManifest": {
                     *               "count": 0,
                     *               "workloads": []
                     *             }
                     *           }
                     *         },
                     *         {
                     *           "id": "0d1c2b3a-0000-4000-8000-000000000011",
                     *           "project": "default",
                     *           "name": "before the freeze",
                     *           "status": "succeeded",
                     *           "policies": [
                     *             {
                     *               "id": "0d1c2b3a-0000-4000-8000-000000000002",
                     *               "revision": 2,
                     *               "name": "restricted"
                     *             }
                     *           ],
                     *           "policySet": "only-these",
                     *           "scope": {
                     *             "clusters": [
                     *               "prod"
                     *             ],
                     *             "labelSelector": "app in (nginx, plain)"
                     *           },
                     *           "grants": "all",
                     *           "createdAt": "2026-03-02T08:00:00.000Z",
                     *           "startedAt": "2026-03-02T08:00:00.000Z",
                     *           "finishedAt": "2026-03-02T08:00:00.000Z",
                     *           "progress": {
                     *             "done": 2,
                     *             "total": 2
                     *           },
                     *           "summary": {
                     *             "workloads": 2,
                     *             "verdicts": {
                     *               "passes": 0,
                     *               "at-risk": 1,
                     *               "breaks": 1
                     *             },
                     *             "stages": {
                     *               "admission": 1,
                     *               "start": 0,
                     *               "runtime": 1
                     *             },
                     *             "withoutPolicy": 0,
                     *             "brokenToday": 0,
                     *             "fields": {
                     *               "hostNetwork": 1,
                     *               "hostPorts": 1,
                     *               "privileged": 1,
                     *               "readOnlyRootFilesystem": 1
                     *             },
                     *             "withoutManifest": {
                     *               "count": 0,
                     *               "workloads": []
                     *             }
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["SimulationPage"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createSimulation: {
        parameters: {
            query?: {
                /** @description The project that the call is about. Left out: lists are of all projects that the caller reaches; what is made belongs to the only one that it is bound to, or else to `default`. */
                project?: string;
            };
            header?: {
                /** @description The same key with the same request gives the simulation of the first time, as long as that exists. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "policies": [
                 *         {
                 *           "id": "0d1c2b3a-0000-4000-8000-000000000002"
                 *         }
                 *       ],
                 *       "scope": {
                 *         "clusters": [
                 *           "prod"
                 *         ],
                 *         "labelSelector": "app in (nginx, plain)"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["NewSimulation"];
            };
        };
        responses: {
            /** @description Accepted; `Location` is where to poll. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0d1c2b3a-0000-4000-8000-000000000001",
                     *       "project": "default",
                     *       "status": "queued",
                     *       "policies": [
                     *         {
                     *           "id": "0d1c2b3a-0000-4000-8000-000000000002",
                     *           "revision": 2,
                     *           "name": "restricted"
                     *         }
                     *       ],
                     *       "policySet": "only-these",
                     *       "scope": {
                     *         "clusters": [
                     *           "prod"
                     *         ],
                     *         "labelSelector": "app in (nginx, plain)"
                     *       },
                     *       "grants": "all",
                     *       "createdAt": "2026-03-02T08:00:00.000Z",
                     *       "progress": {
                     *         "done": 0
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Simulation"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Idempotency-Key was used with another request; or as many continuous simulations go on already as may. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Content too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The project has as many simulations that have not ended as it may have, or the caller is over its rate limit: come again after `Retry-After` seconds. */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readSimulation: {
        parameters: {
            query?: {
                /**
                 * @description Answer when it has ended, or, with If-None-Match, as soon as it has changed; at the latest after this time, such as `20s`.
                 * @example 20s
                 */
                wait?: string;
            };
            header?: {
                /** @description The `ETag` of an earlier answer: if it is still the present one, the answer is 304, without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description The id of the simulation.
                 * @example 0d1c2b3a-0000-4000-8000-000000000011
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0d1c2b3a-0000-4000-8000-000000000011",
                     *       "project": "default",
                     *       "name": "before the freeze",
                     *       "status": "succeeded",
                     *       "policies": [
                     *         {
                     *           "id": "0d1c2b3a-0000-4000-8000-000000000002",
                     *           "revision": 2,
                     *           "name": "restricted"
                     *         }
                     *       ],
                     *       "policySet": "only-these",
                     *       "scope": {
                     *         "clusters": [
                     *           "prod"
                     *         ],
                     *         "labelSelector": "app in (nginx, plain)"
                     *       },
                     *       "grants": "all",
                     *       "createdAt": "2026-03-02T08:00:00.000Z",
                     *       "startedAt": "2026-03-02T08:00:00.000Z",
                     *       "finishedAt": "2026-03-02T08:00:00.000Z",
                     *       "progress": {
                     *         "done": 2,
                     *         "total": 2
                     *       },
                     *       "summary": {
                     *         "workloads": 2,
                     *         "verdicts": {
                     *           "passes": 0,
                     *           "at-risk": 1,
                     *           "breaks": 1
                     *         },
                     *         "stages": {
                     *           "admission": 1,
                     *           "start": 0,
                     *           "runtime": 1
                     *         },
                     *         "withoutPolicy": 0,
                     *         "brokenToday": 0,
                     *         "fields": {
                     *           "hostNetwork": 1,
                     *           "hostPorts": 1,
                     *           "privileged": 1,
                     *           "readOnlyRootFilesystem": 1
                     *         },
                     *         "withoutManifest": {
                     *           "count": 0,
                     *           "workloads": []
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Simulation"];
                };
            };
            /** @description It is as If-None-Match says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSimulation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the simulation.
                 * @example 0d1c2b3a-0000-4000-8000-000000000001
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Content too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readSimulationBundle: {
        parameters: {
            query?: {
                /** @description Only what is for this cluster; needed for YAML where there are several. */
                cluster?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The id of the simulation.
                 * @example 0d1c2b3a-0000-4000-8000-000000000010
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "clusters": [
                     *         {
                     *           "cluster": "prod",
                     *           "policies": [
                     *             {
                     *               "id": "0d1c2b3a-0000-4000-8000-000000000019",
                     *               "revision": 1,
                     *               "name": "prod.shop.deployment.nginx",
                     *               "workloads": [
                     *                 {
                     *                   "cluster": "prod",
                     *                   "namespace": "shop",
                     *                   "kind": "Deployment",
                     *                   "name": "nginx"
                     *                 }
                     *               ],
                     *               "policy": {
                     *                 "apiVersion": "policy/v1beta1",
                     *                 "kind": "PodSecurityPolicy",
                     *                 "metadata": {
                     *                   "name": "prod.shop.deployment.nginx"
                     *                 },
                     *                 "spec": {
                     *                   "privileged": true,
                     *                   "hostNetwork": true,
                     *                   "hostPID": false,
                     *                   "hostIPC": false,
                     *                   "hostPorts": [
                     *                     {
                     *                       "min": 80,
                     *                       "max": 80
                     *                     }
                     *                   ],
                     *                   "volumes": [
                     *                     "secret"
                     *                   ],
                     *                   "seLinux": {
                     *                     "rule": "RunAsAny"
                     *                   },
                     *                   "runAsUser": {
                     *                     "rule": "RunAsAny"
                     *                   },
                     *                   "runAsGroup": {
                     *                     "rule": "MayRunAs",
                     *                     "ranges": [
                     *                       {
                     *                         "min": 2147483648,
                     *                         "max": 2147483648
                     *                       }
                     *                     ]
                     *                   },
                     *                   "supplementalGroups": {
                     *                     "rule": "MayRunAs",
                     *                     "ranges": [
                     *                       {
                     *                         "min": 2147483648,
                     *                         "max": 2147483648
                     *                       }
                     *                     ]
                     *                   },
                     *                   "fsGroup": {
                     *                     "rule": "MayRunAs",
                     *                     "ranges": [
                     *                       {
                     *                         "min": 2147483648,
                     *                         "max": 2147483648
                     *                       }
                     *                     ]
                     *                   },
                     *                   "readOnlyRootFilesystem": false,
                     *                   "allowPrivilegeEscalation": true,
                     *                   "forbiddenSysctls": [
                     *                     "*"
                     *                   ],
                     *                   "runtimeClass": {
                     *                     "allowedRuntimeClassNames": []
                     *                   }
                     *                 }
                     *               },
                     *               "grants": [
                     *                 {
                     *                   "apiVersion": "rbac.authorization.k8s.io/v1",
                     *                   "kind": "Role",
                     *                   "metadata": {
                     *                     "name": "psp.prod.shop.deployment.nginx",
                     *                     "namespace": "shop"
                     *                   },
                     *                   "rules": [
                     *                     {
                     *                       "apiGroups": [
                     *                         "policy"
                     *                       ],
                     *                       "resources": [
                     *                         "podsecuritypolicies"
                     *                       ],
                     *                       "resourceNames": [
                     *                         "prod.shop.deployment.nginx"
                     *                       ],
                     *                       "verbs": [
                     *                         "use"
                     *                       ]
                     *                     }
                     *                   ]
                     *                 },
                     *                 {
                     *                   "apiVersion": "rbac.authorization.k8s.io/v1",
                     *                   "kind": "RoleBinding",
                     *                   "metadata": {
                     *                     "name": "psp.prod.shop.deployment.nginx",
                     *                     "namespace": "shop"
                     *                   },
                     *                   "roleRef": {
                     *                     "apiGroup": "rbac.authorization.k8s.io",
                     *                     "kind": "Role",
                     *                     "name": "psp.prod.shop.deployment.nginx"
                     *                   },
                     *                   "subjects": [
                     *                     {
                     *                       "kind": "ServiceAccount",
                     *                       "name": "default",
                     *                       "namespace": "shop"
                     *                     }
                     *                   ]
                     *                 }
                     *               ]
                     *             },
                     *             {
                     *               "id": "0d1c2b3a-0000-4000-8000-000000000020",
                     *               "revision": 1,
                     *               "name": "prod.shop.deployment.plain",
                     *               "workloads": [
                     *                 {
                     *                   "cluster": "prod",
                     *                   "namespace": "shop",
                     *                   "kind": "Deployment",
                     *                   "name": "plain"
                     *                 }
                     *               ],
                     *               "policy": {
                     *                 "apiVersion": "policy/v1beta1",
                     *                 "kind": "PodSecurityPolicy",
                     *                 "metadata": {
                     *                   "name": "prod.shop.deployment.plain"
                     *                 },
                     *                 "spec": {
                     *                   "privileged": false,
                     *                   "hostNetwork": false,
                     *                   "hostPID": false,
                     *                   "hostIPC": false,
                     *                   "volumes": [
                     *                     "secret"
                     *                   ],
                     *                   "seLinux": {
                     *                     "rule": "RunAsAny"
                     *                   },
                     *                   "runAsUser": {
                     *                     "rule": "RunAsAny"
                     *                   },
                     *                   "runAsGroup": {
                     *                     "rule": "MayRunAs",
                     *                     "ranges": [
                     *                       {
                     *                         "min": 2147483648,
                     *                         "max": 2147483648
                     *                       }
                     *                     ]
                     *                   },
                     *                   "supplementalGroups": {
                     *                     "rule": "MayRunAs",
                     *                     "ranges": [
                     *                       {
                     *                         "min": 2147483648,
                     *                         "max": 2147483648
                     *                       }
                     *                     ]
                     *                   },
                     *                   "fsGroup": {
                     *                     "rule": "MayRunAs",
                     *                     "ranges": [
                     *                       {
                     *                         "min": 2147483648,
                     *                         "max": 2147483648
                     *                       }
                     *                     ]
                     *                   },
                     *                   "readOnlyRootFilesystem": false,
                     *                   "allowPrivilegeEscalation": true,
                     *                   "forbiddenSysctls": [
                     *                     "*"
                     *                   ],
                     *                   "runtimeClass": {
                     *                     "allowedRuntimeClassNames": []
                     *                   }
                     *                 }
                     *               },
                     *               "grants": [
                     *                 {
                     *                   "apiVersion": "rbac.authorization.k8s.io/v1",
                     *                   "kind": "Role",
                     *                   "metadata": {
                     *                     "name": "psp.prod.shop.deployment.plain",
                     *                     "namespace": "shop"
                     *                   },
                     *                   "rules": [
                     *                     {
                     *                       "apiGroups": [
                     *                         "policy"
                     *                       ],
                     *                       "resources": [
                     *                         "podsecuritypolicies"
                     *                       ],
                     *                       "resourceNames": [
                     *                         "prod.shop.deployment.plain"
                     *                       ],
                     *                       "verbs": [
                     *                         "use"
                     *                       ]
                     *                     }
                     *                   ]
                     *                 },
                     *                 {
                     *                   "apiVersion": "rbac.authorization.k8s.io/v1",
                     *                   "kind": "RoleBinding",
                     *                   "metadata": {
                     *                     "name": "psp.prod.shop.deployment.plain",
                     *                     "namespace": "shop"
                     *                   },
                     *                   "roleRef": {
                     *                     "apiGroup": "rbac.authorization.k8s.io",
                     *                     "kind": "Role",
                     *                     "name": "psp.prod.shop.deployment.plain"
                     *                   },
                     *                   "subjects": [
                     *                     {
                     *                       "kind": "ServiceAccount",
                     *                       "name": "default",
                     *                       "namespace": "shop"
                     *                     }
                     *                   ]
                     *                 }
                     *               ]
                     *             }
                     *           ],
                     *           "unsatisfiable": [],
                     *           "withoutPolicy": [],
                     *           "sharedServiceAccounts": [
                     *             {
                     *               "namespace": "shop",
                     *               "serviceAccount": "default",
                     *               "policies": [
                     *                 "prod.shop.deployment.nginx",
                     *                 "prod.shop.deployment.plain"
                     *               ]
                     *             }
                     *           ],
                     *           "rollout": {
                     *             "steps": [
                     *               {
                     *                 "title": "Create the policies",
                     *                 "detail": "Without the admission plugin they have no effect; with it, none before someone may use them.",
                     *                 "manifest": "apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata:\n  name: prod.shop.deployment.nginx\nspec:\n  privileged: true\n  hostNetwork: true\n  hostPID: false\n  hostIPC: false\n  hostPorts:\n    - min: 80\n      max: 80\n  volumes:\n    - secret\n  seLinux:\n    rule: RunAsAny\n  runAsUser:\n    rule: RunAsAny\n  runAsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  supplementalGroups:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  fsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  readOnlyRootFilesystem: false\n  allowPrivilegeEscalation: true\n  forbiddenSysctls:\n    - '*'\n  runtimeClass:\n    allowedRuntimeClassNames: []\n---\napiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata:\n  name: prod.shop.deployment.plain\nspec:\n  privileged: false\n  hostNetwork: false\n  hostPID: false\n  hostIPC: false\n  volumes:\n    - secret\n  seLinux:\n    rule: RunAsAny\n  runAsUser:\n    rule: RunAsAny\n  runAsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  supplementalGroups:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  fsGroup:\n    rule: MayRunAs\n    ranges:\n      - min: 2147483648\n        max: 2147483648\n  readOnlyRootFilesystem: false\n  allowPrivilegeEscalation: true\n  forbiddenSysctls:\n    - '*'\n  runtimeClass:\n    allowedRuntimeClassNames: []\n"
                     *               },
                     *               {
                     *                 "title": "Grant their use to the service accounts",
                     *                 "detail": "From now on, where the plugin is on, new pods may come in under these policies. Take away wider grants only after the next steps: a wider policy that a pod may use makes a narrower one ineffective.",
                     *                 "manifest": "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: psp.prod.shop.deployment.nginx\n  namespace: shop\nrules:\n  - apiGroups:\n      - policy\n    resources:\n      - podsecuritypolicies\n    resourceNames:\n      - prod.shop.deployment.nginx\n    verbs:\n      - use\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: psp.prod.shop.deployment.nginx\n  namespace: shop\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: Role\n  name: psp.prod.shop.deployment.nginx\nsubjects:\n  - kind: ServiceAccount\n    name: default\n    namespace: shop\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: psp.prod.shop.deployment.plain\n  namespace: shop\nrules:\n  - apiGroups:\n      - policy\n    resources:\n      - podsecuritypolicies\n    resourceNames:\n      - prod.shop.deployment.plain\n    verbs:\n      - use\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: psp.prod.shop.deployment.plain\n  namespace: shop\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: Role\n  name: psp.prod.shop.deployment.plain\nsubjects:\n  - kind: ServiceAccount\n    name: default\n    namespace: shop\n"
                     *               },
                     *               {
                     *                 "title": "Turn the admission plugin on",
                     *                 "detail": "If PodSecurityPolicy is not yet among the admission plugins of the API server, add it now. Before, system workloads (kube-system, ingress, CNI, CSI) need a policy too.",
                     *                 "commands": [
                     *                   "kube-apiserver --enable-admission-plugins=…,PodSecurityPolicy"
                     *                 ]
                     *               },
                     *               {
                     *                 "title": "Create new pods, one workload after another",
                     *                 "detail": "Running pods are untouched; what breaks breaks when the next pod is created. Look for FailedCreate events of the controllers and CreateContainerConfigError of pods, and for the annotation kubernetes.io/psp, which names the policy that admitted a pod.",
                     *                 "commands": [
                     *                   "kubectl get events -A --field-selector reason=FailedCreate",
                     *                   "kubectl get pods -A -o custom-columns='NAMESPACE:.metadata.namespace,POD:.metadata.name,PSP:.metadata.annotations.kubernetes\\.io/psp'"
                     *                 ]
                     *               },
                     *               {
                     *                 "title": "Take away the wider grants",
                     *                 "detail": "Bindings to policies that allow more, group bindings such as system:authenticated among them."
                     *               }
                     *             ],
                     *             "rollback": [
                     *               {
                     *                 "title": "Let pods in again at once",
                     *                 "detail": "Bind the policy that was in force before, or a wide one, to the service accounts concerned."
                     *               },
                     *               {
                     *                 "title": "Take away the grants",
                     *                 "detail": "Pods that run stay; new ones need another policy.",
                     *                 "commands": [
                     *                   "kubectl delete rolebinding/psp.prod.shop.deployment.plain -n shop",
                     *                   "kubectl delete role/psp.prod.shop.deployment.plain -n shop",
                     *                   "kubectl delete rolebinding/psp.prod.shop.deployment.nginx -n shop",
                     *                   "kubectl delete role/psp.prod.shop.deployment.nginx -n shop"
                     *                 ]
                     *               },
                     *               {
                     *                 "title": "Delete the policies",
                     *                 "detail": "After their grants; the annotation kubernetes.io/psp of running pods may name them on, without effect.",
                     *                 "commands": [
                     *                   "kubectl delete podsecuritypolicy/prod.shop.deployment.nginx podsecuritypolicy/prod.shop.deployment.plain"
                     *                 ]
                     *               }
                     *             ]
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["SimulationBundle"];
                    "application/yaml": string;
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing was generated with it, or not for that cluster. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelSimulation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the simulation.
                 * @example 0d1c2b3a-0000-4000-8000-000000000001
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0d1c2b3a-0000-4000-8000-000000000001",
                     *       "project": "default",
                     *       "status": "cancelled",
                     *       "policies": [
                     *         {
                     *           "id": "0d1c2b3a-0000-4000-8000-000000000002",
                     *           "revision": 2,
                     *           "name": "restricted"
                     *         }
                     *       ],
                     *       "policySet": "only-these",
                     *       "scope": {
                     *         "clusters": [
                     *           "prod"
                     *         ],
                     *         "labelSelector": "app in (nginx, plain)"
                     *       },
                     *       "grants": "all",
                     *       "createdAt": "2026-03-02T08:00:00.000Z",
                     *       "finishedAt": "2026-03-02T08:00:00.000Z",
                     *       "cancelRequestedAt": "2026-03-02T08:00:00.000Z",
                     *       "progress": {
                     *         "done": 0
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Simulation"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has ended already. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Content too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    diffSimulations: {
        parameters: {
            query: {
                /**
                 * @description The id of the simulation to compare with, such as the one before.
                 * @example 0d1c2b3a-0000-4000-8000-000000000011
                 */
                base: string;
                /** @description `next` of the page before; leave it out for the first page. */
                cursor?: string;
                /** @description Items on a page. */
                limit?: number;
            };
            header?: never;
            path: {
                /**
                 * @description The id of the simulation.
                 * @example 0d1c2b3a-0000-4000-8000-000000000010
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "workload": {
                     *             "cluster": "prod",
                     *             "namespace": "shop",
                     *             "kind": "Deployment",
                     *             "name": "nginx"
                     *           },
                     *           "change": "better",
                     *           "before": {
                     *             "verdict": "breaks",
                     *             "stage": "admission"
                     *           },
                     *           "after": {
                     *             "verdict": "passes",
                     *             "policy": "prod.shop.deployment.nginx"
                     *           },
                     *           "appeared": [],
                     *           "resolved": [
                     *             {
                     *               "outcome": "breaks",
                     *               "stage": "admission",
                     *               "field": "hostNetwork",
                     *               "reason": "not-allowed-by-policy",
                     *               "detail": "Host network is not allowed to be used. Whether it is in use is not known: No use of the node's network was observed, but nobody watched listen, connect, raw-socket or capability and unix-connect: nothing may be concluded from that.",
                     *               "policy": "restricted",
                     *               "path": "spec.hostNetwork",
                     *               "evidence": {
                     *                 "level": "none",
                     *                 "podsObserved": 0,
                     *                 "startsObserved": 0,
                     *                 "daysObserved": 0,
                     *                 "lossRatio": 0,
                     *                 "unseen": 1,
                     *                 "expectedNew": 0,
                     *                 "observations": []
                     *               },
                     *               "usage": "unknown"
                     *             },
                     *             {
                     *               "outcome": "breaks",
                     *               "stage": "admission",
                     *               "field": "hostPorts",
                     *               "reason": "not-allowed-by-policy",
                     *               "detail": "Host port 80 is not allowed to be used. Allowed ports: [] (80). Not in use: Host port 80/TCP: on the node's network the container binds the port itself, declared or not.",
                     *               "policy": "restricted",
                     *               "container": "nginx",
                     *               "path": "spec.containers[0].ports",
                     *               "usage": "not-in-use"
                     *             },
                     *             {
                     *               "outcome": "breaks",
                     *               "stage": "admission",
                     *               "field": "privileged",
                     *               "reason": "not-allowed-by-policy",
                     *               "detail": "Privileged containers are not allowed. Whether it is in use is not known: Nothing that only a privileged container may do was observed, but nobody watched capability or mount, capability, device or file and sysctl or file: nothing may be concluded from that.",
                     *               "policy": "restricted",
                     *               "container": "nginx",
                     *               "path": "spec.containers[0].securityContext.privileged",
                     *               "evidence": {
                     *                 "level": "none",
                     *                 "podsObserved": 0,
                     *                 "startsObserved": 0,
                     *                 "daysObserved": 0,
                     *                 "lossRatio": 0,
                     *                 "unseen": 1,
                     *                 "expectedNew": 0,
                     *                 "observations": []
                     *               },
                     *               "usage": "unknown"
                     *             }
                     *           ]
                     *         },
                     *         {
                     *           "workload": {
                     *             "cluster": "prod",
                     *             "namespace": "shop",
                     *             "kind": "Deployment",
                     *             "name": "plain"
                     *           },
                     *           "change": "better",
                     *           "before": {
                     *             "verdict": "at-risk",
                     *             "stage": "runtime",
                     *             "policy": "restricted"
                     *           },
                     *           "after": {
                     *             "verdict": "passes",
                     *             "policy": "prod.shop.deployment.nginx"
                     *           },
                     *           "appeared": [],
                     *           "resolved": [
                     *             {
                     *               "outcome": "at-risk",
                     *               "stage": "runtime",
                     *               "field": "readOnlyRootFilesystem",
                     *               "reason": "weak-evidence",
                     *               "detail": "No write to the root filesystem was observed in 0 pod starts on 1 day (at most 100.0 % of further starts may still show it). The evidence is weak, at least moderate is asked for.",
                     *               "policy": "restricted",
                     *               "container": "main",
                     *               "path": "spec.containers[0].securityContext.readOnlyRootFilesystem",
                     *               "evidence": {
                     *                 "level": "weak",
                     *                 "podsObserved": 1,
                     *                 "startsObserved": 0,
                     *                 "daysObserved": 1,
                     *                 "from": "2026-03-01T10:20:00.000000000Z",
                     *                 "to": "2026-03-01T10:30:00.000000000Z",
                     *                 "lossRatio": 0,
                     *                 "unseen": 1,
                     *                 "expectedNew": 0,
                     *                 "observations": []
                     *               }
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["VerdictChangePage"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description One of the two has not succeeded, or not yet. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    streamSimulationEvents: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `id` of the last event that was seen: goes on after it. */
                "Last-Event-ID"?: string;
            };
            path: {
                /**
                 * @description The id of the simulation.
                 * @example 0d1c2b3a-0000-4000-8000-000000000011
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description It has ended, and everything was seen: there is nothing to come again for. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has too many streams. */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There are too many streams here. */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportSimulationResults: {
        parameters: {
            query?: {
                /** @description true: only workloads of which pods are not created, or containers not started, already today, as Events of the watched cluster tell; false: only others. */
                brokenToday?: "true" | "false";
                cluster?: string;
                /** @description A policy field that a finding complains of. */
                field?: string;
                /**
                 * @description The form; if absent, Accept decides.
                 * @example json
                 */
                format?: "json" | "yaml" | "csv" | "sarif" | "markdown" | "html";
                namespace?: string;
                stage?: "admission" | "start" | "runtime";
                verdict?: "passes" | "at-risk" | "breaks";
                /** @description true: only workloads that break because there is no policy at all, none that is usable, or none that they may use; false: only others. */
                withoutPolicy?: "true" | "false";
            };
            header?: never;
            path: {
                /**
                 * @description The id of the simulation.
                 * @example 0d1c2b3a-0000-4000-8000-000000000011
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The export, as a file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "simulation": {
                     *         "id": "0d1c2b3a-0000-4000-8000-000000000011",
                     *         "project": "default",
                     *         "name": "before the freeze",
                     *         "status": "succeeded",
                     *         "policies": [
                     *           {
                     *             "id": "0d1c2b3a-0000-4000-8000-000000000002",
                     *             "revision": 2,
                     *             "name": "restricted"
                     *           }
                     *         ],
                     *         "policySet": "only-these",
                     *         "scope": {
                     *           "clusters": [
                     *             "prod"
                     *           ],
                     *           "labelSelector": "app in (nginx, plain)"
                     *         },
                     *         "grants": "all",
                     *         "createdAt": "2026-03-02T08:00:00.000Z",
                     *         "startedAt": "2026-03-02T08:00:00.000Z",
                     *         "finishedAt": "2026-03-02T08:00:00.000Z",
                     *         "progress": {
                     *           "done": 2,
                     *           "total": 2
                     *         },
                     *         "summary": {
                     *           "workloads": 2,
                     *           "verdicts": {
                     *             "passes": 0,
                     *             "at-risk": 1,
                     *             "breaks": 1
                     *           },
                     *           "stages": {
                     *             "admission": 1,
                     *             "start": 0,
                     *             "runtime": 1
                     *           },
                     *           "withoutPolicy": 0,
                     *           "brokenToday": 0,
                     *           "fields": {
                     *             "hostNetwork": 1,
                     *             "hostPorts": 1,
                     *             "privileged": 1,
                     *             "readOnlyRootFilesystem": 1
                     *           },
                     *           "withoutManifest": {
                     *             "count": 0,
                     *             "workloads": []
                     *           }
                     *         }
                     *       },
                     *       "results": [
                     *         {
                     *           "workload": {
                     *             "cluster": "prod",
                     *             "namespace": "shop",
                     *             "kind": "Deployment",
                     *             "name": "nginx"
                     *           },
                     *           "verdict": "breaks",
                     *           "stage": "admission",
                     *           "mutated": false,
                     *           "findings": [
                     *             {
                     *               "outcome": "breaks",
                     *               "stage": "admission",
                     *               "field": "hostNetwork",
                     *               "reason": "not-allowed-by-policy",
                     *               "detail": "Host network is not allowed to be used. Whether it is in use is not known: No use of the node's network was observed, but nobody watched listen, connect, raw-socket or capability and unix-connect: nothing may be concluded from that.",
                     *               "policy": "restricted",
                     *               "path": "spec.hostNetwork",
                     *               "evidence": {
                     *                 "level": "none",
                     *                 "podsObserved": 0,
                     *                 "startsObserved": 0,
                     *                 "daysObserved": 0,
                     *                 "lossRatio": 0,
                     *                 "unseen": 1,
                     *                 "expectedNew": 0,
                     *                 "observations": []
                     *               },
                     *               "usage": "unknown"
                     *             },
                     *             {
                     *               "outcome": "breaks",
                     *               "stage": "admission",
                     *               "field": "hostPorts",
                     *               "reason": "not-allowed-by-policy",
                     *               "detail": "Host port 80 is not allowed to be used. Allowed ports: [] (80). Not in use: Host port 80/TCP: on the node's network the container binds the port itself, declared or not.",
                     *               "policy": "restricted",
                     *               "container": "nginx",
                     *               "path": "spec.containers[0].ports",
                     *               "usage": "not-in-use"
                     *             },
                     *             {
                     *               "outcome": "breaks",
                     *               "stage": "admission",
                     *               "field": "privileged",
                     *               "reason": "not-allowed-by-policy",
                     *               "detail": "Privileged containers are not allowed. Whether it is in use is not known: Nothing that only a privileged container may do was observed, but nobody watched capability or mount, capability, device or file and sysctl or file: nothing may be concluded from that.",
                     *               "policy": "restricted",
                     *               "container": "nginx",
                     *               "path": "spec.containers[0].securityContext.privileged",
                     *               "evidence": {
                     *                 "level": "none",
                     *                 "podsObserved": 0,
                     *                 "startsObserved": 0,
                     *                 "daysObserved": 0,
                     *                 "lossRatio": 0,
                     *                 "unseen": 1,
                     *                 "expectedNew": 0,
                     *                 "observations": []
                     *               },
                     *               "usage": "unknown"
                     *             }
                     *           ],
                     *           "remedies": [
                     *             {
                     *               "kind": "broaden",
                     *               "target": {
                     *                 "apiVersion": "policy/v1beta1",
                     *                 "kind": "PodSecurityPolicy",
                     *                 "name": "restricted"
                     *               },
                     *               "summary": "Broaden policy restricted to allow what the workload asks for: hostNetwork, hostPorts, privileged.",
                     *               "patch": [
                     *                 {
                     *                   "op": "add",
                     *                   "path": "/spec/hostNetwork",
                     *                   "value": true
                     *                 },
                     *                 {
                     *                   "op": "add",
                     *                   "path": "/spec/hostPorts",
                     *                   "value": [
                     *                     {
                     *                       "min": 80,
                     *                       "max": 80
                     *                     }
                     *                   ]
                     *                 },
                     *                 {
                     *                   "op": "replace",
                     *                   "path": "/spec/privileged",
                     *                   "value": true
                     *                 }
                     *               ],
                     *               "manifest": "apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata:\n  name: restricted\n  labels:\n    team: shop\nspec:\n  privileged: true\n  volumes:\n    - configMap\n    - emptyDir\n    - projected\n    - secret\n  runAsUser:\n    rule: RunAsAny\n  seLinux:\n    rule: RunAsAny\n  supplementalGroups:\n    rule: RunAsAny\n  fsGroup:\n    rule: RunAsAny\n  readOnlyRootFilesystem: true\n  hostNetwork: true\n  hostPorts:\n    - min: 80\n      max: 80\n",
                     *               "outcome": "at-risk",
                     *               "stage": "runtime",
                     *               "findings": [
                     *                 {
                     *                   "outcome": "at-risk",
                     *                   "stage": "runtime",
                     *                   "field": "readOnlyRootFilesystem",
                     *                   "reason": "no-evidence",
                     *                   "detail": "No write to the root filesystem was observed, but nobody watched file: nothing may be concluded from that.",
                     *                   "container": "nginx",
                     *                   "path": "spec.containers[0].securityContext.readOnlyRootFilesystem",
                     *                   "evidence": {
                     *                     "level": "none",
                     *                     "podsObserved": 0,
                     *                     "startsObserved": 0,
                     *                     "daysObserved": 0,
                     *                     "lossRatio": 0,
                     *                     "unseen": 1,
                     *                     "expectedNew": 0,
                     *                     "observations": []
                     *                   }
                     *                 }
                     *               ]
                     *             },
                     *             {
                     *               "kind": "reduce",
                     *               "target": {
                     *                 "apiVersion": "apps/v1",
                     *                 "kind": "Deployment",
                     *                 "namespace": "shop",
                     *                 "name": "nginx"
                     *               },
                     *               "summary": "Reduce the workload to fit policy restricted (hostNetwork, hostPorts, privileged): nothing that was observed is known to break, but not all of it is proven.",
                     *               "patch": [
                     *                 {
                     *                   "op": "remove",
                     *                   "path": "/spec/template/spec/hostNetwork"
                     *                 },
                     *                 {
                     *                   "op": "remove",
                     *                   "path": "/spec/template/spec/containers/0/ports/0/hostPort"
                     *                 },
                     *                 {
                     *                   "op": "replace",
                     *                   "path": "/spec/template/spec/containers/0/securityContext/privileged",
                     *                   "value": false
                     *                 }
                     *               ],
                     *               "manifest": "spec:\n  template:\n    spec:\n      hostNetwork: null\n      containers:\n        - name: nginx\n          ports:\n            - containerPort: 80\n              hostPort: null\n          securityContext:\n            privileged: false\n",
                     *               "outcome": "at-risk",
                     *               "stage": "runtime",
                     *               "findings": [
                     *                 {
                     *                   "outcome": "at-risk",
                     *                   "stage": "runtime",
                     *                   "field": "hostNetwork",
                     *                   "reason": "no-evidence",
                     *                   "detail": "No use of the node's network was observed, but nobody watched listen, connect, raw-socket or capability and unix-connect: nothing may be concluded from that.",
                     *                   "container": "nginx",
                     *                   "path": "spec.hostNetwork",
                     *                   "evidence": {
                     *                     "level": "none",
                     *                     "podsObserved": 0,
                     *                     "startsObserved": 0,
                     *                     "daysObserved": 0,
                     *                     "lossRatio": 0,
                     *                     "unseen": 1,
                     *                     "expectedNew": 0,
                     *                     "observations": []
                     *                   }
                     *                 },
                     *                 {
                     *                   "outcome": "at-risk",
                     *                   "stage": "runtime",
                     *                   "field": "privileged",
                     *                   "reason": "no-evidence",
                     *                   "detail": "Nothing that only a privileged container may do was observed, but nobody watched capability or mount, capability, device or file and sysctl or file: nothing may be concluded from that.",
                     *                   "container": "nginx",
                     *                   "path": "spec.containers[0].securityContext.privileged",
                     *                   "evidence": {
                     *                     "level": "none",
                     *                     "podsObserved": 0,
                     *                     "startsObserved": 0,
                     *                     "daysObserved": 0,
                     *                     "lossRatio": 0,
                     *                     "unseen": 1,
                     *                     "expectedNew": 0,
                     *                     "observations": []
                     *                   }
                     *                 },
                     *                 {
                     *                   "outcome": "at-risk",
                     *                   "stage": "runtime",
                     *                   "field": "readOnlyRootFilesystem",
                     *                   "reason": "no-evidence",
                     *                   "detail": "No write to the root filesystem was observed, but nobody watched file: nothing may be concluded from that.",
                     *                   "container": "nginx",
                     *                   "path": "spec.containers[0].securityContext.readOnlyRootFilesystem",
                     *                   "evidence": {
                     *                     "level": "none",
                     *                     "podsObserved": 0,
                     *                     "startsObserved": 0,
                     *                     "daysObserved": 0,
                     *                     "lossRatio": 0,
                     *                     "unseen": 1,
                     *                     "expectedNew": 0,
                     *                     "observations": []
                     *                   }
                     *                 }
                     *               ]
                     *             }
                     *           ]
                     *         },
                     *         {
                     *           "workload": {
                     *             "cluster": "prod",
                     *             "namespace": "shop",
                     *             "kind": "Deployment",
                     *             "name": "plain"
                     *           },
                     *           "verdict": "at-risk",
                     *           "stage": "runtime",
                     *           "policy": "restricted",
                     *           "mutated": true,
                     *           "findings": [
                     *             {
                     *               "outcome": "at-risk",
                     *               "stage": "runtime",
                     *               "field": "readOnlyRootFilesystem",
                     *               "reason": "weak-evidence",
                     *               "detail": "No write to the root filesystem was observed in 0 pod starts on 1 day (at most 100.0 % of further starts may still show it). The evidence is weak, at least moderate is asked for.",
                     *               "policy": "restricted",
                     *               "container": "main",
                     *               "path": "spec.containers[0].securityContext.readOnlyRootFilesystem",
                     *               "evidence": {
                     *                 "level": "weak",
                     *                 "podsObserved": 1,
                     *                 "startsObserved": 0,
                     *                 "daysObserved": 1,
                     *                 "from": "2026-03-01T10:20:00.000000000Z",
                     *                 "to": "2026-03-01T10:30:00.000000000Z",
                     *                 "lossRatio": 0,
                     *                 "unseen": 1,
                     *                 "expectedNew": 0,
                     *                 "observations": []
                     *               }
                     *             }
                     *           ],
                     *           "remedies": []
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": unknown;
                    "application/sarif+json": unknown;
                    "application/yaml": string;
                    "text/csv": string;
                    "text/html": string;
                    "text/markdown": string;
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has not ended yet. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSimulationHistory: {
        parameters: {
            query?: {
                /** @description Only what came after the entry with this `seq`: where a poller goes on. */
                after?: number;
                cluster?: string;
                /** @description `next` of the page before; leave it out for the first page. */
                cursor?: string;
                kind?: string;
                /** @description Items on a page. */
                limit?: number;
                name?: string;
                namespace?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The id of the simulation.
                 * @example 0d1c2b3a-0000-4000-8000-000000000018
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": []
                     *     }
                     */
                    "application/json": components["schemas"]["SimulationHistoryPage"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSimulationNamespaces: {
        parameters: {
            query?: {
                /** @description `next` of the page before; leave it out for the first page. */
                cursor?: string;
                /** @description Items on a page. */
                limit?: number;
            };
            header?: never;
            path: {
                /**
                 * @description The id of the simulation.
                 * @example 0d1c2b3a-0000-4000-8000-000000000011
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "cluster": "prod",
                     *           "namespace": "shop",
                     *           "workloads": 2,
                     *           "verdicts": {
                     *             "passes": 0,
                     *             "at-risk": 1,
                     *             "breaks": 1
                     *           },
                     *           "withoutPolicy": 0,
                     *           "brokenToday": 0
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["NamespaceSummaryPage"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSimulationResults: {
        parameters: {
            query?: {
                /** @description true: only workloads of which pods are not created, or containers not started, already today, as Events of the watched cluster tell; false: only others. */
                brokenToday?: "true" | "false";
                cluster?: string;
                /** @description `next` of the page before; leave it out for the first page. */
                cursor?: string;
                /** @description A policy field that a finding complains of. */
                field?: string;
                /** @description Items on a page. */
                limit?: number;
                namespace?: string;
                stage?: "admission" | "start" | "runtime";
                verdict?: "passes" | "at-risk" | "breaks";
                /** @description true: only workloads that break because there is no policy at all, none that is usable, or none that they may use; false: only others. */
                withoutPolicy?: "true" | "false";
            };
            header?: never;
            path: {
                /**
                 * @description The id of the simulation.
                 * @example 0d1c2b3a-0000-4000-8000-000000000011
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "workload": {
                     *             "cluster": "prod",
                     *             "namespace": "shop",
                     *             "kind": "Deployment",
                     *             "name": "nginx"
                     *           },
                     *           "verdict": "breaks",
                     *           "stage": "admission",
                     *           "mutated": false,
                     *           "findings": [
                     *             {
                     *               "outcome": "breaks",
                     *               "stage": "admission",
                     *               "field": "hostNetwork",
                     *               "reason": "not-allowed-by-policy",
                     *               "detail": "Host network is not allowed to be used. Whether it is in use is not known: No use of the node's network was observed, but nobody watched listen, connect, raw-socket or capability and unix-connect: nothing may be concluded from that.",
                     *               "policy": "restricted",
                     *               "path": "spec.hostNetwork",
                     *               "evidence": {
                     *                 "level": "none",
                     *                 "podsObserved": 0,
                     *                 "startsObserved": 0,
                     *                 "daysObserved": 0,
                     *                 "lossRatio": 0,
                     *                 "unseen": 1,
                     *                 "expectedNew": 0,
                     *                 "observations": []
                     *               },
                     *               "usage": "unknown"
                     *             },
                     *             {
                     *               "outcome": "breaks",
                     *               "stage": "admission",
                     *               "field": "hostPorts",
                     *               "reason": "not-allowed-by-policy",
                     *               "detail": "Host port 80 is not allowed to be used. Allowed ports: [] (80). Not in use: Host port 80/TCP: on the node's network the container binds the port itself, declared or not.",
                     *               "policy": "restricted",
                     *               "container": "nginx",
                     *               "path": "spec.containers[0].ports",
                     *               "usage": "not-in-use"
                     *             },
                     *             {
                     *               "outcome": "breaks",
                     *               "stage": "admission",
                     *               "field": "privileged",
                     *               "reason": "not-allowed-by-policy",
                     *               "detail": "Privileged containers are not allowed. Whether it is in use is not known: Nothing that only a privileged container may do was observed, but nobody watched capability or mount, capability, device or file and sysctl or file: nothing may be concluded from that.",
                     *               "policy": "restricted",
                     *               "container": "nginx",
                     *               "path": "spec.containers[0].securityContext.privileged",
                     *               "evidence": {
                     *                 "level": "none",
                     *                 "podsObserved": 0,
                     *                 "startsObserved": 0,
                     *                 "daysObserved": 0,
                     *                 "lossRatio": 0,
                     *                 "unseen": 1,
                     *                 "expectedNew": 0,
                     *                 "observations": []
                     *               },
                     *               "usage": "unknown"
                     *             }
                     *           ],
                     *           "remedies": [
                     *             {
                     *               "kind": "broaden",
                     *               "target": {
                     *                 "apiVersion": "policy/v1beta1",
                     *                 "kind": "PodSecurityPolicy",
                     *                 "name": "restricted"
                     *               },
                     *               "summary": "Broaden policy restricted to allow what the workload asks for: hostNetwork, hostPorts, privileged.",
                     *               "patch": [
                     *                 {
                     *                   "op": "add",
                     *                   "path": "/spec/hostNetwork",
                     *                   "value": true
                     *                 },
                     *                 {
                     *                   "op": "add",
                     *                   "path": "/spec/hostPorts",
                     *                   "value": [
                     *                     {
                     *                       "min": 80,
                     *                       "max": 80
                     *                     }
                     *                   ]
                     *                 },
                     *                 {
                     *                   "op": "replace",
                     *                   "path": "/spec/privileged",
                     *                   "value": true
                     *                 }
                     *               ],
                     *               "manifest": "apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata:\n  name: restricted\n  labels:\n    team: shop\nspec:\n  privileged: true\n  volumes:\n    - configMap\n    - emptyDir\n    - projected\n    - secret\n  runAsUser:\n    rule: RunAsAny\n  seLinux:\n    rule: RunAsAny\n  supplementalGroups:\n    rule: RunAsAny\n  fsGroup:\n    rule: RunAsAny\n  readOnlyRootFilesystem: true\n  hostNetwork: true\n  hostPorts:\n    - min: 80\n      max: 80\n",
                     *               "outcome": "at-risk",
                     *               "stage": "runtime",
                     *               "findings": [
                     *                 {
                     *                   "outcome": "at-risk",
                     *                   "stage": "runtime",
                     *                   "field": "readOnlyRootFilesystem",
                     *                   "reason": "no-evidence",
                     *                   "detail": "No write to the root filesystem was observed, but nobody watched file: nothing may be concluded from that.",
                     *                   "container": "nginx",
                     *                   "path": "spec.containers[0].securityContext.readOnlyRootFilesystem",
                     *                   "evidence": {
                     *                     "level": "none",
                     *                     "podsObserved": 0,
                     *                     "startsObserved": 0,
                     *                     "daysObserved": 0,
                     *                     "lossRatio": 0,
                     *                     "unseen": 1,
                     *                     "expectedNew": 0,
                     *                     "observations": []
                     *                   }
                     *                 }
                     *               ]
                     *             },
                     *             {
                     *               "kind": "reduce",
                     *               "target": {
                     *                 "apiVersion": "apps/v1",
                     *                 "kind": "Deployment",
                     *                 "namespace": "shop",
                     *                 "name": "nginx"
                     *               },
                     *               "summary": "Reduce the workload to fit policy restricted (hostNetwork, hostPorts, privileged): nothing that was observed is known to break, but not all of it is proven.",
                     *               "patch": [
                     *                 {
                     *                   "op": "remove",
                     *                   "path": "/spec/template/spec/hostNetwork"
                     *                 },
                     *                 {
                     *                   "op": "remove",
                     *                   "path": "/spec/template/spec/containers/0/ports/0/hostPort"
                     *                 },
                     *                 {
                     *                   "op": "replace",
                     *                   "path": "/spec/template/spec/containers/0/securityContext/privileged",
                     *                   "value": false
                     *                 }
                     *               ],
                     *               "manifest": "spec:\n  template:\n    spec:\n      hostNetwork: null\n      containers:\n        - name: nginx\n          ports:\n            - containerPort: 80\n              hostPort: null\n          securityContext:\n            privileged: false\n",
                     *               "outcome": "at-risk",
                     *               "stage": "runtime",
                     *               "findings": [
                     *                 {
                     *                   "outcome": "at-risk",
                     *                   "stage": "runtime",
                     *                   "field": "hostNetwork",
                     *                   "reason": "no-evidence",
                     *                   "detail": "No use of the node's network was observed, but nobody watched listen, connect, raw-socket or capability and unix-connect: nothing may be concluded from that.",
                     *                   "container": "nginx",
                     *                   "path": "spec.hostNetwork",
                     *                   "evidence": {
                     *                     "level": "none",
                     *                     "podsObserved": 0,
                     *                     "startsObserved": 0,
                     *                     "daysObserved": 0,
                     *                     "lossRatio": 0,
                     *                     "unseen": 1,
                     *                     "expectedNew": 0,
                     *                     "observations": []
                     *                   }
                     *                 },
                     *                 {
                     *                   "outcome": "at-risk",
                     *                   "stage": "runtime",
                     *                   "field": "privileged",
                     *                   "reason": "no-evidence",
                     *                   "detail": "Nothing that only a privileged container may do was observed, but nobody watched capability or mount, capability, device or file and sysctl or file: nothing may be concluded from that.",
                     *                   "container": "nginx",
                     *                   "path": "spec.containers[0].securityContext.privileged",
                     *                   "evidence": {
                     *                     "level": "none",
                     *                     "podsObserved": 0,
                     *                     "startsObserved": 0,
                     *                     "daysObserved": 0,
                     *                     "lossRatio": 0,
                     *                     "unseen": 1,
                     *                     "expectedNew": 0,
                     *                     "observations": []
                     *                   }
                     *                 },
                     *                 {
                     *                   "outcome": "at-risk",
                     *                   "stage": "runtime",
                     *                   "field": "readOnlyRootFilesystem",
                     *                   "reason": "no-evidence",
                     *                   "detail": "No write to the root filesystem was observed, but nobody watched file: nothing may be concluded from that.",
                     *                   "container": "nginx",
                     *                   "path": "spec.containers[0].securityContext.readOnlyRootFilesystem",
                     *                   "evidence": {
                     *                     "level": "none",
                     *                     "podsObserved": 0,
                     *                     "startsObserved": 0,
                     *                     "daysObserved": 0,
                     *                     "lossRatio": 0,
                     *                     "unseen": 1,
                     *                     "expectedNew": 0,
                     *                     "observations": []
                     *                   }
                     *                 }
                     *               ]
                     *             }
                     *           ]
                     *         },
                     *         {
                     *           "workload": {
                     *             "cluster": "prod",
                     *             "namespace": "shop",
                     *             "kind": "Deployment",
                     *             "name": "plain"
                     *           },
                     *           "verdict": "at-risk",
                     *           "stage": "runtime",
                     *           "policy": "restricted",
                     *           "mutated": true,
                     *           "findings": [
                     *             {
                     *               "outcome": "at-risk",
                     *               "stage": "runtime",
                     *               "field": "readOnlyRootFilesystem",
                     *               "reason": "weak-evidence",
                     *               "detail": "No write to the root filesystem was observed in 0 pod starts on 1 day (at most 100.0 % of further starts may still show it). The evidence is weak, at least moderate is asked for.",
                     *               "policy": "restricted",
                     *               "container": "main",
                     *               "path": "spec.containers[0].securityContext.readOnlyRootFilesystem",
                     *               "evidence": {
                     *                 "level": "weak",
                     *                 "podsObserved": 1,
                     *                 "startsObserved": 0,
                     *                 "daysObserved": 1,
                     *                 "from": "2026-03-01T10:20:00.000000000Z",
                     *                 "to": "2026-03-01T10:30:00.000000000Z",
                     *                 "lossRatio": 0,
                     *                 "unseen": 1,
                     *                 "expectedNew": 0,
                     *                 "observations": []
                     *               }
                     *             }
                     *           ],
                     *           "remedies": []
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ResultPage"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readSimulationResult: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example prod */
                cluster: string;
                /**
                 * @description The id of the simulation.
                 * @example 0d1c2b3a-0000-4000-8000-000000000011
                 */
                id: string;
                /** @example Deployment */
                kind: string;
                /** @example plain */
                name: string;
                /** @example shop */
                namespace: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "workload": {
                     *         "cluster": "prod",
                     *         "namespace": "shop",
                     *         "kind": "Deployment",
                     *         "name": "plain"
                     *       },
                     *       "verdict": "at-risk",
                     *       "stage": "runtime",
                     *       "policy": "restricted",
                     *       "mutated": true,
                     *       "findings": [
                     *         {
                     *           "outcome": "at-risk",
                     *           "stage": "runtime",
                     *           "field": "readOnlyRootFilesystem",
                     *           "reason": "weak-evidence",
                     *           "detail": "No write to the root filesystem was observed in 0 pod starts on 1 day (at most 100.0 % of further starts may still show it). The evidence is weak, at least moderate is asked for.",
                     *           "policy": "restricted",
                     *           "container": "main",
                     *           "path": "spec.containers[0].securityContext.readOnlyRootFilesystem",
                     *           "evidence": {
                     *             "level": "weak",
                     *             "podsObserved": 1,
                     *             "startsObserved": 0,
                     *             "daysObserved": 1,
                     *             "from": "2026-03-01T10:20:00.000000000Z",
                     *             "to": "2026-03-01T10:30:00.000000000Z",
                     *             "lossRatio": 0,
                     *             "unseen": 1,
                     *             "expectedNew": 0,
                     *             "observations": []
                     *           }
                     *         }
                     *       ],
                     *       "remedies": []
                     *     }
                     */
                    "application/json": components["schemas"]["Verdict"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stopSimulation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the simulation.
                 * @example 0d1c2b3a-0000-4000-8000-000000000018
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0d1c2b3a-0000-4000-8000-000000000018",
                     *       "project": "default",
                     *       "status": "stopped",
                     *       "continuous": {
                     *         "changes": 0
                     *       },
                     *       "policies": [
                     *         {
                     *           "id": "0d1c2b3a-0000-4000-8000-000000000002",
                     *           "revision": 2,
                     *           "name": "restricted",
                     *           "followed": true
                     *         }
                     *       ],
                     *       "policySet": "only-these",
                     *       "scope": {
                     *         "clusters": [
                     *           "prod"
                     *         ],
                     *         "labelSelector": "app in (nginx, plain)"
                     *       },
                     *       "grants": "all",
                     *       "createdAt": "2026-03-02T08:00:00.000Z",
                     *       "startedAt": "2026-03-02T08:00:00.000Z",
                     *       "finishedAt": "2026-03-02T08:00:00.000Z",
                     *       "evaluatedAt": "2026-03-02T08:00:00.000Z",
                     *       "progress": {
                     *         "done": 2,
                     *         "total": 2
                     *       },
                     *       "summary": {
                     *         "workloads": 2,
                     *         "verdicts": {
                     *           "passes": 0,
                     *           "at-risk": 1,
                     *           "breaks": 1
                     *         },
                     *         "stages": {
                     *           "admission": 1,
                     *           "start": 0,
                     *           "runtime": 1
                     *         },
                     *         "withoutPolicy": 0,
                     *         "brokenToday": 0,
                     *         "fields": {
                     *           "hostNetwork": 1,
                     *           "hostPorts": 1,
                     *           "privileged": 1,
                     *           "readOnlyRootFilesystem": 1
                     *         },
                     *         "withoutManifest": {
                     *           "count": 0,
                     *           "workloads": []
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Simulation"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is not continuous, or has ended otherwise. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Content too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWebhooks: {
        parameters: {
            query?: {
                /** @description `next` of the page before; leave it out for the first page. */
                cursor?: string;
                /** @description Items on a page. */
                limit?: number;
                /** @description The project that the call is about. Left out: lists are of all projects that the caller reaches; what is made belongs to the only one that it is bound to, or else to `default`. */
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0d1c2b3a-0000-4000-8000-000000000003",
                     *           "url": "https://hooks.example.com/policy-advisor",
                     *           "events": [
                     *             "simulation.finished",
                     *             "simulation.changed"
                     *           ],
                     *           "description": "Tells the chat.",
                     *           "enabled": true,
                     *           "createdAt": "2026-03-02T08:00:00.000Z",
                     *           "createdBy": "bootstrap"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookPage"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "url": "https://hooks.example.com/policy-advisor",
                 *       "description": "Tells the chat."
                 *     }
                 */
                "application/json": components["schemas"]["NewWebhook"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0d1c2b3a-0000-4000-8000-000000000003",
                     *       "url": "https://hooks.example.com/policy-advisor",
                     *       "events": [
                     *         "simulation.finished",
                     *         "simulation.changed"
                     *       ],
                     *       "description": "Tells the chat.",
                     *       "enabled": true,
                     *       "createdAt": "2026-03-02T08:00:00.000Z",
                     *       "createdBy": "bootstrap",
                     *       "secret": "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                     *     }
                     */
                    "application/json": components["schemas"]["IssuedWebhook"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no project of that name. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Content too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of an earlier answer: if it is still the present one, the answer is 304, without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description The id of the webhook.
                 * @example 0d1c2b3a-0000-4000-8000-000000000003
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0d1c2b3a-0000-4000-8000-000000000003",
                     *       "url": "https://hooks.example.com/policy-advisor",
                     *       "events": [
                     *         "simulation.finished",
                     *         "simulation.changed"
                     *       ],
                     *       "description": "Tells the chat.",
                     *       "enabled": true,
                     *       "createdAt": "2026-03-02T08:00:00.000Z",
                     *       "createdBy": "bootstrap"
                     *     }
                     */
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description It is as If-None-Match says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the webhook.
                 * @example 0d1c2b3a-0000-4000-8000-000000000003
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Content too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the webhook as it was read: it is not changed if it is another one by now. */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description The id of the webhook.
                 * @example 0d1c2b3a-0000-4000-8000-000000000003
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "events": [
                 *         "simulation.changed"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["WebhookChange"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0d1c2b3a-0000-4000-8000-000000000003",
                     *       "url": "https://hooks.example.com/policy-advisor",
                     *       "events": [
                     *         "simulation.changed"
                     *       ],
                     *       "description": "Tells the chat.",
                     *       "enabled": true,
                     *       "createdAt": "2026-03-02T08:00:00.000Z",
                     *       "createdBy": "bootstrap"
                     *     }
                     */
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has been changed since the ETag that If-Match names. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Content too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: {
                /** @description `next` of the page before; leave it out for the first page. */
                cursor?: string;
                /** @description Items on a page. */
                limit?: number;
                state?: "pending" | "delivered" | "failed";
            };
            header?: never;
            path: {
                /**
                 * @description The id of the webhook.
                 * @example 0d1c2b3a-0000-4000-8000-000000000003
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0d1c2b3a-0000-4000-8000-000000000021",
                     *           "event": "ping",
                     *           "state": "delivered",
                     *           "createdAt": "2026-03-02T08:00:00.000Z",
                     *           "finishedAt": "2026-03-02T08:00:00.000Z",
                     *           "attempts": [
                     *             {
                     *               "attempt": 1,
                     *               "at": "2026-03-02T08:00:00.000Z",
                     *               "durationMs": 5,
                     *               "status": 204
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookDeliveryPage"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readWebhookDelivery: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of an earlier answer: if it is still the present one, the answer is 304, without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description The id of the delivery.
                 * @example 0d1c2b3a-0000-4000-8000-000000000021
                 */
                delivery: string;
                /**
                 * @description The id of the webhook.
                 * @example 0d1c2b3a-0000-4000-8000-000000000003
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0d1c2b3a-0000-4000-8000-000000000021",
                     *       "event": "ping",
                     *       "state": "delivered",
                     *       "createdAt": "2026-03-02T08:00:00.000Z",
                     *       "finishedAt": "2026-03-02T08:00:00.000Z",
                     *       "attempts": [
                     *         {
                     *           "attempt": 1,
                     *           "at": "2026-03-02T08:00:00.000Z",
                     *           "durationMs": 5,
                     *           "status": 204
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            /** @description It is as If-None-Match says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    redeliverWebhookDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the delivery.
                 * @example 0d1c2b3a-0000-4000-8000-000000000021
                 */
                delivery: string;
                /**
                 * @description The id of the webhook.
                 * @example 0d1c2b3a-0000-4000-8000-000000000003
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0d1c2b3a-0000-4000-8000-000000000021",
                     *       "event": "ping",
                     *       "state": "pending",
                     *       "createdAt": "2026-03-02T08:00:00.000Z",
                     *       "nextAttemptAt": "2026-03-02T08:00:00.000Z",
                     *       "attempts": []
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is still being delivered. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Content too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pingWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the webhook.
                 * @example 0d1c2b3a-0000-4000-8000-000000000003
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0d1c2b3a-0000-4000-8000-000000000021",
                     *       "event": "ping",
                     *       "state": "pending",
                     *       "createdAt": "2026-03-02T08:00:00.000Z",
                     *       "nextAttemptAt": "2026-03-02T08:00:00.000Z",
                     *       "attempts": []
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Content too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the webhook.
                 * @example 0d1c2b3a-0000-4000-8000-000000000003
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "graceSeconds": 86400
                 *     }
                 */
                "application/json": components["schemas"]["WebhookSecretRotation"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0d1c2b3a-0000-4000-8000-000000000003",
                     *       "url": "https://hooks.example.com/policy-advisor",
                     *       "events": [
                     *         "simulation.changed"
                     *       ],
                     *       "description": "Tells the chat.",
                     *       "enabled": true,
                     *       "createdAt": "2026-03-02T08:00:00.000Z",
                     *       "createdBy": "bootstrap",
                     *       "previousSecretUntil": "2026-03-03T08:00:00.000Z",
                     *       "secret": "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                     *     }
                     */
                    "application/json": components["schemas"]["IssuedWebhook"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Content too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWorkloads: {
        parameters: {
            query?: {
                cluster?: string;
                /** @description `next` of the page before; leave it out for the first page. */
                cursor?: string;
                kind?: string;
                /** @description Only workloads whose pod template has such labels, in the grammar of Kubernetes: `app=web,tier in (front,back),!canary`. Of workloads without a manifest no labels are known. */
                labelSelector?: string;
                /** @description Items on a page. */
                limit?: number;
                /** @description true: only workloads of which a manifest is known; false: only others. */
                manifest?: "true" | "false";
                name?: string;
                namespace?: string;
                /** @description true: only workloads of which runtime events told; false: only others. */
                observed?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0d1c2b3a-0000-4000-8000-000000000022",
                     *           "cluster": "prod",
                     *           "namespace": "shop",
                     *           "kind": "Deployment",
                     *           "name": "nginx",
                     *           "manifest": true,
                     *           "labels": {
                     *             "app": "nginx"
                     *           }
                     *         },
                     *         {
                     *           "id": "0d1c2b3a-0000-4000-8000-000000000004",
                     *           "cluster": "prod",
                     *           "namespace": "shop",
                     *           "kind": "Deployment",
                     *           "name": "plain",
                     *           "manifest": true,
                     *           "labels": {
                     *             "app": "plain"
                     *           },
                     *           "observed": {
                     *             "containers": [
                     *               "main"
                     *             ],
                     *             "pods": 1,
                     *             "lastDay": "2026-03-01"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["WorkloadPage"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readWorkload: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of an earlier answer: if it is still the present one, the answer is 304, without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @example 0d1c2b3a-0000-4000-8000-000000000004 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0d1c2b3a-0000-4000-8000-000000000004",
                     *       "cluster": "prod",
                     *       "namespace": "shop",
                     *       "kind": "Deployment",
                     *       "name": "plain",
                     *       "manifest": true,
                     *       "labels": {
                     *         "app": "plain"
                     *       },
                     *       "observed": {
                     *         "containers": [
                     *           "main"
                     *         ],
                     *         "pods": 1,
                     *         "lastDay": "2026-03-01"
                     *       },
                     *       "template": {
                     *         "hostNetwork": false,
                     *         "hostPID": false,
                     *         "hostIPC": false,
                     *         "containers": [
                     *           {
                     *             "name": "main",
                     *             "type": "regular",
                     *             "image": "registry.example/plain:1"
                     *           }
                     *         ],
                     *         "volumes": []
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["WorkloadDetail"];
                };
            };
            /** @description It is as If-None-Match says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readWorkloadCoverage: {
        parameters: {
            query?: {
                /** @description A UTC day, or a time in it: profiles are kept by day. */
                from?: string;
                /** @description A UTC day, or a time in it: profiles are kept by day. */
                to?: string;
                /** @description Only what pods of the current version did: that of the template and image of the pod started last. Left out: a version inherits what earlier ones did. */
                version?: "current";
            };
            header?: never;
            path: {
                /** @example 0d1c2b3a-0000-4000-8000-000000000004 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "workload": {
                     *         "cluster": "prod",
                     *         "namespace": "shop",
                     *         "kind": "Deployment",
                     *         "name": "plain"
                     *       },
                     *       "pods": 1,
                     *       "containers": [
                     *         {
                     *           "name": "main",
                     *           "dimensions": [
                     *             {
                     *               "dimension": "syscall",
                     *               "coverage": {
                     *                 "pods": 1,
                     *                 "starts": 0,
                     *                 "startDays": 0,
                     *                 "ends": 0,
                     *                 "days": 1,
                     *                 "from": "2026-03-01T10:20:00.000000000Z",
                     *                 "to": "2026-03-01T10:30:00.000000000Z",
                     *                 "received": 2,
                     *                 "lost": 0,
                     *                 "full": false,
                     *                 "versions": [
                     *                   {
                     *                     "templateHash": "7d9c5b6f84",
                     *                     "pods": 1,
                     *                     "starts": 0,
                     *                     "startDays": 0,
                     *                     "ends": 0,
                     *                     "days": 1,
                     *                     "from": "2026-03-01T10:20:00.000000000Z",
                     *                     "to": "2026-03-01T10:30:00.000000000Z"
                     *                   }
                     *                 ]
                     *               },
                     *               "evidence": {
                     *                 "level": "weak",
                     *                 "podsObserved": 1,
                     *                 "startsObserved": 0,
                     *                 "daysObserved": 1,
                     *                 "from": "2026-03-01T10:20:00.000000000Z",
                     *                 "to": "2026-03-01T10:30:00.000000000Z",
                     *                 "lossRatio": 0,
                     *                 "unseen": 1,
                     *                 "expectedNew": 0
                     *               }
                     *             },
                     *             {
                     *               "dimension": "capability",
                     *               "coverage": {
                     *                 "pods": 1,
                     *                 "starts": 0,
                     *                 "startDays": 0,
                     *                 "ends": 0,
                     *                 "days": 1,
                     *                 "from": "2026-03-01T10:20:00.000000000Z",
                     *                 "to": "2026-03-01T10:30:00.000000000Z",
                     *                 "received": 2,
                     *                 "lost": 0,
                     *                 "full": false,
                     *                 "versions": [
                     *                   {
                     *                     "templateHash": "7d9c5b6f84",
                     *                     "pods": 1,
                     *                     "starts": 0,
                     *                     "startDays": 0,
                     *                     "ends": 0,
                     *                     "days": 1,
                     *                     "from": "2026-03-01T10:20:00.000000000Z",
                     *                     "to": "2026-03-01T10:30:00.000000000Z"
                     *                   }
                     *                 ]
                     *               },
                     *               "evidence": {
                     *                 "level": "weak",
                     *                 "podsObserved": 1,
                     *                 "startsObserved": 0,
                     *                 "daysObserved": 1,
                     *                 "from": "2026-03-01T10:20:00.000000000Z",
                     *                 "to": "2026-03-01T10:30:00.000000000Z",
                     *                 "lossRatio": 0,
                     *                 "unseen": 1,
                     *                 "expectedNew": 0
                     *               }
                     *             },
                     *             {
                     *               "dimension": "identity",
                     *               "evidence": {
                     *                 "level": "none",
                     *                 "podsObserved": 0,
                     *                 "startsObserved": 0,
                     *                 "daysObserved": 0,
                     *                 "lossRatio": 0,
                     *                 "unseen": 1,
                     *                 "expectedNew": 0
                     *               }
                     *             },
                     *             {
                     *               "dimension": "exec",
                     *               "evidence": {
                     *                 "level": "none",
                     *                 "podsObserved": 0,
                     *                 "startsObserved": 0,
                     *                 "daysObserved": 0,
                     *                 "lossRatio": 0,
                     *                 "unseen": 1,
                     *                 "expectedNew": 0
                     *               }
                     *             },
                     *             {
                     *               "dimension": "file",
                     *               "coverage": {
                     *                 "pods": 1,
                     *                 "starts": 0,
                     *                 "startDays": 0,
                     *                 "ends": 0,
                     *                 "days": 1,
                     *                 "from": "2026-03-01T10:20:00.000000000Z",
                     *                 "to": "2026-03-01T10:30:00.000000000Z",
                     *                 "received": 2,
                     *                 "lost": 0,
                     *                 "full": false,
                     *                 "versions": [
                     *                   {
                     *                     "templateHash": "7d9c5b6f84",
                     *                     "pods": 1,
                     *                     "starts": 0,
                     *                     "startDays": 0,
                     *                     "ends": 0,
                     *                     "days": 1,
                     *                     "from": "2026-03-01T10:20:00.000000000Z",
                     *                     "to": "2026-03-01T10:30:00.000000000Z"
                     *                   }
                     *                 ]
                     *               },
                     *               "evidence": {
                     *                 "level": "weak",
                     *                 "podsObserved": 1,
                     *                 "startsObserved": 0,
                     *                 "daysObserved": 1,
                     *                 "from": "2026-03-01T10:20:00.000000000Z",
                     *                 "to": "2026-03-01T10:30:00.000000000Z",
                     *                 "lossRatio": 0,
                     *                 "unseen": 1,
                     *                 "expectedNew": 0
                     *               }
                     *             },
                     *             {
                     *               "dimension": "device",
                     *               "evidence": {
                     *                 "level": "none",
                     *                 "podsObserved": 0,
                     *                 "startsObserved": 0,
                     *                 "daysObserved": 0,
                     *                 "lossRatio": 0,
                     *                 "unseen": 1,
                     *                 "expectedNew": 0
                     *               }
                     *             },
                     *             {
                     *               "dimension": "listen",
                     *               "coverage": {
                     *                 "pods": 1,
                     *                 "starts": 0,
                     *                 "startDays": 0,
                     *                 "ends": 0,
                     *                 "days": 1,
                     *                 "from": "2026-03-01T10:20:00.000000000Z",
                     *                 "to": "2026-03-01T10:30:00.000000000Z",
                     *                 "received": 2,
                     *                 "lost": 0,
                     *                 "full": false,
                     *                 "versions": [
                     *                   {
                     *                     "templateHash": "7d9c5b6f84",
                     *                     "pods": 1,
                     *                     "starts": 0,
                     *                     "startDays": 0,
                     *                     "ends": 0,
                     *                     "days": 1,
                     *                     "from": "2026-03-01T10:20:00.000000000Z",
                     *                     "to": "2026-03-01T10:30:00.000000000Z"
                     *                   }
                     *                 ]
                     *               },
                     *               "evidence": {
                     *                 "level": "weak",
                     *                 "podsObserved": 1,
                     *                 "startsObserved": 0,
                     *                 "daysObserved": 1,
                     *                 "from": "2026-03-01T10:20:00.000000000Z",
                     *                 "to": "2026-03-01T10:30:00.000000000Z",
                     *                 "lossRatio": 0,
                     *                 "unseen": 1,
                     *                 "expectedNew": 0
                     *               }
                     *             },
                     *             {
                     *               "dimension": "connect",
                     *               "evidence": {
                     *                 "level": "none",
                     *                 "podsObserved": 0,
                     *                 "startsObserved": 0,
                     *                 "daysObserved": 0,
                     *                 "lossRatio": 0,
                     *                 "unseen": 1,
                     *                 "expectedNew": 0
                     *               }
                     *             },
                     *             {
                     *               "dimension": "raw-socket",
                     *               "evidence": {
                     *                 "level": "none",
                     *                 "podsObserved": 0,
                     *                 "startsObserved": 0,
                     *                 "daysObserved": 0,
                     *                 "lossRatio": 0,
                     *                 "unseen": 1,
                     *                 "expectedNew": 0
                     *               }
                     *             },
                     *             {
                     *               "dimension": "host-process",
                     *               "evidence": {
                     *                 "level": "none",
                     *                 "podsObserved": 0,
                     *                 "startsObserved": 0,
                     *                 "daysObserved": 0,
                     *                 "lossRatio": 0,
                     *                 "unseen": 1,
                     *                 "expectedNew": 0
                     *               }
                     *             },
                     *             {
                     *               "dimension": "host-ipc",
                     *               "evidence": {
                     *                 "level": "none",
                     *                 "podsObserved": 0,
                     *                 "startsObserved": 0,
                     *                 "daysObserved": 0,
                     *                 "lossRatio": 0,
                     *                 "unseen": 1,
                     *                 "expectedNew": 0
                     *               }
                     *             },
                     *             {
                     *               "dimension": "mount",
                     *               "evidence": {
                     *                 "level": "none",
                     *                 "podsObserved": 0,
                     *                 "startsObserved": 0,
                     *                 "daysObserved": 0,
                     *                 "lossRatio": 0,
                     *                 "unseen": 1,
                     *                 "expectedNew": 0
                     *               }
                     *             },
                     *             {
                     *               "dimension": "sysctl",
                     *               "evidence": {
                     *                 "level": "none",
                     *                 "podsObserved": 0,
                     *                 "startsObserved": 0,
                     *                 "daysObserved": 0,
                     *                 "lossRatio": 0,
                     *                 "unseen": 1,
                     *                 "expectedNew": 0
                     *               }
                     *             },
                     *             {
                     *               "dimension": "denial",
                     *               "evidence": {
                     *                 "level": "none",
                     *                 "podsObserved": 0,
                     *                 "startsObserved": 0,
                     *                 "daysObserved": 0,
                     *                 "lossRatio": 0,
                     *                 "unseen": 1,
                     *                 "expectedNew": 0
                     *               }
                     *             },
                     *             {
                     *               "dimension": "accept",
                     *               "evidence": {
                     *                 "level": "none",
                     *                 "podsObserved": 0,
                     *                 "startsObserved": 0,
                     *                 "daysObserved": 0,
                     *                 "lossRatio": 0,
                     *                 "unseen": 1,
                     *                 "expectedNew": 0
                     *               }
                     *             },
                     *             {
                     *               "dimension": "unix-connect",
                     *               "evidence": {
                     *                 "level": "none",
                     *                 "podsObserved": 0,
                     *                 "startsObserved": 0,
                     *                 "daysObserved": 0,
                     *                 "lossRatio": 0,
                     *                 "unseen": 1,
                     *                 "expectedNew": 0
                     *               }
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["WorkloadCoverage"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such workload. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDecisions: {
        parameters: {
            query?: {
                /** @description `next` of the page before; leave it out for the first page. */
                cursor?: string;
                /** @description Items on a page. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @example 0d1c2b3a-0000-4000-8000-000000000004 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0d1c2b3a-0000-4000-8000-000000000005",
                     *           "decision": {
                     *             "kind": "forget",
                     *             "item": {
                     *               "dimension": "capability",
                     *               "capability": "NET_BIND_SERVICE"
                     *             }
                     *           },
                     *           "reason": "The port was moved above 1024.",
                     *           "createdBy": "bootstrap",
                     *           "createdAt": "2026-03-02T08:00:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ProfileDecisionPage"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such workload. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createDecision: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0d1c2b3a-0000-4000-8000-000000000004 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "decision": {
                 *         "kind": "forget",
                 *         "item": {
                 *           "dimension": "capability",
                 *           "capability": "NET_BIND_SERVICE"
                 *         }
                 *       },
                 *       "reason": "The port was moved above 1024."
                 *     }
                 */
                "application/json": components["schemas"]["NewProfileDecision"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0d1c2b3a-0000-4000-8000-000000000005",
                     *       "decision": {
                     *         "kind": "forget",
                     *         "item": {
                     *           "dimension": "capability",
                     *           "capability": "NET_BIND_SERVICE"
                     *         }
                     *       },
                     *       "reason": "The port was moved above 1024.",
                     *       "createdBy": "bootstrap",
                     *       "createdAt": "2026-03-02T08:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["ProfileDecision"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such workload. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The same is decided already, or too much is. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Content too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readDecision: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0d1c2b3a-0000-4000-8000-000000000005 */
                decision: string;
                /** @example 0d1c2b3a-0000-4000-8000-000000000004 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0d1c2b3a-0000-4000-8000-000000000005",
                     *       "decision": {
                     *         "kind": "forget",
                     *         "item": {
                     *           "dimension": "capability",
                     *           "capability": "NET_BIND_SERVICE"
                     *         }
                     *       },
                     *       "reason": "The port was moved above 1024.",
                     *       "createdBy": "bootstrap",
                     *       "createdAt": "2026-03-02T08:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["ProfileDecision"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such decision. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteDecision: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0d1c2b3a-0000-4000-8000-000000000005 */
                decision: string;
                /** @example 0d1c2b3a-0000-4000-8000-000000000004 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such decision. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timeout */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Content too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWorkloadInteractions: {
        parameters: {
            query?: {
                /** @description `next` of the page before; leave it out for the first page. */
                cursor?: string;
                /** @description A UTC day, or a time in it: profiles are kept by day. */
                from?: string;
                /** @description Items on a page. */
                limit?: number;
                /** @description A UTC day, or a time in it: profiles are kept by day. */
                to?: string;
            };
            header?: never;
            path: {
                /** @example 0d1c2b3a-0000-4000-8000-000000000004 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": []
                     *     }
                     */
                    "application/json": components["schemas"]["InteractionPage"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such workload. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readWorkloadProfile: {
        parameters: {
            query?: {
                /** @description A UTC day, or a time in it: profiles are kept by day. */
                from?: string;
                /** @description A UTC day, or a time in it: profiles are kept by day. */
                to?: string;
                /** @description Only what pods of the current version did: that of the template and image of the pod started last. Left out: a version inherits what earlier ones did. */
                version?: "current";
            };
            header?: never;
            path: {
                /** @example 0d1c2b3a-0000-4000-8000-000000000004 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "workload": {
                     *         "cluster": "prod",
                     *         "namespace": "shop",
                     *         "kind": "Deployment",
                     *         "name": "plain"
                     *       },
                     *       "pods": 1,
                     *       "nodeFacts": [],
                     *       "containers": [
                     *         {
                     *           "name": "main",
                     *           "images": [
                     *             {
                     *               "image": "nginx:1.27"
                     *             }
                     *           ],
                     *           "imageUsers": [],
                     *           "imageVolumes": [],
                     *           "coverage": {
                     *             "syscall": {
                     *               "pods": 1,
                     *               "starts": 0,
                     *               "startDays": 0,
                     *               "ends": 0,
                     *               "days": 1,
                     *               "from": "2026-03-01T10:20:00.000000000Z",
                     *               "to": "2026-03-01T10:30:00.000000000Z",
                     *               "received": 2,
                     *               "lost": 0,
                     *               "full": false,
                     *               "versions": [
                     *                 {
                     *                   "templateHash": "7d9c5b6f84",
                     *                   "pods": 1,
                     *                   "starts": 0,
                     *                   "startDays": 0,
                     *                   "ends": 0,
                     *                   "days": 1,
                     *                   "from": "2026-03-01T10:20:00.000000000Z",
                     *                   "to": "2026-03-01T10:30:00.000000000Z"
                     *                 }
                     *               ]
                     *             },
                     *             "capability": {
                     *               "pods": 1,
                     *               "starts": 0,
                     *               "startDays": 0,
                     *               "ends": 0,
                     *               "days": 1,
                     *               "from": "2026-03-01T10:20:00.000000000Z",
                     *               "to": "2026-03-01T10:30:00.000000000Z",
                     *               "received": 2,
                     *               "lost": 0,
                     *               "full": false,
                     *               "versions": [
                     *                 {
                     *                   "templateHash": "7d9c5b6f84",
                     *                   "pods": 1,
                     *                   "starts": 0,
                     *                   "startDays": 0,
                     *                   "ends": 0,
                     *                   "days": 1,
                     *                   "from": "2026-03-01T10:20:00.000000000Z",
                     *                   "to": "2026-03-01T10:30:00.000000000Z"
                     *                 }
                     *               ]
                     *             },
                     *             "file": {
                     *               "pods": 1,
                     *               "starts": 0,
                     *               "startDays": 0,
                     *               "ends": 0,
                     *               "days": 1,
                     *               "from": "2026-03-01T10:20:00.000000000Z",
                     *               "to": "2026-03-01T10:30:00.000000000Z",
                     *               "received": 2,
                     *               "lost": 0,
                     *               "full": false,
                     *               "versions": [
                     *                 {
                     *                   "templateHash": "7d9c5b6f84",
                     *                   "pods": 1,
                     *                   "starts": 0,
                     *                   "startDays": 0,
                     *                   "ends": 0,
                     *                   "days": 1,
                     *                   "from": "2026-03-01T10:20:00.000000000Z",
                     *                   "to": "2026-03-01T10:30:00.000000000Z"
                     *                 }
                     *               ]
                     *             },
                     *             "listen": {
                     *               "pods": 1,
                     *               "starts": 0,
                     *               "startDays": 0,
                     *               "ends": 0,
                     *               "days": 1,
                     *               "from": "2026-03-01T10:20:00.000000000Z",
                     *               "to": "2026-03-01T10:30:00.000000000Z",
                     *               "received": 2,
                     *               "lost": 0,
                     *               "full": false,
                     *               "versions": [
                     *                 {
                     *                   "templateHash": "7d9c5b6f84",
                     *                   "pods": 1,
                     *                   "starts": 0,
                     *                   "startDays": 0,
                     *                   "ends": 0,
                     *                   "days": 1,
                     *                   "from": "2026-03-01T10:20:00.000000000Z",
                     *                   "to": "2026-03-01T10:30:00.000000000Z"
                     *                 }
                     *               ]
                     *             }
                     *           },
                     *           "items": [
                     *             {
                     *               "item": {
                     *                 "dimension": "syscall",
                     *                 "syscall": "read",
                     *                 "outcome": "allowed",
                     *                 "origin": "container"
                     *               },
                     *               "seen": {
                     *                 "count": 2,
                     *                 "first": "2026-03-01T10:20:00.000000000Z",
                     *                 "last": "2026-03-01T10:20:00.000000000Z",
                     *                 "pods": 1,
                     *                 "days": 1
                     *               },
                     *               "collapsed": false,
                     *               "onlyPod": "uid-of-shop-plain-7d9c5b6f84-x2z4b",
                     *               "pinned": false
                     *             },
                     *             {
                     *               "item": {
                     *                 "dimension": "capability",
                     *                 "capability": "NET_BIND_SERVICE",
                     *                 "granted": true,
                     *                 "uid": 0,
                     *                 "userNamespace": "own",
                     *                 "outcome": "allowed",
                     *                 "origin": "container"
                     *               },
                     *               "seen": {
                     *                 "count": 2,
                     *                 "first": "2026-03-01T10:20:00.000000000Z",
                     *                 "last": "2026-03-01T10:20:00.000000000Z",
                     *                 "pods": 1,
                     *                 "days": 1
                     *               },
                     *               "collapsed": false,
                     *               "onlyPod": "uid-of-shop-plain-7d9c5b6f84-x2z4b",
                     *               "pinned": false
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["RuntimeProfile"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listServiceAccountUses: {
        parameters: {
            query?: {
                /** @description `next` of the page before; leave it out for the first page. */
                cursor?: string;
                /** @description A UTC day, or a time in it: profiles are kept by day. */
                from?: string;
                /** @description Items on a page. */
                limit?: number;
                /** @description A UTC day, or a time in it: profiles are kept by day. */
                to?: string;
            };
            header?: never;
            path: {
                /** @example 0d1c2b3a-0000-4000-8000-000000000004 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": []
                     *     }
                     */
                    "application/json": components["schemas"]["ServiceAccountUsePage"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication required */
            401: {
                headers: {
                    /** @description How to authenticate: the scheme `Bearer` (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such workload. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid content */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unavailable */
            503: {
                headers: {
                    /** @description Seconds until it may succeed. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok"
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "ok";
                    };
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ready": true,
                     *       "checks": {
                     *         "database": "ok"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description Malformed request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Headers too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not ready, or stopping. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
        };
    };
}
