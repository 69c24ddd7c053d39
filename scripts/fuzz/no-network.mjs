// Loaded into each process of the service that is fuzzed: connections to other machines fail, so that a webhook of the fuzzer
// is delivered nowhere, wherever its URL points.
import { BlockList, isIP, Socket } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

const isLoopback = (host) =>
  host === 'localhost' || (isIP(host) !== 0 && loopback.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4'));

// oxlint-disable-next-line typescript/unbound-method -- it is called with its socket
const connect = Socket.prototype.connect;
Socket.prototype.connect = function connectToLoopback(...args) {
  // As net.connect() hands them on: normalized, in one array.
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  const options = typeof first === 'object' && first !== null ? first : { port: first, host: second };
  // A path is that of a socket on this machine; HTTPS has null for none.
  if (typeof options.path === 'string' || isLoopback(options.host ?? 'localhost')) {
    return connect.apply(this, args);
  }
  const refused = new Error(
    `${options.host} is another machine: the fuzzer's service talks to this one only`,
  );
  // Once those listen who asked for the connection.
  setImmediate(() => this.destroy(refused));
  return this;
};
