import { readDocuments } from '#libs/kubernetes';

import { idOf, InputError, parseCaseInput } from './case-input.js';
import { evaluateCase, evaluateValidity } from './evaluate-case.js';
import { type Line, MAX_LINE_BYTES } from './json-lines.js';

/** Answers a line that holds a case. What is wrong with the line becomes its answer. */
export const answerCase = answerWith((value) => evaluateCase(parseCaseInput(value)));

/** Answers a line that holds a policy. */
export const answerValidity = answerWith(evaluateValidity);

function parseLine(line: Line): unknown {
  if ('tooLong' in line) throw new InputError(`line longer than ${MAX_LINE_BYTES / 1024 / 1024} MiB`);
  if (!line.text.trimStart().startsWith('{')) throw new InputError('not a JSON object');
  const { documents, mistakes } = readDocuments(line.text);
  const [mistake] = mistakes;
  if (mistake !== undefined) throw new InputError(`column ${mistake.column}: ${mistake.message}`);
  const [document, ...others] = documents;
  if (document === undefined || others.length > 0) throw new InputError('a line has to hold one JSON object');
  return document.value;
}

function answerWith(answer: (value: unknown) => object): (line: Line) => string {
  return (line) => {
    let value: unknown;
    try {
      value = parseLine(line);
      return JSON.stringify(answer(value));
    } catch (error) {
      const id = idOf(value);
      const message = error instanceof InputError ? error.message : `can't be evaluated: ${String(error)}`;
      return JSON.stringify({ ...(id !== undefined && { id }), error: message });
    }
  };
}
