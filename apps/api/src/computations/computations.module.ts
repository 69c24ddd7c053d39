import { Module } from '@nestjs/common';
import { Computations } from './computations.js';

/** Threads for what takes long while a caller waits. */
@Module({ providers: [Computations], exports: [Computations] })
export class ComputationsModule {}
