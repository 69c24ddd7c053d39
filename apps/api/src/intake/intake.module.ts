import { Intake } from '#libs/ingestion';
import { CONFIG, type Config } from '#libs/platform';
import { Module } from '@nestjs/common';
import { Counter, Gauge, Registry } from 'prom-client';
import { BODY_INTAKE } from './limit-intake.js';

/** The bound of what bodies hold in memory; those with runtime events have one of their own. */
@Module({
  providers: [
    {
      provide: BODY_INTAKE,
      inject: [CONFIG, Registry],
      useFactory: ({ http }: Config, registry: Registry) => bodyIntake(http.maxWaitingSize, registry),
    },
  ],
})
export class IntakeModule {}

function bodyIntake(mostBytes: number, registry: Registry): Intake {
  const registers = [registry];
  const bytesHeld = new Gauge({
    name: 'http_body_bytes',
    help: 'Bytes of large bodies that are being read or worked on; HTTP_MAX_WAITING_SIZE bounds them.',
    registers,
  });
  const bodiesHeld = new Gauge({
    name: 'http_bodies',
    help: 'Requests with large bodies that are being read or worked on.',
    registers,
  });
  const refused = new Counter({
    name: 'http_bodies_refused_total',
    help: 'Requests answered with 429, as too many large bodies were being worked on.',
    registers,
  });
  return new Intake({
    mostBytes,
    now: () => performance.now(),
    metrics: {
      intake: (bytes, requests) => {
        bytesHeld.set(bytes);
        bodiesHeld.set(requests);
      },
      refused: () => refused.inc(),
    },
  });
}
