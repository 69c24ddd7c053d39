export default function setup(): void {
  throw new Error('not here yet');
}
