import { type WorkloadReference, workloadKey } from '#libs/kubernetes';
import { Column, CreateDateColumn, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import { contentId } from './content-id.js';

/** The identity of a workload; everything known of a workload refers to it. */
@Entity('workloads')
// Partial: TypeORM can't compare its condition. Of pods whose workload is not known yet.
@Index('workloads_parked_idx', { synchronize: false })
@Unique('workloads_identity_key', ['cluster', 'namespace', 'kind', 'name'])
export class WorkloadEntity {
  /** Made by workloadId() from the four parts below. */
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'workloads_pkey' })
  id!: string;

  @Column({ type: 'text', collation: 'C' })
  cluster!: string;

  @Column({ type: 'text', collation: 'C' })
  namespace!: string;

  @Column({ type: 'text', collation: 'C' })
  kind!: string;

  @Column({ type: 'text', collation: 'C' })
  name!: string;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}

/**
 * The id of a workload: a UUID (version 8, RFC 9562) made from the SHA-256 of its key. Whoever knows the reference
 * knows the id, without asking the database; it stays the same when a workload is deleted and comes back.
 */
export function workloadId(reference: WorkloadReference): string {
  return contentId(workloadKey(reference));
}
