/** What stands for all addresses. */
const ANY = '*';

/**
 * The addresses of one port: themselves, or `*` for all of them if they are too many. Depends on the set of addresses only;
 * weighs and is tightened as a PathTrie is.
 */
export class AddressSet {
  #addresses: string[] = [];
  #most: number;

  constructor(private readonly most: number) {
    this.#most = most;
  }

  /** Adds an address, and returns what it is now. */
  add(address: string): string {
    if (this.#isAny) return ANY;
    if (this.#addresses.includes(address)) return address;
    this.#addresses.push(address);
    this.#bound();
    return this.#isAny ? ANY : address;
  }

  /** Of too many addresses `*` stands for each: nothing of them is left out. */
  readonly isOver = false;

  get weight(): number {
    return this.#isAny ? this.#most : this.#addresses.length;
  }

  tighten(level: number): void {
    this.#most = this.most / 2 ** level;
    this.#bound();
  }

  get #isAny(): boolean {
    return this.#addresses[0] === ANY;
  }

  #bound(): void {
    if (this.#addresses.length > this.#most || this.#addresses.includes(ANY)) this.#addresses = [ANY];
  }
}
