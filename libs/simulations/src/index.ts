export {
  policyReference,
  policySet,
  type Scope,
  scope,
  type Simulation,
  simulation,
  type SimulationStatus,
  simulationStatus,
  type Summary,
  summary,
} from './simulation.js';
