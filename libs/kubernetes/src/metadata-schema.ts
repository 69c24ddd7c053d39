import type { LabelSelector } from './label-selector.js';
import type { ObjectMeta, OwnerReference } from './pod.js';
import { anything, boolean, int64, list, map, object, string, time, type Schema, byValue } from './schema.js';

/** Metadata shared by all objects (apimachinery/pkg/apis/meta/v1/types.go, v0.24.17). */
const ownerReference: Schema<OwnerReference> = object({
  apiVersion: string,
  kind: string,
  name: string,
  uid: string,
  controller: boolean,
  blockOwnerDeletion: boolean,
});

const managedFieldsEntry = object({
  manager: byValue(string),
  operation: byValue(string),
  apiVersion: byValue(string),
  time,
  fieldsType: byValue(string),
  fieldsV1: anything,
  subresource: byValue(string),
});

export const objectMeta: Schema<ObjectMeta> = object({
  name: byValue(string),
  generateName: byValue(string),
  namespace: byValue(string),
  selfLink: byValue(string),
  uid: byValue(string),
  resourceVersion: byValue(string),
  generation: byValue(int64),
  creationTimestamp: time,
  deletionTimestamp: time,
  deletionGracePeriodSeconds: int64,
  labels: map(string),
  annotations: map(string),
  ownerReferences: list(ownerReference),
  finalizers: list(string),
  clusterName: byValue(string),
  managedFields: list(managedFieldsEntry),
});

const labelSelectorRequirement = object({
  key: string,
  operator: string,
  values: list(string),
});

export const labelSelector: Schema<LabelSelector> = object({
  matchLabels: map(string),
  matchExpressions: list(labelSelectorRequirement),
});

export const localObjectReference = object({
  name: byValue(string),
});
