import { applyDecorators, HttpStatus } from '@nestjs/common';
import { ApiHeader, ApiResponse } from '@nestjs/swagger';

/** Says in the document that a route answers 304 to those who have the present representation already. */
export function AnswersIfChanged() {
  return applyDecorators(
    ApiHeader({
      name: 'If-None-Match',
      required: false,
      description:
        'The `ETag` of an earlier answer: if it is still the present one, the answer is 304, without a body.',
    }),
    ApiResponse({ status: HttpStatus.NOT_MODIFIED, description: 'It is as If-None-Match says.' }),
  );
}

/** Says in the document that a route takes If-Match, and answers 412 where somebody else was faster. */
export function ChangesIfMatching({ of, refused }: { readonly of: string; readonly refused: string }) {
  return applyDecorators(
    ApiHeader({
      name: 'If-Match',
      required: false,
      description: `The \`ETag\` of ${of} as it was read: it is not changed if it is another one by now.`,
    }),
    ApiResponse({ status: HttpStatus.PRECONDITION_FAILED, description: refused }),
  );
}
