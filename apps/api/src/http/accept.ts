interface Range {
  readonly type: string;
  readonly subtype: string;
  readonly quality: number;
}

/**
 * Which of the offered media types an Accept header prefers (RFC 9110 §12.5.1): by quality, then by the order of the
 * offer. For each offer the most specific range counts. Undefined: none is acceptable. No header accepts everything.
 */
export function preferredMediaType(
  accept: string | undefined,
  offers: readonly string[],
): string | undefined {
  if (accept === undefined || accept.trim() === '') return offers[0];
  const ranges = accept.split(',').flatMap(parseRange);
  let best: { readonly offer: string; readonly quality: number } | undefined;
  for (const offer of offers) {
    const quality = qualityOf(offer, ranges);
    if (quality > (best?.quality ?? 0)) best = { offer, quality };
  }
  return best?.offer;
}

function qualityOf(offer: string, ranges: readonly Range[]): number {
  const [type, subtype] = offer.split('/');
  const matching = ranges
    .filter(
      (range) =>
        (range.type === '*' || range.type === type) && (range.subtype === '*' || range.subtype === subtype),
    )
    .sort((a, b) => specificity(b) - specificity(a));
  return matching[0]?.quality ?? 0;
}

function specificity({ type, subtype }: Range): number {
  return type === '*' ? 0 : subtype === '*' ? 1 : 2;
}

// Parameters other than q are ignored: no route offers a media type in several variants.
function parseRange(text: string): readonly Range[] {
  const [mediaRange = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const [, type, subtype] = /^([a-z0-9!#$&^_.+*-]+)\/([a-z0-9!#$&^_.+*-]+)$/.exec(mediaRange) ?? [];
  if (type === undefined || subtype === undefined) return [];
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  if (quality !== undefined && !/^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(quality)) return [];
  return [{ type, subtype, quality: quality === undefined ? 1 : Number(quality) }];
}
