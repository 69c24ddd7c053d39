import { everywhereAs } from '#libs/persistence';
import { describe, expect, it } from 'vitest';
import { bindingsOfClaims, readClaimRules } from './claim-rules.js';

const viewer = everywhereAs('viewer');
const editor = { ...everywhereAs('editor'), project: 'shop' };
const text = `
rules:
  - { claim: groups, value: everybody, bindings: [{ role: viewer, project: all, clusters: all, namespaces: all }] }
  - claim: [realm_access, roles]
    value: developer
    bindings: [{ role: editor, project: shop, clusters: all, namespaces: all }]
  - { claim: scope, value: read, bindings: [{ role: viewer, project: all, clusters: all, namespaces: all }] }
`;

describe('rules about claims', () => {
  const rules = readClaimRules(text);

  it('give the bindings of each rule that the claims fit: an item of a list, a path, a word of a scope', () => {
    expect(bindingsOfClaims(rules, { groups: ['everybody', 'others'] })).toEqual([viewer]);
    expect(bindingsOfClaims(rules, { groups: 'everybody' })).toEqual([viewer]);
    expect(bindingsOfClaims(rules, { realm_access: { roles: ['developer'] } })).toEqual([editor]);
    expect(bindingsOfClaims(rules, { scope: 'openid read' })).toEqual([viewer]);
    expect(
      bindingsOfClaims(rules, { groups: ['everybody'], realm_access: { roles: ['developer'] } }),
    ).toEqual([viewer, editor]);
  });

  it('give nothing for what is only like a value, or of another type', () => {
    for (const claims of [
      {},
      { groups: 'everybody else' },
      { groups: [['everybody']] },
      { groups: { everybody: true } },
      { realm_access: 'developer' },
      { 'realm_access.roles': ['developer'] },
      { scope: 'reader' },
      { scope: 1 },
    ])
      expect(bindingsOfClaims(rules, claims)).toEqual([]);
    const inherited = readClaimRules(text.replace('groups', 'constructor'));
    expect(bindingsOfClaims(inherited, {})).toEqual([]);
  });

  it('are refused with the place of each mistake', () => {
    expect(() => readClaimRules('rules: []')).toThrow('OIDC_BINDINGS_FILE: /rules: ');
    expect(() => readClaimRules('rules: [')).toThrow('OIDC_BINDINGS_FILE: line ');
    expect(() => readClaimRules(text.replace('clusters: all, ', ''))).toThrow(
      'OIDC_BINDINGS_FILE: /rules/0/bindings/0/clusters: must be all, or a list of 1 to 1000 names',
    );
  });
});
