export const HELP = `Usage: npm run --silent advise -- <command> [options]

Everything that the service decides, offline, on files.

  generate     the least PodSecurityPolicy of workloads, verified to admit them unchanged and to be minimal, with grants
               -f <files> [--per workload|service-account|namespace|all] [--grants role|cluster-role|none]
               [--style minimal|readable] [--name N] [--kubernetes-version 1.24]
               [--mutations forbid|allow-with-evidence --profiles <file>] [--by-products --profiles <file>]
               --by-products: in the full result also, of each container that was observed, a seccomp profile, the
               capabilities it needs, and a hardened security context
               --stream: JSON Lines {"id", "doc"} on standard input, "doc" a workload as an object or a YAML string;
               {"id", "psp"} or {"id", "error": {"code", "detail", "field"?}} for each on standard output, in order
  simulate     what policies would break, why, and both ways out
               -f <files> -p <policies> [--profiles <file>] [--cluster-policies <files>]
               [--policy-set only-these|cluster-overlay] [--rbac] [--no-remedies]
  compare      which of two policies allows more, field by field, with a pod that shows each difference
               -p <policy> -p <policy>  (or one file with both)
  tighten      what a policy allows beyond what workloads need, and the tightest policy that keeps them working
               -f <files> -p <policy> [--profiles <file>]
  consolidate  at most N policies for many workloads, with little excess privilege
               -f <files> --max N [--name prefix] [--grants role|cluster-role] [--style …]

  -f, --filename     manifests: YAML or JSON, files or folders; - is standard input. May be given more than once.
                     ServiceAccounts in them count; Roles and bindings do with --rbac.
  -p, --policies     PodSecurityPolicies, likewise
      --profiles     runtime profiles as the service gives them out: JSON, one, a list, or one a line
      --rbac         only who is granted the use of a policy by the given Roles and bindings may use it
  -o, --output       yaml (default) or json. generate in YAML is what kubectl takes; in JSON everything is explained.

Exit code: 0; simulate: 1 if anything is at risk or breaks; generate: 1 if no policy can serve any workload; 2 on bad
input, with the place of each mistake on standard error.
`;
