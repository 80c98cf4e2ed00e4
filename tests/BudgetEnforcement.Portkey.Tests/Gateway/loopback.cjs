// The gateway listens on every address; this makes it listen on loopback only, and end when the process that started it is gone.
const net = require('node:net');
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (port, ...rest) {
  const callback = rest.find((argument) => typeof argument === 'function');
  const options = typeof port === 'object' ? port : { port };
  return listen.call(this, { ...options, host: '127.0.0.1' }, callback);
};
process.stdin.resume();
process.stdin.on('end', () => process.exit());
