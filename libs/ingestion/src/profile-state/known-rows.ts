import { RecentMap } from '#libs/events';
import type { ProfileEntry } from '#libs/profiles';
import { contentId } from '#libs/persistence';

interface Known {
  readonly id: string;
  /** The last day for which the row was marked as used. */
  markedUntil: string;
}

const rememberedItems = 200_000;
const rememberedImages = 50_000;

/** Rows of dictionaries that this process knows to exist, and to be marked as used on a day. */
export class KnownRows {
  readonly #items = new RecentMap<string, Known>(rememberedItems);
  readonly #images = new RecentMap<string, { markedUntil: string }>(rememberedImages);

  itemId({ key }: ProfileEntry): string {
    return this.#item(key).id;
  }

  itemNeedsMark({ key }: ProfileEntry, day: string): boolean {
    return day > this.#item(key).markedUntil;
  }

  itemMarked({ key }: ProfileEntry, day: string): void {
    const known = this.#item(key);
    if (day > known.markedUntil) known.markedUntil = day;
  }

  imageNeedsMark(id: string, day: string): boolean {
    return day > (this.#images.get(id)?.markedUntil ?? '');
  }

  imageMarked(id: string, day: string): void {
    if (this.imageNeedsMark(id, day)) this.#images.set(id, { markedUntil: day });
  }

  clear(): void {
    this.#items.clear();
    this.#images.clear();
  }

  #item(key: string): Known {
    let known = this.#items.get(key);
    if (known === undefined) this.#items.set(key, (known = { id: contentId(key), markedUntil: '' }));
    return known;
  }
}
