/**
 * Image references, as far as API defaulting reads them: the tag (docker/distribution v2.8.1 reference grammar, through
 * pkg/util/parsers/parsers.go, v1.24.17).
 */
const domain =
  '(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*(?::[0-9]+)?';
const component = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const digest = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
const reference = new RegExp(
  `^(?<name>(?:${domain}/)?${component}(?:/${component})*)(?::(?<tag>\\w[\\w.-]{0,127}))?(?:@(?<digest>${digest}))?$`,
);
const identifier = /^[a-f0-9]{64}$/;
const supportedDigest = /^(?:sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128})$/;
const MAX_NAME_LENGTH = 255;
/** Longer text than any valid reference can have; checked first, so that no pattern runs over hostile input. */
const MAX_REFERENCE_LENGTH = MAX_NAME_LENGTH + 1 + 128 + 1 + 512;

/**
 * The tag of an image: `latest` if it has neither tag nor digest, `''` if it has only a digest or is no valid
 * reference.
 */
export function imageTag(image: string): string {
  if (image.length > MAX_REFERENCE_LENGTH || identifier.test(image)) return '';
  const full = normalise(image);
  const groups = reference.exec(full)?.groups;
  if (groups === undefined || (groups['name'] ?? '').length > MAX_NAME_LENGTH) return '';
  if (groups['digest'] !== undefined && !supportedDigest.test(groups['digest'])) return '';
  return groups['tag'] ?? (groups['digest'] === undefined ? 'latest' : '');
}

// `nginx` is docker.io/library/nginx; a first part with a dot, a port, or `localhost` is a registry.
function normalise(image: string): string {
  const slash = image.indexOf('/');
  const first = slash === -1 ? '' : image.slice(0, slash);
  const named = slash !== -1 && (first.includes('.') || first.includes(':') || first === 'localhost');
  const rest = named ? image.slice(slash + 1) : image;
  const registry = named && first !== 'index.docker.io' ? first : 'docker.io';
  return registry === 'docker.io' && !rest.includes('/')
    ? `docker.io/library/${rest}`
    : `${registry}/${rest}`;
}
