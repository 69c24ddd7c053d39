import type { EventFormat } from '../event-format.js';
import { native } from './native.js';

/** Every format that is understood, in the order in which a message is offered to them. */
export const formats: readonly EventFormat[] = [native];
