export { OutboxRelay, QueueModule } from './queue.module.js';
export { SimulationsModule } from './simulations.module.js';
