export function clientSource(document: unknown): Promise<string>;
