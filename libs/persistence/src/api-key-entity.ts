import { Check, Column, CreateDateColumn, Entity, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';

export const roles = ['admin', 'editor', 'viewer', 'agent'] as const;
/**
 * What a key may do. admin: everything; editor: read and write policies, simulations and inventory; viewer: read;
 * agent: send runtime events, and nothing else.
 */
export type Role = (typeof roles)[number];

/** An API key. The key itself is nowhere stored: only its SHA-256, from which a random 256-bit key can't be found. */
@Entity('api_keys')
@Check('api_keys_role_check', `role IN ('admin', 'editor', 'viewer', 'agent')`)
@Check('api_keys_origin_check', `origin IN ('issued', 'bootstrap')`)
@Check('api_keys_hash_check', `octet_length(hash) = 32`)
@Unique('api_keys_hash_key', ['hash'])
export class ApiKeyEntity {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'api_keys_pkey' })
  id!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  role!: Role;

  /** `bootstrap`: read from the file that BOOTSTRAP_API_KEY_FILE names. */
  @Column({ type: 'text' })
  origin!: 'issued' | 'bootstrap';

  /** The first 16 hexadecimal digits of the hash: tells keys apart in lists and logs, and finds the row. */
  @Index('api_keys_fingerprint_idx')
  @Column({ type: 'text', collation: 'C' })
  fingerprint!: string;

  @Column({ type: 'bytea' })
  hash!: Buffer;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', name: 'expires_at', nullable: true })
  expiresAt!: Date | null;

  @Column({ type: 'timestamptz', name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;

  /** To the minute. */
  @Column({ type: 'timestamptz', name: 'last_used_at', nullable: true })
  lastUsedAt!: Date | null;
}
