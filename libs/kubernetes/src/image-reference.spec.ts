import { describe, expect, it } from 'vitest';
import { imageTag } from './image-reference.js';

const sha = 'a'.repeat(64);

describe('the tag of an image', () => {
  it.each([
    ['nginx', 'latest'],
    ['nginx:latest', 'latest'],
    ['nginx:1.23', '1.23'],
    ['library/nginx', 'latest'],
    ['registry.example.com/team/app', 'latest'],
    ['registry.example.com:5000/team/app', 'latest'],
    ['registry.example.com:5000/team/app:v1', 'v1'],
    ['localhost/app', 'latest'],
    ['index.docker.io/nginx:x', 'x'],
    [`nginx@sha256:${sha}`, ''],
    [`nginx:1.2@sha256:${sha}`, '1.2'],
    ['a--b/c__d/e.f', 'latest'],
  ])('%s has tag %j', (image, tag) => {
    expect(imageTag(image)).toBe(tag);
  });

  it.each([
    [''],
    ['Nginx'],
    ['nginx:'],
    ['nginx:ä'],
    ['example.com/'],
    [sha],
    [`nginx@sha256:${sha.slice(1)}`],
    [`nginx@md5:${sha}`],
    [`nginx:${'x'.repeat(129)}`],
    [`${'a/'.repeat(130)}b`],
    [`${'a-'.repeat(100_000)}!`],
  ])('%.40s is no reference', (image) => {
    expect(imageTag(image)).toBe('');
  });
});
