/** A record of Kafka. Headers of the same name: the last one. */
export interface KafkaRecord {
  readonly offset: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: ReadonlyMap<string, Buffer | null>;
}

const noHeaders: KafkaRecord['headers'] = new Map();

/**
 * The records of a batch, unpacked, of which the first has an offset: https://kafka.apache.org/documentation/#record. Keys and
 * values are views on the bytes. kafkajs reads the same (property-tested), with a dozen objects for each record.
 *
 * @throws {RangeError} if they are not `count` whole records
 */
export function readRecords(bytes: Buffer, count: number, firstOffset: number): readonly KafkaRecord[] {
  const reader = new RecordReader(bytes);
  const records: KafkaRecord[] = [];
  for (let read = 0; read < count; read += 1) records.push(reader.record(firstOffset));
  return records;
}

class RecordReader {
  #at = 0;

  constructor(private readonly bytes: Buffer) {}

  record(firstOffset: number): KafkaRecord {
    const length = this.#varint();
    const end = this.#at + length;
    if (length < 0 || end > this.bytes.length) throw new RangeError('a record is cut');
    this.#at += 1; // attributes: none are defined
    this.#skipVarlong(); // time
    const offset = firstOffset + this.#varint();
    const key = this.#sized();
    const value = this.#sized();
    const headers = this.#headers();
    if (this.#at > end) throw new RangeError('a record is longer than it says');
    this.#at = end;
    return { offset, key, value, headers };
  }

  #headers(): KafkaRecord['headers'] {
    const count = this.#varint();
    if (count <= 0) return noHeaders;
    const headers = new Map<string, Buffer | null>();
    for (let read = 0; read < count; read += 1) {
      const name = this.#sized()?.toString() ?? '';
      headers.set(name, this.#sized());
    }
    return headers;
  }

  /** Bytes behind their number; null where that is -1. */
  #sized(): Buffer | null {
    const length = this.#varint();
    if (length < 0) return null;
    const from = this.#at;
    this.#at += length;
    if (this.#at > this.bytes.length) throw new RangeError('a record is cut');
    return this.bytes.subarray(from, this.#at);
  }

  /** 32 bits in groups of seven, the lowest first; negative numbers at the odd places (ZigZag). */
  #varint(): number {
    let value = 0;
    for (let shift = 0; shift <= 28; shift += 7) {
      const byte = this.#byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return (value >>> 1) ^ -(value & 1);
    }
    throw new RangeError('a number in a record is too long');
  }

  #skipVarlong(): void {
    while (this.#byte() >= 0x80);
  }

  #byte(): number {
    const byte = this.bytes[this.#at];
    if (byte === undefined) throw new RangeError('a record is cut');
    this.#at += 1;
    return byte;
  }
}
