import { createHash } from 'node:crypto';
import { type WorkloadReference, workloadKey } from '#libs/kubernetes';
import { Column, CreateDateColumn, Entity, PrimaryColumn, Unique } from 'typeorm';

/** The identity of a workload; everything known of a workload refers to it. */
@Entity('workloads')
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
  const hash = createHash('sha256').update(workloadKey(reference), 'utf8').digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x80, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
