import { isDatabaseBusy, isDatabaseUnavailable } from '#libs/persistence';
import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answerProblem } from './answer-problem.js';

/** Everything that is thrown below Nest's router ends here. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #logger = new Logger(ProblemFilter.name);

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const fault = answerProblem(thrown, request, http.getResponse<FastifyReply>());
    if (fault || isDatabaseUnavailable(thrown) || isDatabaseBusy(thrown)) {
      this.#logger.error({ err: thrown, requestId: request.id }, 'request failed');
    }
  }
}
