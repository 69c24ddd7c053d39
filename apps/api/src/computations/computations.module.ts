import { Module } from '@nestjs/common';
import { Computations } from './computations.js';
import { ManifestTexts } from './manifest-texts.js';

/** Threads for what takes long while a caller waits. */
@Module({ providers: [Computations, ManifestTexts], exports: [Computations, ManifestTexts] })
export class ComputationsModule {}
