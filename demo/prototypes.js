// What libraries used to do to everybody's arrays and objects: members that a `for … in` finds, methods replaced by their own.
(() => {
  const calls = (window.prototypeCalls = {});

  const count = (prototype, name) => {
    const native = prototype[name];
    prototype[name] = function (...given) {
      calls[String(name)] = (calls[String(name)] ?? 0) + 1;
      return native.apply(this, given);
    };
  };
  // By assignment, as they did it: a replaced method stays hidden from `for … in`, an added one does not.
  ['push', 'filter', 'forEach', 'map', 'find', 'some', 'concat', Symbol.iterator].forEach((name) => count(Array.prototype, name));

  Array.prototype.contains = function (value) {
    return this.indexOf(value) >= 0;
  };
  Object.prototype.inherits = function (base) {
    return Object.setPrototypeOf(this, base);
  };
  Object.prototype.version = '1.6.0.3';
  // The one that made every JSON with a list in it wrong, twice quoted.
  Array.prototype.toJSON = function () {
    return `[${this.map((value) => JSON.stringify(value)).join(', ')}]`;
  };
})();
