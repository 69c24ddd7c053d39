import { Check, Column, CreateDateColumn, Entity, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { type Binding, bindings } from './access/binding.js';

/** An API key. The key itself is nowhere stored: only its SHA-256, from which a random 256-bit key can't be found. */
@Entity('api_keys')
@Check(
  'api_keys_bindings_check',
  `jsonb_typeof(bindings) = 'array' AND jsonb_array_length(bindings) BETWEEN 1 AND 100`,
)
@Check('api_keys_origin_check', `origin IN ('issued', 'bootstrap')`)
@Check('api_keys_hash_check', `octet_length(hash) = 32`)
@Check('api_keys_previous_hash_check', `octet_length(previous_hash) = 32`)
@Check('api_keys_request_limit_check', `request_limit >= 1`)
@Check(
  'api_keys_previous_check',
  `num_nonnulls(previous_hash, previous_fingerprint, previous_valid_until) IN (0, 3)`,
)
@Unique('api_keys_hash_key', ['hash'])
export class ApiKeyEntity {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'api_keys_pkey' })
  id!: string;

  @Column({ type: 'text' })
  name!: string;

  /** What it may do, and where. */
  @Column({
    type: 'jsonb',
    transformer: {
      from: (value: unknown) => bindings.parse(value),
      to: (value: readonly Binding[]) => value,
    },
  })
  bindings!: readonly Binding[];

  /** `bootstrap`: read from the file that BOOTSTRAP_API_KEY_FILE names. */
  @Column({ type: 'text' })
  origin!: 'issued' | 'bootstrap';

  /** The first 16 hexadecimal digits of the hash: tells keys apart in lists and logs, and finds the row. */
  @Index('api_keys_fingerprint_idx')
  @Column({ type: 'text', collation: 'C' })
  fingerprint!: string;

  @Column({ type: 'bytea' })
  hash!: Buffer;

  /** The secret before the last rotation, and until when it is taken; all three or none. */
  @Column({ type: 'bytea', name: 'previous_hash', nullable: true })
  previousHash!: Buffer | null;

  @Index('api_keys_previous_fingerprint_idx')
  @Column({ type: 'text', collation: 'C', name: 'previous_fingerprint', nullable: true })
  previousFingerprint!: string | null;

  @Column({ type: 'timestamptz', name: 'previous_valid_until', nullable: true })
  previousValidUntil!: Date | null;

  /** Requests in a window of RATE_LIMIT_WINDOW; null: RATE_LIMIT_REQUESTS. */
  @Column({ type: 'integer', name: 'request_limit', nullable: true })
  requestLimit!: number | null;

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
