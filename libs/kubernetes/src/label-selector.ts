/** metav1.LabelSelector: all of `matchLabels` and all of `matchExpressions` have to hold. */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly LabelSelectorRequirement[];
}

export interface LabelSelectorRequirement {
  readonly key?: string;
  /** In, NotIn, Exists or DoesNotExist. */
  readonly operator?: string;
  readonly values?: readonly string[];
}
